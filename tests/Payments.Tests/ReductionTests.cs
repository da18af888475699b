using Payments.Providers;
using static Payments.Tests.Given;

namespace Payments.Tests;

public sealed class ReductionTests
{
    private static PaymentCommand.Reduce Reduce(decimal amount, int id = 60) =>
        new(Id(id), Inr(amount), "lamp cancelled", Noon, Id(id + 1));

    [Fact]
    public void What_is_captured_is_given_back()
    {
        var decided = Payment.Decide(Captured(), Reduce(30));
        decided[0].ShouldBeOfType<PaymentEvent.Reduced>().Lowered.ShouldBe(Inr(0));
        decided[1].ShouldBeOfType<PaymentEvent.RefundRequested>().Amount.ShouldBe(Inr(30));
    }

    [Fact]
    public void What_is_only_authorized_cannot_be_captured_any_more()
    {
        var state = Authorized().After(Reduce(30));
        state.Refunds.ShouldBeEmpty();
        RefusalOf(state, new PaymentCommand.Capture(Id(1), Inr(70.01m), Noon)).ShouldBe("amount_too_large");
        Payment.Decide(state, new PaymentCommand.Capture(Id(1), null, Noon))[0]
            .ShouldBeOfType<PaymentEvent.CaptureRequested>().Amount.ShouldBe(Inr(70));
    }

    [Fact]
    public void An_authorization_of_which_nothing_is_left_is_voided()
    {
        var state = Authorized().After(Reduce(30)).After(Reduce(70, id: 70));
        state.PendingVoid.ShouldBe(Id(71));
        state.After(Fact(FactKind.Voided)).Standing!.Status.ShouldBe("voided");
    }

    [Fact]
    public void Part_is_given_back_and_the_rest_never_taken()
    {
        var state = Authorized().After(Fact(FactKind.Captured, 20)).After(Reduce(50));
        state.Refunds.ShouldHaveSingleItem().Amount.ShouldBe(Inr(20));
        state.Lowered.ShouldBe(30);
        state.Capturable.ShouldBe(50);
    }

    [Fact]
    public void Money_that_comes_although_the_payment_was_lowered_goes_back()
    {
        var state = State(Request("upi"), Reduce(30));
        var decided = Payment.Decide(state, Fact(FactKind.Captured, 100));
        decided[^1].ShouldBeOfType<PaymentEvent.RefundRequested>().Amount.ShouldBe(Inr(30));
        var after = state.After(Fact(FactKind.Captured, 100));
        after.TakenTooMuch.ShouldBe(0);
        Payment.Decide(after, Fact(FactKind.Authorized, 100))
            .ShouldHaveSingleItem().ShouldBeOfType<PaymentEvent.Authorized>();
    }

    [Fact]
    public void A_capture_under_way_is_waited_for_and_what_is_too_much_of_it_given_back()
    {
        var state = Authorized().After(new PaymentCommand.Capture(Id(1), null, Noon)).After(Reduce(30));
        state.Refunds.ShouldBeEmpty();
        Payment.Decide(state, Fact(FactKind.Captured, 100, request: Id(1)))[^1]
            .ShouldBeOfType<PaymentEvent.RefundRequested>().Amount.ShouldBe(Inr(30));
    }

    [Fact]
    public void Less_cash_is_collected()
    {
        var state = State(Request("cod"), Reduce(30));
        Payment.Decide(state, new PaymentCommand.Collect(null, Noon))[0]
            .ShouldBeOfType<PaymentEvent.Collected>().Amount.ShouldBe(Inr(70));
        Payment.Decide(State(Request("cod"), Reduce(100)), Reduce(100)).ShouldBeEmpty();
        State(Request("cod"), Reduce(100)).PendingVoid.ShouldNotBeNull();
    }

    [Fact]
    public void Cash_that_was_collected_before_less_was_asked_for_goes_back() =>
        Payment.Decide(State(Request("cod"), Reduce(30)), new PaymentCommand.NoteCash(Id(1), 5, Inr(100), Noon, Id(2)))
            .Select(e => e.GetType().Name).ShouldBe(["Collected", "RefundRequested"]);

    [Fact]
    public void A_cancelled_order_gives_back_everything_once()
    {
        var state = Captured().After(Reduce(30)).After(new PaymentCommand.CancelOrder(Id(1), "x", Noon));
        state.Refunds.Select(refund => refund.Amount).ShouldBe([Inr(30), Inr(70)]);
        state.After(Reduce(20, id: 80)).Refunds.Count.ShouldBe(2);
    }

    private static readonly Reduction Ninety = new(Id(60), Inr(90), "returned", Noon);

    private static (Guid, decimal)[] Split(params PaymentState[] payments) =>
        [.. Shares.Of(Ninety, [.. payments.Select((state, i) => (Id(i), state))])
            .Select(share => (share.Key, share.Value.Amount)).Order()];

    [Fact]
    public void A_reduction_is_shared_out_by_what_the_payments_can_bear()
    {
        Split(Authorized(), Captured(40), State(Request("cod"))).ShouldBe([(Id(0), 50), (Id(1), 40)]);
        Split(Authorized(60), State(Request("cod"))).ShouldBe([(Id(0), 60), (Id(1), 30)]);
        Split(State(Request(), Fact(FactKind.Failed)), Captured(50)).ShouldBe([(Id(0), 40), (Id(1), 50)]);
        Split(Authorized().After(Fact(FactKind.Voided)), Captured(200)).ShouldBe([(Id(1), 90)]);
    }

    [Fact]
    public void What_a_payment_has_been_told_of_is_not_shared_out_again()
    {
        var told = Captured(40).After(new PaymentCommand.Reduce(Ninety.Id, Inr(40), "returned", Noon, Id(61)));
        Split(told, Authorized()).ShouldBe([(Id(1), 50)]);
        Split(told, Authorized().After(new PaymentCommand.Reduce(Ninety.Id, Inr(50), "returned", Noon, Id(61))))
            .ShouldBeEmpty();
    }

    [Fact]
    public void What_a_payment_brings_follows_what_becomes_of_it()
    {
        Authorized().Holds.ShouldBe(100);
        Authorized().After(Reduce(30)).Holds.ShouldBe(70);
        Captured().After(Reduce(30)).Holds.ShouldBe(70);
        Captured().After(new PaymentCommand.Refund(Id(1), Inr(100), "x", Noon)).Holds.ShouldBe(0);
        State(Request(), Fact(FactKind.Failed)).Holds.ShouldBe(0);
        State(Request("cod")).Holds.ShouldBe(100);
        Authorized().After(new PaymentCommand.Capture(Id(1), Inr(40), Noon)).After(Fact(FactKind.Captured, 40)).Holds
            .ShouldBe(100);
    }
}
