using System.Text.Json.Nodes;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Numbers that are wrong, given out again, or nobody's yet, over the real platform.</summary>
public sealed class NumbersTests(Platform platform)
{
    [Fact]
    public async Task A_corrected_number_keeps_its_history_and_gives_its_scans_to_the_parcel_they_are_of()
    {
        var (order, other) = (await platform.Place(), await platform.Place());
        var (shipment, wrong) = await platform.Ship(order);
        var scans = Delhivery.Delivered();
        (await platform.Post(wrong, scans[^1])).Is(200);
        await platform.TimelineWhen(order, "delivered");

        var right = Shop.NewTrackingNumber();
        var corrected = (await platform.Storefront.Send(
            HttpMethod.Patch, $"/v1/shipments/{shipment}", new { trackingNumber = right })).Is(200).Json;
        corrected["status"]!.GetValue<string>().ShouldBe("pending");
        corrected["scans"]![0]!["discounted"]!.GetValue<string>().ShouldBe("number_corrected");
        var told = await platform.TimelineWhen(order, t => t.Codes().Contains("shipment.corrected"));
        told["shipments"]![0]!["scans"]!.AsArray().Count.ShouldBe(1);
        told["status"]!.GetValue<string>().ShouldNotBe("delivered");

        // The wrong number is another order's: what came under it was that one's.
        (await Register(other, wrong)).Is(201);
        await platform.TimelineWhen(other, "delivered");
        foreach (var scan in scans[..3])
            (await platform.Post(right, scan)).Is(200);
        await platform.TimelineWhen(order, t => t["shipments"]![0]!["status"]!.GetValue<string>() == "in_transit"
            && t["shipments"]![0]!["scans"]!.AsArray().Count == 4);
    }

    [Fact]
    public async Task A_number_given_out_again_leaves_the_first_parcel_its_late_scans()
    {
        var (first, second) = (await platform.Place(), await platform.Place());
        var (_, number) = await platform.Ship(first);
        var scans = Delhivery.Delivered();
        (await platform.Post(number, scans[^1])).Is(200);
        await platform.TimelineWhen(first, "delivered");
        var again = (await Register(second, number)).Is(201).Json["id"]!.GetValue<string>();
        await platform.TimelineWhen(first, t => t.Codes().Contains("shipment.number_passed_on"));

        // A late scan of the first parcel's, and the first one of the second's.
        (await platform.Post(number, scans[1])).Is(200);
        var fresh = scans[1] with { LocalTime = DateTime.UtcNow.AddMinutes(330 - 1), Text = "Picked up again" };
        (await platform.Post(number, fresh)).Is(200);
        await platform.TimelineWhen(second, t => Texts(t).SequenceEqual(["Picked up again"]));
        var kept = await platform.TimelineWhen(first, t => Texts(t).Length == 2);
        kept["status"]!.GetValue<string>().ShouldBe("delivered");
        (await platform.Storefront.Get($"/v1/shipments/{again}")).Is(200).Json["status"]!.GetValue<string>()
            .ShouldBe("picked_up");
    }

    [Fact]
    public async Task A_carrier_is_detected_from_a_number_or_asked_for()
    {
        var found = (await Detect("4109 3210 924372")).Is(200).Json;
        found["candidates"]!.AsArray().Count.ShouldBeGreaterThan(1);
        found["candidates"]!.AsArray().ShouldAllBe(one => one!["reasons"]!.AsArray().Count > 0);
        var carriers = found["candidates"]!.AsArray().Select(one => one!["carrier"]!.GetValue<string>()).ToArray();
        carriers.ShouldContain("delhivery");
        (await Detect("x-1")).Is(200).Json["candidates"]!.AsArray().Count.ShouldBe(0);

        var order = await platform.Place();
        var asked = await platform.Storefront.Post(
            order.Path + "/shipments", new { trackingNumber = "41093210924372" });
        asked.IsProblem(422);
        asked.Json["candidates"]!.AsArray().Count.ShouldBeGreaterThan(1);
        (await platform.Storefront.Post(order.Path + "/shipments", new { trackingNumber = "EZ1000000001" })).Is(201)
            .Json["carrier"]!.GetValue<string>().ShouldBe("easypost");
    }

    [Fact]
    public async Task A_failed_attempt_with_cash_takes_an_instruction_and_ends_with_its_proof()
    {
        var order = await platform.Place("cod");
        var (shipment, _) = await platform.Ship(order);
        var path = $"/v1/shipments/{shipment}";
        (await platform.Storefront.Get(path)).Is(200).Json["cod"]!["toCollect"]!["amount"]!.GetValue<string>()
            .ShouldBe("1299.00");
        var at = DateTimeOffset.UtcNow.AddHours(-5);
        var attempted = (await platform.Storefront.Post(path + "/scans", new
        {
            status = "delivery_attempted",
            occurredAt = at,
            reason = new { code = "consignee_unavailable", party = "consignee" },
        })).Is(201).Json;
        attempted["nextSteps"]!.AsArray().Select(step => step!.GetValue<string>()).ShouldContain("reattempt");
        await platform.TimelineWhen(order, t => t.Codes().Contains("shipment.delivery_attempted"));
        var asked = $"/v1/track/{order.Token}/instructions";
        var slot = new { shipmentId = shipment, kind = "new_slot", date = $"{DateTime.UtcNow.AddDays(2):yyyy-MM-dd}" };
        (await platform.Anybody.Post(asked, slot with { date = "tomorrow" })).IsProblem(400, "/date");
        (await platform.Anybody.Post(asked, slot)).Is(202);
        (await platform.Storefront.Post(path + "/instructions", new { kind = "new_slot" })).IsProblem(400);
        var both = (await platform.Storefront.Post(path + "/instructions", new { kind = "reattempt" })).Is(201)
            .Json["instructions"]!.AsArray();
        both.Select(one => ((string?)one!["kind"], (string?)one["date"], (string?)one["state"])).ShouldBe(
            [("new_slot", slot.date, "by_merchant"), ("reattempt", null, "by_merchant")]);
        await platform.TimelineWhen(order, t => t.Codes().Contains("shipment.instruction_by_merchant"));

        (await platform.Storefront.Post(path + "/scans", new
        {
            status = "delivered",
            occurredAt = at.AddHours(2),
            cod = new { collected = Shop.Inr("1299.00") },
            proofOfDelivery = new { signedBy = "Front desk", code = "4711" },
        })).Is(201);
        var parcel = (await platform.TimelineWhen(order, "delivered"))["shipments"]![0]!;
        parcel["cod"]!["isCollected"]!.GetValue<bool>().ShouldBeTrue();
        parcel["proofOfDelivery"]!["signedBy"]!.GetValue<string>().ShouldBe("Front desk");
    }

    private Task<Answer> Detect(string trackingNumber) =>
        platform.Storefront.Post("/v1/trackings/detect", new { trackingNumber });

    private Task<Answer> Register(Order order, string number) =>
        platform.Storefront.Post(order.Path + "/shipments", new { carrier = "delhivery", trackingNumber = number });

    private static string[] Texts(JsonNode timeline) => [.. timeline["shipments"]![0]!["scans"]!.AsArray()
        .Select(scan => scan!["carrierText"]!.GetValue<string>())];
}
