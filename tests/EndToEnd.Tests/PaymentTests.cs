using System.Text.Json;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using Testing;

namespace EndToEnd.Tests;

/// <summary>What becomes of an order's payments: tried again, collected at the door, reduced.</summary>
public sealed class PaymentTests(Platform platform)
{
    [Fact]
    public async Task A_payment_that_failed_is_tried_again_and_the_order_is_paid()
    {
        var request = Shop.Request(Shop.NewNumber());
        request["payment"]!["token"] = "tok_declined";
        var order = Shop.Read((await platform.Storefront.Post("/v1/orders", request)).Is(201));
        await platform.TimelineWhen(order, t => Payment(t) == "failed");

        var again = new { method = "upi", amount = Shop.Inr("1299.00") };
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var added = (await platform.Storefront.Post(order.Path + "/payments", again, key)).Is(201);
        added["Location"].ShouldBe($"/v1/payments/{added.Json["id"]!.GetValue<string>()}");
        var timeline = await platform.TimelineWhen(order, t => Payment(t) == "captured");
        timeline["payment"]!["captured"]!["amount"]!.GetValue<string>().ShouldBe("1299.00");

        (await platform.Storefront.Post(order.Path + "/payments", again, key)).Is(201)["Idempotent-Replayed"]
            .ShouldBe("true");
        var tooMuch = (await platform.Storefront.Post(order.Path + "/payments", again)).IsProblem(409);
        tooMuch.Json["type"]!.GetValue<string>().ShouldEndWith("already-paid");
        (await platform.Storefront.Get(order.Path + "/payments")).Is(200).Json["data"]!.AsArray()
            .Select(p => p!["status"]!.GetValue<string>()).ShouldBe(["failed", "captured"]);
    }

    [Fact]
    public async Task A_payment_that_cannot_be_added_says_why()
    {
        var order = await platform.Place();
        async Task<Answer> Add(object body) => await platform.Storefront.Post(order.Path + "/payments", body);
        (await Add(new { })).IsProblem(400, "/method", "/amount");
        (await Add(new { method = "barter", amount = Shop.Inr("1.00") })).IsProblem(400, "/method");
        (await Add(new { method = "card", amount = Shop.Inr("1.001") })).IsProblem(400, "/amount");
        (await Add(new { method = "card", amount = new { amount = "1", currency = "ABC" } }))
            .IsProblem(400, "/amount");
        (await Add(new { method = "card", amount = new { amount = "1", currency = "USD" } })).IsProblem(409);
        (await platform.Storefront.Post($"/v1/orders/{Guid.NewGuid()}/payments",
            new { method = "card", amount = Shop.Inr("1.00") })).IsProblem(404);
        (await platform.Storefront.Post(order.Path + "/cancel", new { reason = "no" })).Is(200);
        await platform.TimelineWhen(order, t => Payment(t) == "voided");
        (await Add(new { method = "card", amount = Shop.Inr("1.00") })).IsProblem(409).Json["type"]!
            .GetValue<string>().ShouldEndWith("order-cancelled");
    }

    [Fact]
    public async Task Cash_that_the_carrier_collects_is_remitted()
    {
        var order = await platform.Place("cod");
        var (shipment, _) = await platform.Ship(order);
        (await platform.Storefront.Post($"/v1/shipments/{shipment}/scans", new
        {
            status = "delivered",
            occurredAt = DateTimeOffset.UtcNow.AddMinutes(-1),
            cod = new { collected = Shop.Inr("1250.00") },
        })).Status.ShouldBeInRange(200, 202);
        var payment = await platform.PaymentOf(order, "cod_collected");
        payment["collectedShort"]!["amount"]!.GetValue<string>().ShouldBe("49.00");
        payment["collections"]![0]!["shipmentId"]!.GetValue<string>().ShouldBe(shipment);
        await platform.TimelineWhen(order, t => Payment(t) == "cod_collected");

        var path = $"/v1/payments/{payment["id"]!.GetValue<string>()}";
        (await platform.Storefront.Post(path + "/collected", new { amount = Shop.Inr("1250.00") })).Is(200);
        var remitted = (await platform.Storefront.Post(
            path + "/remitted", new { amount = Shop.Inr("1200.00"), reference = "R-1" })).Is(200).Json["remitted"]!;
        remitted["short"]!["amount"]!.GetValue<string>().ShouldBe("50.00");
        (await platform.Storefront.Post(path + "/remitted", new { amount = Shop.Inr("1.00"), reference = "R-1" }))
            .IsProblem(409);
        (await platform.Storefront.Post(path + "/remitted", new { })).IsProblem(400, "/amount", "/reference");
        var timeline = await platform.TimelineWhen(order, t => t.Codes().Contains("payment.remitted"));
        timeline.Codes().Count(code => code == "payment.collected").ShouldBe(1);
    }

