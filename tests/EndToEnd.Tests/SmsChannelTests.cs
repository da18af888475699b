using System.Text.Json.Nodes;
using Notifications.Sms;
using Testing;

namespace EndToEnd.Tests;

/// <summary>SMS of a merchant with an account of its own, on a real database.</summary>
public sealed class SmsChannelTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly PostStandIn provider = new();
    private Notifier notifier = null!;

    public async ValueTask InitializeAsync()
    {
        await provider.Start();
        notifier = await new Notifier(database, provider.Authority).Start();
    }

    public async ValueTask DisposeAsync()
    {
        await notifier.DisposeAsync();
        await provider.DisposeAsync();
    }

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

        var sent = JsonNode.Parse(provider.Requests.ShouldHaveSingleItem().Body)!;
        sent["to"]!.GetValue<string>().ShouldBe("+919800000001");
        sent["text"]!.GetValue<string>().ShouldEndWith("https://shop.example/track/abc");
        (await notifier.Admin.Delete("/v1/sms-account")).Is(204);
        (await notifier.Admin.Get("/v1/sms-account")).IsProblem(404);
    }

    [Fact]
    public async Task An_account_that_cannot_be_meant_is_refused()
    {
        async Task Refused(object account, params string[] pointers) =>
            (await notifier.Admin.Send(HttpMethod.Put, "/v1/sms-account", account)).IsProblem(400, pointers);
        await Refused(new { provider = "pigeon", countries = new[] { "XX" } }, "/provider", "/countries");
        await Refused(new { provider = "twilio", countries = new[] { "IN" } }, "/twilio");
        await Refused(new
        {
            provider = "http",
            countries = new[] { "IN" },
            http = new { url = "https://192.168.0.7/send", body = "{\"to\":{to}}" },
        }, "/http/url", "/http/body");
    }

    private object Account(int dailyMax) => new
    {
        provider = "http",
        countries = new[] { "IN", "GB" },
        dailyMax,
        http = new
        {
            url = provider.Url + "/send",
            headers = new Dictionary<string, string> { ["X-Key"] = "key-of-the-tests" },
            body = """{"to":"{to}","text":"{text}","id":"{id}"}""",
        },
    };

    private Task Ends(Guid order, string status) => Eventually.True(async () =>
        (await notifier.State(order)).Entries.Single(entry => entry.Message.Channel == "sms").Status == status);
}
