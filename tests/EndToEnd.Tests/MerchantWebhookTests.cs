using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Notifications.Webhooks;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Webhooks to merchants on a real database, over real HTTP to endpoints of every kind.</summary>
public sealed class MerchantWebhookTests(TestDatabase database) : NotifierTests(database)
{
    [Fact]
    public async Task A_milestone_is_posted_once_to_each_endpoint_that_wants_it_however_often_it_is_heard()
    {
        var (all, _) = await Endpoint("/all");
        await Endpoint("/payments", "payment.paid");
        var (order, parcel, message) = (await notifier.Order(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var shipped = await notifier.Reach(order, "shipped", parcel);
        await notifier.Hear(shipped, message);
        await notifier.Hear(shipped, message);
        await notifier.Reach(order, "confirmed");
        await Eventually.True(() => Task.FromResult(peer.To("/all").Count == 2));

        var posted = peer.To("/all").Single(one => Body(one)["type"]!.GetValue<string>() == "shipment.shipped");
        Body(posted)["timestamp"]!.GetValue<string>().ShouldStartWith("2026-03-02T12:00:00");
        var data = Body(posted)["data"]!;
        data["orderId"]!.GetValue<Guid>().ShouldBe(order);
        data["orderNumber"]!.GetValue<string>().ShouldBe("1001");
        data["shipmentId"]!.GetValue<Guid>().ShouldBe(parcel);
        data["trackingNumber"]!.GetValue<string>().ShouldBe("1490123456789");
        await Eventually.True(async () => (await notifier.State(order)).Entries.All(e => e.Status == "sent"));
        peer.To("/payments").ShouldBeEmpty();
        var log = (await notifier.Admin.Get($"/v1/webhook-endpoints/{all}/deliveries")).Is(200).Json["data"]!.AsArray();
        log.Count.ShouldBe(2);
        log.ShouldAllBe(one => one!["accepted"]!.GetValue<bool>() && one["status"]!.GetValue<int>() == 200);
    }

    [Fact]
    public async Task What_is_posted_is_signed_and_comes_again_with_the_same_id_until_it_is_accepted()
    {
        var (id, secret) = await Endpoint("/busy");
        var answers = new ConcurrentQueue<int>([500, 302, 404]);
        peer.Answer = (http, _) =>
        {
            http.Response.StatusCode = answers.TryDequeue(out var status) ? status : 204;
            http.Response.Headers.Location = peer.Url + "/elsewhere";
            http.Response.Headers.RetryAfter = "7";
            return http.Response.StatusCode == 204 ? Task.CompletedTask : http.Response.WriteAsync("not now");
        };
        var order = await notifier.Order();
        await notifier.Reach(order, "confirmed");
        await notifier.Hurried(async () => (await notifier.State(order)).Entries.Single().Status == "sent");
        peer.To("/elsewhere").ShouldBeEmpty();
        var posted = peer.To("/busy");
        posted.Count.ShouldBe(4);
        posted.Select(one => one.Headers["webhook-id"]).Distinct().ShouldHaveSingleItem();
        var key = new SigningKey(SigningKey.Hmac, secret["whsec_".Length..]);
        foreach (var one in posted)
            one.Headers["webhook-signature"].ShouldBe(key.Sign(
            [
                .. Encoding.UTF8.GetBytes($"{one.Headers["webhook-id"]}.{one.Headers["webhook-timestamp"]}."),
                .. one.Body,
            ]));
        var log = await Log(id);
        log.Select(one => one["status"]!.GetValue<int>()).ShouldBe([204, 404, 302, 500]);
        log.Select(one => one["attempt"]!.GetValue<int>()).ShouldBe([4, 3, 2, 1]);
        log[0]["nextAttemptAt"].ShouldBeNull();
        log[^1]["response"]!.GetValue<string>().ShouldBe("not now");
        Pause(log[^1]).ShouldBeInRange(TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(60));
        log[2]["reason"]!.GetValue<string>().ShouldContain("redirects are not followed");
        Pause(log[1]).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(30));
    }

    [Fact]
    public async Task While_one_endpoint_hangs_the_others_get_everything()
    {
        var (hanging, _) = await Endpoint("/hangs");
        await Endpoint("/well");
        var letGo = new TaskCompletionSource();
        peer.Answer = (_, posted) => posted.Path == "/hangs" ? letGo.Task : Task.CompletedTask;
        var orders = new List<Guid>();
        for (var n = 0; n < 40; n++)
        {
            orders.Add(await notifier.Order());
            await notifier.Reach(orders[^1], "confirmed");
        }

        await Eventually.True(() => Task.FromResult(peer.To("/well").Count == orders.Count));
        (await Log(hanging)).ShouldBeEmpty("nothing of it has ended when all others have");
        peer.To("/hangs").Count.ShouldBeLessThanOrEqualTo(4);
        letGo.SetResult();
        await Eventually.True(() => Task.FromResult(peer.To("/hangs").Count == orders.Count));
    }

    [Fact]
    public async Task An_endpoint_that_is_gone_is_disabled_its_neighbours_are_told_and_it_can_be_enabled_again()
    {
        var (gone, _) = await Endpoint("/gone", "order.confirmed");
        await Endpoint("/neighbour", "endpoint.disabled");
        var isGone = true;
        peer.Answer = (http, posted) =>
        {
            http.Response.StatusCode = posted.Path == "/gone" && isGone ? 410 : 200;
            return Task.CompletedTask;
        };
        var order = await notifier.Order();
        await notifier.Reach(order, "confirmed");
        await Eventually.True(() => Task.FromResult(peer.To("/neighbour").Count == 1));
        Body(peer.To("/neighbour")[0])["data"]!["endpointId"]!.GetValue<string>().ShouldBe(gone);
        await Eventually.True(async () => (await notifier.State(order)).Entries.Single().Status == "failed");
        var path = $"/v1/webhook-endpoints/{gone}";
        var seen = (await notifier.Admin.Get(path)).Is(200).Json;
        seen["enabled"]!.GetValue<bool>().ShouldBeFalse();
        seen["disabledReason"]!.GetValue<string>().ShouldContain("410");
        await notifier.Reach(await notifier.Order(), "confirmed");
        (await notifier.Admin.Post(path + "/replay", new { from = DateTimeOffset.UtcNow.AddHours(-1) })).IsProblem(409);

        isGone = false;
        (await notifier.Admin.Send(HttpMethod.Patch, path, new { enabled = true })).Is(200);
        var again = await notifier.Admin.Post(path + "/replay", new { from = DateTimeOffset.UtcNow.AddHours(-1) });
        again.Is(202).Json["replayed"]!.GetValue<int>().ShouldBe(2);
        await Eventually.True(() => Task.FromResult(peer.To("/gone").Count == 3));
        var posted = peer.To("/gone");
        posted.Skip(1).ShouldContain(one => one.Headers["webhook-id"] == posted[0].Headers["webhook-id"]);
    }

    [Fact]
    public async Task An_endpoint_that_accepts_nothing_for_days_is_disabled_with_the_last_attempt()
    {
        var (id, _) = await Endpoint("/down");
        peer.Answer = (http, _) =>
        {
            http.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        var order = await notifier.Order();
        await notifier.Reach(order, "confirmed");
        await Eventually.True(async () => (await notifier.State(order)).Entries.Single().Status == "put_off");
        await notifier.Sql("update notifications.webhook_endpoints "
            + $"set failing_since = now() - interval '4 days' where id = '{id}'");
        await notifier.Hurried(async () => (await notifier.State(order)).Entries.Single().Status == "failed");
        (await Log(id)).Count.ShouldBe(10);
        (await notifier.Admin.Get($"/v1/webhook-endpoints/{id}")).Json["disabledReason"]!.GetValue<string>()
            .ShouldContain("nothing was accepted");
        (await Log(id))[0]["nextAttemptAt"].ShouldBeNull();
    }

    [Fact]
    public async Task An_event_is_sent_again_with_its_id_to_one_endpoint_or_to_all()
    {
        var (first, _) = await Endpoint("/first");
        await Endpoint("/second");
        await notifier.Reach(await notifier.Order(), "confirmed");
        await Eventually.True(() => Task.FromResult(peer.Requests.Count == 2));
        var known = (await notifier.Admin.Get("/v1/events?type=order.confirmed")).Is(200).Json["data"]!.AsArray()
            .ShouldHaveSingleItem()!;
        var id = known["id"]!.GetValue<string>();
        (await notifier.Admin.Post($"/v1/events/{id}/replay", new { endpointId = first })).Is(202)
            .Json["replayed"]!.GetValue<int>().ShouldBe(1);
        await Eventually.True(() => Task.FromResult(peer.To("/first").Count == 2));
        (await notifier.Admin.Post($"/v1/events/{id}/replay")).Is(202).Json["replayed"]!.GetValue<int>().ShouldBe(2);
        await Eventually.True(() => Task.FromResult(peer.Requests.Count == 5));
        peer.Requests.ShouldAllBe(one => one.Headers["webhook-id"] == id);
        peer.Requests.ShouldAllBe(one => one.Body.SequenceEqual(peer.Requests.First().Body));
        await Eventually.True(async () => (await Log(first)).Count(one => one["replay"]!.GetValue<bool>()) == 2);
    }

    [Fact]
    public async Task A_slow_dripping_answer_costs_nothing_but_its_beginning()
    {
        var (id, _) = await Endpoint("/drips");
        peer.Answer = async (http, _) =>
        {
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.WriteAsync("x", http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
                await Task.Delay(50, http.RequestAborted);
            }
        };
        var order = await notifier.Order();
        await notifier.Reach(order, "confirmed");
        await Eventually.True(async () => (await notifier.State(order)).Entries.Single().Status == "sent");
        (await Log(id))[0]["response"]!.GetValue<string>().Length.ShouldBeLessThanOrEqualTo(1024);
    }

    [Fact]
    public async Task A_name_that_leads_to_our_own_network_is_refused_when_it_is_connected_to()
    {
        // Registered while it looked well, as a name whose DNS changes afterwards does.
        var (id, _) = await Endpoint("/rebound");
        await notifier.Sql($"update notifications.webhook_endpoints set url = 'https://localhost:{new Uri(
            peer.Url).Port}/rebound' where id = '{id}'");
        var order = await notifier.Order();
        await notifier.Reach(order, "confirmed");
        await Eventually.True(async () => (await Log(id)).Count == 1);
        (await Log(id))[0]["reason"]!.GetValue<string>().ShouldContain("no public address");
        peer.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http://shop.example/hooks")]
    [InlineData("https://10.0.0.7/hooks")]
    [InlineData("https://[::ffff:127.0.0.1]/hooks")]
    [InlineData("https://169.254.169.254/latest")]
    [InlineData("https://localhost/hooks")]
    [InlineData("https://user:pass@shop.example/hooks")]
    [InlineData("ftp://shop.example/hooks")]
    [InlineData("hooks")]
    public async Task A_url_that_cannot_be_meant_is_refused_at_once(string url) =>
        (await notifier.Admin.Post("/v1/webhook-endpoints", new { url })).IsProblem(400, "/url");

    [Fact]
    public async Task The_secret_is_shown_once_and_replaced_with_an_overlap()
    {
        var (id, secret) = await Endpoint("/signed");
        var path = $"/v1/webhook-endpoints/{id}";
        (await notifier.Admin.Get(path)).Is(200).Text.ShouldNotContain(secret);
        (await notifier.Admin.Get("/v1/webhook-endpoints")).Is(200).Text.ShouldNotContain(secret);
        var rotated = (await notifier.Admin.Post(path + "/secret", new { overlapHours = 1 })).Is(200).Json;
        rotated["secret"]!.GetValue<string>().ShouldNotBe(secret);
        rotated["oldKeyEndsAt"].ShouldNotBeNull();
        var turned = (await notifier.Admin.Post(path + "/secret", new { signing = "ed25519" })).Is(200).Json;
        turned["secret"].ShouldBeNull();
        turned["publicKey"]!.GetValue<string>().ShouldStartWith("whpk_");
        await notifier.Admin.Post(path + "/test");
        await Eventually.True(() => Task.FromResult(peer.To("/signed").Count == 1));
        peer.To("/signed")[0].Headers["webhook-signature"].Split(' ').Select(one => one.Split(',')[0])
            .ShouldBe(["v1a", "v1", "v1"]);
        Body(peer.To("/signed")[0])["type"]!.GetValue<string>().ShouldBe("endpoint.test");
    }

    [Fact]
    public async Task Another_merchants_endpoints_and_events_are_not_there()
    {
        var (id, _) = await Endpoint("/mine");
        await notifier.Reach(await notifier.Order(), "confirmed");
        var happened = (await notifier.Admin.Get("/v1/events")).Json["data"]!.AsArray()[0]!["id"]!.GetValue<string>();
        var other = notifier.As("other");
        foreach (var path in (string[])[$"/v1/webhook-endpoints/{id}", $"/v1/webhook-endpoints/{id}/deliveries",
            $"/v1/events/{happened}"])
            (await other.Get(path)).IsProblem(404);
        (await other.Delete($"/v1/webhook-endpoints/{id}")).IsProblem(404);
        (await other.Post($"/v1/events/{happened}/replay")).IsProblem(404);
        (await notifier.As(notifier.Merchant, "storefront").Get("/v1/webhook-endpoints")).IsProblem(403);
        (await notifier.Anybody.Get("/v1/webhook-endpoints")).IsProblem(401);
        (await notifier.Admin.Delete($"/v1/webhook-endpoints/{id}")).Is(204);
        (await notifier.Admin.Get($"/v1/webhook-endpoints/{id}")).IsProblem(404);
    }

    private async Task<(string Id, string Secret)> Endpoint(string path, params string[] eventTypes)
    {
        var made = await notifier.Admin.Post("/v1/webhook-endpoints", new { url = peer.Url + path, eventTypes });
        return (made.Is(201).Json["id"]!.GetValue<string>(), made.Json["secret"]!.GetValue<string>());
    }

    private async Task<List<JsonNode>> Log(string endpoint) =>
        [.. (await notifier.Admin.Get($"/v1/webhook-endpoints/{endpoint}/deliveries")).Is(200).Json["data"]!.AsArray()
            .Select(one => one!)];

    private static JsonNode Body(Posted posted) => JsonNode.Parse(posted.Body)!;

    private static TimeSpan Pause(JsonNode attempt) =>
        DateTimeOffset.Parse(attempt["nextAttemptAt"]!.GetValue<string>(), CultureInfo.InvariantCulture)
        - DateTimeOffset.Parse(attempt["at"]!.GetValue<string>(), CultureInfo.InvariantCulture);
}