    [Fact]
    public async Task A_reduced_order_gives_back_what_was_taken_and_takes_less_of_the_rest()
    {
        var request = Shop.Request(Shop.NewNumber());
        request.Remove("payment");
        request["payments"] = new JsonArray(
            new JsonObject { ["method"] = "upi", ["amount"] = Shop.Inr("299.00") },
            new JsonObject { ["method"] = "card", ["amount"] = Shop.Inr("1000.00") });
        var order = Shop.Read((await platform.Storefront.Post("/v1/orders", request)).Is(201));
        await platform.Payments(order, p => Statuses(p) == "captured authorized");

        var reduction = Guid.NewGuid();
        for (var told = 0; told < 2; told++)
            await platform.Reduce(order, reduction, 400);
        var payments = await platform.Payments(order, p => Statuses(p) == "refunded authorized");
        payments[1]!["reduced"]!["amount"]!.GetValue<string>().ShouldBe("101.00");
        var captured = (await platform.Storefront.Post(
            $"/v1/payments/{payments[1]!["id"]!.GetValue<string>()}/capture", new { })).Is(202).Json;
        captured["captures"]![0]!["amount"]!["amount"]!.GetValue<string>().ShouldBe("899.00");
        await platform.Payments(order, p => Statuses(p) == "refunded captured");
        (await platform.Timeline(order)).Codes().Count(code => code == "payment.reduced").ShouldBe(2);
    }

    private static string Payment(JsonNode timeline) => timeline["payment"]!["status"]!.GetValue<string>();

    private static string Statuses(JsonArray payments) =>
        string.Join(' ', payments.Select(p => p!["status"]!.GetValue<string>()));
}

/// <summary>What tests of payments say in one line.</summary>
internal static class PaymentSteps
{
    private static readonly string[] ReducedType = ["urn:message:Contracts:OrderAmountReduced"];

    public static Task<JsonArray> Payments(this Platform platform, Order order, Func<JsonArray, bool> holds) =>
        Eventually.Get(async () =>
            // Not heard of yet: it was placed a moment ago.
            await platform.Storefront.Get(order.Path + "/payments") is { Status: not 404 } answer
                ? answer.Is(200).Json["data"]!.AsArray() : [], told => told.Count > 0 && holds(told));

    public static async Task<JsonNode> PaymentOf(this Platform platform, Order order, string status) =>
        (await platform.Payments(order, p => p.Count == 1 && p[0]!["status"]!.GetValue<string>() == status))[0]!;

    /// <summary>As Orders tells that its customer is to pay less.</summary>
    public static async Task Reduce(this Platform platform, Order order, Guid reductionId, decimal amount)
    {
        var factory = new ConnectionFactory { Uri = new(Servers.RabbitMq) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var message = JsonSerializer.SerializeToUtf8Bytes(new
        {
            messageId = Guid.NewGuid(),
            messageType = ReducedType,
            message = new
            {
                merchantId = "demo",
                orderId = order.Id,
                reductionId,
                amount = new { amount, currency = "INR" },
                reason = "lamp cancelled",
                cause = "items_cancelled",
                occurredAt = DateTimeOffset.UtcNow,
            },
        });
        await channel.BasicPublishAsync("Contracts:OrderAmountReduced", "", mandatory: true,
            new BasicProperties { ContentType = "application/vnd.masstransit+json" }, message);
    }
}
