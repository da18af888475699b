using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Notifications;
using Streams;
using Testing;

namespace EndToEnd.Tests;

/// <summary>SMS of a merchant with an account of its own, on a real database.</summary>
public sealed class SmsChannelTests(TestDatabase database) : NotifierTests(database)
{
    private static readonly string[] IndiaAndBritain = ["IN", "GB"];
    private static readonly string[] Nowhere = ["XX"];

    [Fact]
    public async Task A_merchant_with_an_account_sends_SMS_up_to_its_days_limit_and_only_where_it_may()
    {
        (await notifier.Admin.Get("/v1/sms-account")).IsProblem(404);
        var nobody = await notifier.Order("098000 00001");
        await notifier.Reach(nobody, "delivered", Guid.CreateVersion7());
        (await notifier.State(nobody)).Entries.ShouldBeEmpty("there is no account yet");

        var set = await notifier.Admin.Send(HttpMethod.Put, "/v1/sms-account", Account(dailyMax: 1));
        set.Is(200).Text.ShouldNotContain("key-of-the-tests");
        var costly = await notifier.Order("+449098790123");
        await notifier.Reach(costly, "delivered", Guid.CreateVersion7());
        await Ends(costly, "failed");
        var first = await notifier.Order("098000 00001");
        await notifier.Reach(first, "delivered", Guid.CreateVersion7());
        await Ends(first, "sent");
        var second = await notifier.Order("098000 00001");
        await notifier.Reach(second, "delivered", Guid.CreateVersion7());
        await Ends(second, "failed");

        var sent = JsonNode.Parse(peer.Requests.ShouldHaveSingleItem().Body)!;
        sent["to"]!.GetValue<string>().ShouldBe("+919800000001");
        sent["text"]!.GetValue<string>().ShouldContain("https://shop.example/track/");
        (await notifier.Admin.Delete("/v1/sms-account")).Is(204);
        (await notifier.Admin.Get("/v1/sms-account")).IsProblem(404);
    }

    [Fact]
    public async Task Two_spellings_of_a_number_are_one_recipient()
    {
        (await notifier.Admin.Send(HttpMethod.Put, "/v1/sms-account", Account(dailyMax: 9))).Is(200);
        var settings = new MessageSettings
        {
            DailyMax = 1,
            Messages = new Dictionary<string, IReadOnlyDictionary<string, bool>>
            {
                ["paid"] = new Dictionary<string, bool> { ["sms"] = true },
            },
        };
        await notifier.Get<EventStore>().Transact(Wanted.Settings, notifier.Merchant, Wanted.SettingsId,
            s => Wanted.Decide(s, settings, changedBy: null, Notifier.Noon));
        foreach (var (phone, end) in ((string, string)[])
            [("098000 00005", "sent"), ("+91 98000-00005", "suppressed"), ("+919800000006", "sent")])
        {
            var order = await notifier.Order(phone);
            await notifier.Reach(order, "paid");
            await Ends(order, end);
        }
    }

    /// <summary>Twilio as documented, by a stand-in that is busy, breaks off and then takes it.</summary>
    [Fact]
    public async Task An_SMS_comes_once_through_all_that_goes_wrong_and_never_to_who_does_not_want_it()
    {
        var taken = new List<object>();
        var tries = 0;
        peer.Answer = async (http, posted) =>
        {
            posted.Path.ShouldStartWith($"/2010-04-01/Accounts/{TwilioSid}/Messages.json");
            if (http.Request.Method == "GET")
            {
                await Results.Json(new { messages = taken }).ExecuteAsync(http);
                return;
            }

            var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(posted.Body));
            if (form["To"] == "+919800000002")
                await Results.Json(new { code = 21610, status = 400 }, statusCode: 400).ExecuteAsync(http);
            else if (Interlocked.Increment(ref tries) == 1)
            {
                http.Response.Headers.RetryAfter = "1";
                await Results.Json(new { code = 20429, status = 429 }, statusCode: 429).ExecuteAsync(http);
            }
            else
            {
                taken.Add(new
                {
                    body = form["Body"].ToString(),
                    status = "queued",
                    date_created = DateTime.UtcNow.ToString("R"),
                });
                http.Abort();
            }
        };
        await ConnectTwilio();
        var order = await notifier.Order("+919800000001");
        await notifier.Reach(order, "delivered", Guid.CreateVersion7());
        await notifier.Hurried(async () => (await Sms(order)).Status == "sent");
        taken.ShouldHaveSingleItem();
        tries.ShouldBe(2);

        var unwilling = await notifier.Order("+919800000002");
        await notifier.Reach(unwilling, "delivered", Guid.CreateVersion7());
        await Ends(unwilling, "failed");
    }

    [Fact]
    public async Task An_account_that_cannot_be_meant_is_refused()
    {
        async Task Refused(object account, params string[] pointers) =>
            (await notifier.Admin.Send(HttpMethod.Put, "/v1/sms-account", account)).IsProblem(400, pointers);
        await Refused(new { provider = "pigeon", countries = Nowhere }, "/provider", "/countries");
        await Refused(new { provider = "twilio", countries = India }, "/twilio");
        await Refused(new
        {
            provider = "http",
            countries = India,
            http = new { url = "https://192.168.0.7/send", body = "{\"to\":{to}}" },
        }, "/http/url", "/http/body");
    }

    private object Account(int dailyMax) => new
    {
        provider = "http",
        countries = IndiaAndBritain,
        dailyMax,
        http = new
        {
            url = peer.Url + "/send",
            headers = new Dictionary<string, string> { ["X-Key"] = "key-of-the-tests" },
            body = """{"to":"{to}","text":"{text}","id":"{id}"}""",
        },
    };

    private Task Ends(Guid order, string status) =>
        Eventually.True(async () => (await Sms(order)).Status == status);

    private async Task<NotificationState.Entry> Sms(Guid order) =>
        (await notifier.State(order)).Entries.Single(entry => entry.Message.Channel == "sms");
}
