using System.Reflection;
using Contracts;
using ServiceDefaults;
using Streams;
using static Orders.Tests.Given;

namespace Orders.Tests;

/// <summary>A return from its request to its end, on its own stream; what the order decides of it is below.</summary>
public sealed class ReturnTests
{
    private static readonly Guid ReturnId = Id(50);

    private static readonly OrderState Arrived =
        State(Happened([new OrderCommand.Place(Order1001), .. Delivered(ParcelA)]));

    private static readonly ReturnCommand Approve = new ReturnCommand.Approve(At(1));
    private static readonly ReturnCommand Receive = new ReturnCommand.Receive(Id(51), null, At(3));
    private static readonly ReturnCommand Refund = new ReturnCommand.Refund(null, At(5));

    private static readonly ReturnCommand[] Refunded =
    [
        Opened(), Approve, new ReturnCommand.NoteParcel(Parcel()),
        new ReturnCommand.NoteParcelStatus(ParcelB, "returning", At(2)),
        Receive,
        new ReturnCommand.Inspect(Id(52), [new("MUG", 1, "as_new", true), new("MUG", 1, "broken", false)], At(4)),
        Refund, new ReturnCommand.NoteRefunded(At(6)),
    ];

    private static readonly ReturnCommand[][] Lives =
    [
        Refunded,
        [Opened(), new ReturnCommand.Reject("worn", At(1))],
        [Opened(), Approve, new ReturnCommand.Cancel(Requester.Customer, null, At(2))],
        [Opened("exchange"), Approve, Exchange(), Receive],
    ];

    [Fact]
    public void Repeating_any_command_decides_nothing()
    {
        foreach (var life in Lives)
        {
            var state = ReturnState.Initial;
            foreach (var command in life)
            {
                var decided = Return.Decide(state, command);
                decided.ShouldNotBeEmpty(command.ToString());
                state = Return.Stream.ThroughSnapshot(decided.Aggregate(state, Return.Evolve));
                Return.Decide(state, command).ShouldBeEmpty($"{command} at once again");
            }

            foreach (var command in life)
                Return.Decide(state, command).ShouldBeEmpty($"{command} at the end again");
        }
    }

    [Fact]
    public void The_lives_hold_every_command_and_lead_to_every_event()
    {
        Lives.SelectMany(life => life).Select(command => command.GetType()).Distinct()
            .ShouldBe(Nested<ReturnCommand>(), ignoreOrder: true);
        Lives.SelectMany(life => Decided(life)).Select(happened => happened.GetType()).Distinct()
            .ShouldBe(Nested<ReturnEvent>(), ignoreOrder: true);
    }

    [Fact]
    public void Its_status_says_how_far_it_is()
    {
        string[] expected =
            ["requested", "approved", "approved", "in_transit", "received", "received", "received", "refunded"];
        for (var n = 1; n <= Refunded.Length; n++)
            After(Refunded[..n]).Status.ShouldBe(expected[n - 1], Refunded[n - 1].ToString());
        After(Lives[1]).Status.ShouldBe("rejected");
        After(Lives[2]).Status.ShouldBe("cancelled");
        After(Lives[3]).Status.ShouldBe("exchanged");
        After(Lives[3][..3]).Status.ShouldBe("approved");
    }

    [Fact]
    public void What_is_accepted_is_refunded_and_no_more()
    {
        After(Refunded[..5]).Value.ShouldBe(Euro(20));
        After(Refunded[..6]).Value.ShouldBe(Euro(10));
        After(Refunded).RefundRequested!.Amount.ShouldBe(Euro(10));
        Refused(Refunded[..6], new ReturnCommand.Refund(Euro(11), At(5))).ShouldBe("amount_too_large");
        Refused(Refunded[..6], new ReturnCommand.Refund(Euro(0), At(5))).ShouldBe("amount_too_small");
        Refused(Refunded[..6], new ReturnCommand.Refund(new(5, "INR"), At(5))).ShouldBe("wrong_currency");
        After([.. Refunded[..6], new ReturnCommand.Refund(Euro(4), At(5))]).RefundRequested!.Amount.ShouldBe(Euro(4));
        Refused(Refunded, new ReturnCommand.Refund(Euro(4), At(7))).ShouldBe("already_refunded");
        Refused(Refunded[..2], Refund).ShouldBe("not_received");
    }

