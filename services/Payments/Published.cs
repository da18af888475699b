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
        PaymentEvent.Captured e => Progressed(recorded, e, "captured"),
        PaymentEvent.RefundRequested e => Progressed(recorded, e, "refund_requested", e.Reason),
        PaymentEvent.Refunded e => Progressed(recorded, e, "refunded"),
        PaymentEvent.RefundRefused e => Progressed(recorded, e, "refund_failed", e.Reason),
        PaymentEvent.Voided e => Progressed(recorded, e, "voided", e.Reason),
        PaymentEvent.Failed e => Progressed(recorded, e, "failed", e.Reason),
        PaymentEvent.Collected e => Progressed(recorded, e, "collected", Shortage(e.Short)),
        _ => null,
    };

    private static PaymentProgressed Progressed(
        Recorded<object> recorded, PaymentEvent happened, string change, string? reason = null) => new()
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
        };

    private static string? Shortage(Money missing) =>
        missing.Amount > 0 ? FormattableString.Invariant($"{missing.Amount} {missing.Currency} short") : null;
}
