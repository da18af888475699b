using System.Text.Json;
using System.Text.Json.Nodes;
using Contracts;
using ServiceDefaults;
using static Orders.Tests.Given;

namespace Orders.Tests;

public sealed class TimelineTests
{
    private static readonly JsonSerializerOptions Json = new ApiJson(OrdersJson.Default).Options;
    private static readonly DateTimeOffset Evening = Noon.AddHours(60);

    private static readonly OrderCommand[] Start =
    [
        new OrderCommand.Place(Order1001),
        new OrderCommand.NotePayment(Paid(CardId, 1, "requested", "pending", 40)),
        new OrderCommand.NoteShipmentRegistered(Registered(ParcelA)),
    ];

    /// <summary>As Shipments would tell them; the last two happened in the same minute.</summary>
    private static readonly ShipmentProgressed[] Journey =
    [
        Progressed(ParcelA, 2, Scan("picked_up", 24, "Picked up"), "picked_up", milestone: "shipped"),
        Progressed(ParcelA, 3, Scan("in_transit", 30), "in_transit"),
        Progressed(ParcelA, 4, Scan("out_for_delivery", 50), "out_for_delivery", milestone: "out_for_delivery"),
        Progressed(ParcelA, 5, Scan("delivered", 50), "delivered", milestone: "delivered"),
    ];

    [Fact]
    public void The_same_scans_in_any_order_split_or_repeated_give_the_same_timeline()
    {
        var expected = WithoutArrival(Journey);
        foreach (var order in Permutations([.. Journey]))
        {
            WithoutArrival(order).ShouldBe(expected);
            WithoutArrival([.. order, .. order]).ShouldBe(expected);
        }
    }

    [Fact]
    public void Every_documented_field_is_there()
    {
        var timeline = JsonSerializer.SerializeToNode(Of(Journey), Json)!;
        Names(timeline).ShouldBe(
            [
                "orderId", "orderNumber", "version", "asOf", "status", "deliveryProgress", "payment", "return",
                "promisedDeliveryDate", "estimatedDelivery", "shipments", "entries",
            ]);
        Names(timeline["payment"]!).ShouldBe(["status", "method", "authorized", "captured", "refunded", "payments"]);
        Names(timeline["return"]!).ShouldBe(["status"]);
        Names(timeline["estimatedDelivery"]!).ShouldBe(["from", "to", "best", "source", "confidence", "first"]);
        Holds(timeline["shipments"]![0]!,
            "id carrier trackingNumber carrierUrl status leg reason attempts lastScanAt freshness cod proofOfDelivery "
            + "position scans");
        Holds(timeline["shipments"]![0]!["scans"]![0]!,
            "id status carrierCode carrierText location occurredAt localTime zone zoneSource recordedAt");
        Holds(timeline["entries"]![0]!,
            "id kind code title detail occurredAt recordedAt shipmentId location traceId");
        timeline["payment"]!["authorized"]!.ToJsonString().ShouldBe("""{"amount":"40.00","currency":"EUR"}""");
    }

    [Fact]
    public void Entries_tell_what_happened_in_the_order_in_which_it_happened() =>
        Of([.. Journey.Reverse()]).Entries.Select(entry => entry.Code).ShouldBe(
        [
            "order.placed", "payment.requested", "order.confirmed", "shipment.registered", "shipment.picked_up",
            "shipment.in_transit", "shipment.out_for_delivery", "shipment.delivered",
        ]);

    [Fact]
    public void Entries_have_ids_of_their_own_and_carry_their_trace()
    {
        var entries = Of(Journey).Entries;
        entries.Select(entry => entry.Id).ShouldBeUnique();
        entries.ShouldAllBe(entry => entry.TraceId != null && entry.Code.StartsWith(entry.Kind + "."));
    }

    [Fact]
    public void Each_event_but_the_one_for_customers_has_its_line()
    {
        var events = Recorded(Happened([.. Start, Cancel("late", Noon.AddHours(9))]), Noon);
        events.Where(recorded => TimelineEntries.Of(recorded) is null).Select(recorded => recorded.Event)
            .ShouldHaveSingleItem().ShouldBeOfType<OrderEvent.MilestoneReached>();
    }

    [Fact]
    public void A_changed_estimate_changes_the_estimate_and_adds_no_line()
    {
        var said = new EstimatedDelivery(Noon.AddDays(3), Noon.AddDays(4), "carrier");
        var told = Progressed(ParcelA, 3, null, "picked_up");
        var changed = told with { Standing = told.Standing with { EstimatedDelivery = said } };
        var timeline = Of([Journey[0], changed]);
        timeline.EstimatedDelivery!.To.ShouldBe(said.To);
        timeline.Entries.Select(entry => entry.Code).ShouldBe(Of([Journey[0]]).Entries.Select(entry => entry.Code));
    }

    [Fact]
    public void A_scan_that_claims_to_be_of_tomorrow_is_kept_and_the_latest_of_nothing()
    {
        var future = Scan("delivered", 9000) with { Suspect = "time_in_future" };
        var told = Of([Progressed(ParcelA, 2, Scan("in_transit", 25), "in_transit"),
            Progressed(ParcelA, 3, future, "in_transit")]);
        told.Shipments[0].Scans.Select(scan => scan.Status).ShouldBe(["delivered", "in_transit"]);
        told.Entries[^1].Code.ShouldBe("shipment.in_transit");
        told.Entries.Single(entry => entry.Code == "shipment.delivered").OccurredAt.ShouldBe(future.OccurredAt);
    }

