using Contracts;
using ServiceDefaults;
using Shipments.Carriers;
using Streams;
using static Shipments.Statuses;
using static Shipments.Tests.Given;

namespace Shipments.Tests;

/// <summary>Numbers that were wrong, that took over, that lead back, and that were given out again.</summary>
public sealed class NumbersTests
{
    private const string Own = "41093210924372";
    private static readonly Guid Other = Guid.Parse("0198c0de-0000-7000-8000-00000000000b");

    [Fact]
    public void A_wrong_numbers_scans_stay_on_record_and_count_no_more()
    {
        var events = When(Record(Of(Own, PickedUp, 1), Of(Own, Delivered, 9)), Correct("99", at: 10));
        var corrected = events[^1].ShouldBeOfType<ShipmentEvent.Corrected>();
        (corrected.Replaced, corrected.ReplacedCarrier).ShouldBe((Own, "delhivery"));
        corrected.Standing!.Status.ShouldBe(Pending);
        corrected.Numbers!.ShouldHaveSingleItem().TrackingNumber.ShouldBe("99");
        events.OfType<ShipmentEvent.Scanned>().Count().ShouldBe(2);

        Given.Shipment([.. events, .. Then(events, Record(Of("99", InTransit, 5)))])
            .Standing.Status.ShouldBe(InTransit);
    }

    [Fact]
    public void What_only_the_wrong_number_told_is_news_when_the_right_one_tells_it()
    {
        var events = When(Record(Of(Own, Delivered, 9)), Correct("99", at: 10), Record(Of("99", Delivered, 30)));
        events.OfType<ShipmentEvent.Scanned>().Select(e => (e.Milestone, e.Repeat))
            .ShouldBe([("delivered", null), ("delivered", 1)]);
    }

    [Fact]
    public void What_a_number_told_that_was_right_after_all_is_not_told_again() =>
        When(Record(Of(Own, Delivered, 9)), Correct("99", at: 10), Record(Of("99", Delivered, 30)),
                Correct(Own, at: 31), Record(Of(Own, Delivered, 32)))
            .OfType<ShipmentEvent.Scanned>().Select(e => (e.Milestone, e.Repeat))
            .ShouldBe([("delivered", null), ("delivered", 1), (null, null)]);

    [Fact]
    public void A_scan_of_a_wrong_number_that_comes_after_the_correction_is_kept_and_tells_nobody()
    {
        var late = When(Correct("99", at: 1), Record(Of(Own, Delivered, 9)))[^1]
            .ShouldBeOfType<ShipmentEvent.Scanned>();
        (late.Standing.Status, late.Milestone).ShouldBe((Pending, null));
    }

    [Fact]
    public void A_number_that_was_right_after_all_brings_its_scans_back() =>
        Given.Shipment(When(Record(Of(Own, OutForDelivery, 5)), Correct("99", at: 6), Correct(Own, at: 7)))
            .Standing.Status.ShouldBe(OutForDelivery);

    [Fact]
    public void A_corrected_carrier_under_the_same_number_is_the_same_parcel() =>
        Given.Shipment(When(Record(Of(Own, OutForDelivery, 5)),
                new ShipmentCommand.CorrectNumber("shiprocket", Own, null, Start.AddHours(6))))
            .Standing.Status.ShouldBe(OutForDelivery);

    [Fact]
    public void What_a_person_said_counts_whatever_the_number() =>
        Given.Shipment(When(Record(Scan(PickedUp, 1) with { Source = ScanSource.Manual }), Correct("99", at: 2)))
            .Standing.Status.ShouldBe(PickedUp);

    [Fact]
    public void The_delivery_of_a_carrier_from_whom_another_one_took_over_is_its_hand_over()
    {
        var parcel = Given.Shipment(When(Add("66"), Record(Of(Own, Delivered, 9))));
        (parcel.Standing.Status, parcel.Standing.Detail).ShouldBe((InTransit, Details.TakenOver));
        var events = When(Record(Of(Own, Delivered, 9)), Add("66"), Record(Of("66", InTransit, 12)));
        Given.Shipment(events).Standing.Status.ShouldBe(InTransit);
        var handedOver = When(Add("66"), Record(Of(Own, Delivered, 9)))[^1].ShouldBeOfType<ShipmentEvent.Scanned>();
        (handedOver.Scan.Status, handedOver.ReadAs!.Status, handedOver.Milestone)
            .ShouldBe((Delivered, InTransit, Milestones.Shipped));
        Given.Shipment(When(Add("66"), Record(Of("66", Delivered, 20), Of(Own, Delivered, 9))))
            .Standing.DeliveredAt.ShouldBe(Start.AddHours(20));
    }

    [Fact]
    public void A_delivery_that_names_who_took_the_parcel_is_one_whoever_carried_it() =>
        Given.Shipment(When(Add("66"), Record(Of(Own, Delivered, 9, Details.ToConsignee))))
            .Standing.Status.ShouldBe(Delivered);

    [Fact]
    public void The_number_of_the_way_back_is_read_as_of_a_parcel_that_goes_back()
    {
        ShipmentCommand[] there = [Record(Of(Own, Delivered, 9)), Add("77", Legs.Return)];
        Given.Shipment(When([.. there, Record(Of("77", InTransit, 40))])).Standing.ShouldSatisfyAllConditions(
            standing => (standing.Status, standing.Leg).ShouldBe((Returning, Legs.Return)));
        Given.Shipment(When([.. there, Record(Of("77", InTransit, 40), Of("77", Delivered, 60))]))
            .Standing.Status.ShouldBe(Returned);
    }

