using System.Text.Json.Nodes;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Which messages are told, when and how: as merchants settle and customers want, on the whole way.</summary>
public sealed class MessageRulesTests(Platform platform)
{
    private const string Settings = "/v1/notification-settings";

    [Fact]
    public async Task What_a_customer_switches_off_is_not_sent_and_the_timeline_says_why()
    {
        var order = await platform.Place();
        var path = $"/v1/track/{order.Token}/preferences";
        var known = await Eventually.Get(() => platform.Anybody.Get(path), answer => answer.Status == 200);
        known.Json["messages"]!["packed"]!["email"]!.GetValue<bool>().ShouldBeTrue();
        var wanted = new { messages = new { packed = new { email = false } }, locale = "de" };
        var changed = (await platform.Anybody.Send(HttpMethod.Put, path, Body(wanted))).Is(200);
        changed.Json["messages"]!["packed"]!["email"]!.GetValue<bool>().ShouldBeFalse();
        (await platform.Anybody.Send(
            HttpMethod.Put, path, Body(new { messages = new { nothing = new { email = true } } }))).IsProblem(400);
        (await platform.Anybody.Get(path.Replace(order.Token[..4], "AAAA", StringComparison.Ordinal))).IsProblem(404);

        (await platform.Storefront.Post(order.Path + "/confirm")).Is(200);
        (await platform.Storefront.Post(order.Path + "/pack")).Is(200);
        var timeline = await platform.TimelineWhen(order, t => t.Told().Length == 2);
        Why(timeline, "notification.suppressed").ShouldBe(["Packed: switched off by the customer"]);
        var mail = (await platform.Mails(order)).ShouldHaveSingleItem();
        mail["subject"]!.GetValue<string>().ShouldContain("Bestellung");
        var open = (await platform.Anybody.Get($"/v1/track/{order.Token}")).Is(200);
        open.Json.Codes().ShouldAllBe(code => !code.StartsWith("notification.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_customers_preferences_hold_for_all_their_orders_however_they_are_said()
    {
        var (first, second) = (await Place("c-" + Shop.NewNumber()), (Order?)null);
        var path = $"/v1/customers/{first.Customer}/preferences";
        var none = new Dictionary<string, object> { ["*"] = new { email = false } };
        (await platform.Storefront.Send(HttpMethod.Put, path, Body(new { messages = none }))).Is(200)
            .Json["messages"]!["delivered"]!["email"]!.GetValue<bool>().ShouldBeFalse();
        second = (await Place(first.Customer)).Order;
        (await platform.Storefront.Post(second.Path + "/confirm")).Is(200);
        await platform.TimelineWhen(second, t => t.Codes().Contains("notification.suppressed"));
        (await platform.Mails(second)).ShouldBeEmpty();
        (await platform.Anybody.Get($"/v1/track/{second.Token}/preferences")).Is(200)
            .Json["messages"]!["delivered"]!["email"]!.GetValue<bool>().ShouldBeFalse();
        (await platform.Anybody.Get(path)).IsProblem(401);
    }

    [Fact]
    public async Task Several_changes_within_minutes_are_one_mail_and_each_is_on_the_timeline()
    {
        var (order, customer) = await Place("c-" + Shop.NewNumber());
        var path = $"/v1/customers/{customer}/preferences";
        (await platform.Storefront.Send(HttpMethod.Put, path, Body(new { digestMinutes = 60 }))).Is(200);
        (await platform.Storefront.Post(order.Path + "/pack")).Is(200);
        var waiting = await platform.TimelineWhen(order, t => Why(t, "notification.scheduled").Length == 1);
        Why(waiting, "notification.scheduled")[0].ShouldStartWith("Packed: gathered with what else comes: until ");
        // What is urgent takes it along.
        (await platform.Storefront.Post(order.Path + "/cancel", new { reason = "changed my mind" })).Is(200);
        var ended = await platform.TimelineWhen(order, t => t.Told().Contains("Cancelled"));
        ended.Told().ShouldContain("Confirmed");
        (await platform.Mails(order)).Select(mail => mail["deliveries"]!.GetValue<int>()).ShouldAllBe(n => n == 1);
    }

    [Fact]
    public async Task One_click_ends_the_mails_and_looking_does_not()
    {
        var order = await platform.Place();
        (await platform.Storefront.Post(order.Path + "/confirm")).Is(200);
        await platform.TimelineWhen(order, t => t.Codes().Contains("notification.sent"));
        var link = await platform.UnsubscribeLink(order);
        var path = new Uri(link).AbsolutePath;
        for (var n = 0; n < 2; n++)
        {
            (await platform.Anybody.Get(path)).Is(200).Text.ShouldContain("<form method=\"post\">");
            (await platform.Anybody.Get($"/v1/track/{order.Token}/preferences")).Is(200)
                .Json["messages"]!["shipped"]!["email"]!.GetValue<bool>().ShouldBeTrue("looking changes nothing");
        }

        using var http = new HttpClient();
        for (var n = 0; n < 2; n++)
        {
            using var form = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
            (await http.PostAsync(platform.Url + path, form)).IsSuccessStatusCode.ShouldBeTrue();
        }

        (await platform.Anybody.Get($"/v1/track/{order.Token}/preferences")).Is(200)
            .Json["messages"]!.AsObject().ShouldAllBe(row => !row.Value!["email"]!.GetValue<bool>());
        (await platform.Anybody.Get(path[..^3] + "AAA")).IsProblem(404);
        (await platform.Storefront.Post(order.Path + "/pack")).Is(200);
        await platform.TimelineWhen(order, t => Why(t, "notification.suppressed").Length == 1);
        (await platform.Mails(order)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_merchant_settles_what_is_told_and_in_which_words()
    {
        var keys = (await platform.Admin.Post("/v1/merchants", new { name = "Quiet Store" })).Is(201).Json["keys"]!;
        var admin = platform.With(keys["admin"]!.GetValue<string>());
        var storefront = platform.With(keys["storefront"]!.GetValue<string>());
        foreach (var wrong in (object[])
        [
            new { messages = new { confirmed = new { pigeon = true } } },
            new { dailyMax = 0 }, new { digestMinutes = -1 },
            new { quietHours = new { from = "25:00", to = "07:00" } },
            new { texts = new { en = new Dictionary<string, string> { ["letter.hello"] = "Dear {nobody}" } } },
            new { texts = new { en = new Dictionary<string, string> { ["page.title"] = "Mine" } } },
        ])
            (await admin.Send(HttpMethod.Put, Settings, Body(wrong))).IsProblem(400);
        var settled = (await admin.Send(HttpMethod.Put, Settings, Body(new
        {
            dailyMax = 1,
            texts = new { en = new Dictionary<string, string> { ["letter.confirmed.heading"] = "Hooray <b>" } },
            messages = new { shipped = new { email = false } },
        }))).Is(200);
        (await admin.Get(Settings)).Is(200).Text.ShouldBe(settled.Text);
        (await storefront.Get(Settings)).IsProblem(403);

        var request = Shop.Request(Shop.NewNumber());
        var order = Shop.Read((await storefront.Post("/v1/orders", request)).Is(201));
        // One after the other: the first that comes is the one that is allowed.
        (await storefront.Post(order.Path + "/confirm")).Is(200);
        await Told(1);
        (await storefront.Post(order.Path + "/pack")).Is(200);
        var timeline = await Told(2);
        Why(timeline, "notification.suppressed").Concat(Why(timeline, "notification.sent")).Order().ShouldBe(
            ["Confirmed", "Packed: more than 1 messages in 24 hours"]);
        var mail = (await platform.Mails(order)).ShouldHaveSingleItem();
        mail["subject"]!.GetValue<string>().ShouldStartWith("Hooray <b>: order");

        Task<JsonNode> Told(int count) => Eventually.Get(
            async () => (await storefront.Get(order.Path + "/timeline")).Is(200).Json, t => t.Told().Length == count);
    }

    private async Task<(Order Order, string Customer)> Place(string customer)
    {
        var request = Shop.Request(Shop.NewNumber());
        request["customer"]!["id"] = customer;
        return (Shop.Read((await platform.Storefront.Post("/v1/orders", request)).Is(201)), customer);
    }

    private static string Body(object value) => System.Text.Json.JsonSerializer.Serialize(value);

    private static string[] Why(JsonNode timeline, string code) => [.. timeline["entries"]!.AsArray()
        .Where(e => e!["code"]!.GetValue<string>() == code).Select(e => e!["detail"]!.GetValue<string>())];
}
