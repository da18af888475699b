using System.Globalization;
using Contracts;
using Payments.Providers;
using ServiceDefaults;
using Streams;

namespace Payments;

internal static partial class Payment
{
    public static readonly StreamKind<PaymentState, PaymentEvent> Stream = new("payment", PaymentState.Initial, Evolve);

    public static PaymentState Evolve(PaymentState s, PaymentEvent happened)
    {
        var at = happened.OccurredAt;
        s = s with
        {
            Standing = happened.After ?? s.Standing,
            Known = KeyOf(happened) is { } key ? s.Known.Add(key) : s.Known,
        };
        return happened switch
        {
            PaymentEvent.Requested e => s with
            {
                Requested = e,
                Provider = e.Provider,
                Account = e.Account,
                Reference = e.Reference,
            },
            PaymentEvent.Accepted e => s with { Provider = e.Provider, Account = e.Account, Reference = e.Reference },
            PaymentEvent.Authorized e => s with
            {
                AuthorizedSum = Math.Max(s.AuthorizedSum, e.Amount.Amount),
                AuthorizedAt = Later(s.AuthorizedAt, at),
                Transaction = e.Transaction ?? s.Transaction,
            },
            PaymentEvent.CaptureRequested e => s with
            {
                Captures = s.Captures.Add(MoneyMove.Asked(e.CaptureId, e.Amount, null, at)),
            },
            PaymentEvent.Captured e => s with
            {
                CapturedEach = s.CapturedEach + (e.InAll is null ? e.Amount.Amount : 0),
                CapturedInAll = Math.Max(s.CapturedInAll, e.InAll?.Amount ?? 0),
                CapturedAt = Later(s.CapturedAt, at),
                IsClosed = s.IsClosed || e.IsFinal is true,
                Transaction = e.Transaction ?? s.Transaction,
                Captures = s.Captures.Settled(e.CaptureId, "succeeded", at),
            },
            PaymentEvent.CaptureRefused e => s with
            {
                Captures = s.Captures.Settled(e.CaptureId, "refused", at, e.Reason),
            },
            PaymentEvent.RefundRequested e => s with
            {
                Refunds = s.Refunds.Add(MoneyMove.Asked(e.RefundId, e.Amount, e.Reason, at)),
                Lowered = s.Lowered - (e.IsReduction is true ? e.Amount.Amount : 0),
            },
            PaymentEvent.Refunded e => Refunded(s, s.RefundSums.With(e), at) with
            {
                Refunds = s.Refunds.Settled(e.RefundId, "succeeded", at),
            },
            PaymentEvent.RefundRefused e => s with { Refunds = s.Refunds.Settled(e.RefundId, "refused", at, e.Reason) },
            PaymentEvent.RefundReturned e => Refunded(s, s.RefundSums.With(e), s.RefundedAt) with
            {
                Refunds = s.Refunds.Returned(e.RefundId, at, e.Reason),
            },
            _ => EvolveRest(s, happened, at),
        };
    }

    private static PaymentState EvolveRest(PaymentState s, PaymentEvent happened, DateTimeOffset at) => happened switch
    {
        PaymentEvent.VoidRequested e => s with { PendingVoid = e.VoidId, VoidAskedAt = at },
        PaymentEvent.Voided => s with { PendingVoid = null, VoidedAt = Later(s.VoidedAt, at) },
        PaymentEvent.VoidRefused => s with { PendingVoid = null },
        PaymentEvent.Failed e => s with { FailedAt = Later(s.FailedAt, at), FailureReason = e.Reason },
        PaymentEvent.Collected e => Collected(s, e),
        PaymentEvent.Remitted e => s with { Cash = s.Cash.With(e) },
        PaymentEvent.Reduced e => s with
        {
            Lowered = s.Lowered + e.Lowered.Amount,
            LoweredReason = e.Reason,
            Reductions = s.Reductions.Add(e with { After = null }),
        },
        PaymentEvent.Disputed e => s with { Disputes = s.Disputes.With(e) },
        PaymentEvent.OrderCancelled e => s with { CancelReason = e.Reason, RefundsBeforeCancel = s.Refunds.Count },
        _ => s,
    };

    /// <summary>Where all of it came back, nothing is refunded.</summary>
    private static PaymentState Refunded(PaymentState s, RefundSums sums, DateTimeOffset? at) => s with
    {
        RefundSums = sums,
        RefundedAt = sums.Sum > 0 && at is { } told ? Later(s.RefundedAt, told) : null,
    };

    /// <summary>What a repeat of the event's cause is known by.</summary>
    private static string? KeyOf(PaymentEvent happened) => happened switch
    {
        PaymentEvent.Authorized e => e.FactId,
        PaymentEvent.Captured e => e.FactId,
        PaymentEvent.Refunded e => e.FactId,
        PaymentEvent.Voided e => e.FactId,
        PaymentEvent.Failed e => e.FactId,
        PaymentEvent.RefundReturned e => e.FactId,
        PaymentEvent.Disputed e => e.FactId,
        PaymentEvent.Reduced e => Key(e.ReductionId),
        PaymentEvent.CaptureRequested e => Key(e.CaptureId),
        PaymentEvent.RefundRequested e => Key(e.RefundId),
        PaymentEvent.VoidRequested e => Key(e.VoidId),
        _ => null,
    };

