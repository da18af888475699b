using Payments.Providers;
using static Payments.Tests.Given;

namespace Payments.Tests;

public sealed class PaymentTests
{
    [Fact]
    public void A_card_is_authorized_then_captured_when_asked()
    {
        var authorized = State(Request(), Fact(FactKind.Authorized, 100.00m));
        authorized.Standing.ShouldBe(Standing("authorized", authorized: 100));

        var asked = Payment.Decide(authorized, new PaymentCommand.Capture(Id(1), null, Noon));
        asked.ShouldBe([new PaymentEvent.CaptureRequested(Id(1), Inr(100.00m))
        {
            OccurredAt = Noon, After = Standing("authorized", authorized: 100),
        }]);

        var state = authorized.After(new PaymentCommand.Capture(Id(1), null, Noon));
        Payment.Decide(state, Fact(FactKind.Captured, 100, "evt_2", request: Id(1))).ShouldBe(
        [
            new PaymentEvent.Captured("evt_2", Inr(100), Id(1))
            {
                OccurredAt = Noon.AddMinutes(1), After = Standing("captured", 100, 100),
            },
        ]);
    }

    [Theory]
    [InlineData("upi")]
    [InlineData("wallet")]
    [InlineData("bank_transfer")]
    [InlineData("voucher")]
    public void Money_that_comes_at_once_is_captured_without_an_authorization(string method)
    {
        var state = State(Request(method), Fact(FactKind.Captured, 100));
        state.Standing.ShouldBe(Standing("captured", 100, 100, method: method));
    }

    [Fact]
    public void A_capture_in_part_leaves_the_rest_to_be_captured()
    {
        var state = Authorized().After(new PaymentCommand.Capture(Id(1), Inr(30), Noon));
        RefusalOf(state, new PaymentCommand.Capture(Id(2), Inr(70.01m), Noon)).ShouldBe("amount_too_large");
        var rest = Payment.Decide(state, new PaymentCommand.Capture(Id(2), null, Noon));
        rest.ShouldHaveSingleItem().ShouldBeOfType<PaymentEvent.CaptureRequested>().Amount.ShouldBe(Inr(70));
    }

    [Fact]
    public void What_cannot_be_captured_says_why()
    {
        var capture = new PaymentCommand.Capture(Id(1), null, Noon);
        RefusalOf(State(Request()), capture).ShouldBe("not_authorized");
        RefusalOf(State(Request(), Fact(FactKind.Failed)), capture).ShouldBe("not_authorized");
        RefusalOf(Captured(), capture).ShouldBe("already_captured");
        RefusalOf(Authorized().After(capture), capture with { Id = Id(2) }).ShouldBe("already_captured");
        RefusalOf(Authorized().After(Fact(FactKind.Voided)), capture).ShouldBe("already_voided");
        RefusalOf(State(Request("cod")), capture).ShouldBe("cash_on_delivery");
        RefusalOf(Authorized(), capture with { Amount = new(1, "USD") }).ShouldBe("wrong_currency");
        RefusalOf(Authorized(), capture with { Amount = Inr(0) }).ShouldBe("amount_too_small");
    }

    [Fact]
    public void Refunds_in_part_add_up_and_pending_ones_count()
    {
        var state = Captured().After(new PaymentCommand.Refund(Id(1), Inr(40), "damaged", Noon));
        state.Standing!.Status.ShouldBe("captured");
        RefusalOf(state, new PaymentCommand.Refund(Id(2), Inr(60.01m), "more", Noon)).ShouldBe("amount_too_large");

        state = state.After(Fact(FactKind.Refunded, 40, "evt_r1", request: Id(1)));
        state.Standing.ShouldBe(Standing("partially_refunded", 100, 100, 40, method: "upi"));

        state = state.After(new PaymentCommand.Refund(Id(2), Inr(60), "the rest", Noon))
            .After(Fact(FactKind.Refunded, 60, "evt_r2", request: Id(2)));
        state.Standing.ShouldBe(Standing("refunded", 100, 100, 100, method: "upi"));
        RefusalOf(state, new PaymentCommand.Refund(Id(3), Inr(1), "again", Noon)).ShouldBe("already_refunded");
    }

