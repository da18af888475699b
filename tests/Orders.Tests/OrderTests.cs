using Contracts;
using Streams;
using static Orders.Tests.Given;

namespace Orders.Tests;

public sealed class OrderTests
{
    private static readonly OrderEvent.Placed Other = Order1001 with { TrackingSecret = "BBBBBBBBBBBBBBBBBBBBBB" };
    private static readonly OrderEvent Confirmed = new OrderEvent.Confirmed(Noon.AddHours(1));
    private static readonly OrderEvent Cancelled = new OrderEvent.Cancelled("changed my mind", Noon.AddHours(2));

    [Fact]
    public void An_order_is_placed_once_and_its_number_is_taken_then()
    {
        Decided([], new OrderCommand.Place(Order1001)).ShouldBe([Order1001]);
        Decided([Order1001], new OrderCommand.Place(Order1001)).ShouldBeEmpty();
        Refused([Order1001], new OrderCommand.Place(Other)).ShouldBe("order_number_taken");
    }

    [Fact]
    public void An_order_is_confirmed_when_somebody_says_so() =>
        Decided([Order1001], new OrderCommand.Confirm(Noon.AddHours(1))).ShouldBe([Confirmed]);

    [Fact]
    public void What_happened_earlier_is_recorded_as_earlier()
    {
        Decided([Order1001], new OrderCommand.Confirm(Noon.AddDays(900), Noon.AddHours(1))).ShouldBe([Confirmed]);
        Refused([Order1001], new OrderCommand.Confirm(Noon.AddDays(900), Noon.AddHours(-1))).ShouldBe("before_order");
    }

    [Fact]
    public void A_storefront_whose_clock_is_ahead_can_confirm_at_once() =>
        Decided([Order1001], new OrderCommand.Confirm(Noon.AddMinutes(-3))).ShouldBe([new OrderEvent.Confirmed(Noon)]);

    [Fact]
    public void Packing_confirms_an_order_that_was_not()
    {
        var packed = new OrderEvent.Packed(Noon.AddHours(1));
        Decided([Order1001], new OrderCommand.Pack(Noon.AddHours(1))).ShouldBe([Confirmed, packed]);
        Decided([Order1001, Confirmed], new OrderCommand.Pack(Noon.AddHours(1))).ShouldBe([packed]);
    }

    [Fact]
    public void The_first_parcel_confirms_an_order_that_was_not()
    {
        var heard = Registered(ParcelA);
        Decided([Order1001], new OrderCommand.NoteShipmentRegistered(heard))
            .ShouldBe([new OrderEvent.Confirmed(heard.RegisteredAt), new OrderEvent.ShipmentRegistered(heard)]);
        Decided([Order1001, Confirmed], new OrderCommand.NoteShipmentRegistered(heard))
            .ShouldBe([new OrderEvent.ShipmentRegistered(heard)]);
    }

    [Fact]
    public void A_cancelled_order_is_neither_confirmed_nor_packed_nor_cancelled_again()
    {
        Refused([Order1001, Cancelled], new OrderCommand.Confirm(Noon)).ShouldBe("order_cancelled");
        Refused([Order1001, Cancelled], new OrderCommand.Pack(Noon)).ShouldBe("order_cancelled");
        Decided([Order1001, Cancelled], Cancel("another reason", Noon)).ShouldBeEmpty();
    }

    [Fact]
    public void A_cancellation_is_told_to_services_and_to_the_customer() =>
        Decided([Order1001], Cancel("changed my mind", Noon.AddHours(2)))
            .ShouldBe([Cancelled, new OrderEvent.MilestoneReached("cancelled", Noon.AddHours(2), "changed my mind")]);

    [Fact]
    public void Facts_about_a_cancelled_order_are_recorded()
    {
        OrderEvent[] before = [Order1001, Cancelled];
        Decided(before, new OrderCommand.NotePayment(Paid(CardId, 3, "captured", "captured", 40))).Count.ShouldBe(1);
        Decided(before, new OrderCommand.NoteShipmentRegistered(Registered(ParcelA)))
            .ShouldHaveSingleItem().ShouldBeOfType<OrderEvent.ShipmentRegistered>();
        Decided(before, new OrderCommand.NoteShipmentProgress(
            Progressed(ParcelA, 2, Scan("in_transit", 24), "in_transit"))).Count.ShouldBe(1);
    }

