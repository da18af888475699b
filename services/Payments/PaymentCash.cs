using Streams;

namespace Payments;

/// <summary>Cash on delivery.</summary>
internal static partial class Payment
{
    private static IEnumerable<PaymentEvent> Collect(PaymentState s, PaymentCommand.Collect c)
    {
        if (!s.IsCod)
            throw new RuleViolation("not_cod", "Only cash on delivery is collected.");
        var amount = c.Amount ?? s.Requested!.Amount;
        if (s.CapturedAt is not null && amount.Amount == s.CapturedSum)
            return [];
        if (s.CapturedAt is not null)
            throw new RuleViolation("already_collected", $"{Text(s, s.CapturedSum)} has been collected.");
        if (s.PendingVoid is not null || s.VoidedAt is not null)
            throw new RuleViolation("already_voided", "The payment has been given up.");
        Within(s, amount, s.Requested!.Amount.Amount, "to be collected");
        var missing = amount with { Amount = s.Requested.Amount.Amount - amount.Amount };
        return [new PaymentEvent.Collected(amount, missing) { OccurredAt = c.At }];
    }
}
