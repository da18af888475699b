using Contracts;
using static Orders.Tests.Given;

namespace Orders.Tests;

/// <summary>A scan that is read otherwise now: shown as it is read, with what it was shown as before.</summary>
public sealed class ReadingsTests
{
    private static readonly Scan Mystery = Scan("unknown", 30, "With the partner");

    private static readonly OrderCommand[] Told =
    [
        new OrderCommand.NoteShipmentProgress(Progressed(ParcelA, 2, Scan("picked_up", 24), "picked_up")),
        new OrderCommand.NoteShipmentProgress(Progressed(ParcelA, 3, Mystery, "picked_up")),
        new OrderCommand.NoteShipmentRemapped(Remapped(ParcelA, 4, Mystery, "out_for_delivery")),
    ];

    [Fact]
    public void It_is_shown_as_it_is_read_now_and_as_what_it_was_shown_before()
    {
        var timeline = Of(Told);
        timeline.Status.ShouldBe(OrderStatus.OutForDelivery);
        var scan = timeline.Shipments[0].Scans[^1];
        (scan.Status, scan.FormerStatus, scan.RemappedAt)
            .ShouldBe(("out_for_delivery", "unknown", Noon.AddHours(50)));
        var entry = timeline.Entries.Single(e => e.Code == "shipment.out_for_delivery");
        entry.Detail!.ShouldContain("Shown before as: Told by the carrier");
        timeline.Entries.ShouldNotContain(e => e.Code == "shipment.unknown");
        timeline.Shipments[0].Scans[0].FormerStatus.ShouldBeNull();
    }

    [Fact]
    public void It_does_not_matter_which_is_heard_first()
    {
        var late = Of([Told[2], Told[0], Told[1]]);
        late.Status.ShouldBe(OrderStatus.OutForDelivery);
        late.Shipments[0].Scans.Select(s => (s.Id, s.Status))
            .ShouldBe(Of(Told).Shipments[0].Scans.Select(s => (s.Id, s.Status)));
    }

    private static TimelineView Of(params IEnumerable<OrderCommand> told) => Timeline.Of(
        OrderId, Recorded(Happened([new OrderCommand.Place(Order1001), .. told]), Noon), Noon.AddDays(3));
}