    [Fact]
    public void A_scan_heard_twice_is_recorded_once_and_a_late_one_is_kept_without_changing_the_standing()
    {
        var late = Progressed(ParcelA, 2, Scan("picked_up", 24), "picked_up");
        var news = Progressed(ParcelA, 3, Scan("in_transit", 26), "in_transit");
        var state = State(Order1001, new OrderEvent.ShipmentProgressed(news));

        Order.Decide(state, new OrderCommand.NoteShipmentProgress(news)).ShouldBeEmpty();
        var kept = Order.Decide(state, new OrderCommand.NoteShipmentProgress(late));
        kept.ShouldBe([new OrderEvent.ShipmentProgressed(late)]);
        Order.Evolve(state, kept[0]).Parcel(ParcelA).Status.ShouldBe("in_transit");
    }

    [Fact]
    public void A_known_scan_in_newer_news_is_left_out_of_them()
    {
        var scan = Scan("picked_up", 24);
        var again = Progressed(ParcelA, 3, scan, "exception");
        Decided(
            [Order1001, new OrderEvent.ShipmentProgressed(Progressed(ParcelA, 2, scan, "picked_up"))],
            new OrderCommand.NoteShipmentProgress(again))
            .ShouldBe([new OrderEvent.ShipmentProgressed(again with { Scan = null })]);
    }

    [Fact]
    public void A_milestone_is_reached_once_for_each_parcel_and_says_whose_it_is()
    {
        var first = Progressed(ParcelA, 2, Scan("picked_up", 24), "picked_up", milestone: "shipped");
        var second = Progressed(ParcelA, 3, Scan("in_transit", 26), "in_transit", milestone: "shipped");
        var other = Progressed(ParcelB, 2, Scan("in_transit", 26), "in_transit", milestone: "shipped");
        Happened(
            new OrderCommand.Place(Order1001),
            new OrderCommand.NoteShipmentRegistered(Registered(ParcelA)),
            new OrderCommand.NoteShipmentProgress(first),
            new OrderCommand.NoteShipmentProgress(second),
            new OrderCommand.NoteShipmentProgress(other))[^3..].ShouldBe(
            [
                new OrderEvent.ShipmentProgressed(first, "delhivery", "1490812345678"),
                new OrderEvent.ShipmentProgressed(second with { Milestone = null }),
                new OrderEvent.ShipmentProgressed(other),
            ]);
    }

    [Fact]
    public void A_corrected_number_holds_even_when_the_corrections_arrive_the_wrong_way_round()
    {
        var state = State(Happened(
            new OrderCommand.Place(Order1001),
            new OrderCommand.NoteShipmentCorrected(Corrected(ParcelA, 3, "third")),
            new OrderCommand.NoteShipmentCorrected(Corrected(ParcelA, 2, "second")),
            new OrderCommand.NoteShipmentRegistered(Registered(ParcelA))));
        state.Parcel(ParcelA).TrackingNumber.ShouldBe("third");
    }

    [Fact]
    public void The_latest_feedback_counts_and_the_same_again_is_nothing_new()
    {
        var good = new OrderCommand.GiveFeedback(5, "fine", Noon.AddDays(9));
        var bad = new OrderCommand.GiveFeedback(2, "it broke", Noon.AddDays(10));
        var state = State(Happened(new OrderCommand.Place(Order1001), good, good, bad));
        state.Feedback.ShouldBe(new OrderEvent.FeedbackGiven(2, "it broke", Noon.AddDays(10)));
        Happened(new OrderCommand.Place(Order1001), good, good, bad).Count.ShouldBe(3);
    }

    [Fact]
    public void News_of_an_order_that_was_never_placed_is_an_error() =>
        Should.Throw<ServiceDefaults.ProblemException>(
            () => Decided([], new OrderCommand.NotePayment(Paid(CardId, 1, "requested", "pending", 40))));

    private static IReadOnlyList<OrderEvent> Decided(OrderEvent[] given, OrderCommand when) =>
        Order.Decide(State(given), when);

    private static string Refused(OrderEvent[] given, OrderCommand when) =>
        Should.Throw<RuleViolation>(() => Decided(given, when)).Code;
}
