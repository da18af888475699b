using Testing;

namespace EndToEnd.Tests;

/// <summary>What disturbs the platform runs when nothing else does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}

/// <summary>
/// Every process killed in the middle of the work and started again: nothing acknowledged is lost, nothing told twice,
/// messages that wait for company among it.
/// </summary>
[Collection(Alone.Name)]
public sealed class KillTests(Platform platform)
{
    private const int Orders = 200;
    private const int Storefronts = 8;

    [Fact]
    public async Task Each_service_killed_in_the_middle_of_200_orders_loses_and_repeats_nothing()
    {
        var numbers = new Queue<string>(Enumerable.Range(0, Orders).Select(_ => Shop.NewNumber()));
        var done = 0;
        var placed = new List<Order>();
        async Task Storefront()
        {
            while (true)
            {
                string? number;
                lock (numbers)
                    if (!numbers.TryDequeue(out number))
                        return;
                var order = await TrackToTheDoor(number);
                lock (placed)
                    placed.Add(order);
                Interlocked.Increment(ref done);
            }
        }

        var storefronts = Task.WhenAll(Enumerable.Range(0, Storefronts).Select(_ => Task.Run(Storefront)));
        string[] victims = ["orders", "shipments", "payments", "notifications"];
        foreach (var (n, victim) in victims.Index())
        {
            await Eventually.True(() =>
                Task.FromResult(Volatile.Read(ref done) >= (n + 1) * Orders / 6 || storefronts.IsFaulted));
            await platform[victim].Kill();
            platform[victim].Start();
            await platform[victim].Ready();
        }

        await storefronts;
        placed.Count.ShouldBe(Orders);
        placed.Select(o => o.Id).Distinct().Count().ShouldBe(Orders);
        foreach (var order in placed)
            await Check(order);
    }

    private async Task<Order> TrackToTheDoor(string number)
    {
        var request = Shop.Request(number);
        request["customer"]!["id"] = number;
        var order = Shop.Read(await Insist(() => platform.Storefront.Post(
            "/v1/orders", request, ("Idempotency-Key", number)), 201));
        await Insist(() => platform.Storefront.Send(
            HttpMethod.Put, $"/v1/customers/{number}/preferences", """{ "digestMinutes": 1 }"""), 200);
        await Insist(() => platform.Storefront.Post(
            order.Path + "/confirm", null, ("Idempotency-Key", number + "-confirm")), 200);
        var awb = Shop.NewTrackingNumber();
        await Insist(() => platform.Storefront.Post(order.Path + "/shipments", new
        {
            carrier = "delhivery",
            trackingNumber = awb,
            items = new[] { new { sku = "LAMP-1", quantity = 2 } },
        }, ("Idempotency-Key", number + "-ship")), 201);
        foreach (var scan in Delhivery.Delivered())
            await Insist(() => platform.Post(awb, scan), 200);
        return order;
    }

    private async Task Check(Order order)
    {
        // What waits for company is old news by then, which it learns when its minute is over.
        var timeline = await Eventually.Get(() => platform.Timeline(order), t =>
            t["status"]!.GetValue<string>() == "delivered"
            && t["payment"]!["status"]!.GetValue<string>() == "authorized"
            && t["shipments"]![0]!["scans"]!.AsArray().Count == 6
            && t.Told().Length >= 4, TimeSpan.FromMinutes(2));
        timeline["shipments"]!.AsArray().Count.ShouldBe(1);
        var codes = timeline.Codes();
        timeline.Told().ShouldBe(["Confirmed", "Shipped", "Out for delivery", "Delivered"], ignoreOrder: true);
        timeline.Told().Length.ShouldBe(4);
        var sent = timeline["entries"]!.AsArray().Count(e => e!["code"]!.GetValue<string>() == "notification.sent"
            && !e["detail"]!.GetValue<string>().Contains("in one message", StringComparison.Ordinal));
        foreach (var once in (string[])["order.placed", "order.confirmed", "shipment.registered", "payment.authorized"])
            codes.Count(code => code == once).ShouldBe(1, $"{once} in {string.Join(' ', codes)}");
        var mails = await Eventually.Get(() => platform.Mails(order), found => found.Length >= sent);
        mails.Select(m => m["messageId"]!.GetValue<string>()).ShouldBeUnique();
        mails.Length.ShouldBe(sent);
    }

    /// <summary>As a good client does: the same request with the same key until somebody answers it.</summary>
    private static async Task<Answer> Insist(Func<Task<Answer>> send, int expected)
    {
        return await Eventually.Get(async () =>
        {
            try
            {
                return await send();
            }
            catch (Exception lost) when (lost is HttpRequestException or TaskCanceledException)
            {
                return new Answer(0, [], new Dictionary<string, string>());
            }
        }, answer => answer.Status == expected
            ? true
            : answer.Status is 0 or 409 or 429 or >= 500
                ? false
                : throw new InvalidOperationException($"{answer.Status}: {answer.Text}"));
    }
}
