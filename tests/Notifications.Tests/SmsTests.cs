using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Notifications.Channels;
using Notifications.Sms;
using Notifications.Templates;
using ServiceDefaults;
using ServiceDefaults.Languages;
using Testing;
using static Notifications.Tests.Given;

namespace Notifications.Tests;

/// <summary>SMS: numbers, texts, and providers over real HTTP.</summary>
public sealed class SmsTests : IAsyncLifetime
{
    private const string Sid = "AC00000000000000000000000000000001";

    private readonly PostStandIn provider = new();
    private TimeSpan patience = TimeSpan.FromSeconds(15);
    private ServiceProvider services = null!;

    public async ValueTask InitializeAsync()
    {
        await provider.Start();
        var all = new ServiceCollection();
        all.AddHttpClient(SmsHttp.Client, SmsHttp.Limit)
            .ConfigureHttpClient(client => client.Timeout = patience)
            .ConfigurePrimaryHttpMessageHandler(() =>
            Outbound.Handler(new PlatformOptions { PrivateHosts = [provider.Authority] }));
        services = all.BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Theory]
    [InlineData("+919800000001", null, "+919800000001")]
    [InlineData("098000 00001", "IN", "+919800000001")]
    [InlineData("0151 23456789", "DE", "+4915123456789")]
    public void A_mobile_number_is_written_as_E164_whatever_its_form(string text, string? country, string e164) =>
        SmsNumber.Of(text, country, ["IN", "DE"]).ShouldBe(new(e164, null));

    [Theory]
    [InlineData("+909090", "DE", "not valid")]
    [InlineData("call me", "IN", "not valid")]
    [InlineData("0900 1234567", "DE", "premium-rate")]
    [InlineData("+449098790123", "GB", "premium-rate")]
    [InlineData("+498001234567", "DE", "toll-free")]
    [InlineData("+4930123456", "DE", "fixed line")]
    [InlineData("+5353123456", "IN", "numbers of CU are not allowed")]
    public void A_number_that_costs_or_leads_nowhere_is_refused(string text, string country, string why) =>
        SmsNumber.Of(text, country, ["IN", "DE", "GB"]).Fault.ShouldNotBeNull().ShouldContain(why);

    [Theory]
    [InlineData("a", 160, 1)]
    [InlineData("a", 161, 2)]
    [InlineData("a", 307, 3)]
    [InlineData("€", 80, 1)]
    [InlineData("€", 81, 2)]
    [InlineData("ह", 70, 1)]
    [InlineData("ह", 71, 2)]
    [InlineData("ह", 135, 3)]
    public void Segments_are_counted_as_they_are_paid(string letter, int times, int segments) =>
        SmsText.Segments(string.Concat(Enumerable.Repeat(letter, times))).ShouldBe(segments);

    [Theory]
    [InlineData("On its way ")]
    [InlineData("रास्ते में है ")]
    [InlineData("👨‍👩‍👧‍👦")]
    public void A_text_holds_its_link_and_never_more_than_three_segments(string heading)
    {
        foreach (var times in (int[])[1, 10, 200])
        {
            var text = SmsText.Of(Letter(string.Concat(Enumerable.Repeat(heading, times))));
            text.ShouldEndWith(" https://shop.example/track/abc");
            SmsText.Segments(text).ShouldBeLessThanOrEqualTo(SmsText.SegmentsMax);
        }

        SmsText.Of(Letter("On its way")).ShouldBe("Lamp Shop: On its way, order 1001. https://shop.example/track/abc");
        var noRoom = Letter("On its way") with { OrderNumber = new('7', 600) };
        SmsText.Of(noRoom).ShouldBe("On its way https://shop.example/track/abc");
    }

    /// <summary>Two segments where the alphabet is GSM's, three of the others'.</summary>
    [Fact]
    public void Every_row_says_all_of_it_in_every_language()
    {
        const string link = "https://track.lamp-shop.example/track/0123456789abcdefghijkl0123456789abcdefghijkldemo";
        foreach (var language in Language.All)
            foreach (var row in Rows.All)
            {
                var letter = Templates.Letter.About([(row.Milestone, HandedOver)], Ann, language) with
                {
                    Link = link,
                    Sender = new() { Name = "Lamp Shop" },
                };
                var text = SmsText.Of(letter);
                text.ShouldBe(letter.Short, $"{row.Milestone} is cut in {language.Tag}");
                text.ShouldContain(letter.Heading);
                text.ShouldContain(link);
                if (language.Tag == "en")
                    SmsText.Segments(text).ShouldBeLessThanOrEqualTo(2);
            }
    }

