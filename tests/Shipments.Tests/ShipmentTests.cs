using Contracts;
using static Shipments.Statuses;
using static Shipments.Tests.Given;

namespace Shipments.Tests;

public sealed class ShipmentTests
{
    [Fact]
    public void Each_new_scan_is_one_event_with_the_standing_after_it_and_its_first_milestone()
    {
        var events = When(Record(Scan(InTransit, 2), Scan(PickedUp, 1)));
        var scanned = events.OfType<ShipmentEvent.Scanned>().ToList();
        scanned.Select(e => (e.Scan.Status, e.Standing.Status, e.Milestone)).ShouldBe(
            [(PickedUp, PickedUp, Milestones.Shipped), (InTransit, InTransit, null)]);
    }

    [Fact]
    public void A_scan_heard_twice_is_recorded_once()
    {
        var events = When(Record(Scan(PickedUp, 1), Scan(PickedUp, 1)), Record(Scan(PickedUp, 1)));
        events.OfType<ShipmentEvent.Scanned>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_late_scan_is_recorded_with_the_standing_it_does_not_change()
    {
        var late = When(Record(Scan(Delivered, 9)), Record(Scan(OutForDelivery, 8)))[^1]
            .ShouldBeOfType<ShipmentEvent.Scanned>();
        (late.Scan.Status, late.Standing.Status, late.Milestone).ShouldBe((OutForDelivery, Delivered, OutForDelivery));
    }

    [Fact]
    public void Repeating_any_command_decides_nothing()
    {
        ShipmentCommand[] commands =
        [
            new ShipmentCommand.Register(Registered),
            Record(Scan(PickedUp, 1), Scan(Delivered, 9)),
            new ShipmentCommand.RecordScans([], new EstimatedDelivery(Start, Start.AddDays(1), "carrier"), Start)
            {
                TrackingNumber = Registered.TrackingNumber,
                Cod = new CashOnDelivery { ToCollect = new Money(10, "INR") },
            },
            new ShipmentCommand.CorrectNumber("delhivery", "41093210924373", null, Start),
            new ShipmentCommand.AddNumber("easypost", "66", null, Legs.Forward, Start),
            new ShipmentCommand.PassNumberOn("66", Guid.Parse("0198c0de-0000-7000-8000-00000000000b"), true, Start),
            new ShipmentCommand.Recall("changed their mind", Start.AddHours(3)),
            new ShipmentCommand.Reread([Scan(OutForDelivery, 9, id: Scan(Delivered, 9).Id)], "fixed", Start),
            new ShipmentCommand.GiveUp(Start.AddHours(9), Start.AddDays(40)),
        ];
        var once = When(commands);
        foreach (var command in commands)
            Shipments.Shipment.Decide(Given.Shipment(once), command).ShouldBeEmpty(command.ToString());
    }

    [Fact]
    public void A_recalled_parcel_that_nobody_has_fetched_is_cancelled()
    {
        var recalled = When(Record(Scan(InfoReceived, 1)), new ShipmentCommand.Recall("why", Start.AddHours(2)))[^1];
        var standing = recalled.ShouldBeOfType<ShipmentEvent.Recalled>().Standing;
        (standing.Status, standing.Detail).ShouldBe((Cancelled, Details.Recalled));
        standing.Reason!.Text.ShouldBe("why");
    }

    [Fact]
    public void Recalling_a_parcel_underway_is_recorded_and_stops_nothing()
    {
        var recalled = When(Record(Scan(PickedUp, 1)), new ShipmentCommand.Recall("why", Start.AddHours(2)))[^1];
        recalled.ShouldBeOfType<ShipmentEvent.Recalled>().Standing.Status.ShouldBe(PickedUp);
    }

    [Theory]
    [InlineData(1, PickedUp)]
    [InlineData(3, PickedUp)]
    public void A_pickup_heard_after_the_recall_is_believed(double hours, string status) =>
        Given.Shipment(When(new ShipmentCommand.Recall("why", Start.AddHours(2)), Record(Scan(PickedUp, hours))))
            .Standing.Status.ShouldBe(status);

    [Fact]
    public void An_estimate_heard_late_does_not_undo_a_newer_one()
    {
        EstimatedDelivery Day(int day) => new(Start.AddDays(day), Start.AddDays(day), "carrier");
        ShipmentCommand.RecordScans As(double hours, int day) => new([Scan(InTransit, hours)], Day(day), Start);
        Given.Shipment(When(As(5, day: 3), As(9, day: 4), As(7, day: 2))).Standing.EstimatedDelivery.ShouldBe(Day(4));
    }

    [Theory]
    [InlineData(-25)]
    [InlineData(25)]
    public void An_estimate_of_another_age_is_none(int years)
    {
        var day = Start.AddYears(years);
        When(new ShipmentCommand.RecordScans([], new EstimatedDelivery(day, day, "carrier"), Start))
            .ShouldBe([Registered]);
    }

    [Fact]
    public void Nothing_is_known_of_a_parcel_that_was_never_registered() =>
        Should.Throw<InvalidOperationException>(
            () => Shipments.Shipment.Decide(new Shipment(), Record(Scan(PickedUp, 1))));

    [Theory]
    [InlineData(PickedUp, Legs.Forward, "shipped")]
    [InlineData(InTransit, Legs.Forward, "shipped")]
    [InlineData(InTransit, Legs.Return, null)]
    [InlineData(Delivered, Legs.Forward, "delivered")]
    [InlineData(Returning, Legs.Return, "returning")]
    [InlineData(Statuses.Exception, Legs.Return, "exception")]
    [InlineData(Cancelled, Legs.Forward, null)]
    [InlineData(Unknown, Legs.Forward, null)]
    public void A_milestone_is_what_the_scan_says_by_itself(string status, string leg, string? milestone) =>
        Milestones.Of(Scan(status, 1, leg: leg)).ShouldBe(milestone);
}
