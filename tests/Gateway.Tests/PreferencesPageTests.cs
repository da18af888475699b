using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gateway.Tests;

/// <summary>The page on which customers choose their messages: what it shows and what it sends.</summary>
public sealed class PreferencesPageTests(Platform platform)
{
    private static readonly string Token = new string('p', 22) + new string('r', 22) + "demo";
    private static readonly string Path = $"/track/{Token}/preferences";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_shows_what_holds_now()
    {
        var page = await Get();
        foreach (var shown in (string[])
        [
            "value=\"delivered.email\" checked />", "value=\"delivered.sms\" />", "value=\"21:00\"", "<h2>Payment</h2>",
            "<legend>Payment received</legend>", "<legend>Your parcel is at customs</legend>",
            "<legend>Brand new</legend>", "<option selected>Asia/Kolkata</option>", "Each by itself",
            "value=\"45\" selected>In one message, up to 45 minutes later<", "value=\"de-AT\" selected lang=\"de\">",
        ])
            page.ShouldContain(shown);
        (await Get("?said=preferences")).ShouldContain("Your choice has been saved.");
    }

    [Fact]
    public async Task No_text_is_left_out_of_the_languages()
    {
        var page = await Get("?lang=qps-ploc");
        page = page.Replace("Brand new", "", StringComparison.Ordinal);
        // Time zones are called what they are called everywhere.
        TrackLanguageTests.Outside(Regex.Replace(page, "<option( selected)?>[^<]*", "")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_chosen_is_sent_as_a_whole()
    {
        using var answer = await Post(("on", "delivered.email"), ("on", "paid.email"), ("from", "22:00"),
            ("to", "07:00"), ("zone", "Europe/Vienna"), ("digest", "15"), ("language", "fr"), ("do", "save"));
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.ToString().ShouldBe($"{Path}?said=preferences");
        Sent().ShouldBe("""
            {"messages":{"paid":{"email":true},"delivered":{"email":true},"customs_action":{"email":false},
            "brand_new":{"email":false},"*":{"sms":false}},"quietHours":{"from":"22:00","to":"07:00"},
            "quietHoursOff":null,"digestMinutes":15,"timeZone":"Europe/Vienna","locale":"fr"}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task The_stores_quiet_hours_are_switched_off_whatever_times_stand_beside()
    {
        using var answer = await Post(("quiet", "off"), ("from", "21:00"), ("to", "06:00"), ("do", "save"));
        var sent = JsonNode.Parse(Sent())!;
        (sent["quietHours"], (bool?)sent["quietHoursOff"]).ShouldBe((null, true));
        var page = await Get(change: told =>
            (told["quietHours"], told["quietHoursOff"]) = (null, JsonValue.Create(true)));
        page.ShouldContain("name=\"quiet\" value=\"off\" checked />");
    }

    [Fact]
    public async Task All_messages_are_stopped_and_begun_again_with_the_rest_as_it_was()
    {
        await Post(("on", "delivered.email"), ("from", "01:00"), ("to", "02:00"), ("do", "stop"));
        var stopped = JsonNode.Parse(Sent())!;
        stopped["messages"]!["*"]!.ToJsonString().ShouldBe("""{"email":false,"sms":false}""");
        ((string?)stopped["quietHours"]!["from"]).ShouldBe("21:00");

        await Post(("do", "resume"));
        var begun = JsonNode.Parse(Sent())!;
        begun["messages"].ShouldBeNull();
        ((string?)begun["timeZone"]).ShouldBe("Asia/Kolkata");

        (await Get(change: told => told["messages"] = JsonNode.Parse("""{ "paid": { "email": false } }""")))
            .ShouldContain("Send messages again");
    }

    [Fact]
    public async Task What_cannot_be_saved_is_said_at_its_field_beside_what_was_entered()
    {
        using var answer = await Post(("on", "paid.sms"), ("from", "05:00"), ("to", "05:00"), ("do", "save"));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var page = await answer.Content.ReadAsStringAsync(Stop);
        page.ShouldContain("role=\"alert\"");
        page.ShouldContain("aria-describedby=\"quiet-note quiet-wrong\"");
        page.ShouldContain("value=\"05:00\" aria-invalid=\"true\"");
        page.ShouldContain("value=\"paid.sms\" checked />");
        page.ShouldContain("value=\"delivered.email\" />");
    }

    [Fact]
    public async Task Nobodys_link_is_unknown_and_what_is_not_known_yet_may_be_asked_again()
    {
        using var client = platform.Gateway.Client();
        (await client.GetAsync("/track/nobody/preferences", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        platform.Orders.Orders["new"] = Samples.OutForDelivery;
        (await client.GetAsync("/track/new/preferences", Stop)).StatusCode
            .ShouldBe(HttpStatusCode.ServiceUnavailable);
        using var form = new FormUrlEncodedContent([new("do", "stop")]);
        (await client.PostAsync("/track/nobody/preferences", form, Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private string Sent() => platform.Notifications.Received.Last(one => one.Method == "PUT").Body;

    private void Know(Action<JsonNode>? change = null)
    {
        platform.Orders.Orders[Token] = Samples.OutForDelivery;
        var told = JsonNode.Parse("""
            { "messages": { "paid": { "email": true, "sms": false }, "delivered": { "email": true, "sms": false },
                            "customs_action": { "email": true }, "brand_new": { "email": true } },
              "quietHours": { "from": "21:00", "to": "06:00" }, "digestMinutes": 45, "timeZone": "Asia/Kolkata",
              "locale": "de-AT" }
            """)!;
        change?.Invoke(told);
        platform.Notifications.Preferences[Token] = told.ToJsonString();
    }

    private async Task<string> Get(string query = "", Action<JsonNode>? change = null)
    {
        Know(change);
        using var client = platform.Gateway.Client();
        return await client.GetStringAsync(Path + query, Stop);
    }

    private async Task<HttpResponseMessage> Post(params (string Name, string Value)[] fields)
    {
        Know();
        using var client = platform.Gateway.Client();
        using var form = new FormUrlEncodedContent(
            fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await client.PostAsync(Path, form, Stop);
    }
}
