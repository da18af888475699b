using Payments.Providers;

namespace Payments;

/// <summary>What providers tell: recorded whenever it comes, never refused.</summary>
internal static partial class Payment
{
    private static IEnumerable<PaymentEvent> Noted(PaymentState s, ProviderFact fact, Guid followingId)
    {
        if (s.Known.Contains(fact.Id))
            return [];
        var amount = fact.Amount ?? s.Requested!.Amount;
        SameCurrency(s, amount);
        PaymentEvent happened = fact.Kind switch
        {
            FactKind.Authorized => new PaymentEvent.Authorized(fact.Id, amount) { OccurredAt = fact.OccurredAt },
            FactKind.Captured => new PaymentEvent.Captured(fact.Id, amount, s.Captures.Answered(fact.RequestId, amount))
            {
                OccurredAt = fact.OccurredAt,
            },
            FactKind.Refunded => new PaymentEvent.Refunded(fact.Id, amount, s.Refunds.Answered(fact.RequestId, amount))
            {
                OccurredAt = fact.OccurredAt,
            },
            FactKind.Voided => new PaymentEvent.Voided(fact.Id, fact.Reason) { OccurredAt = fact.OccurredAt },
            _ => new PaymentEvent.Failed(fact.Id, fact.Reason ?? "no reason given") { OccurredAt = fact.OccurredAt },
        };
        return Following(s, happened, followingId);
    }

    private static IEnumerable<PaymentEvent> Refused(PaymentState s, PaymentCommand.NoteRefused c) => c.Operation switch
    {
        ProviderOperation.Authorize => s.Known.Contains(Key(c.RequestId)) ? []
            : [new PaymentEvent.Failed(Key(c.RequestId), c.Reason) { OccurredAt = c.At }],
        ProviderOperation.Capture => !s.Captures.CanBeRefused(c.RequestId) ? []
            : Following(s, new PaymentEvent.CaptureRefused(c.RequestId, c.Reason) { OccurredAt = c.At }, c.Id),
        ProviderOperation.Refund => !s.Refunds.CanBeRefused(c.RequestId) ? []
            : RefundRefused(s, c),
        _ => s.PendingVoid != c.RequestId ? []
            : [new PaymentEvent.VoidRefused(c.RequestId, c.Reason) { OccurredAt = c.At }],
    };

    /// <summary>A cancelled order asks for what a refund older than the cancellation did not give back.</summary>
    private static IEnumerable<PaymentEvent> RefundRefused(PaymentState s, PaymentCommand.NoteRefused c)
    {
        var refused = new PaymentEvent.RefundRefused(c.RequestId, c.Reason) { OccurredAt = c.At };
        var older = s.Refunds.FindIndex(m => m.Id == c.RequestId) < s.RefundsBeforeCancel;
        return older ? Following(s, refused, c.Id) : [refused];
    }
}