    [Fact]
    public void A_recalled_parcel_says_so_once()
    {
        ShipmentProgressed Recalled(long version) => Progressed(ParcelA, version, null, "cancelled") with
        {
            Standing = new() { Status = "cancelled", Leg = "forward", Detail = "recalled" },
        };
        var told = Of([Recalled(2), Recalled(3)]);
        told.Entries.Count(entry => entry.Code == "shipment.cancelled").ShouldBe(1);
        told.Status.ShouldBe("confirmed");
    }

    [Fact]
    public void Before_a_scan_was_recorded_nothing_is_known_of_it()
    {
        var events = Recorded(Happened([.. Start, .. Told(Journey)]), Noon);
        var asOf = events[5].RecordedAt;
        var then = Timeline.Of(OrderId, [.. events.Where(recorded => recorded.RecordedAt <= asOf)], asOf);
        (then.Status, then.Version, then.AsOf).ShouldBe(("shipped", 6, asOf));
        then.Shipments[0].Scans.Count.ShouldBe(2);
    }

    [Fact]
    public void Freshness_is_the_age_of_the_last_scan()
    {
        Of(Journey[..2]).Shipments[0].Freshness.ShouldBe("P1DT6H");
        Of([]).Shipments[0].Freshness.ShouldBeNull();
    }

    [Fact]
    public void A_timeline_that_was_kept_is_the_one_that_would_be_folded_later()
    {
        var events = Recorded(Happened([.. Start, .. Told(Journey)]), Noon);
        var later = Noon.AddDays(9);
        JsonSerializer.Serialize(Timeline.At(Timeline.Of(OrderId, events, Noon), later), Json)
            .ShouldBe(JsonSerializer.Serialize(Timeline.Of(OrderId, events, later), Json));
    }

    [Fact]
    public void The_promise_spans_the_customers_day_until_the_carrier_knows_better()
    {
        var promised = Of([]).EstimatedDelivery!;
        promised.Source.ShouldBe("merchant");
        promised.From.ShouldBe(new(2026, 3, 9, 0, 0, 0, TimeSpan.FromHours(1)));
        promised.To.ShouldBe(new(2026, 3, 9, 23, 59, 59, TimeSpan.FromHours(1)));

        var said = new EstimatedDelivery(Noon.AddDays(3), Noon.AddDays(4), "carrier");
        var told = Journey[1] with { Standing = Journey[1].Standing with { EstimatedDelivery = said } };
        var known = Of([Journey[0], told]).EstimatedDelivery!;
        (known.From, known.To, known.Best, known.Source).ShouldBe((said.From, said.To, Noon.AddDays(3.5), "carrier"));
        known.First.ShouldBe(new(promised.From, promised.To, "merchant"));
    }

    /// <summary>Such were stored once; a customer's zone may lie a day before or after.</summary>
    [Theory]
    [InlineData("9999-12-31")]
    [InlineData("9999-12-31T23:59:59-12:00")]
    [InlineData("0001-01-01")]
    public void A_promise_at_the_end_of_all_calendars_is_none_and_the_order_can_be_read(string promise)
    {
        var placed = Order1001 with { PromisedDeliveryDate = promise };
        Timeline.Of(OrderId, Recorded([placed], Noon), Noon).EstimatedDelivery.ShouldBeNull();
        Milestones.DueAt(State([placed]), new Policy()).ShouldBeNull();
    }

    [Fact]
    public void Progress_only_grows_on_a_journey_without_trouble()
    {
        var stages = Enumerable.Range(0, Journey.Length + 1).Select(n => Of(Journey[..n]).DeliveryProgress);
        stages.ShouldBe([0.2, 0.4, 0.6, 0.8, 1]);
    }

    [Fact]
    public void Half_the_units_delivered_are_half_of_the_way()
    {
        var state = State(
            Order1001,
            new OrderEvent.Confirmed(Noon),
            new OrderEvent.Packed(Noon),
            new OrderEvent.ShipmentRegistered(Registered(ParcelA, new ItemQuantity("MUG", 2))),
            new OrderEvent.ShipmentProgressed(Progressed(ParcelA, 2, null, "delivered")));
        DeliveryProgress.Of(state).ShouldBe(Math.Round((2 + 0.2) / 3, 2));
    }

    private static TimelineView Of(params IEnumerable<ShipmentProgressed> told) => Timeline.Of(
        OrderId,
        Recorded(Happened([.. Start, .. Told(told)]), Noon),
        Evening);

    private static IEnumerable<OrderCommand> Told(IEnumerable<ShipmentProgressed> messages) =>
        messages.Select(message => new OrderCommand.NoteShipmentProgress(message));

    private static string WithoutArrival(IEnumerable<ShipmentProgressed> told)
    {
        var timeline = Of(told);
        var bare = timeline with
        {
            Version = 0,
            Shipments =
            [
                .. timeline.Shipments.Select(shipment => shipment with
                {
                    Scans = [.. shipment.Scans.Select(scan => scan with { RecordedAt = default })],
                }),
            ],
            Entries = [.. timeline.Entries.Select(entry => entry with { RecordedAt = default, TraceId = null })],
        };
        return JsonSerializer.Serialize(bare, Json);
    }

    private static IEnumerable<ShipmentProgressed[]> Permutations(ShipmentProgressed[] all) => all.Length <= 1
        ? [all]
        : all.SelectMany((first, i) => Permutations([.. all[..i], .. all[(i + 1)..]])
            .Select(rest => (ShipmentProgressed[])[first, .. rest]));

    private static IEnumerable<string> Names(JsonNode node) => node.AsObject().Select(field => field.Key);

    private static void Holds(JsonNode node, string names) =>
        names.Split(' ').Except(Names(node)).ShouldBeEmpty();
}