    [Fact]
    public void Of_two_full_refunds_at_once_one_is_refused()
    {
        var state = Captured().After(new PaymentCommand.Refund(Id(1), Inr(100), "first", Noon));
        RefusalOf(state, new PaymentCommand.Refund(Id(2), Inr(100), "second", Noon)).ShouldBe("already_refunded");
    }

    [Fact]
    public void A_refund_that_the_provider_refuses_can_be_asked_for_again()
    {
        var state = Captured().After(new PaymentCommand.Refund(Id(1), Inr(100), "first", Noon))
            .After(new PaymentCommand.NoteRefused(ProviderOperation.Refund, Id(1), "account closed", Noon, Id(9)));
        state.Refunds.ShouldHaveSingleItem().Status.ShouldBe("refused");
        Payment.Decide(state, new PaymentCommand.Refund(Id(2), Inr(100), "second", Noon)).Count.ShouldBe(1);
        RefusalOf(Authorized(), new PaymentCommand.Refund(Id(1), Inr(1), "x", Noon)).ShouldBe("not_captured");
    }

    [Fact]
    public void A_void_ends_an_authorization_and_nothing_else()
    {
        var ask = new PaymentCommand.Void(Id(1), "changed my mind", Noon);
        var state = Authorized().After(ask);
        state.Standing!.Status.ShouldBe("authorized");
        state.After(Fact(FactKind.Voided)).Standing.ShouldBe(Standing("voided", authorized: 100));
        RefusalOf(Captured(), ask).ShouldBe("already_captured");
        RefusalOf(Authorized().After(new PaymentCommand.Capture(Id(2), null, Noon)), ask).ShouldBe("already_captured");
        Payment.Decide(state, ask with { Id = Id(3) }).ShouldBeEmpty();
    }

    [Fact]
    public void A_failure_counts_until_a_later_authorization()
    {
        var failed = State(Request(), Fact(FactKind.Failed, at: Noon.AddMinutes(2)));
        failed.Standing!.Status.ShouldBe("failed");
        failed.After(Fact(FactKind.Authorized, 100, at: Noon.AddMinutes(3))).Standing!.Status.ShouldBe("authorized");
        failed.After(Fact(FactKind.Authorized, 100, at: Noon.AddMinutes(1))).Standing!.Status.ShouldBe("failed");
    }

    [Fact]
    public void A_refund_heard_before_its_capture_never_shows_more_given_back_than_taken()
    {
        var state = State(Request("upi"), Fact(FactKind.Refunded, 40));
        state.Standing.ShouldBe(Standing("refunded", 40, 40, 40, method: "upi"));
        state.After(Fact(FactKind.Captured, 100)).Standing
            .ShouldBe(Standing("partially_refunded", 100, 100, 40, method: "upi"));
    }

    [Fact]
    public void A_fact_that_names_no_request_settles_the_oldest_over_its_amount()
    {
        var state = Captured().After(new PaymentCommand.Refund(Id(1), Inr(40), "a", Noon))
            .After(new PaymentCommand.Refund(Id(2), Inr(40), "b", Noon)).After(Fact(FactKind.Refunded, 40));
        state.Refunds.Select(r => r.Status).ShouldBe(["succeeded", "pending"]);
    }

    [Fact]
    public void A_fact_in_another_currency_is_not_this_payments()
    {
        var fact = new ProviderFact("evt_1", FactKind.Captured, new(100, "USD"), Noon);
        RefusalOf(State(Request()), new PaymentCommand.NoteFact(fact, Id(1))).ShouldBe("wrong_currency");
    }

    [Fact]
    public void A_payment_of_nothing_can_still_be_captured()
    {
        var state = Authorized(0).After(new PaymentCommand.Capture(Id(1), null, Noon))
            .After(Fact(FactKind.Captured, 0));
        state.Standing!.Status.ShouldBe("captured");
    }
}
