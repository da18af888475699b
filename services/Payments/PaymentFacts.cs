using System.Collections.Immutable;
using Contracts;
using Payments.Providers;

namespace Payments;

/// <summary>What providers tell: recorded whenever it comes, never refused.</summary>
internal static partial class Payment
{
    private static IEnumerable<PaymentEvent> Noted(PaymentState s, ProviderFact fact, Guid followingId)
    {
        if (fact.Dispute is { } dispute)
            return s.Known.Contains(fact.Id) ? [] : Following(s, Disputed(s, fact, dispute), followingId);
        var amount = fact.Amount ?? s.Requested!.Amount;
        SameCurrency(s, amount);
        return fact.Kind switch
        {
            FactKind.Captured => Captured(s, fact, amount, followingId),
            FactKind.Refunded => Refunded(s, fact, amount, followingId),
            _ when s.Known.Contains(fact.Id) => [],
            FactKind.RefundFailed => RefundFailed(s, fact, amount, followingId),
            FactKind.Authorized => Following(s, new PaymentEvent.Authorized(fact.Id, amount)
            {
                Transaction = fact.Transaction,
                OccurredAt = fact.OccurredAt,
            }, followingId),
            FactKind.Voided => Following(
                s, new PaymentEvent.Voided(fact.Id, fact.Reason) { OccurredAt = fact.OccurredAt }, followingId),
            _ => Following(s, new PaymentEvent.Failed(fact.Id, fact.Reason ?? "no reason given")
            {
                OccurredAt = fact.OccurredAt,
            }, followingId),
        };
    }

    private static IEnumerable<PaymentEvent> Captured(PaymentState s, ProviderFact fact, Money amount, Guid followingId)
    {
        var adds = fact.IsTotal ? amount.Amount - s.CapturedSum : amount.Amount;
        var news = News(s, fact, adds, isFirst: s.CapturedAt is null, s.Captures);
        if (news is null && (!fact.IsFinal || s.IsClosed))
            return [];
        return Following(s, new PaymentEvent.Captured(
            fact.Id, amount with { Amount = news ?? 0 }, Answered(fact, amount, s.Captures))
        {
            InAll = fact.IsTotal ? amount : null,
            IsFinal = fact.IsFinal ? true : null,
            Transaction = fact.Transaction,
            OccurredAt = fact.OccurredAt,
        }, followingId);
    }

    private static IEnumerable<PaymentEvent> Refunded(PaymentState s, ProviderFact fact, Money amount, Guid followingId)
    {
        var refunded = new PaymentEvent.Refunded(fact.Id, amount, Answered(fact, amount, s.Refunds))
        {
            InAll = fact.IsTotal ? amount : null,
            OccurredAt = fact.OccurredAt,
        };
        var adds = fact.IsTotal ? s.RefundSums.With(refunded).Sum - s.RefundedSum : amount.Amount;
        // What has failed in the end has not been paid out, even if we hear of its success only now.
        return s.Known.Contains(ProviderFact.FailureOf(fact.Id))
            || News(s, fact, adds, isFirst: false, s.Refunds) is not { } news ? []
            : Following(s, refunded with { Amount = amount with { Amount = news } }, followingId);
    }

    /// <summary>
    /// What the fact adds to the sum heard so far; 0 when it only says which request it answers; null: nothing at all.
    /// </summary>
    private static decimal? News(
        PaymentState s, ProviderFact fact, decimal adds, bool isFirst, ImmutableList<MoneyMove> moves)
    {
        if (!s.Known.Contains(fact.Id) && (adds > 0 || isFirst || !fact.IsTotal))
            return adds;
        return moves.Exists(m => m.Id == fact.RequestId && m.IsPending) ? 0 : null;
    }

    /// <summary>A sum may be made up of anything: it answers the request that it names and no other.</summary>
    private static Guid? Answered(ProviderFact fact, Money amount, ImmutableList<MoneyMove> moves) =>
        moves.Exists(m => m.Id == fact.RequestId) || !fact.IsTotal ? moves.Answered(fact.RequestId, amount) : null;

    private static IEnumerable<PaymentEvent> RefundFailed(
        PaymentState s, ProviderFact fact, Money amount, Guid followingId)
    {
        var wasDone = s.Known.Contains(ProviderFact.SuccessOf(fact.Id));
        var refund = s.Refunds.Find(m => m.Id == fact.RequestId)
            ?? s.Refunds.Find(m => m.Status == (wasDone ? "succeeded" : "pending") && m.Amount == amount);
        var returned = new PaymentEvent.RefundReturned(
            fact.Id, amount, refund?.Id, fact.Reason ?? "no reason given", wasDone) { OccurredAt = fact.OccurredAt };
        return IsOlderThanCancel(s, refund?.Id) ? Following(s, returned, followingId) : [returned];
    }

    /// <summary>Told in a currency that is not the payment's, it is taken to be about all of it.</summary>
    private static PaymentEvent.Disputed Disputed(PaymentState s, ProviderFact fact, ProviderDispute dispute)
    {
        var all = s.Standing!.Captured;
        var amount = fact.Amount is { } told && told.Currency == all.Currency ? told : all;
        return new(fact.Id, dispute.Id, dispute.State, amount, fact.Reason) { OccurredAt = fact.OccurredAt };
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
        return IsOlderThanCancel(s, c.RequestId) ? Following(s, refused, c.Id) : [refused];
    }

    private static bool IsOlderThanCancel(PaymentState s, Guid? refundId) =>
        s.Refunds.FindIndex(m => m.Id == refundId) is >= 0 and var at && at < s.RefundsBeforeCancel;
}
