using static Shipments.Statuses;
using static Shipments.Tests.Given;

namespace Shipments.Tests;

/// <summary>A parcel that nobody hears of any more, and what brings it back.</summary>
public sealed class SilenceTests
{
    private static readonly ShipmentCommand.GiveUp GiveUp = new(Start.AddHours(5), Start.AddDays(40));

    [Fact]
    public void A_parcel_given_up_is_expired()
    {
        var given = When(Record(Scan(InTransit, 5)), GiveUp)[^1].ShouldBeOfType<ShipmentEvent.GivenUp>();
        (given.Standing.Status, given.Standing.Detail).ShouldBe((Expired, Details.Silent));
    }

    [Fact]
    public void A_parcel_that_was_never_scanned_can_be_given_up_and_its_first_scan_revives_it()
    {
        ShipmentCommand.GiveUp never = new(LastScanAt: null, Start.AddDays(40));
        Given.Shipment(When(never)).Standing.Status.ShouldBe(Expired);
        // Even one that happened before the parcel was registered.
        Given.Shipment(When(never, Record(Scan(InTransit, -5)))).Standing.Status.ShouldBe(InTransit);
    }

    [Theory]
    [InlineData(Delivered)]
    [InlineData(Returned)]
    [InlineData(Cancelled)]
    public void What_has_come_to_its_end_is_not_given_up(string end) =>
        When(Record(Scan(end, 5)), GiveUp).OfType<ShipmentEvent.GivenUp>().ShouldBeEmpty();

    [Fact]
    public void What_was_heard_of_meanwhile_is_not_given_up() =>
        When(Record(Scan(InTransit, 5)), Record(Scan(InTransit, 6)), GiveUp)
            .OfType<ShipmentEvent.GivenUp>().ShouldBeEmpty();

    [Fact]
    public void A_later_scan_revives_it_before_or_after_it_is_given_up_by_whoever_has_not_heard_it_yet()
    {
        var after = When(Record(Scan(InTransit, 5)), GiveUp, Record(Scan(OutForDelivery, 900)));
        var before = When(Record(Scan(InTransit, 5)), Record(Scan(OutForDelivery, 900)));
        Given.Shipment(after).Standing.ShouldBe(Given.Shipment(before).Standing);
        Milestones(after).ShouldBe(Milestones(before));
    }

    [Fact]
    public void Old_news_is_no_sign_of_life_unless_it_is_the_end()
    {
        Given.Shipment(When(Record(Scan(InTransit, 5)), GiveUp, Record(Scan(PickedUp, 1))))
            .Standing.Status.ShouldBe(Expired);
        Given.Shipment(When(Record(Scan(InTransit, 5)), GiveUp, Record(Scan(Delivered, 4))))
            .Standing.Status.ShouldBe(Delivered);
    }

    [Fact]
    public void It_may_be_silent_again()
    {
        ShipmentCommand.GiveUp again = new(Start.AddHours(900), Start.AddDays(80));
        Given.Shipment(When(Record(Scan(InTransit, 5)), GiveUp, Record(Scan(OutForDelivery, 900)), again))
            .Standing.Status.ShouldBe(Expired);
    }

    private static IEnumerable<string?> Milestones(IEnumerable<ShipmentEvent> events) =>
        events.OfType<ShipmentEvent.Scanned>().Select(e => e.Milestone);
}
