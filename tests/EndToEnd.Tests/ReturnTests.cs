using System.Text.Json.Nodes;
using Testing;

namespace EndToEnd.Tests;

/// <summary>What customers send back, over the real platform.</summary>
public sealed class ReturnTests(Platform platform)
{
    private const string Hostile = "<script>alert(1)</script> \u0645\u0631\u062D\u0628\u0627 \U0001F4E6";

    [Fact]
    public async Task A_return_goes_from_its_request_to_the_money()
    {
        var order = await Delivered("upi");
        var asked = (await platform.Storefront.Post(order.Path + "/returns", new
        {
            items = new[] { new { sku = "LAMP-1", quantity = 2, reason = "too dark" } },
            reason = Hostile,
            comment = "Please be quick",
        })).Is(201);
        var path = asked["Location"]!;
        Text(asked.Json, "status").ShouldBe("requested");
        await platform.TimelineWhen(order, "return_requested");
        (await platform.Storefront.Post(path + "/shipments", new { })).IsProblem(409);
        (await platform.Storefront.Post(path + "/receive")).IsProblem(409);
        (await platform.Storefront.Post(path + "/approve", null, ("If-Match", "\"v9\""))).IsProblem(412);
        var approved = await platform.Storefront.Post(path + "/approve", null, ("If-Match", asked["ETag"]!));
        Text(approved.Is(200).Json, "status").ShouldBe("approved");

        var number = Shop.NewTrackingNumber();
        var parcel = (await platform.Storefront.Post(
            path + "/shipments", new { carrier = "delhivery", trackingNumber = number })).Is(201).Json;
        Text(parcel, "leg").ShouldBe("return");
        // Whatever its carrier calls it, it comes back.
        foreach (var scan in Delhivery.Delivered()[..3])
            (await platform.Post(number, scan)).Is(200);
        var underway = await platform.TimelineWhen(order, "returning");
        Text(underway["return"], "status").ShouldBe("in_transit");
        underway.Codes().ShouldContain("shipment.returning");
        underway["shipments"]!.AsArray().Count(s => Text(s, "leg") == "return").ShouldBe(1);

        (await platform.Storefront.Post(path + "/receive",
            new { items = new[] { new { sku = "LAMP-1", quantity = 1 } } })).Is(200);
        (await platform.Storefront.Post(path + "/receive")).Is(200);
        (await platform.Storefront.Post(path + "/inspect", new
        {
            items = new[]
            {
                new { sku = "LAMP-1", quantity = 1, condition = "as_new", accepted = true },
                new { sku = "LAMP-1", quantity = 1, condition = "broken", accepted = false },
            },
        })).Is(200);
        (await platform.Storefront.Post(path + "/refund", new { amount = Shop.Inr("600.01") })).IsProblem(409);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => platform.Storefront.Post(path + "/refund")));
        var refunded = await Eventually.Get(
            async () => (await platform.Storefront.Get(path)).Is(200).Json, r => Text(r, "status") == "refunded");
        Text(refunded["refund"], "amount").ShouldBe("600.00");
        var timeline = await platform.TimelineWhen(order, t => t.Codes().Contains("return.refunded"));
        Text(timeline["payment"]!["refunded"], "amount").ShouldBe("600.00");
        Text(timeline, "status").ShouldBe("returned");
        timeline.Codes().Where(code => code.StartsWith("return.", StringComparison.Ordinal)).ShouldBe(
            [
                "return.requested", "return.approved", "return.shipped", "return.in_transit", "return.received",
                "return.received", "return.inspected", "return.refund_requested", "return.refunded",
            ], ignoreOrder: true);
        var shown = (await platform.Anybody.Get($"/v1/track/{order.Token}")).Is(200).Text;
        shown.ShouldNotContain("alert");
        shown.ShouldNotContain("too dark");
        await Eventually.Get(() => platform.Mails(order),
            mails => mails.Any(m => Text(m, "subject")!.StartsWith("Refund paid", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Two_returns_at_once_for_the_same_units_are_one()
    {
        var order = await Delivered("cod");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => platform.Storefront.Post(
            order.Path + "/returns",
            new { items = new[] { new { sku = "LAMP-1", quantity = 2 } }, reason = "not mine" })));
        answers.Count(answer => answer.Status == 201).ShouldBe(1);
        answers.Count(answer => answer.Status == 409).ShouldBe(5);
        var all = (await platform.Storefront.Get(order.Path + "/returns")).Is(200).Json["data"]!.AsArray();
        all.Count.ShouldBe(1);
        var id = Text(all[0], "id")!;
        await Eventually.Get(async () => (await platform.Storefront.Get("/v1/returns?status=requested&limit=100"))
            .Is(200).Json["data"]!.AsArray().Any(r => Text(r, "id") == id), found => found);
        (await platform.Storefront.Get("/v1/returns?status=none")).Is(400);

        var merchant = (await platform.Admin.Post("/v1/merchants", new { name = "Another" })).Is(201).Json;
        var other = platform.With(merchant["keys"]!["storefront"]!.GetValue<string>());
        (await other.Get($"/v1/returns/{id}")).IsProblem(404);
        (await other.Post($"/v1/returns/{id}/approve")).IsProblem(404);
        (await other.Post($"/v1/returns/{id}/shipments", new { })).IsProblem(404);
        (await other.Get(order.Path + "/returns")).IsProblem(404);

        (await platform.Storefront.Post($"/v1/returns/{id}/reject", new { reason = "worn" })).Is(200);
        (await platform.Storefront.Post(order.Path + "/returns",
            new { items = new[] { new { sku = "LAMP-1", quantity = 1 } }, reason = "again" })).Is(201);
    }

    [Fact]
    public async Task An_exchange_is_a_return_and_an_order_that_know_each_other()
    {
        var order = await Delivered("upi");
        var asked = (await platform.Storefront.Post(order.Path + "/returns", new
        {
            items = new[] { new { sku = "LAMP-1", quantity = 1 } },
            reason = "wrong colour",
            resolution = "exchange",
        })).Is(201);
        var path = asked["Location"]!;
        (await platform.Storefront.Post(path + "/exchange")).IsProblem(409);
        (await platform.Storefront.Post(path + "/approve")).Is(200);
        var sent = (await platform.Storefront.Post(path + "/exchange")).Is(201).Json;
        (await platform.Storefront.Post(path + "/exchange")).Is(200);
        Text(sent["exchangeOf"], "returnId").ShouldBe(Text(asked.Json, "id"));
        Text(sent["exchangeOf"], "orderId").ShouldBe(order.Id);
        Text(sent["totals"]!["total"], "amount").ShouldBe("0.00");
        Text(sent["customer"], "email").ShouldBe(order.Email);
        (await platform.Storefront.Post($"/v1/orders/{Text(sent, "id")}/shipments", new { })).Is(201);
        var closed = (await platform.Storefront.Post(path + "/receive")).Is(200).Json;
        Text(closed, "status").ShouldBe("exchanged");
        Text(closed, "exchangeOrderId").ShouldBe(Text(sent, "id"));
    }

    [Fact]
    public async Task A_customer_asks_with_the_tracking_link_and_policy_decides()
    {
        var order = await platform.Place("cod");
        Text((await platform.Anybody.Post($"/v1/track/{order.Token}/cancel", new { reason = "Ordered twice" })).Is(200)
            .Json, "status").ShouldBe("cancelled");

        var other = await Delivered("cod");
        (await platform.Anybody.Post($"/v1/track/{other.Token}/cancel", new { reason = "Too late" })).IsProblem(409);
        var asked = (await platform.Anybody.Post($"/v1/track/{other.Token}/returns", new
        {
            items = new[] { new { sku = "LAMP-1", quantity = 1 } },
            reason = "It flickers",
        })).Is(201).Json;
        Text(asked, "status").ShouldBe("requested");
        var known = (await platform.Storefront.Get($"/v1/returns/{Text(asked, "id")}")).Is(200).Json;
        Text(known, "requestedBy").ShouldBe("customer");
        Text(known, "reason").ShouldBe("It flickers");
        (await platform.Anybody.Get($"/v1/track/{other.Token}")).Is(200).Text.ShouldNotContain("It flickers");
    }

    private async Task<Order> Delivered(string method)
    {
        var order = await platform.Place(method);
        if (method != "cod")
            await platform.TimelineWhen(order, t => Text(t["payment"], "status") == "captured");
        var (shipment, _) = await platform.Ship(order);
        (await platform.Storefront.Post($"/v1/shipments/{shipment}/scans",
            new { status = "delivered", occurredAt = DateTimeOffset.UtcNow.AddMinutes(-1) })).Is(201);
        await platform.TimelineWhen(order, "delivered");
        return order;
    }

    private static string? Text(JsonNode? of, string field) => of![field]?.GetValue<string>();
}
