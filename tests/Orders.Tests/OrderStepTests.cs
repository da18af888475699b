using Contracts;
using Streams;
using static Orders.Tests.Given;

namespace Orders.Tests;

/// <summary>Verified, held, put right, promised to parcels, completed.</summary>
public sealed class OrderStepTests
{
    private static readonly OrderCommand Hold = new OrderCommand.Hold(Id(1), "no stock", Noon.AddHours(1));
    private static readonly OrderCommand Fails =
        new OrderCommand.Verify(Id(2), "failed", "call", null, Noon.AddHours(1));

    private static readonly Address Elsewhere = Order1001.ShippingAddress with { Line1 = "Otherstreet 1" };

    [Fact]
    public void Nothing_is_packed_or_shipped_of_an_order_on_hold_until_it_is_released()
    {
        var state = State(Happened(new OrderCommand.Place(Order1001), Hold));
        OrderStatus.Of(state).ShouldBe("attention");
        Refused(state, new OrderCommand.Pack(Noon.AddHours(2))).ShouldBe("on_hold");
        Refused(state, Ask(ParcelA, 1)).ShouldBe("on_hold");
        Order.Decide(state, new OrderCommand.Confirm(Noon.AddHours(2))).Count.ShouldBe(1);

        state = After(state, new OrderCommand.Release(Id(3), Noon.AddHours(3)));
        OrderStatus.Of(state).ShouldBe("placed");
        Order.Decide(state, new OrderCommand.Pack(Noon.AddHours(4))).Count.ShouldBe(2);
    }

    [Fact]
    public void An_order_that_could_not_be_verified_waits_for_a_verification_that_succeeds()
    {
        var state = State(Happened(new OrderCommand.Place(Order1001), Fails));
        OrderStatus.Of(state).ShouldBe("attention");
        Refused(state, new OrderCommand.Pack(Noon.AddHours(2))).ShouldBe("not_verified");
        Refused(state, Ask(ParcelA, 1)).ShouldBe("not_verified");
        state = After(state, new OrderCommand.Verify(Id(3), "verified", "otp", null, Noon.AddHours(2)));
        OrderStatus.Of(state).ShouldBe("placed");
        Order.Decide(state, Ask(ParcelA, 1)).Count.ShouldBe(1);
    }

    [Fact]
    public void An_address_is_corrected_until_a_parcel_is_handed_over_and_the_customer_for_longer()
    {
        var correct = new OrderCommand.Correct(Id(1), Elsewhere, null, Noon.AddHours(21));
        var named = new OrderCommand.Correct(Id(2), null, new() { Email = "right@mail.example" }, Noon.AddHours(30));
        var waiting = State(Happened(
            new OrderCommand.Place(Order1001), new OrderCommand.NoteShipmentRegistered(Registered(ParcelA))));
        After(waiting, correct).Placed!.ShippingAddress.ShouldBe(Elsewhere);

        var moving = After(waiting, new OrderCommand.NoteShipmentProgress(
            Progressed(ParcelA, 2, Scan("picked_up", 24), "picked_up")));
        Refused(moving, correct).ShouldBe("already_handed_over");
        var customer = After(moving, named).Placed!.Customer;
        customer.ShouldBe(Order1001.Customer with { Email = "right@mail.example" });
    }

    [Fact]
    public void What_is_so_already_is_no_correction() => Order.Decide(
        State(Order1001), new OrderCommand.Correct(
            Id(1), Order1001.ShippingAddress, new() { Name = Order1001.Customer.Name }, Noon)).ShouldBeEmpty();

    [Fact]
    public void Units_are_promised_to_a_parcel_or_cancelled_whoever_comes_first()
    {
        var placed = State(Order1001);
        var cancel = new OrderCommand.CancelItems(Id(9), [new("MUG", 1)], "sold out", Noon.AddMinutes(1));

        Refused(After(placed, Ask(ParcelA, 2)), cancel).ShouldBe("more_than_left");
        Refused(After(placed, cancel), Ask(ParcelA, 2)).ShouldBe("more_than_left");
        Order.Decide(After(placed, cancel), Ask(ParcelA, 1)).Count.ShouldBe(1);
        Refused(After(placed, Cancel("late", Noon)), Ask(ParcelA, 1)).ShouldBe("order_cancelled");
    }

    [Fact]
    public void A_promise_of_which_no_parcel_came_lapses()
    {
        var state = After(State(Order1001), Ask(ParcelA, 2));
        var cancel = new OrderCommand.CancelItems(Id(9), [new("MUG", 1)], "sold out", Noon.AddHours(1));
        Order.Decide(state, cancel).Count.ShouldBe(2);
        var registered = Registered(ParcelA, new ItemQuantity("MUG", 2));
        Refused(After(state, new OrderCommand.NoteShipmentRegistered(registered)), cancel).ShouldBe("more_than_left");
    }

    [Fact]
    public void A_parcel_gets_no_more_than_the_others_leave()
    {
        var ask = new OrderCommand.AllocateUnits(ParcelB, [new("MUG", 1)], [new("MUG", 2)], Noon);
        Refused(State(Order1001), ask).ShouldBe("more_than_left");
        Order.Decide(State(Order1001), ask with { Held = [new("MUG", 1)] }).Count.ShouldBe(1);
    }

    [Fact]
    public void An_order_is_completed_when_all_has_arrived_and_no_return_is_open()
    {
        var complete = new OrderCommand.Complete(Noon.AddDays(9));
        var half = State(Happened(
            [new OrderCommand.Place(Order1001), .. Delivered(ParcelA, new ItemQuantity("MUG", 2))]));
        Refused(half, complete).ShouldBe("not_delivered");

        var all = State(Happened([new OrderCommand.Place(Order1001), .. Delivered(ParcelA)]));
        OrderStatus.Of(After(all, complete)).ShouldBe("completed");
        var returning = After(all, Asks(Id(5), new AskedItem("MUG", 1, null)));
        Refused(returning, complete).ShouldBe("return_open");
    }

    [Fact]
    public void By_itself_an_order_is_completed_so_long_after_its_last_delivery()
    {
        var all = State(Happened([new OrderCommand.Place(Order1001), .. Delivered(ParcelA)]));
        var due = all.Parcel(ParcelA).DeliveredAt!.Value.AddDays(30);
        Order.Decide(all, If(due.AddSeconds(-1))).ShouldBeEmpty();
        Order.Decide(all, If(due)).ShouldBe([new OrderEvent.Completed(due)]);
        Order.Decide(After(all, Asks(Id(5), new AskedItem("MUG", 1, null))), If(due)).ShouldBeEmpty();
        Order.Decide(After(all, Hold), If(due)).ShouldBeEmpty();
        Order.Decide(State(Order1001), If(due)).ShouldBeEmpty();

        static OrderCommand If(DateTimeOffset now) => new OrderCommand.CompleteIfDue(TimeSpan.FromDays(30), now);
    }

    private static OrderCommand.AllocateUnits Ask(Guid parcel, int mugs) => new(parcel, [new("MUG", mugs)], [], Noon);

    private static OrderState After(OrderState state, params OrderCommand[] commands) => commands.Aggregate(
        state, (now, command) => Order.Decide(now, command).Aggregate(now, Order.Evolve));

    private static string Refused(OrderState state, OrderCommand command) =>
        Should.Throw<RuleViolation>(() => Order.Decide(state, command)).Code;
}