    [Fact]
    public void Goods_come_back_and_are_inspected_in_parts()
    {
        var one = new ReturnCommand.Receive(Id(61), [new("MUG", 1)], At(3));
        ReturnCommand[] half = [Opened(), Approve, one];
        After(half).Status.ShouldBe("received");
        Refused(half, one with { Id = Id(62), Items = [new("MUG", 2)] }).ShouldBe("more_than_returned");
        Refused(half, new ReturnCommand.Inspect(Id(63), [new("MUG", 2, null, true)], At(4)))
            .ShouldBe("more_than_received");
        var looked = new ReturnCommand.Inspect(Id(63), [new("MUG", 1, "broken", false)], At(4));
        Refused([.. half, looked], Refund).ShouldBe("nothing_accepted");
        After([.. half, looked, new ReturnCommand.Reject("all broken", At(5))]).Status.ShouldBe("rejected");
        After([.. half, looked, Receive]).Value.ShouldBe(Euro(10));
        Should.Throw<ProblemException>(() => Decided([.. half, one with { Id = Id(64), Items = [new("POT", 1)] }]))
            .Errors!.ShouldHaveSingleItem().Pointer.ShouldBe("/items/0/sku");
    }

    [Fact]
    public void Nothing_happens_to_a_return_before_it_is_approved_or_after_it_is_refused()
    {
        Refused([Opened()], Receive).ShouldBe("not_approved");
        Refused([Opened()], Exchange()).ShouldBe("not_approved");
        foreach (var command in (ReturnCommand[])[Approve, Receive, Refund, Exchange()])
            Refused(Lives[1], command).ShouldBe("return_rejected");
        foreach (var command in (ReturnCommand[])[Receive, Refund, Exchange()])
            Refused(Lives[2], command).ShouldBe("return_cancelled");
        Refused(Refunded[..4], new ReturnCommand.Reject("worn", At(3))).ShouldBe("return_underway");
        Refused(Refunded[..4], Lives[2][^1]).ShouldBe("return_underway");
        Refused([Opened(by: Requester.Merchant)], Lives[2][^1]).ShouldBe("not_the_requester");
    }

    [Fact]
    public void Store_credit_moves_no_money_and_an_exchange_excludes_a_refund()
    {
        Decided([Opened("store_credit"), Approve, Receive, Refund])[^1].ShouldBeOfType<ReturnEvent.Refunded>();
        Refused(Lives[3], Refund).ShouldBe("already_exchanged");
        Refused(Refunded[..7], Exchange()).ShouldBe("already_refunded");
        var sent = Decided(Lives[3]).OfType<ReturnEvent.Exchanged>().Single();
        sent.Items.ShouldBe([new OrderItem("MUG", "Mug", 2, Euro(0), null)]);
        Refused(Lives[3][..2], Exchange(new OrderItem("CUP", "Cup", 3, Euro(1), null))).ShouldBe("more_than_returned");
    }

    private static DateTimeOffset At(int hours) => Noon.AddHours(70 + hours);

    private static ReturnCommand.Open Opened(string resolution = "refund", string by = Requester.Customer) => new(
        OrderId, (OrderEvent.ReturnRequested)Order.Decide(
            Arrived, Asks(ReturnId, new AskedItem("MUG", 2, null)) with
            {
                Resolution = resolution,
                RequestedBy = by,
            })[0]);

    private static ReturnCommand.Exchange Exchange(params OrderItem[] items) => new(
        Id(70), "7Q2M-01KX-9FWT", items.Length > 0 ? items : null, Order1001.Items, "BBBBBBBBBBBBBBBBBBBBBB", At(2));

    private static ShipmentRegistered Parcel() => Registered(ParcelB) with { Leg = "return", ReturnId = ReturnId };

    private static List<ReturnEvent> Decided(IEnumerable<ReturnCommand> commands)
    {
        var events = new List<ReturnEvent>();
        foreach (var command in commands)
            events.AddRange(Return.Decide(events.Aggregate(ReturnState.Initial, Return.Evolve), command));
        return events;
    }

    private static ReturnState After(IEnumerable<ReturnCommand> commands) =>
        Return.Stream.ThroughSnapshot(Decided(commands).Aggregate(ReturnState.Initial, Return.Evolve));

    private static string Refused(IEnumerable<ReturnCommand> given, ReturnCommand when) =>
        Should.Throw<RuleViolation>(() => Return.Decide(After(given), when)).Code;

    private static IEnumerable<Type> Nested<T>() =>
        typeof(T).GetNestedTypes(BindingFlags.Public).Where(type => type.IsSubclassOf(typeof(T)));
}
