using System.Text.Json.Nodes;
using Npgsql;

namespace EndToEnd.Tests;

/// <summary>Held, put right, cancelled in part and as a whole, completed: over the real platform.</summary>
public sealed class OrderLifeTests(Platform platform)
{
    [Fact]
    public async Task Cancelled_items_are_refunded_and_the_others_shipped()
    {
        var order = await platform.Place("upi");
        await platform.TimelineWhen(order, t => Text(t["payment"], "status") == "captured");
        var cancelled = await platform.Storefront.Post(order.Path + "/cancel", new
        {
            reason = "One is broken <b>here</b>",
            items = new[] { new { sku = "LAMP-1", quantity = 1 } },
        });
        Text(cancelled.Is(200).Json["totals"]!["reduced"], "amount").ShouldBe("600.00");
        cancelled.Json["cancelledItems"]![0]!["quantity"]!.GetValue<int>().ShouldBe(1);

        var refunded = await platform.TimelineWhen(order, t => Text(t["payment"], "status") == "partially_refunded");
        Text(refunded["payment"]!["refunded"], "amount").ShouldBe("600.00");
        refunded.Codes().ShouldContain("order.items_cancelled");
        (await platform.Storefront.Post(order.Path + "/shipments", Parcel(2))).IsProblem(409);
        (await platform.Storefront.Post(order.Path + "/shipments", Parcel(1))).Is(201);
        (await platform.Storefront.Post(order.Path + "/cancel", new
        {
            reason = "twice",
            items = new[] { new { sku = "LAMP-1", quantity = 1 }, new { sku = "LAMP-1", quantity = 1 } },
        })).IsProblem(400, "/items/1/sku");
        await Testing.Eventually.Get(() => platform.Mails(order),
            mails => mails.Any(m => Text(m, "subject")!.StartsWith("Part of your order", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Of_a_cancellation_and_a_shipment_of_the_same_units_one_is_refused()
    {
        for (var round = 0; round < 5; round++)
        {
            var order = await platform.Place("cod");
            var answers = await Task.WhenAll(
                platform.Storefront.Post(order.Path + "/shipments", Parcel(2)),
                platform.Storefront.Post(order.Path + "/cancel",
                    new { reason = "sold out", items = new[] { new { sku = "LAMP-1", quantity = 1 } } }));
            string.Join(' ', answers.Select(answer => answer.Status).Order()).ShouldBeOneOf("200 409", "201 409");
            var reduced = (await platform.Storefront.Get(order.Path)).Is(200).Json["cancelledItems"]!.AsArray().Count;
            reduced.ShouldBe(answers[1].Status == 200 ? 1 : 0);
        }
    }

    [Fact]
    public async Task An_order_on_hold_or_not_verified_waits()
    {
        var order = await platform.Place("cod");
        (await platform.Storefront.Post(order.Path + "/hold", new { reason = "no stock" })).Is(200)
            .Json["hold"]!["reason"]!.GetValue<string>().ShouldBe("no stock");
        (await platform.Storefront.Post(order.Path + "/pack")).IsProblem(409);
        (await platform.Storefront.Post(order.Path + "/shipments", Parcel(2))).IsProblem(409);
        Text(await platform.Timeline(order), "status").ShouldBe("attention");
        var shown = (await platform.Anybody.Get($"/v1/track/{order.Token}")).Is(200).Text;
        shown.ShouldContain("order.held");
        shown.ShouldNotContain("no stock");

        (await platform.Storefront.Post(order.Path + "/release")).Is(200);
        (await platform.Storefront.Post(order.Path + "/verify", new { outcome = "failed", method = "call" })).Is(200);
        (await platform.Storefront.Post(order.Path + "/shipments", Parcel(2))).IsProblem(409);
        (await platform.Storefront.Post(order.Path + "/verify", new { outcome = "verified", method = "otp" })).Is(200);
        (await platform.Storefront.Post(order.Path + "/shipments", Parcel(2))).Is(201);
    }

    [Fact]
    public async Task A_corrected_address_reaches_the_parcel_and_the_next_mail_but_not_the_public_view()
    {
        var order = await platform.Place();
        var (shipment, _) = await platform.Ship(order);
        var read = await platform.Storefront.Get(order.Path);
        object correction = new
        {
            shippingAddress = new { line1 = "7 Hidden Lane", city = "Mysuru", postalCode = "570001", country = "IN" },
            customer = new { email = "new-" + order.Email },
        };
        (await platform.Storefront.Send(HttpMethod.Patch, order.Path, correction, ("If-Match", "\"v1\"")))
            .IsProblem(412);
        var corrected = (await platform.Storefront.Send(HttpMethod.Patch, order.Path, correction)).Is(200).Json;
        Text(corrected["shippingAddress"], "line1").ShouldBe("7 Hidden Lane");
        Text(corrected["customer"], "name").ShouldBe("Asha Rao");
        await platform.TimelineWhen(order, t => t.Codes().Contains("shipment.instruction_by_merchant"));
        var shown = (await platform.Anybody.Get($"/v1/track/{order.Token}")).Is(200).Text;
        shown.ShouldContain("order.corrected");
        shown.ShouldNotContain("Hidden Lane");
        shown.ShouldContain("Mysuru");
        var again = order with { Email = "new-" + order.Email };
        (await platform.Storefront.Post(order.Path + "/shipments", Parcel(1))).IsProblem(409);
        await Scan(shipment, "picked_up");
        await platform.TimelineWhen(order, "shipped");
        (await platform.Storefront.Send(HttpMethod.Patch, order.Path,
            new { shippingAddress = new { line1 = "8", city = "X", postalCode = "1", country = "IN" } }))
            .IsProblem(409);
        await Testing.Eventually.Get(() => platform.Mails(again),
            mails => mails.Any(m => Text(m, "subject")!.StartsWith("On its way", StringComparison.Ordinal)));
        read.Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_order_on_its_way_is_turned_back_before_it_is_cancelled()
    {
        var order = await platform.Place("upi");
        await platform.TimelineWhen(order, t => Text(t["payment"], "status") == "captured");
        var (shipment, _) = await platform.Ship(order);
        await Scan(shipment, "in_transit");
        await platform.TimelineWhen(order, "shipped");
        (await platform.Storefront.Post(order.Path + "/cancel", new { reason = "wrong" })).Is(200);
        var asked = await platform.TimelineWhen(order, t => t.Codes().Contains("shipment.instruction_by_merchant"));
        Text(asked, "status").ShouldBe("cancellation_requested");
        Text(asked["payment"], "status").ShouldBe("captured");
        await Scan(shipment, "returned");
        await platform.TimelineWhen(order, "cancelled");
        await platform.TimelineWhen(order, t => Text(t["payment"], "status") == "refunded");
    }

    [Fact]
    public async Task An_order_is_completed_by_itself_when_its_time_has_come()
    {
        var order = await platform.Place("cod");
        var (shipment, _) = await platform.Ship(order);
        await Scan(shipment, "delivered", daysAgo: 40);
        await platform.TimelineWhen(order, "delivered");
        // Its look is due in thirty days: here they pass at once.
        await Testing.Eventually.Get(async () =>
        {
            await using var connection = new NpgsqlConnection(platform.PostgresConnection);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(
                "update orders.work set due_at = now() where queue = 'completions' and body = $1", connection);
            command.Parameters.Add(new() { Value = order.Id });
            return await command.ExecuteNonQueryAsync();
        }, touched => touched > 0);
        (await platform.TimelineWhen(order, "completed")).Codes().ShouldContain("order.completed");
        (await platform.Storefront.Post(order.Path + "/complete")).Is(200);
    }

    private async Task Scan(string shipment, string status, int daysAgo = 0) => (await platform.Storefront.Post(
        $"/v1/shipments/{shipment}/scans",
        new { status, occurredAt = DateTimeOffset.UtcNow.AddMinutes(-1).AddDays(-daysAgo) })).Is(201);

    private static object Parcel(int quantity) => new { items = new[] { new { sku = "LAMP-1", quantity } } };

    private static string? Text(JsonNode? of, string field) => of![field]?.GetValue<string>();
}
