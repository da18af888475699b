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
        PaymentView.Of(Id(1), state).CollectedShort.ShouldBe(Inr(0.50m));
    }

    [Fact]
    public void More_than_was_asked_for_is_kept_and_flagged()
    {
        var collected = Payment.Decide(State(Request("cod")), Collect(110)).ShouldHaveSingleItem()
            .ShouldBeOfType<PaymentEvent.Collected>();
        (collected.Short, collected.Over).ShouldBe((Inr(0), Inr(10)));
        var view = PaymentView.Of(Id(1), State(Request("cod"), Collect(110)));
        (view.CollectedShort, view.CollectedOver, view.Captured).ShouldBe((null, Inr(10), Inr(110)));
    }

    [Fact]
    public void What_cannot_be_collected_says_why()
    {
        RefusalOf(Authorized(), Collect()).ShouldBe("not_cod");
        RefusalOf(State(Request("cod")), Collect(0)).ShouldBe("amount_too_small");
        RefusalOf(State(Request("cod")), new PaymentCommand.Collect(new(1, "USD"), Noon)).ShouldBe("wrong_currency");
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

    private static PaymentCommand.NoteCash Scan(decimal? amount, int parcel = 1, long version = 5) =>
        new(Id(parcel), version, amount is { } some ? Inr(some) : null, Noon.AddHours(1), Id(800));

    [Fact]
    public void What_a_scan_and_the_merchant_tell_of_counts_once()
    {
        var scanned = State(Request("cod"), Scan(100));
        scanned.Standing.ShouldBe(Standing("cod_collected", 100, 100, method: "cod"));
        Payment.Decide(scanned, Collect()).ShouldBeEmpty();

        var both = State(Request("cod"), Collect(), Scan(100));
        both.Standing.ShouldBe(Standing("cod_collected", 100, 100, method: "cod"));
        PaymentView.Of(Id(1), both).Collections!.Select(told => told.Source).ShouldBe(["carrier", "hand"]);
    }

    [Fact]
    public void Several_parcels_cash_adds_up_whatever_the_order_of_the_scans()
    {
        PaymentCommand[] scans = [Scan(60, parcel: 1), Scan(35, parcel: 2)];
        foreach (var told in (PaymentCommand[][])[scans, [.. scans.Reverse()], [scans[0], scans[1], scans[0]]])
        {
            var state = State([Request("cod"), .. told]);
            state.CapturedSum.ShouldBe(95);
            PaymentView.Of(Id(1), state).CollectedShort.ShouldBe(Inr(5));
        }
    }

    [Fact]
    public void A_scan_that_names_no_amount_means_all_that_is_missing() =>
        State(Request("cod"), Scan(60, parcel: 1), Scan(null, parcel: 2)).CapturedSum.ShouldBe(100);

    [Fact]
    public void Cash_of_a_wrong_tracking_number_is_taken_back_and_an_older_word_does_not_count()
    {
        var state = State(Request("cod"), Scan(100, version: 5), Scan(0, version: 9));
        state.Standing.ShouldBe(Standing("cod_pending", method: "cod"));
        Payment.Decide(state, Scan(100, version: 7)).ShouldBeEmpty();
    }

    [Fact]
    public void Cash_for_a_cancelled_order_goes_back() =>
        Payment.Decide(State(Request("cod"), new PaymentCommand.CancelOrder(Id(1), "x", Noon)), Scan(100))
            .Select(e => e.GetType().Name).ShouldBe(["Collected", "RefundRequested"]);

    [Fact]
    public void Cash_is_remitted_in_part_and_what_is_missing_is_flagged()
    {
        var first = new PaymentCommand.Remit(Inr(60), "remit-1", Noon.AddDays(7));
        var state = State(Request("cod"), Collect(), first);
        PaymentView.Of(Id(1), state).Remitted!.Short.ShouldBe(Inr(40));
        Payment.Decide(state, first).ShouldBeEmpty();
        RefusalOf(state, first with { Amount = Inr(61) }).ShouldBe("reference_used");
        RefusalOf(Authorized(), first).ShouldBe("not_cod");

        var view = PaymentView.Of(Id(1), state.After(new PaymentCommand.Remit(Inr(40), "remit-2", Noon.AddDays(8))));
        (view.Remitted!.Amount, view.Remitted.Short, view.Remitted.Parts.Count).ShouldBe((Inr(100), null, 2));
    }
}
