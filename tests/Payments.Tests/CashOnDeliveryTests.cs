using static Payments.Tests.Given;

namespace Payments.Tests;

public sealed class CashOnDeliveryTests
{
    private static PaymentCommand.Collect Collect(decimal? amount = null) =>
        new(amount is { } some ? Inr(some) : null, Noon);

    [Fact]
    public void Cash_is_pending_until_it_is_collected()
    {
        var state = State(Request("cod"));
        state.Standing.ShouldBe(Standing("cod_pending", method: "cod"));
        Payment.Decide(state, Collect()).ShouldBe(
        [
            new PaymentEvent.Collected(Inr(100), Inr(0))
            {
                OccurredAt = Noon, After = Standing("cod_collected", 100, 100, method: "cod"),
            },
        ]);
    }

    [Fact]
    public void A_short_amount_is_kept_and_flagged()
    {
        var state = State(Request("cod"), Collect(99.50m));
        state.Standing.ShouldBe(Standing("cod_collected", 99.50m, 99.50m, method: "cod"));
        state.CollectedShort.ShouldBe(Inr(0.50m));
    }

    [Fact]
    public void What_cannot_be_collected_says_why()
    {
        RefusalOf(Authorized(), Collect()).ShouldBe("not_cod");
        RefusalOf(State(Request("cod")), Collect(100.01m)).ShouldBe("amount_too_large");
        RefusalOf(State(Request("cod"), Collect(90)), Collect(100)).ShouldBe("already_collected");
        RefusalOf(State(Request("cod"), new PaymentCommand.CancelOrder(Id(1), "x", Noon)), Collect())
            .ShouldBe("already_voided");
    }

    [Fact]
    public void Collected_cash_can_be_given_back()
    {
        var state = State(Request("cod"), Collect(), new PaymentCommand.Refund(Id(1), Inr(100), "returned", Noon));
        state.Refundable.ShouldBe(0);
    }
}
