using Contracts;
using Payments.Providers;
using Streams;
using static Payments.Tests.Given;

namespace Payments.Tests;

public sealed class PublishedTests
{
    private static object? Told(PaymentEvent happened) => Published.From(new Recorded<object>(
        Id(1), "demo", $"payment-{Id(2):D}", 7, 70, happened, Noon.AddDays(1), null, null, null));

    [Fact]
    public void A_change_is_told_with_how_the_payment_stands_after_it()
    {
        var state = Captured().After(new PaymentCommand.Refund(Id(3), Inr(40), "damaged", Noon));
        var refunded = Payment.Decide(state, Fact(FactKind.Refunded, 40)).ShouldHaveSingleItem();
        Told(refunded).ShouldBe(new PaymentProgressed
        {
            MerchantId = "demo",
            OrderId = Order,
            PaymentId = Id(2),
            Version = 7,
            Method = "upi",
            Change = "refunded",
            Status = "partially_refunded",
            Amount = Inr(100),
            Authorized = Inr(100),
            Captured = Inr(100),
            Refunded = Inr(40),
            OccurredAt = Noon.AddMinutes(1),
            ChangeAmount = Inr(40),
        });
    }

    [Fact]
    public void What_only_we_and_the_provider_care_about_is_not_told()
    {
        Told(Payment.Decide(State(Request()), new PaymentCommand.NoteAccepted("simulated", "demo", "sim_1", Noon))[0])
            .ShouldBeNull();
        Told(Payment.Decide(Authorized(), new PaymentCommand.Capture(Id(1), null, Noon))[0]).ShouldBeNull();
        Told(Payment.Decide(Authorized(), new PaymentCommand.Void(Id(1), "x", Noon))[0]).ShouldBeNull();
    }

    [Fact]
    public void A_dispute_is_told_beside_the_status()
    {
        var told = Told(Payment.Decide(Captured(), Dispute(Disputes.Opened, 70))[0])
            .ShouldBeOfType<PaymentProgressed>();
        (told.Change, told.Status, told.Dispute, told.ChangeAmount, told.Reason)
            .ShouldBe(("dispute_opened", "captured", "opened", Inr(70), "fraudulent"));
    }

    [Fact]
    public void A_sum_that_brings_no_news_is_not_told_again()
    {
        var state = Authorized().After(new PaymentCommand.Capture(Id(1), null, Noon))
            .After(Total(FactKind.Captured, 100));
        var settled = Payment.Decide(state, Total(FactKind.Captured, 100, request: Id(1)));
        Told(settled.ShouldHaveSingleItem()).ShouldBeNull();
    }

    [Fact]
    public void A_short_collection_says_how_much_is_missing()
    {
        var collected = Payment.Decide(State(Request("cod")), new PaymentCommand.Collect(Inr(99.50m), Noon))[0];
        Told(collected).ShouldBeOfType<PaymentProgressed>().Reason.ShouldBe("0.50 INR short");
    }
}
