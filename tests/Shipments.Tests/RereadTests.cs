using Contracts;
using static Shipments.Statuses;
using static Shipments.Tests.Given;

namespace Shipments.Tests;

/// <summary>What happens to a parcel's past when a code means something else from now on.</summary>
public sealed class RereadTests
{
    private static readonly Scan Mystery = Scan(Unknown, 5, id: "mystery");
    private static readonly DateTimeOffset Later = Start.AddDays(1);

    [Fact]
    public void A_code_that_gets_its_meaning_changes_how_the_parcel_stands_and_tells_nobody_anything()
    {
        var events = When(Record(Scan(InTransit, 1), Mystery), Reread(Mystery with { Status = OutForDelivery }));
        var remapped = events[^1].ShouldBeOfType<ShipmentEvent.Remapped>();
        remapped.Standing.Status.ShouldBe(OutForDelivery);
        Given.Shipment(events).Standing.ShouldBe(remapped.Standing);
        events.OfType<ShipmentEvent.Scanned>().Select(e => e.Milestone).OfType<string>().ShouldBe([Milestones.Shipped]);
    }

    [Fact]
    public void What_is_folded_again_is_as_if_it_had_been_read_so_from_the_start()
    {
        Scan[] scans =
        [
            Scan(PickedUp, 1), Mystery, Scan(DeliveryAttempted, 7), Scan(InTransit, 8), Scan(Delivered, 9, id: "end"),
        ];
        Scan[] otherwise =
            [Mystery with { Status = Returning, Leg = Legs.Return }, scans[4] with { Status = Returned }];
        var fromTheStart = When(Record(scans[0], otherwise[0], scans[2], scans[3], otherwise[1]));
        var reread = When(Record(scans), Reread(otherwise));
        Given.Shipment(reread).Standing.ShouldBe(Given.Shipment(fromTheStart).Standing);
    }

    [Fact]
    public void A_delivery_that_was_none_is_taken_back_and_the_recall_keeps_its_place()
    {
        var events = When(
            Record(Scan(InfoReceived, 1), Scan(Delivered, 9, id: "wrong")),
            new ShipmentCommand.Recall("why", Start.AddHours(3)),
            Reread(Scan(InfoReceived, 9, id: "wrong")));
        var standing = Given.Shipment(events).Standing;
        (standing.Status, standing.DeliveredAt).ShouldBe((Cancelled, null));
    }

    [Fact]
    public void What_reads_the_same_or_was_never_heard_changes_nothing() =>
        When(Record(Mystery), Reread(Mystery, Scan(Delivered, 9)))
            .OfType<ShipmentEvent.Remapped>().ShouldBeEmpty();

    [Fact]
    public void A_later_scan_of_what_nobody_was_told_of_is_news()
    {
        var events = When(
            Record(Mystery), Reread(Mystery with { Status = OutForDelivery }), Record(Scan(OutForDelivery, 30)));
        events.OfType<ShipmentEvent.Scanned>().Last().Milestone.ShouldBe(OutForDelivery);
    }

    [Fact]
    public void A_later_scan_of_what_was_told_by_mistake_is_no_news()
    {
        var events = When(
            Record(Scan(Delivered, 5, id: "wrong")), Reread(Scan(InTransit, 5, id: "wrong")),
            Record(Scan(Delivered, 30)));
        events.OfType<ShipmentEvent.Scanned>().Last().Milestone.ShouldBeNull();
        Given.Shipment(events).Standing.Status.ShouldBe(Delivered);
    }

    [Fact]
    public void Thousands_of_scans_come_in_events_that_can_be_stored()
    {
        var scans = Enumerable.Range(0, 1000).Select(n => Scan(Unknown, n, id: $"s{n}")).ToList();
        var events = When(Record(scans), Reread([.. scans.Select(scan => scan with { Status = InTransit })]));
        events.OfType<ShipmentEvent.Remapped>().Sum(e => e.Scans.Count).ShouldBe(1000);
        events.OfType<ShipmentEvent.Remapped>().ShouldAllBe(e => e.Scans.Count <= 200);
    }

    private static ShipmentCommand.Reread Reread(params IReadOnlyList<Scan> scans) => new(scans, "why", Later);
}
