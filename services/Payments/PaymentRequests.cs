using Streams;

namespace Payments;

/// <summary>What merchants ask for: may be refused.</summary>
internal static partial class Payment
{
    private static IEnumerable<PaymentEvent> Capture(PaymentState s, PaymentCommand.Capture c)
    {
        if (s.Known.Contains(Key(c.Id)))
            return [];
        if (s.IsCod)
            throw new RuleViolation("cash_on_delivery", "Cash is not captured, it is collected at the door.");
        if (s.PendingVoid is not null || s.VoidedAt is not null || s.CancelReason is not null)
            throw new RuleViolation("already_voided", "The payment has been given up.");
        var left = s.Capturable;
        if (left <= 0 && (s.CapturedAt is not null || s.Captures.AnyPending()))
            throw new RuleViolation("already_captured", "All that was authorized is captured or being captured.");
        if (s.Standing!.Status is "pending" or "failed")
            throw new RuleViolation("not_authorized", $"The payment is {s.Standing.Status}, not authorized.");
        var amount = c.Amount ?? s.Requested!.Amount with { Amount = left };
        Within(s, amount, left, "authorized and not yet captured");
        return [new PaymentEvent.CaptureRequested(c.Id, amount) { OccurredAt = c.At }];
    }

    private static IEnumerable<PaymentEvent> Refund(PaymentState s, PaymentCommand.Refund c)
    {
        if (s.Known.Contains(Key(c.Id)))
            return [];
        if (s.CapturedAt is null)
            throw new RuleViolation("not_captured", "Nothing has been captured that could be given back.");
        var left = s.Refundable;
        if (left <= 0 && s.Disputes.HeldSum() > 0)
            throw new RuleViolation("disputed", "What is left of the money is in dispute or lost in one.");
        if (left <= 0)
            throw new RuleViolation("already_refunded", "All that was captured is given back or being given back.");
        Within(s, c.Amount, left, "captured and not yet given back");
        return [new PaymentEvent.RefundRequested(c.Id, c.Amount, c.Reason) { OccurredAt = c.At }];
    }

    private static IEnumerable<PaymentEvent> Void(PaymentState s, PaymentCommand.Void c)
    {
        if (s.PendingVoid is not null || s.VoidedAt is not null || s.Known.Contains(Key(c.Id)))
            return [];
        if (s.CapturedAt is not null || s.Captures.AnyPending())
            throw new RuleViolation("already_captured", "Captured money is refunded, not voided.");
        if (s.Standing!.Status == "failed")
            throw new RuleViolation("not_authorized", "The payment has failed: there is nothing to void.");
        return [new PaymentEvent.VoidRequested(c.Id, c.Reason) { OccurredAt = c.At }];
    }

    /// <summary>
    /// What is captured already is given back, what is not is never taken: captures of it that are on their way are
    /// given back when they arrive. A cancelled order gives everything back anyway.
    /// </summary>
    private static IEnumerable<PaymentEvent> Reduce(PaymentState s, PaymentCommand.Reduce c)
    {
        if (s.Known.Contains(Key(c.ReductionId)))
            return [];
        SameCurrency(s, c.Amount);
        var refund = s.CancelReason is null ? Math.Min(c.Amount.Amount, s.Refundable) : 0;
        var reduced = new PaymentEvent.Reduced(
            c.ReductionId, c.Amount, c.Amount with { Amount = c.Amount.Amount - refund }, c.Reason)
        {
            OccurredAt = c.At,
        };
        return refund > 0
            ? [reduced, new PaymentEvent.RefundRequested(c.Id, c.Amount with { Amount = refund }, c.Reason)
                {
                    OccurredAt = c.At,
                }]
            : Following(s, reduced, c.Id);
    }
}
