using Payments.Providers;
using static Payments.Tests.Given;

namespace Payments.Tests;

public sealed class CancelledOrderTests
{
    private static readonly PaymentCommand.CancelOrder Cancel = new(Id(50), "changed my mind", Noon);

    [Fact]
    public void An_authorized_payment_is_voided()
    {
        var standing = Standing("authorized", authorized: 100);
        Payment.Decide(Authorized(), Cancel).ShouldBe(
        [
            new PaymentEvent.OrderCancelled("changed my mind") { OccurredAt = Noon, After = standing },
            new PaymentEvent.VoidRequested(Id(50), "changed my mind") { OccurredAt = Noon, After = standing },
        ]);
    }

    [Theory]
    [InlineData("card")]
    [InlineData("cod")]
    public void A_payment_that_has_not_come_is_voided(string method) =>
        Payment.Decide(State(Request(method)), Cancel)[^1].ShouldBeOfType<PaymentEvent.VoidRequested>();

    [Fact]
    public void Of_a_captured_payment_what_is_left_is_refunded()
    {
        var state = Captured().After(new PaymentCommand.Refund(Id(1), Inr(30), "damaged", Noon));
        Payment.Decide(state, Cancel)[^1].ShouldBe(
            new PaymentEvent.RefundRequested(Id(50), Inr(70), "changed my mind")
            {
                OccurredAt = Noon,
                After = Standing("captured", 100, 100, method: "upi"),
            });
    }

    [Fact]
    public void Money_that_comes_after_the_cancellation_goes_back()
    {
        var state = State(Request("upi"), Cancel);
        var decided = Payment.Decide(state, Fact(FactKind.Captured, 100));
        decided.Select(e => e.GetType().Name).ShouldBe(["Captured", "RefundRequested"]);
    }

    [Fact]
    public void A_capture_under_way_is_waited_for()
    {
        var state = Authorized().After(new PaymentCommand.Capture(Id(1), null, Noon));
        Payment.Decide(state, Cancel).ShouldHaveSingleItem().ShouldBeOfType<PaymentEvent.OrderCancelled>();

        state = state.After(Cancel);
        Payment.Decide(state, Fact(FactKind.Captured, 100, request: Id(1)))[^1]
            .ShouldBeOfType<PaymentEvent.RefundRequested>().Amount.ShouldBe(Inr(100));
        var refused = new PaymentCommand.NoteRefused(ProviderOperation.Capture, Id(1), "expired", Noon, Id(51));
        Payment.Decide(state, refused)[^1].ShouldBeOfType<PaymentEvent.VoidRequested>();
    }

    [Fact]
    public void A_failed_payment_stays_as_it_is() => Payment.Decide(State(Request(), Fact(FactKind.Failed)), Cancel)
        .ShouldHaveSingleItem().ShouldBeOfType<PaymentEvent.OrderCancelled>();

    [Fact]
    public void An_authorization_after_the_cancellation_is_voided_once()
    {
        var failed = State(Request(), Fact(FactKind.Failed), Cancel);
        var state = failed.After(Fact(FactKind.Authorized, 100, at: Noon.AddHours(1)));
        state.PendingVoid.ShouldNotBeNull();
        Payment.Decide(state, Fact(FactKind.Authorized, 100, "evt_again", Noon.AddHours(2))).Count.ShouldBe(1);
    }
}
