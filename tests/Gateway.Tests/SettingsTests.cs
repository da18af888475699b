using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Contracts;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults;

namespace Gateway.Tests;

public sealed class SettingsTests(Platform platform)
{
    private const string Me = "/v1/merchants/me";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_left_out_of_a_change_stays_and_null_takes_it_back()
    {
        var (admin, id, _) = await platform.NewMerchant("Lumen");
        using var fresh = await admin.GetAsync(Me, Stop);
        fresh.Headers.ETag!.Tag.ShouldBe("\"v0\"");
        var me = await fresh.Json();
        me.Text("id").ShouldBe(id);
        me.Text("name").ShouldBe("Lumen");
        me.GetProperty("operator").GetBoolean().ShouldBeFalse();
        me.GetProperty("brand").GetProperty("logoUrl").ValueKind.ShouldBe(JsonValueKind.Null);

        await Changed(admin, """
            {"brand":{"name":"Lumen & Loom","logoUrl":"https://cdn.lumen.example/l.svg","colors":{"primary":"#1d4fd8"}},
             "timeZone":"Asia/Kolkata","policies":{"returns":{"windowDays":14}}}
            """);
        using var changed = await Changed(admin, """{"brand":{"logoUrl":null,"supportEmail":"help@lumen.example"}}""");
        changed.Headers.ETag!.Tag.ShouldBe("\"v2\"");
        me = await changed.Json();
        me.Text("timeZone").ShouldBe("Asia/Kolkata");
        var brand = me.GetProperty("brand");
        brand.Text("name").ShouldBe("Lumen & Loom");
        brand.Text("supportEmail").ShouldBe("help@lumen.example");
        brand.GetProperty("logoUrl").ValueKind.ShouldBe(JsonValueKind.Null);
        brand.GetProperty("colors").Text("primary").ShouldBe("#1d4fd8");
        me.GetProperty("policies").GetProperty("returns").GetProperty("windowDays").GetInt32().ShouldBe(14);
        (await (await admin.GetAsync(Me, Stop)).Json()).ToString().ShouldBe(me.ToString());
    }

    [Fact]
    public async Task A_change_to_what_is_so_already_changes_nothing()
    {
        var (admin, _, _) = await platform.NewMerchant("Same");
        foreach (var body in new[] { "{}", """{"name":"Same"}""", """{"brand":null,"timeZone":null}""" })
            (await Changed(admin, body)).Headers.ETag!.Tag.ShouldBe("\"v0\"");
        (await Changed(admin, """{"name":"Other"}""")).Headers.ETag!.Tag.ShouldBe("\"v1\"");
        (await Changed(admin, """{"name":"Other"}""")).Headers.ETag!.Tag.ShouldBe("\"v1\"");
    }