    [Fact]
    public void A_further_number_can_be_corrected_by_its_name()
    {
        var events = When(Add("66"), new ShipmentCommand.CorrectNumber("easypost", "67", null, Start, Replaces: "66"));
        var parcel = Given.Shipment(events);
        (parcel.TrackingNumber, parcel.Journey.Numbers.All.Select(use => use.TrackingNumber))
            .ShouldSatisfyAllConditions(p => p.TrackingNumber.ShouldBe(Own), p => p.Item2.ShouldBe([Own, "67"]));
        Should.Throw<RuleViolation>(() => Then(events,
            new ShipmentCommand.CorrectNumber("easypost", "68", null, Start, Replaces: "5"))).Code
            .ShouldBe("number_unknown");
    }

    [Theory]
    [InlineData(true, 24 * 40, 9 + (1 / 3_600_000_000.0))]
    [InlineData(false, 24 * 40, (24 * 40) - (24 * 7))]
    public void A_number_given_out_again_leaves_a_parcel_its_own_scans(bool ended, double again, double from)
    {
        var events = When(Record(Of(Own, ended ? Delivered : InTransit, 9)),
            new ShipmentCommand.PassNumberOn(Own, Other, true, Start.AddHours(ended ? 24 * 5 : again)),
            Record(Of(Own, Delivered, 8.5), Of(Own, Statuses.Exception, 24 * 45)));
        var passed = events.OfType<ShipmentEvent.NumberPassedOn>().ShouldHaveSingleItem();
        passed.From!.Value.ShouldBe(Start.AddHours(from), TimeSpan.FromMilliseconds(1));
        var parcel = Given.Shipment(events);
        parcel.Standing.Status.ShouldBe(Delivered);
        events.OfType<ShipmentEvent.Scanned>().Last().Milestone.ShouldBeNull();

        var back = Then(events, new ShipmentCommand.PassNumberOn(Own, Other, false, Start.AddDays(50)));
        back.ShouldHaveSingleItem().ShouldBeOfType<ShipmentEvent.NumberPassedOn>().Standing.Status
            .ShouldBe(Statuses.Exception);
        Then(events, new ShipmentCommand.PassNumberOn(Own, Guid.Empty, false, Start)).ShouldBeEmpty();
    }

    [Fact]
    public void Scans_of_a_number_go_to_the_parcel_that_had_it_when_they_were_made()
    {
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        NumberHolder[] holders =
        [
            new(first, null, Start.AddDays(30), Start, Start.AddDays(3)),
            new(second, Start.AddDays(30), null, Start.AddDays(33), null),
        ];
        Parcel told = new(Own, [Of(Own, Delivered, 72), Of(Own, InTransit, 24 * 31)],
            new EstimatedDelivery(Start, Start, "carrier"));
        var shares = holders.Split(told, Start.AddDays(32)).ToDictionary(share => share.ShipmentId!.Value);
        shares[first].Told.Scans.ShouldHaveSingleItem().Status.ShouldBe(Delivered);
        shares[second].Told.Scans.ShouldHaveSingleItem().Status.ShouldBe(InTransit);
        (shares[first].Told.Estimate, shares[second].Told.Estimate).ShouldBe((null, told.Estimate));
    }

    [Fact]
    public void Months_after_its_end_a_parcel_is_not_meant_any_more()
    {
        NumberHolder[] holders = [new(Other, null, null, Start, Start.AddDays(3))];
        holders.At(Start.AddDays(40)).ShouldBe(Other);
        holders.At(Start.AddDays(120)).ShouldBeNull();
        holders.Split(new Parcel(Own, [Of(Own, InTransit, 24 * 120)]), Start.AddDays(120))
            .ShouldHaveSingleItem().ShipmentId.ShouldBeNull();
    }

    [Fact]
    public void Every_scan_of_a_number_that_was_wrong_says_so_when_it_is_shown()
    {
        var log = When(Record(Of(Own, PickedUp, 1)), Correct("99", at: 2), Record(Of("99", PickedUp, 3)))
            .Select((e, i) => new Recorded<ShipmentEvent>(
                Guid.Empty, "demo", $"shipment-{Other:D}", i + 1, i + 1, e, Start, null, null, null)).ToList();
        ShipmentView.Of(Other, log, Start)!.Scans.Select(scan => scan.Discounted)
            .ShouldBe([ParcelNumbers.Corrected, null]);
    }

    private static Scan Of(string number, string status, double hours, string? detail = null) =>
        Scan(status, hours, detail, id: $"{number}{status}@{hours}") with
        {
            Carrier = "delhivery",
            TrackingNumber = number,
        };

    private static ShipmentCommand.CorrectNumber Correct(string number, double at) =>
        new("delhivery", number, null, Start.AddHours(at));

    private static ShipmentCommand.AddNumber Add(string number, string leg = Legs.Forward) =>
        new("easypost", number, null, leg, Start);

    private static IReadOnlyList<ShipmentEvent> Then(IEnumerable<ShipmentEvent> events, ShipmentCommand command) =>
        Shipments.Shipment.Decide(Given.Shipment(events), command);
}
