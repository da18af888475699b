using Contracts;
using ServiceDefaults;
using Streams;
using static Orders.Tests.Given;

namespace Orders.Tests;

public sealed class CancellationTests
{
    private static readonly OrderCommand Place = new OrderCommand.Place(Order1001);
    private static readonly OrderCommand.Cancel ByCustomer =
        Cancel("changed my mind", Noon.AddHours(40)) with { RequestedBy = Requester.Customer };

    [Fact]
    public void Some_items_are_cancelled_for_what_they_cost()
    {
        var cancel = Items(1, new ItemQuantity("MUG", 1));
        Decided([Place], cancel).ShouldBe(
            [
                new OrderEvent.ItemsCancelled(
                    Id(1), cancel.Items, Euro(10), "sold out", Requester.Merchant, Noon.AddHours(3)),
                new OrderEvent.MilestoneReached("items_cancelled", Noon.AddHours(3), "sold out")
                {
                    Amount = Euro(10),
                    SubjectId = Id(1),
                },
            ]);
        var state = State(Happened(Place, cancel));
        state.Reductions.Sum(reduction => reduction.Amount).ShouldBe(10);
        OrderStatus.Of(state).ShouldBe("placed");
    }

    [Fact]
    public void The_last_unit_cancelled_cancels_the_order_with_its_shipping()
    {
        Decided([Place, Items(1, new ItemQuantity("MUG", 2))], Items(2, new ItemQuantity("POT", 1)))[0]
            .ShouldBeOfType<OrderEvent.Cancelled>();
        Decided([Place], Items(1, new ItemQuantity("MUG", 2), new("POT", 1)))[0]
            .ShouldBeOfType<OrderEvent.Cancelled>();
    }

    [Fact]
    public void Units_of_several_lines_cost_what_each_line_says()
    {
        var order = Order1001 with
        {
            Items = [new("MUG", "Mug", 2, Euro(10), null), new("MUG", "Mug, blue", 2, Euro(12), null)],
            Total = Euro(49),
        };
        var state = State(order);
        foreach (var (n, less) in ((int, decimal)[])[(1, 10), (2, 22)])
        {
            var decided = Order.Decide(state, Items(n, new ItemQuantity("MUG", n)));
            decided[0].ShouldBeOfType<OrderEvent.ItemsCancelled>().Amount.ShouldBe(Euro(less));
            state = decided.Aggregate(state, Order.Evolve);
        }
    }

    [Fact]
    public void Units_in_parcels_and_units_that_nobody_ordered_are_not_cancelled()
    {
        OrderCommand[] shipped =
            [Place, new OrderCommand.NoteShipmentRegistered(Registered(ParcelA, new ItemQuantity("MUG", 2)))];
        Refused(shipped, Items(1, new ItemQuantity("MUG", 1))).ShouldBe("more_than_left");
        Decided(shipped, Items(1, new ItemQuantity("POT", 1))).Count.ShouldBe(2);
        Should.Throw<ProblemException>(() => Decided(shipped, Items(1, new ItemQuantity("CUP", 1))))
            .Errors!.ShouldHaveSingleItem().Pointer.ShouldBe("/items/0/sku");
    }

    [Fact]
    public void What_is_left_after_a_cancellation_can_be_all_that_is_shipped()
    {
        var state = State(Happened(
            Place, Items(1, new ItemQuantity("POT", 1)),
            new OrderCommand.NoteShipmentRegistered(Registered(ParcelA, new ItemQuantity("MUG", 2))),
            new OrderCommand.NoteShipmentProgress(Progressed(ParcelA, 2, Scan("in_transit", 24), "in_transit"))));
        OrderStatus.Of(state).ShouldBe("shipped");
    }

    [Fact]
    public void An_order_on_its_way_is_asked_back_and_cancelled_when_it_is_back()
    {
        OrderCommand[] life = [Place, .. Underway(), Cancel("late", Noon.AddHours(40))];
        var asked = State(Happened(life));
        OrderStatus.Of(asked).ShouldBe("cancellation_requested");
        asked.Cancelled.ShouldBeNull();

        var turned = Happened([.. life, Now("returning", "return", 4)]);
        State(turned).Cancelled.ShouldBeNull();
        var back = Happened([.. life, Now("returning", "return", 4), Now("returned", "return", 5)]);
        OrderStatus.Of(State(back)).ShouldBe("cancelled");
        back[^1].ShouldBeOfType<OrderEvent.MilestoneReached>().Milestone.ShouldBe("cancelled");
    }

