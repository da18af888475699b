using Contracts;
using Streams;
using static Orders.Tests.Given;

namespace Orders.Tests;

/// <summary>What an order decides about its returns.</summary>
public sealed class OrderReturnTests
{
    private static readonly OrderCommand[] Arrived = [new OrderCommand.Place(Order1001), .. Delivered(ParcelA)];

    [Fact]
    public void No_unit_comes_back_twice()
    {
        var one = Asks(Id(1), new AskedItem("MUG", 1, null));
        Refused([.. Arrived, one], Asks(Id(2), new AskedItem("MUG", 2, null))).ShouldBe("more_than_delivered");
        OrderCommand[] both = [.. Arrived, one, Asks(Id(2), new AskedItem("MUG", 1, null))];
        Refused(both, Asks(Id(3), new AskedItem("MUG", 1, null))).ShouldBe("more_than_delivered");
        Happened([.. both, new OrderCommand.NoteReturn(Step(Id(1), 2, "cancelled", "cancelled")),
            Asks(Id(3), new AskedItem("MUG", 1, null))])[^1].ShouldBeOfType<OrderEvent.ReturnRequested>();
    }

    [Fact]
    public void What_is_not_delivered_does_not_come_back()
    {
        Refused([new OrderCommand.Place(Order1001)], Asks(Id(1), new AskedItem("MUG", 1, null)))
            .ShouldBe("more_than_delivered");
        OrderCommand[] half = [new OrderCommand.Place(Order1001), .. Delivered(ParcelA, new ItemQuantity("MUG", 1))];
        Refused(half, Asks(Id(1), new AskedItem("MUG", 2, null))).ShouldBe("more_than_delivered");
    }

    [Theory]
    [InlineData(Requester.Customer, false, 29, "requested")]
    [InlineData(Requester.Customer, true, 29, "approved")]
    [InlineData(Requester.Customer, true, 31, "rejected")]
    [InlineData(Requester.Merchant, false, 29, "requested")]
    [InlineData(Requester.Merchant, true, 29, "approved")]
    [InlineData(Requester.Merchant, true, 31, "requested")]
    public void Policy_decides_by_the_days_since_the_delivery(string by, bool approves, int days, string outcome)
    {
        var asked = Asks(Id(1), new AskedItem("MUG", 1, null)) with
        {
            RequestedBy = by,
            Policy = new() { ReturnWindow = TimeSpan.FromDays(30), ApprovesReturns = approves },
            Now = Noon.AddHours(50).AddDays(days),
        };
        var decided = (OrderEvent.ReturnRequested)Happened([.. Arrived, asked])[^1];
        decided.Outcome.ShouldBe(outcome);
        OrderReturns.StatusOf(State(Happened([.. Arrived, asked]))).ShouldBe(outcome);
    }

    [Fact]
    public void Of_several_prices_returned_units_have_the_last_lines()
    {
        var order = Order1001 with
        {
            Items = [new("MUG", "Mug", 2, Euro(10), null), new("MUG", "Mug, blue", 2, Euro(12), null)],
        };
        OrderCommand[] given =
        [
            new OrderCommand.Place(order), new OrderCommand.CancelItems(Id(9), [new("MUG", 1)], "sold out", Noon),
            .. Delivered(ParcelA, new ItemQuantity("MUG", 3)),
        ];
        ((OrderEvent.ReturnRequested)Happened([.. given, Asks(Id(1), new AskedItem("MUG", 3, null))])[^1])
            .Items.ShouldHaveSingleItem().Prices.ShouldBe([new(Euro(12), 2), new(Euro(10), 1)]);
    }

    [Fact]
    public void A_return_is_refunded_when_no_more_is_kept_than_the_order_amounts_to()
    {
        OrderCommand[] asked =
        [
            .. Arrived,
            new OrderCommand.NotePayment(Money(CardId, 1, 40, 0)),
            new OrderCommand.NotePayment(Money(VoucherId, 1, 10, 0)),
            Asks(Id(1), new AskedItem("MUG", 1, null)), Asks(Id(2), new AskedItem("POT", 1, null)),
            Refund(Id(1), 10), Refund(Id(2), 25),
        ];
        OrderReturns.Refunded(State(Happened(asked))).ShouldBeEmpty();
        asked = [.. asked, new OrderCommand.NotePayment(Money(CardId, 2, 40, 10))];
        OrderReturns.Refunded(State(Happened(asked))).ShouldBe([Id(1)]);
        asked = [.. asked, new OrderCommand.NotePayment(Money(CardId, 3, 40, 35))];
        OrderReturns.Refunded(State(Happened(asked))).ShouldBe([Id(1), Id(2)]);
        asked = [.. asked, new OrderCommand.NoteReturn(Step(Id(1), 9, "refunded", "refunded"))];
        OrderReturns.Refunded(State(Happened(asked))).ShouldBe([Id(2)]);
    }

    [Fact]
    public void A_parcel_of_a_return_is_none_of_the_orders_own()
    {
        var back = Registered(ParcelB, new ItemQuantity("MUG", 1)) with { Leg = "return", ReturnId = Id(1) };
        OrderCommand[] given =
            [.. Arrived, Asks(Id(1), new AskedItem("MUG", 1, null)), new OrderCommand.NoteShipmentRegistered(back)];
        var state = State(Happened(given));
        OrderStatus.Of(state).ShouldBe("return_requested");
        state.Parcel(ParcelB).Leg.ShouldBe("return");
        DeliveryProgress.Of(state).ShouldBe(1);
        var way = Progressed(ParcelB, 2, Scan("returning", 80), "returning", "return");
        state = State(Happened([.. given, new OrderCommand.NoteShipmentProgress(way)]));
        OrderStatus.HasArrived(state).ShouldBeTrue();
    }

    private static PaymentProgressed Money(Guid payment, long version, decimal captured, decimal refunded) =>
        Paid(payment, version, "captured", "captured", captured) with { Refunded = Euro(refunded) };

    private static OrderCommand.NoteReturn Refund(Guid id, decimal amount) => new(
        Step(id, 5, "refund_requested", "received") with { Amount = Euro(amount), Reason = "broken" });

    private static string Refused(OrderCommand[] given, OrderCommand when) =>
        Should.Throw<RuleViolation>(() => Order.Decide(State(Happened(given)), when)).Code;
}