    [Fact]
    public async Task A_change_of_what_has_changed_since_it_was_read_is_412_and_what_has_not_is_304()
    {
        var (admin, _, _) = await platform.NewMerchant();
        await Changed(admin, """{"timeZone":"Asia/Kolkata"}""", ifMatch: "\"v0\"");
        using var stale = await Patch(admin, """{"timeZone":"Europe/Berlin"}""", ifMatch: "\"v0\"");
        await stale.ShouldBeProblem(HttpStatusCode.PreconditionFailed, "stale-version");
        using var request = new HttpRequestMessage(HttpMethod.Get, Me);
        request.Headers.TryAddWithoutValidation("If-None-Match", "\"v1\"");
        (await admin.SendAsync(request, Stop)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task The_history_says_which_key_changed_what_from_what_to_what()
    {
        var (admin, _, _) = await platform.NewMerchant("Before");
        await Changed(admin, """{"name":"After","brand":{"supportUrl":"https://lumen.example/help"}}""");
        await Changed(admin, """{"brand":{"supportUrl":null}}""");
        var page = await (await admin.GetAsync(Me + "/history?limit=1", Stop)).Json();
        var last = page.GetProperty("data").EnumerateArray().Single();
        last.GetProperty("version").GetInt64().ShouldBe(2);
        last.GetProperty("changes").ToString().ShouldBe(
            """[{"pointer":"/brand/supportUrl","from":"https://lumen.example/help","to":null}]""");
        var keys = (await (await admin.GetAsync("/v1/keys", Stop)).Json()).GetProperty("data").EnumerateArray();
        keys.Single(key => key.GetProperty("scopes")[0].GetString() == "admin").Text("id")
            .ShouldBe(last.Text("changedBy"));

        page = await (await admin.GetAsync($"{Me}/history?cursor={page.Text("nextCursor")}", Stop)).Json();
        page.GetProperty("nextCursor").ValueKind.ShouldBe(JsonValueKind.Null);
        page.GetProperty("data").EnumerateArray().Single().GetProperty("changes").EnumerateArray()
            .Select(change => change.Text("pointer")).ShouldBe(["/name", "/brand/supportUrl"]);
    }

    [Theory]
    [InlineData("""{"name":null}""", "/name")]
    [InlineData("""{"name":"a\tb"}""", "/name")]
    [InlineData("""{"id":"other"}""", "/id")]
    [InlineData("""{"brand":{"logo":null}}""", "/brand/logo")]
    [InlineData("""{"brand":{"colors":{"primary":"#1d4fd8","accent":null}}}""", "/brand/colors/accent")]
    [InlineData("""{"brand":"Lumen"}""", "/brand")]
    [InlineData("""{"brand":{"logoUrl":"http://cdn.lumen.example/logo.svg"}}""", "/brand/logoUrl")]
    [InlineData("""{"brand":{"logoUrl":"https://user@cdn.lumen.example/logo.svg"}}""", "/brand/logoUrl")]
    [InlineData("""{"brand":{"logoUrl":"https://[::1]/logo.svg"}}""", "/brand/logoUrl")]
    [InlineData("""{"brand":{"logoUrl":"https://127.0.0.1/logo.svg"}}""", "/brand/logoUrl")]
    [InlineData("""{"brand":{"logoUrl":"javascript:alert(1)"}}""", "/brand/logoUrl")]
    [InlineData("""{"brand":{"supportUrl":"https://a.example;script-src *"}}""", "/brand/supportUrl")]
    [InlineData("""{"brand":{"supportEmail":"help"}}""", "/brand/supportEmail")]
    [InlineData("""{"brand":{"domain":"https://lumen.example"}}""", "/brand/domain")]
    [InlineData("""{"brand":{"locale":"tlh"}}""", "/brand/locale")]
    [InlineData("""{"brand":{"colors":{"primary":"blue"}}}""", "/brand/colors/primary")]
    [InlineData("""{"brand":{"colors":{"onPrimary":"#ffffff"}}}""", "/brand/colors/primary")]
    [InlineData("""{"brand":{"colors":{"primary":"#ffcc00","onPrimary":"#ffffff"}}}""", "/brand/colors/onPrimary")]
    [InlineData("""{"timeZone":"India Standard Time"}""", "/timeZone")]
    [InlineData("""{"timeZone":"../../etc/passwd"}""", "/timeZone")]
    [InlineData("""{"policies":{"cancellation":{"customer":"always"}}}""", "/policies/cancellation/customer")]
    [InlineData("""{"policies":{"returns":{"windowDays":366}}}""", "/policies/returns/windowDays")]
    [InlineData("""{"policies":{"returns":{"windowDays":"14"}}}""", "/policies/returns/windowDays")]
    [InlineData("""{"retention":{"inboxDays":0}}""", "/retention/inboxDays")]
    public async Task A_bad_field_is_refused_with_its_pointer(string body, string pointer)
    {
        using var admin = platform.Gateway.Client(Platform.AdminKey);
        using var answer = await Patch(admin, body);
        var problem = await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid-request");
        problem.GetProperty("errors").EnumerateArray().Select(error => error.Text("pointer")).ShouldBe([pointer]);
    }

    [Fact]
    public async Task Colours_that_cannot_be_read_together_are_refused_with_what_can()
    {
        using var admin = platform.Gateway.Client(Platform.AdminKey);
        using var answer = await Patch(
            admin, """{"brand":{"colors":{"primary":"#FFCC00","onPrimary":"#ffffff"}}}""");
        (await answer.Json()).GetProperty("errors")[0].Text("detail").ShouldBe(
            "cannot be read on #FFCC00: the contrast is 1.5:1 and WCAG AA asks for 4.5:1. #000000 can, or null");
    }

    [Fact]
    public async Task Settings_are_the_merchants_own_and_only_its_admin_changes_them()
    {
        var (admin, _, keys) = await platform.NewMerchant("Mine");
        var (other, _, _) = await platform.NewMerchant("Theirs");
        await Changed(admin, """{"brand":{"supportEmail":"secret@mine.example"}}""");
        foreach (var path in new[] { Me, Me + "/history" })
            (await other.GetStringAsync(path, Stop)).ShouldNotContain("mine.example");
        using var storefront = platform.Gateway.Client(keys.Text("storefront"));
        await (await Patch(storefront, "{}")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        await (await storefront.GetAsync(Me + "/history", Stop)).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await (await storefront.GetAsync(Me, Stop)).Json()).Text("name").ShouldBe("Mine");
    }

    [Fact]
    public async Task The_services_hear_all_settings_of_each_version_and_other_gateways_know_them_too()
    {
        await using var there = platform.Start();
        var (admin, id, _) = await platform.NewMerchant("Told");
        await Changed(admin, """{"timeZone":"Asia/Kolkata"}""");
        await Changed(admin, """{"policies":{"cancellation":{"customer":"shipped"}}}""");
        await Eventually.True(() => Task.FromResult(platform.Heard.Count(heard => heard.MerchantId == id) >= 2));
        var told = platform.Heard.Where(heard => heard.MerchantId == id)
            .DistinctBy(heard => heard.Version).OrderBy(heard => heard.Version).ToList();
        told.Select(heard => heard.Version).ShouldBe([1, 2]);
        told[1].Settings.Name.ShouldBe("Told");
        told[1].Settings.TimeZone.ShouldBe("Asia/Kolkata");
        told[1].Settings.Policies.Cancellation.Customer.ShouldBe("shipped");

        using var service = there.Client();
        await Eventually.True(async () => (await Asked(service, id, id, "internal"))?.Version == 2);
        (await Asked(service, id, id, "internal"))!.Settings.TimeZone.ShouldBe("Asia/Kolkata");
    }

    [Fact]
    public async Task Only_a_service_asking_for_that_merchant_is_told_its_settings()
    {
        var (_, id, _) = await platform.NewMerchant("Apart");
        using var client = platform.Gateway.Client();
        (await Asked(client, id, id, "internal"))!.Settings.Name.ShouldBe("Apart");
        (await Asked(client, id, "demo", "internal")).ShouldBeNull();
        (await Asked(client, id, id, "admin")).ShouldBeNull();
        (await client.GetAsync($"/internal/merchants/{id}", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var admin = platform.Gateway.Client(Platform.AdminKey);
        (await admin.GetAsync("/internal/merchants/demo", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_gateway_whose_broker_is_away_serves_and_tells_later()
    {
        var (_, id, keys) = await platform.NewMerchant();
        await using var alone = platform.Start(("ConnectionStrings:RabbitMq", "amqp://127.0.0.1:1"));
        using var admin = alone.Client(keys.Text("admin"));
        (await admin.GetAsync("/health/ready", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Changed(admin, """{"brand":{"domain":"lumen.example"}}""");
        await Eventually.True(() => Task.FromResult(
            platform.Heard.Any(heard => heard.MerchantId == id && heard.Settings.Brand.Domain is "lumen.example")));
    }

    private static Task<HttpResponseMessage> Patch(HttpClient client, string body, string? ifMatch = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, Me)
        {
            Content = new StringContent(body, null, "application/merge-patch+json"),
        };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return client.SendAsync(request, Stop);
    }

    private static async Task<HttpResponseMessage> Changed(HttpClient client, string body, string? ifMatch = null)
    {
        var answer = await Patch(client, body, ifMatch);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Stop));
        return answer;
    }

    private async Task<MerchantChanged?> Asked(HttpClient client, string id, string onBehalfOf, string scope)
    {
        var identity = platform.Gateway.Services.GetRequiredService<PlatformIdentity>();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/internal/merchants/{id}");
        request.Headers.Add(PlatformIdentity.Header, identity.Sign(new(onBehalfOf, [scope])));
        using var answer = await client.SendAsync(request, Stop);
        return answer.StatusCode is HttpStatusCode.NotFound
            ? null : await answer.Content.ReadFromJsonAsync<MerchantChanged>(Stop);
    }
}