    public static IReadOnlyList<PaymentEvent> Decide(PaymentState s, PaymentCommand command) => Told(s, command switch
    {
        PaymentCommand.Request c => s.Requested is null ? [Asked(c)] : [],
        _ when s.Requested is null => throw new InvalidOperationException("The payment has not been asked for."),
        PaymentCommand.NoteAccepted c => s.Reference == c.Reference
            ? []
            : [new PaymentEvent.Accepted(c.Provider, c.Account, c.Reference) { OccurredAt = c.At }],
        PaymentCommand.NoteFact c => Noted(s, c.Fact, c.Id),
        PaymentCommand.NoteRefused c => Refused(s, c),
        PaymentCommand.Capture c => Capture(s, c),
        PaymentCommand.Refund c => Refund(s, c),
        PaymentCommand.Void c => Void(s, c),
        PaymentCommand.Collect c => Collect(s, c),
        PaymentCommand.NoteCash c => NoteCash(s, c),
        PaymentCommand.Remit c => Remit(s, c),
        PaymentCommand.Reduce c => Reduce(s, c),
        PaymentCommand.CancelOrder c => s.CancelReason is not null ? [] : Following(
            s, new PaymentEvent.OrderCancelled(c.Reason) { OccurredAt = c.At }, c.Id),
        _ => throw new InvalidOperationException($"{command.GetType()} is not a command of a payment."),
    });

    private static PaymentEvent.Requested Asked(PaymentCommand.Request c) => new()
    {
        OrderId = c.OrderId,
        Method = c.Method,
        Amount = c.Amount,
        Provider = c.Provider,
        Account = c.Account,
        Reference = c.Reference,
        Token = c.Token,
        Installments = c.Installments,
        CaptureMethod = c.CaptureMethod,
        OccurredAt = c.At,
    };

    /// <summary>
    /// What happened, and what a cancelled or reduced order makes of it: money goes back, or is never taken.
    /// </summary>
    private static IEnumerable<PaymentEvent> Following(PaymentState before, PaymentEvent happened, Guid id)
    {
        yield return happened;
        var s = Evolve(before, happened);
        if (s.Known.Contains(Key(id)))
            yield break;
        var (at, currency) = (happened.OccurredAt, s.Requested!.Amount.Currency);
        if (s.CancelReason is not null && s.Refundable is > 0 and var left)
            yield return new PaymentEvent.RefundRequested(id, new(left, currency), s.CancelReason) { OccurredAt = at };
        else if (s.CancelReason is null && Math.Min(s.TakenTooMuch, s.Refundable) is > 0 and var tooMuch)
            yield return new PaymentEvent.RefundRequested(id, new(tooMuch, currency), s.LoweredReason!)
            {
                IsReduction = true,
                OccurredAt = at,
            };
        else if ((s.CancelReason ?? (s.Lowered > 0 && s.Ceiling <= 0 ? s.LoweredReason : null)) is { } reason
            && s.CapturedAt is null && s.VoidedAt is null && s.PendingVoid is null && !s.Captures.AnyPending()
            && PaymentStanding.Of(s).Status != "failed")
            yield return new PaymentEvent.VoidRequested(id, reason) { OccurredAt = at };
    }

    private static List<PaymentEvent> Told(PaymentState s, IEnumerable<PaymentEvent> decided)
    {
        var told = new List<PaymentEvent>();
        foreach (var happened in decided)
        {
            s = Evolve(s, happened);
            told.Add(happened with { After = PaymentStanding.Of(s) });
        }

        return told;
    }

    private static void Within(PaymentState s, Money amount, decimal left, string what)
    {
        SameCurrency(s, amount);
        if (amount.Amount > left)
            throw new RuleViolation(
                "amount_too_large", $"{Text(s, amount.Amount)} is more than the {Text(s, left)} {what}.");
        if (amount.Amount <= 0 && s.Requested!.Amount.Amount > 0)
            throw new RuleViolation("amount_too_small", "The amount must be more than zero.");
    }

    private static void SameCurrency(PaymentState s, Money amount)
    {
        if (amount.Currency != s.Requested!.Amount.Currency)
            throw new RuleViolation("wrong_currency", $"The payment is in {s.Requested.Amount.Currency}.");
    }

    private static string Text(PaymentState s, decimal amount) => Text(s.Requested!.Amount with { Amount = amount });

    /// <summary>As people write it: 12.50 INR.</summary>
    public static string Text(Money money)
    {
        var format = $"F{Currencies.Decimals(money.Currency) ?? 2}";
        return $"{money.Amount.ToString(format, CultureInfo.InvariantCulture)} {money.Currency}";
    }

    private static string Key(Guid id) => id.ToString("D");

    private static DateTimeOffset Later(DateTimeOffset? known, DateTimeOffset at) => known > at ? known.Value : at;
}