    [Fact]
    public void A_parcel_that_arrives_after_all_ends_the_cancellation()
    {
        var events = Happened(
            [Place, .. Underway(), Cancel("late", Noon.AddHours(40)), Now("delivered", "forward", 4)]);
        events[^2].ShouldBeOfType<OrderEvent.CancellationRejected>();
        OrderStatus.Of(State(events)).ShouldBe("delivered");
    }

    [Fact]
    public void Where_policy_allows_it_an_order_on_its_way_is_cancelled_at_once() =>
        Happened([Place, .. Underway(), Cancel("late", Noon.AddHours(40)) with
        {
            Policy = new() { CancelsUnderwayAtOnce = true },
        }])[^2].ShouldBeOfType<OrderEvent.Cancelled>();

    [Fact]
    public void What_is_delivered_is_not_cancelled()
    {
        Refused([Place, .. Delivered(ParcelA)], Cancel("late", Noon.AddHours(60))).ShouldBe("already_delivered");
        Refused([Place, .. Delivered(ParcelA, new ItemQuantity("MUG", 2))], Cancel("late", Noon.AddHours(60)))
            .ShouldBe("partly_delivered");
        Decided([Place, .. Delivered(ParcelA, new ItemQuantity("MUG", 2))], Items(1, new ItemQuantity("POT", 1)))
            .Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("never", false, false, false)]
    [InlineData("confirmed", true, false, false)]
    [InlineData("packed", true, true, false)]
    [InlineData("shipped", true, true, true)]
    public void A_customers_wish_is_granted_by_itself_as_far_as_policy_says(
        string until, bool placed, bool confirmed, bool packed)
    {
        var wish = ByCustomer with { Policy = new() { CustomersMayCancelUntil = until } };
        var (confirm, pack) = (new OrderCommand.Confirm(Noon.AddHours(1)), new OrderCommand.Pack(Noon.AddHours(2)));
        IsGranted([Place]).ShouldBe(placed);
        IsGranted([Place, confirm]).ShouldBe(confirmed);
        IsGranted([Place, confirm, pack]).ShouldBe(packed);
        IsGranted([Place, .. Underway()]).ShouldBeFalse();

        bool IsGranted(OrderCommand[] given)
        {
            var state = State(Happened([.. given, wish]));
            OrderStatus.Of(state).ShouldBe(state.Cancelled is null ? "cancellation_requested" : "cancelled");
            return state.Cancelled is not null;
        }
    }

    [Fact]
    public void A_wish_that_policy_does_not_grant_is_approved_or_refused_by_hand()
    {
        OrderCommand[] asked = [Place, .. Underway(), ByCustomer];
        var approved = State(Happened([.. asked, new OrderCommand.ApproveCancellation(Noon.AddHours(41))]));
        approved.Cancellation!.State.ShouldBe(Cancellation.Approved);
        OrderStatus.Of(approved).ShouldBe("cancellation_requested");

        var rejected = State(Happened([.. asked, new OrderCommand.RejectCancellation("too late", Noon.AddHours(41))]));
        OrderStatus.Of(rejected).ShouldBe("shipped");
        Refused([Place], new OrderCommand.ApproveCancellation(Noon)).ShouldBe("no_cancellation");
        Refused([Place], new OrderCommand.RejectCancellation("no", Noon)).ShouldBe("no_cancellation");
    }

    [Fact]
    public void Nothing_is_shipped_while_a_cancellation_is_open()
    {
        OrderCommand[] asked = [Place, ByCustomer with { Policy = new() { CustomersMayCancelUntil = "never" } }];
        Refused(asked, new OrderCommand.AllocateUnits(ParcelB, [new("POT", 1)], [], Noon))
            .ShouldBe("cancellation_requested");
        State(Happened([.. asked, Cancel("as you wish", Noon.AddHours(41)) with { Id = Id(101) }]))
            .Cancelled.ShouldNotBeNull();
    }

    private static OrderCommand[] Underway() =>
    [
        new OrderCommand.NoteShipmentRegistered(Registered(ParcelA)),
        new OrderCommand.NoteShipmentProgress(Progressed(ParcelA, 3, Scan("in_transit", 24), "in_transit")),
    ];

    private static OrderCommand.NoteShipmentProgress Now(string status, string leg, long version) =>
        new(Progressed(ParcelA, version, Scan(status, 40 + version), status, leg));

    private static OrderCommand.CancelItems Items(int id, params ItemQuantity[] items) =>
        new(Id(id), items, "sold out", Noon.AddHours(3));

    private static IReadOnlyList<OrderEvent> Decided(OrderCommand[] given, OrderCommand when) =>
        Order.Decide(State(Happened(given)), when);

    private static string Refused(OrderCommand[] given, OrderCommand when) =>
        Should.Throw<RuleViolation>(() => Decided(given, when)).Code;
}
