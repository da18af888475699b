using System.Text;
using Contracts;
using Payments.Providers;
using ServiceDefaults;
using Testing;
using static Payments.Tests.Given;

namespace Payments.Tests;

/// <summary>What Stripe and Razorpay send, as their documents show it, and what it means.</summary>
public sealed class ProviderWebhookTests
{
    private static readonly Stripe Stripe = new(null!);
    private static readonly Razorpay Razorpay = new(null!);
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1_772_452_800);

    private static ReportedFact[] StripeTells(string type, string about) => [.. Stripe.Parse(Encoding.UTF8.GetBytes(
        $$$"""
        {"id":"evt_1","object":"event","created":1772452800,"type":"{{{type}}}","data":{"object":{{{about}}}}}
        """))];

    private static ReportedFact[] RazorpayTells(string type, string payload) => [.. Razorpay.Parse(
        Encoding.UTF8.GetBytes($$"""
            {"entity":"event","account_id":"acc_1","event":"{{type}}","payload":{{payload}},"created_at":1772452800}
            """))];

    private const string Intent = """
        {"id":"pi_1","object":"payment_intent","amount":129900,"amount_capturable":129900,"amount_received":0,
         "currency":"inr","latest_charge":"ch_1","metadata":{},"status":"requires_capture"}
        """;

    private const string Charge = """
        {"id":"ch_1","object":"charge","amount":129900,"amount_captured":129900,"amount_refunded":0,"captured":true,
         "currency":"inr","payment_intent":"pi_1","failure_code":null}
        """;

    private const string Refund = """
        {"id":"re_1","object":"refund","amount":30000,"charge":"ch_1","currency":"inr","payment_intent":"pi_1",
         "metadata":{"refund_id":"0198c0de-0000-7000-9000-000000000007"},"status":"succeeded"}
        """;

    private const string Dispute = """
        {"id":"dp_1","object":"dispute","amount":129900,"charge":"ch_1","currency":"inr","payment_intent":"pi_1",
         "reason":"fraudulent","status":"needs_response"}
        """;

    private static string Paid(string json) => json.Replace("\"amount_received\":0", "\"amount_received\":129900")
        .Replace("\"amount_capturable\":129900", "\"amount_capturable\":0").Replace("requires_capture", "succeeded");

    [Fact]
    public void Every_event_that_tells_of_one_thing_tells_of_the_same_fact()
    {
        var held = StripeTells("payment_intent.amount_capturable_updated", Intent).ShouldHaveSingleItem();
        held.ShouldBe(new("pi_1", new("pi_1:authorized:129900", FactKind.Authorized, Inr(1299m), At)));
        StripeTells("charge.succeeded", Charge.Replace("\"captured\":true", "\"captured\":false")
            .Replace("\"amount_captured\":129900", "\"amount_captured\":0")).ShouldBe([held]);

        var taken = StripeTells("charge.captured", Charge).ShouldHaveSingleItem();
        taken.ShouldBe(new("pi_1",
            new("pi_1:captured:129900", FactKind.Captured, Inr(1299m), At) { IsTotal = true }));
        StripeTells("charge.succeeded", Charge).ShouldBe([taken]);
        StripeTells("payment_intent.succeeded", Paid(Intent)).ShouldBe([taken with
        {
            Fact = taken.Fact with { Id = "pi_1:captured:129900:final", IsFinal = true },
        }]);

        var back = StripeTells("refund.created", Refund).ShouldHaveSingleItem();
        back.ShouldBe(new("pi_1", new("re_1", FactKind.Refunded, Inr(300m), At, RequestId: Id(7))));
        StripeTells("refund.updated", Refund).ShouldBe([back]);
        StripeTells("charge.refund.updated", Refund).ShouldBe([back]);
        var listed = $"\"refunds\":{{\"data\":[{Refund}]}},\"currency\"";
        StripeTells("charge.refunded", Charge.Replace("\"currency\"", listed)).ShouldBe([back]);
    }

    [Fact]
    public void What_did_not_work_says_why()
    {
        var failed = StripeTells("payment_intent.payment_failed", Intent.Replace("\"metadata\"", """
            "last_payment_error":{"charge":"ch_1","code":"card_declined","decline_code":"lost_card","message":"Lost."},
            "metadata"
            """)).ShouldHaveSingleItem().Fact;
        (failed.Id, failed.Kind, failed.Reason).ShouldBe(("pi_1:failed:ch_1", FactKind.Failed, "lost_card: Lost."));
        StripeTells("charge.failed", Charge).Single().Fact.Id.ShouldBe(failed.Id);
        StripeTells("payment_intent.canceled", Intent).Single().Fact.ShouldBe(
            new("pi_1:voided", FactKind.Voided, null, At));
        StripeTells("charge.expired", Charge).Single().Fact.Id.ShouldBe("pi_1:voided");
        var returned = StripeTells("refund.failed", Refund.Replace("succeeded", "failed")).Single().Fact;
        (returned.Id, returned.Kind).ShouldBe((ProviderFact.FailureOf("re_1"), FactKind.RefundFailed));
    }

    [Fact]
    public void A_sum_of_refunds_is_told_as_a_sum_unless_it_may_hold_what_was_let_go()
    {
        var refunded = Charge.Replace("\"amount_refunded\":0", "\"amount_refunded\":30000");
        var fact = StripeTells("charge.refunded", refunded).ShouldHaveSingleItem().Fact;
        (fact.Kind, fact.Amount, fact.IsTotal).ShouldBe((FactKind.Refunded, Inr(300m), true));
        StripeTells("charge.refunded", refunded.Replace("\"amount_captured\":129900", "\"amount_captured\":99900"))
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("needs_response", "opened")]
    [InlineData("warning_under_review", "opened")]
    [InlineData("won", "won")]
    [InlineData("lost", "lost")]
    [InlineData("warning_closed", "closed")]
    public void A_dispute_is_told_by_its_status(string status, string state) => StripeTells(
        "charge.dispute.updated", Dispute.Replace("needs_response", status)).ShouldHaveSingleItem().ShouldBe(
            new("pi_1", new($"dp_1:{state}", FactKind.Disputed, Inr(1299m), At, "fraudulent")
            {
                Dispute = new("dp_1", state),
            }));

    [Theory]
    [InlineData("customer.created")]
    [InlineData("payment_intent.created")]
    [InlineData("payment_intent.processing")]
    public void What_does_not_concern_a_payment_tells_nothing(string type) =>
        StripeTells(type, Intent).ShouldBeEmpty();

    [Fact]
    public void A_refund_that_is_on_its_way_is_no_fact_yet()
    {
        StripeTells("refund.created", Refund.Replace("succeeded", "pending")).ShouldBeEmpty();
        RazorpayTells("refund.created", Entities(refund: "pending")).ShouldBeEmpty();
    }

    private static string Entities(
        string payment = "captured", bool captured = true, string? refund = null, bool dispute = false)
    {
        var entities = new List<string>
        {
            $$"""
            "payment":{"entity":{"id":"pay_1","entity":"payment","amount":129900,"currency":"INR","notes":[],
             "status":"{{payment}}","order_id":"order_1","captured":{{(captured ? "true" : "false")}},
             "error_code":"BAD_REQUEST_ERROR","error_reason":"payment_cancelled",
             "error_description":"Left the page."} }
            """,
        };
        if (refund is not null)
            entities.Add($$"""
                "refund":{"entity":{"id":"rfnd_1","amount":30000,"currency":"INR","payment_id":"pay_1",
                 "status":"{{refund}}","notes":{"refund_id":"0198c0de-0000-7000-9000-000000000007"} } }
                """);
        if (dispute)
            entities.Add("""
                "dispute":{"entity":{"id":"disp_1","payment_id":"pay_1","amount":129900,"currency":"INR",
                 "reason_code":"goods_not_received","status":"open"} }
                """);
        return "{" + string.Join(',', entities) + "}";
    }

    private static ReportedFact Told(ProviderFact fact) => new("order_1", fact, "pay_1");

    [Fact]
    public void Razorpays_events_tell_of_the_payment_by_both_its_names()
    {
        RazorpayTells("payment.authorized", Entities("authorized", captured: false)).ShouldBe([Told(
            new("pay_1:authorized", FactKind.Authorized, Inr(1299m), At) { Transaction = "pay_1" })]);
        var taken = Told(new("pay_1:captured", FactKind.Captured, Inr(1299m), At)
        {
            IsFinal = true,
            Transaction = "pay_1",
        });
        RazorpayTells("payment.captured", Entities()).ShouldBe([taken]);
        RazorpayTells("order.paid", Entities()).ShouldBe([taken]);
        RazorpayTells("payment.failed", Entities("failed", captured: false)).ShouldBe([Told(
            new("pay_1:failed", FactKind.Failed, null, At, "payment_cancelled: Left the page."))]);
        var back = Told(new("rfnd_1", FactKind.Refunded, Inr(300m), At, RequestId: Id(7)));
        RazorpayTells("refund.processed", Entities(refund: "processed")).ShouldBe([back]);
        RazorpayTells("refund.created", Entities(refund: "processed")).ShouldBe([back]);
        RazorpayTells("refund.failed", Entities(refund: "failed")).Single().Fact.Kind.ShouldBe(FactKind.RefundFailed);
        RazorpayTells("refund.processed", Entities("refunded", captured: false, refund: "processed")).Single().Fact
            .Kind.ShouldBe(FactKind.Voided, "Razorpay's own refund of what was never captured");
        RazorpayTells("payment.dispute.created", Entities(dispute: true)).ShouldBe([Told(
            new("disp_1:opened", FactKind.Disputed, Inr(1299m), At, "goods_not_received")
            {
                Dispute = new("disp_1", "opened"),
            })]);
        RazorpayTells("payment.dispute.lost", Entities(dispute: true)).Single().Fact.Dispute!.State.ShouldBe("lost");
        RazorpayTells("settlement.processed", Entities()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"type\":\"refund.created\",\"created\":1,\"data\":{\"object\":{\"id\":\"re_1\"}}}")]
    [InlineData("{\"event\":\"payment.captured\",\"created_at\":1,\"payload\":{}}")]
    public void What_is_no_event_is_refused(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        Should.Throw<FormatException>(() => Stripe.Parse(bytes));
        Should.Throw<FormatException>(() => Razorpay.Parse(bytes));
    }

    [Theory]
    [InlineData(0, "whsec", true)]
    [InlineData(300, "whsec", true)]
    [InlineData(-300, "whsec", true)]
    [InlineData(301, "whsec", false)]
    [InlineData(0, "other", false)]
    public void Stripes_signature_holds_five_minutes_under_any_of_the_secrets(int seconds, string secret, bool holds)
    {
        var body = "{\"id\": \"evt_1\"}"u8.ToArray();
        var header = StripeStandIn.Sign(Encoding.UTF8.GetString(body), "whsec", At);
        Stripe.IsAuthentic(body, name => name == "Stripe-Signature" ? header : null, ["older", secret],
            At.AddSeconds(seconds)).ShouldBe(holds);
    }

    [Fact]
    public void One_of_several_signatures_is_enough_and_another_body_is_none()
    {
        var body = "{}"u8.ToArray();
        var (mine, other) = (StripeStandIn.Sign("{}", "mine", At), StripeStandIn.Sign("{}", "other", At));
        var both = other.Split(",v0")[0] + "," + mine.Split(',')[1];
        Stripe.IsAuthentic(body, _ => both, ["mine"], At).ShouldBeTrue();
        Stripe.IsAuthentic("{ }"u8, _ => both, ["mine"], At).ShouldBeFalse();
        Stripe.IsAuthentic(body, _ => null, ["mine"], At).ShouldBeFalse();

        var signed = RazorpayStandIn.Sign("{}", "mine");
        Razorpay.IsAuthentic(body, name => name == "X-Razorpay-Signature" ? signed : null, ["old", "mine"], At)
            .ShouldBeTrue();
        Razorpay.IsAuthentic("{ }"u8, _ => signed, ["mine"], At).ShouldBeFalse();
        Razorpay.IsAuthentic(body, _ => "", ["mine"], At).ShouldBeFalse();
        Razorpay.IsAuthentic(body, _ => signed, [], At).ShouldBeFalse();
    }
}
