using System.Text.Json.Nodes;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Opposite things asked of the same order or payment, one after the other and at once.</summary>
public sealed class ContradictionTests(Platform platform)
{
    private static readonly string[] Turns = ["the one first", "the other first", "at once", "at once", "at once"];

    [Fact]
    public async Task An_order_cancelled_while_it_is_shipped_leaves_no_parcel_that_goes_out_and_no_money_held()
    {
        foreach (var turn in Turns)
        {
            var order = await platform.Place();
            await platform.TimelineWhen(order, t => Payment(t) == "authorized");
            var (shipped, cancelled) = turn switch
            {
                "the one first" => (await Ship(order), await Cancel(order)),
                "the other first" => Swapped(await Cancel(order), await Ship(order)),
                _ => await AtOnce(Ship(order), Cancel(order)),
            };
            cancelled.Is(200, turn);
            if (turn != "at once")
                shipped.Is(turn == "the one first" ? 201 : 409, turn);
            shipped.Status.ShouldBeOneOf(201, 409);
            var ended = await platform.TimelineWhen(order, t => Payment(t) == "voided"
                && Text(t, "status") == "cancelled"
                && t["shipments"]!.AsArray().All(parcel => Text(parcel, "status") == "cancelled"));
            ended["shipments"]!.AsArray().Count.ShouldBe(shipped.Status == 201 ? 1 : 0);
        }
    }

    [Fact]
    public async Task Of_eight_full_refunds_at_once_one_is_given()
    {
        var order = await platform.Place("upi");
        await platform.TimelineWhen(order, t => Payment(t) == "captured");
        var refunds = await PaymentPath(order) + "/refunds";
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => platform.Storefront.Post(
            refunds, new { amount = Shop.Inr("1299.00"), reason = "broken" })));
        answers.Select(answer => answer.Status).Order().ShouldBe([202, .. Enumerable.Repeat(409, 7)]);
        var ended = await platform.TimelineWhen(order, t => Payment(t) == "refunded");
        Text(ended["payment"]!["refunded"], "amount").ShouldBe("1299.00");
        (await platform.Storefront.Post(refunds, new { amount = Shop.Inr("0.01"), reason = "more" })).IsProblem(409);
    }

    [Fact]
    public async Task Of_a_capture_and_a_void_the_first_counts_and_the_other_is_refused()
    {
        foreach (var turn in Turns)
        {
            var order = await platform.Place();
            await platform.TimelineWhen(order, t => Payment(t) == "authorized");
            var path = await PaymentPath(order);
            Func<Task<Answer>> capture = () => platform.Storefront.Post(path + "/capture"),
                let = () => platform.Storefront.Post(path + "/void", new { reason = "not needed" });
            var (captured, voided) = turn switch
            {
                "the one first" => (await capture(), await let()),
                "the other first" => Swapped(await let(), await capture()),
                _ => await AtOnce(capture(), let()),
            };
            (captured.Status, voided.Status).ShouldBeOneOf((202, 409), (409, 202));
            if (turn != "at once")
                captured.Is(turn == "the one first" ? 202 : 409, turn);
            var ends = captured.Status == 202 ? "captured" : "voided";
            await platform.TimelineWhen(order, t => Payment(t) == ends);
            // And when the provider has said so, too.
            (await (ends == "captured" ? let() : capture())).IsProblem(409);
        }
    }

    [Theory]
    [InlineData("JPY", "1299", "1", "0.5")]
    [InlineData("KWD", "12.345", "0.001", "0.0001")]
    public async Task Money_has_the_decimals_of_its_currency_and_no_more(
        string currency, string total, string least, string less)
    {
        JsonObject Money(string amount, string? other = null) =>
            new() { ["amount"] = amount, ["currency"] = other ?? currency };
        var request = Shop.Request(Shop.NewNumber(), "upi");
        request.Remove("shippingPrice");
        request["items"]![0]!["quantity"] = 1;
        request["items"]![0]!["unitPrice"] = Money(total);
        request["payment"]!["amount"] = Money(total);
        var order = Shop.Read((await platform.Storefront.Post("/v1/orders", request)).Is(201));
        await platform.TimelineWhen(order, t => Payment(t) == "captured");

        var refunds = await PaymentPath(order) + "/refunds";
        (await platform.Storefront.Post(refunds, new { amount = Money(less), reason = "r" })).IsProblem(400, "/amount");
        (await platform.Storefront.Post(refunds, new { amount = Money("1", "INX"), reason = "r" }))
            .IsProblem(400, "/amount");
        (await platform.Storefront.Post(refunds, new { amount = Money("1.00", "INR"), reason = "r" })).IsProblem(409);
        (await platform.Storefront.Post(refunds, new { amount = Money(least), reason = "r" })).Is(202);
        var timeline = await platform.TimelineWhen(order, t => Payment(t) == "partially_refunded");
        Text(timeline["payment"]!["refunded"], "amount").ShouldBe(least);
        Text(timeline["payment"]!["captured"], "amount").ShouldBe(total);
    }

    private Task<Answer> Ship(Order order) => platform.Storefront.Post(
        order.Path + "/shipments", new { items = new[] { new { sku = "LAMP-1", quantity = 2 } } });

    private Task<Answer> Cancel(Order order) =>
        platform.Storefront.Post(order.Path + "/cancel", new { reason = "changed my mind" });

    private async Task<string> PaymentPath(Order order) => "/v1/payments/" + Text((await platform.Storefront.Get(
        order.Path + "/payments")).Is(200).Json["data"]![0], "id");

    private static async Task<(Answer, Answer)> AtOnce(Task<Answer> one, Task<Answer> other) =>
        (await one, await other);

    private static (Answer, Answer) Swapped(Answer first, Answer second) => (second, first);

    private static string? Payment(JsonNode timeline) => Text(timeline["payment"], "status");

    private static string? Text(JsonNode? of, string field) => of![field]?.GetValue<string>();
}
