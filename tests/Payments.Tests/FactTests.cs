using Payments.Providers;
using static Payments.Tests.Given;

namespace Payments.Tests;

/// <summary>Facts as providers really tell them: sums, parts, twice, late, and taken back.</summary>
public sealed class FactTests
{
    [Fact]
    public void A_sum_told_by_several_events_counts_once()
    {
        var state = Authorized().After(Total(FactKind.Captured, 60));
        Payment.Decide(state, Total(FactKind.Captured, 60)).ShouldBeEmpty();
        Payment.Decide(state, Total(FactKind.Captured, 40)).ShouldBeEmpty();
        state.After(Total(FactKind.Captured, 100)).Standing.ShouldBe(Standing("captured", 100, 100));
    }

    [Fact]
    public void A_sum_settles_only_the_request_that_it_names()
    {
        var asked = Authorized().After(new PaymentCommand.Capture(Id(1), Inr(60), Noon));
        var heard = asked.After(Total(FactKind.Captured, 60));
        heard.Captures.ShouldHaveSingleItem().Status.ShouldBe("pending");

        // The call's answer tells the same sum, and for what.
        var answered = heard.After(Total(FactKind.Captured, 60, request: Id(1)));
        answered.Captures.ShouldHaveSingleItem().Status.ShouldBe("succeeded");
        answered.Standing.ShouldBe(Standing("captured", 100, 60));
    }

    [Fact]
    public void After_the_last_capture_nothing_more_can_be_captured()
    {
        var state = Authorized().After(Total(FactKind.Captured, 60)).After(Total(FactKind.Captured, 60, isFinal: true));
        state.IsClosed.ShouldBeTrue();
        RefusalOf(state, new PaymentCommand.Capture(Id(1), Inr(10), Noon)).ShouldBe("already_captured");
    }

    [Fact]
    public void Refunds_told_one_by_one_and_in_all_count_once_in_any_order()
    {
        PaymentCommand.NoteFact[] told =
        [
            Fact(FactKind.Refunded, 30, "re_1"), Total(FactKind.Refunded, 30), Fact(FactKind.Refunded, 20, "re_2"),
            Total(FactKind.Refunded, 50),
        ];
        foreach (var order in Orders(told))
            order.Aggregate(Captured(), (state, fact) => state.After(fact)).RefundedSum.ShouldBe(50);
    }

    [Fact]
    public void A_refund_that_comes_back_is_not_refunded_in_whatever_order_it_is_told()
    {
        PaymentCommand.NoteFact[] told =
        [
            Fact(FactKind.Refunded, 30, "re_1", Noon.AddMinutes(2)),
            Total(FactKind.Refunded, 30, at: Noon.AddMinutes(2)),
            Fact(FactKind.RefundFailed, 30, "re_1:failed", Noon.AddMinutes(5)),
        ];
        foreach (var order in Orders(told))
        {
            var state = order.Aggregate(Captured(), (state, fact) => state.After(fact));
            state.Standing.ShouldBe(Standing("captured", 100, 100, method: "upi"));
            state.Refundable.ShouldBe(100);
        }
    }

    [Fact]
    public void A_failed_refund_says_so_and_can_be_asked_for_again()
    {
        var state = Captured().After(new PaymentCommand.Refund(Id(1), Inr(30), "damaged", Noon))
            .After(Fact(FactKind.Refunded, 30, "re_1", request: Id(1)))
            .After(Fact(FactKind.RefundFailed, 30, "re_1:failed", request: Id(1)));
        state.Refunds.ShouldHaveSingleItem().Status.ShouldBe("refused");
        state.After(new PaymentCommand.Refund(Id(2), Inr(100), "again", Noon)).Refundable.ShouldBe(0);
    }

    [Fact]
    public void What_is_in_dispute_is_not_refunded_too()
    {
        var state = Captured().After(Dispute(Disputes.Opened, 70));
        state.Standing!.Status.ShouldBe("captured");
        state.Standing.Dispute.ShouldBe("opened");
        RefusalOf(state, new PaymentCommand.Refund(Id(1), Inr(31), "x", Noon)).ShouldBe("amount_too_large");
        RefusalOf(Captured().After(Dispute(Disputes.Lost)), new PaymentCommand.Refund(Id(1), Inr(1), "x", Noon))
            .ShouldBe("disputed");

        var won = state.After(Dispute(Disputes.Won, 70, at: Noon.AddDays(60)));
        won.Refundable.ShouldBe(100);
        won.Disputes.ShouldHaveSingleItem().OpenedAt.ShouldBe(Noon.AddDays(20));
    }

    [Fact]
    public void How_a_dispute_ended_counts_more_than_that_it_began_whichever_is_heard_first()
    {
        PaymentCommand.NoteFact[] told =
        [
            Dispute(Disputes.Opened), Dispute(Disputes.Won, at: Noon.AddDays(40)),
            Dispute(Disputes.Lost, at: Noon.AddDays(50)),
        ];
        foreach (var order in Orders(told))
        {
            var state = order.Aggregate(Captured(), (state, fact) => state.After(fact));
            var dispute = state.Disputes.ShouldHaveSingleItem();
            (dispute.Status, dispute.OpenedAt, dispute.ClosedAt)
                .ShouldBe(("lost", Noon.AddDays(20), Noon.AddDays(50)));
        }
    }

    [Fact]
    public void A_dispute_holds_back_what_a_cancelled_order_gives_back_until_it_is_won()
    {
        var state = Captured().After(Dispute(Disputes.Opened)).After(new PaymentCommand.CancelOrder(Id(1), "x", Noon));
        state.Refunds.ShouldBeEmpty();
        Payment.Decide(state, Dispute(Disputes.Won, at: Noon.AddDays(60)))[^1]
            .ShouldBeOfType<PaymentEvent.RefundRequested>().Amount.ShouldBe(Inr(100));
    }

    [Fact]
    public void Of_the_same_second_a_failure_is_the_earlier_attempt()
    {
        var at = Noon.AddMinutes(1);
        foreach (var order in Orders([Fact(FactKind.Failed, at: at), Fact(FactKind.Authorized, 100, at: at)]))
            order.Aggregate(State(Request()), (state, fact) => state.After(fact)).Standing!.Status
                .ShouldBe("authorized");
    }

    private static IEnumerable<PaymentCommand.NoteFact[]> Orders(PaymentCommand.NoteFact[] told) => told.Length < 2
        ? [told]
        : told.SelectMany((first, i) => Orders([.. told[..i], .. told[(i + 1)..]])
            .Select(rest => (PaymentCommand.NoteFact[])[first, .. rest]));
}
