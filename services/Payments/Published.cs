using Contracts;
using Streams;

namespace Payments;

/// <summary>What of a payment's stream others hear: the changes that someone outside would call one.</summary>
internal static class Published
{
    public static object? From(Recorded<object> recorded) => recorded.Event switch
    {
        PaymentEvent.Requested e => Progressed(recorded, e, "requested"),
        PaymentEvent.Authorized e => Progressed(recorded, e, "authorized"),
        PaymentEvent.Captured e when IsNews(e, e.Amount) => Progressed(recorded, e, "captured", amount: e.Amount),
        PaymentEvent.RefundRequested e => Progressed(recorded, e, "refund_requested", e.Reason, e.Amount),
        PaymentEvent.Refunded e when IsNews(e, e.Amount) => Progressed(recorded, e, "refunded", amount: e.Amount),
        PaymentEvent.RefundRefused e => Progressed(recorded, e, "refund_failed", e.Reason),
        PaymentEvent.RefundReturned e => Progressed(recorded, e, "refund_failed", e.Reason, e.Amount),
        PaymentEvent.Voided e => Progressed(recorded, e, "voided", e.Reason),
        PaymentEvent.Failed e => Progressed(recorded, e, "failed", e.Reason),
        PaymentEvent.Collected e => Progressed(recorded, e, "collected", Difference(e.Short, e.Over), e.Amount),
        PaymentEvent.Remitted e => Progressed(recorded, e, "remitted", Difference(e.Short, over: null), e.Amount),
        PaymentEvent.Reduced e => Progressed(recorded, e, "reduced", e.Reason, e.Amount),
        PaymentEvent.Disputed e => Progressed(recorded, e, $"dispute_{e.State}", e.Reason, e.Amount),
        _ => null,
    };

    /// <summary>Some facts only settle a request, of money that was told of before.</summary>
    private static bool IsNews(PaymentEvent happened, Money amount) =>
        amount.Amount > 0 || happened.After!.Amount.Amount == 0;

    private static PaymentProgressed Progressed(
        Recorded<object> recorded, PaymentEvent happened, string change, string? reason = null,
        Money? amount = null) => new()
        {
            MerchantId = recorded.Tenant,
            OrderId = happened.After!.OrderId,
            PaymentId = recorded.Subject,
            Version = recorded.Version,
            Method = happened.After.Method,
            Change = change,
            Status = happened.After.Status,
            Amount = happened.After.Amount,
            Authorized = happened.After.Authorized,
            Captured = happened.After.Captured,
            Refunded = happened.After.Refunded,
            OccurredAt = happened.OccurredAt,
            Reason = reason,
            ChangeAmount = amount,
            Reduced = happened.After.Reduced,
            Dispute = happened.After.Dispute,
        };

    private static string? Difference(Money missing, Money? over) =>
        missing.Amount > 0 ? Text(missing, "short") : over is { Amount: > 0 } ? Text(over, "too much") : null;

    private static string Text(Money money, string word) =>
        FormattableString.Invariant($"{money.Amount} {money.Currency} {word}");
}