    [Fact]
    public async Task Twilio_gets_what_its_reference_asks_for()
    {
        provider.Answer = (http, _) => Json(http, 201, """{"sid":"SM1","status":"queued"}""");
        (await Twilio().Send(Account, Message(), CancellationToken.None)).ShouldBe(Outcome.Taken);
        var posted = provider.Requests.ShouldHaveSingleItem();
        posted.Path.ShouldBe($"/2010-04-01/Accounts/{Sid}/Messages.json");
        posted.Headers["Authorization"].ShouldBe(
            "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Sid}:secret")));
        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(posted.Body));
        form["To"].ToString().ShouldBe("+919800000001");
        form["MessagingServiceSid"].ToString().ShouldBe("MG1");
        form["Body"].ToString().ShouldBe("Hello & welcome: \"1001\"");
    }

    [Theory]
    [InlineData(400, """{"code":21211}""", "not valid")]
    [InlineData(400, """{"code":21614}""", "no mobile number")]
    [InlineData(400, """{"code":21610}""", "opted out")]
    public async Task What_Twilio_will_never_send_has_failed(int status, string body, string why)
    {
        provider.Answer = (http, _) => Json(http, status, body);
        (await Twilio().Send(Account, Message(), CancellationToken.None))
            .ShouldBeOfType<Outcome.Refused>().Reason.ShouldContain(why);
    }

    [Theory]
    [InlineData(429, """{"code":20429}""")]
    [InlineData(503, "<html>")]
    [InlineData(401, """{"code":20003}""")]
    [InlineData(400, """{"code":21606}""")]
    [InlineData(201, "garbage")]
    public async Task What_may_go_through_later_is_tried_again_and_not_before_it_is_welcome(int status, string body)
    {
        provider.Answer = (http, _) =>
        {
            http.Response.Headers.RetryAfter = "30";
            return Json(http, status, body);
        };
        var again = (await Twilio().Send(Account, Message(), CancellationToken.None)).ShouldBeOfType<Outcome.Again>();
        if (status != 201)
            again.After.ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_provider_that_never_answers_is_not_waited_for()
    {
        patience = TimeSpan.FromMilliseconds(300);
        provider.Answer = (http, _) => Task.Delay(Timeout.Infinite, http.RequestAborted);
        await Should.ThrowAsync<OperationCanceledException>(Twilio().Send(Account, Message(), CancellationToken.None));
    }

    [Fact]
    public async Task An_SMS_that_Twilio_may_have_taken_is_looked_for_before_it_is_sent_again()
    {
        var taken = new List<string>();
        provider.Answer = async (http, posted) =>
        {
            if (http.Request.Method == "GET")
            {
                var now = DateTime.UtcNow.ToString("R");
                var found = taken.Select(body => new { body, status = "sent", date_created = now });
                await Results.Json(new { messages = found }).ExecuteAsync(http);
                return;
            }

            taken.Add(QueryHelpers.ParseQuery(Encoding.UTF8.GetString(posted.Body))["Body"].ToString());
            http.Abort();
        };
        await Should.ThrowAsync<HttpRequestException>(Twilio().Send(Account, Message(), CancellationToken.None));
        (await Twilio().Send(Account, Message() with { Attempt = 2 }, CancellationToken.None)).ShouldBe(Outcome.Taken);
        taken.ShouldHaveSingleItem();
        provider.Requests.Last().Path.ShouldContain("To=%2B919800000001");
    }

    [Fact]
    public async Task Any_provider_is_spoken_to_as_its_account_says_and_no_text_breaks_out_of_its_place()
    {
        provider.Answer = (http, _) => Json(http, 200, """{"data":{"status":"queued"}}""");
        var http = Http with { Body = """{"to":"{to}","parts":[{"text":"{text}","ref":"{id}"}]}""" };
        var message = Message() with { Text = "\",\"to\":\"+1900\n{to}" };
        (await AnyProvider().Send(With(http), message, CancellationToken.None)).ShouldBe(Outcome.Taken);
        var posted = provider.Requests.ShouldHaveSingleItem();
        var json = System.Text.Json.Nodes.JsonNode.Parse(posted.Body)!;
        json["to"]!.GetValue<string>().ShouldBe("+919800000001");
        json["parts"]![0]!["text"]!.GetValue<string>().ShouldBe(message.Text);
        json["parts"]![0]!["ref"]!.GetValue<Guid>().ShouldBe(message.Id);
        posted.Headers["X-Key"].ShouldBe("k1");

        var form = Http with { Format = "form", Body = "to={to}&text={text}" };
        await AnyProvider().Send(With(form), message with { Text = "a&to=1 b" }, CancellationToken.None);
        var fields = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(provider.Requests.Last().Body));
        fields["to"].ToString().ShouldBe("+919800000001");
        fields["text"].ToString().ShouldBe("a&to=1 b");
    }

    [Theory]
    [InlineData(200, """{"data":{"status":"rejected"}}""", false)]
    [InlineData(200, "garbage", false)]
    [InlineData(500, "{}", false)]
    [InlineData(302, "", false)]
    [InlineData(422, "{}", true)]
    public async Task What_is_no_success_is_none(int status, string body, bool isFinal)
    {
        provider.Answer = (http, _) => Json(http, status, body);
        var outcome = await AnyProvider().Send(With(Http), Message(), CancellationToken.None);
        outcome.GetType().ShouldBe(isFinal ? typeof(Outcome.Refused) : typeof(Outcome.Again));
    }

    private HttpSmsAccount Http => new()
    {
        Url = provider.Url + "/send",
        Headers = new Dictionary<string, string> { ["X-Key"] = "k1" },
        Body = """{"to":"{to}","text":"{text}"}""",
        SuccessField = "data.status",
        SuccessValues = ["queued"],
    };

    private SmsAccount Account => new()
    {
        MerchantId = "demo",
        Provider = "twilio",
        Twilio = new() { AccountSid = Sid, AuthToken = "secret", MessagingServiceSid = "MG1", BaseUrl = provider.Url },
        Countries = ["IN"],
        DailyMax = 10,
    };

    private SmsAccount With(HttpSmsAccount http) => Account with { Provider = "http", Twilio = null, Http = http };

    private static SmsMessage Message() => new(Guid.NewGuid(), "+919800000001", "Hello & welcome: \"1001\"", 1);

    private Twilio Twilio() => new(services.GetRequiredService<IHttpClientFactory>(), TimeProvider.System);

    private HttpSms AnyProvider() => new(services.GetRequiredService<IHttpClientFactory>(), TimeProvider.System);

    private static Letter Letter(string heading) => Templates.Letter.About(
        [("shipped", HandedOver)], Ann, Language.English) with
    {
        Heading = heading,
        Link = "https://shop.example/track/abc",
        Sender = new() { Name = "Lamp Shop" },
    };

    private static Task Json(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(body);
    }
}
