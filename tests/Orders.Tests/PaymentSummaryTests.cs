using Contracts;
using static Orders.Tests.Given;

namespace Orders.Tests;

public sealed class PaymentSummaryTests
{
    private static readonly string[] Statuses =
    [
        "pending", "authorized", "captured", "partially_refunded", "refunded", "failed", "voided", "cod_pending",
        "cod_collected",
    ];

    [Theory]
    [InlineData("captured", "captured", "captured")]
    [InlineData("captured", "authorized", "authorized")]
    [InlineData("captured", "pending", "pending")]
    [InlineData("captured", "failed", "failed")]
    [InlineData("failed", "voided", "failed")]
    [InlineData("voided", "voided", "voided")]
    [InlineData("voided", "captured", "captured")]
    [InlineData("refunded", "voided", "refunded")]
    [InlineData("refunded", "failed", "refunded")]
    [InlineData("refunded", "captured", "partially_refunded")]
    [InlineData("partially_refunded", "refunded", "partially_refunded")]
    [InlineData("captured", "cod_pending", "cod_pending")]
    [InlineData("cod_collected", "cod_collected", "cod_collected")]
    [InlineData("captured", "cod_collected", "captured")]
    public void Several_payments_have_one_status(string one, string other, string together)
    {
        PaymentSummary.StatusOf([one, other]).ShouldBe(together);
        PaymentSummary.StatusOf([other, one]).ShouldBe(together);
    }

    [Fact]
    public void Every_combination_of_three_has_a_known_status_whatever_the_order()
    {
        var all = from a in Statuses from b in Statuses from c in Statuses select (a, b, c);
        foreach (var (a, b, c) in all)
        {
            var status = PaymentSummary.StatusOf([a, b, c]);
            Statuses.ShouldContain(status);
            PaymentSummary.StatusOf([c, b, a]).ShouldBe(status);
            PaymentSummary.StatusOf([b, c, a]).ShouldBe(status);
            if (a == b && b == c)
                status.ShouldBe(a);
        }
    }

    [Fact]
    public void What_was_asked_for_is_pending_until_something_is_heard()
    {
        var summary = PaymentSummary.Of(State(Order1001));
        (summary.Status, summary.Method).ShouldBe(("pending", "card"));
        summary.Payments!.Select(payment => (payment.Id, payment.Amount))
            .ShouldBe([(CardId, Euro(40)), (VoucherId, Euro(10))]);
        (summary.Authorized, summary.Captured, summary.Refunded).ShouldBe((Euro(0), Euro(0), Euro(0)));
    }

    [Fact]
    public void Sums_are_over_all_payments_by_the_newest_heard_of_each()
    {
        var summary = PaymentSummary.Of(State(Happened(
            new OrderCommand.Place(Order1001),
            new OrderCommand.NotePayment(Paid(CardId, 3, "captured", "captured", 40)),
            new OrderCommand.NotePayment(Paid(CardId, 2, "authorized", "authorized", 40)),
            new OrderCommand.NotePayment(Paid(VoucherId, 2, "captured", "captured", 10)))));
        (summary.Status, summary.Captured, summary.Authorized).ShouldBe(("captured", Euro(50), Euro(50)));
    }

    [Fact]
    public void One_payment_is_not_listed_beside_itself()
    {
        var single = Order1001 with
        {
            Payments = [new OrderPayment { PaymentId = CardId, Method = "cod", Amount = Euro(50) }],
        };
        var summary = PaymentSummary.Of(State(single));
        (summary.Status, summary.Method, summary.Payments).ShouldBe(("cod_pending", "cod", null));
    }

    [Fact]
    public void A_payment_that_failed_and_was_tried_again_does_not_count()
    {
        var retry = Guid.NewGuid();
        OrderCommand[] told =
        [
            new OrderCommand.Place(Order1001),
            new OrderCommand.NotePayment(Paid(CardId, 3, "failed", "failed", 40)),
            new OrderCommand.NotePayment(Paid(VoucherId, 2, "captured", "captured", 10)),
        ];
        PaymentSummary.Of(State(Happened(told))).Status.ShouldBe("failed");
        var part = new OrderCommand.NotePayment(Paid(retry, 2, "captured", "captured", 39));
        PaymentSummary.Of(State(Happened([.. told, part]))).Status.ShouldBe("failed");
        var all = new OrderCommand.NotePayment(Paid(retry, 2, "captured", "captured", 40));
        PaymentSummary.Of(State(Happened([.. told, all]))).Status.ShouldBe("captured");
    }
}
