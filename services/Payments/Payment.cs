using System.Collections.Immutable;
using System.Globalization;
using Contracts;
using Payments.Providers;
using ServiceDefaults;
using Streams;

namespace Payments;

/// <summary>
/// What has happened to one payment. The names and fields of these records are the storage format.
/// <c>OccurredAt</c> is the time in the world: the provider's for what it tells, the order's for what an order causes.
/// <c>After</c> is how the payment stands once this has happened, decided and written down with it.
/// </summary>
internal abstract record PaymentEvent
{
    private PaymentEvent() { }

    public required DateTimeOffset OccurredAt { get; init; }
    public PaymentStanding? After { get; init; }

    public sealed record Requested : PaymentEvent
    {
        public required Guid OrderId { get; init; }
        public required string Method { get; init; }
        public required Money Amount { get; init; }
        public required string Provider { get; init; }
        public string? Account { get; init; }
        public string? Reference { get; init; }
        public string? Token { get; init; }
        public int? Installments { get; init; }
    }

    /// <summary>The provider has taken the payment on, and calls it by this reference.</summary>
    public sealed record Accepted(string Provider, string? Account, string Reference) : PaymentEvent;

    public sealed record Authorized(string FactId, Money Amount) : PaymentEvent;

    public sealed record CaptureRequested(Guid CaptureId, Money Amount) : PaymentEvent;

    /// <summary><c>CaptureId</c> is null when the money was taken without our asking.</summary>
    public sealed record Captured(string FactId, Money Amount, Guid? CaptureId) : PaymentEvent;

    public sealed record CaptureRefused(Guid CaptureId, string Reason) : PaymentEvent;

    public sealed record RefundRequested(Guid RefundId, Money Amount, string Reason) : PaymentEvent;

    /// <summary><c>RefundId</c> is null when the money was given back without our asking.</summary>
    public sealed record Refunded(string FactId, Money Amount, Guid? RefundId) : PaymentEvent;

    public sealed record RefundRefused(Guid RefundId, string Reason) : PaymentEvent;

    public sealed record VoidRequested(Guid VoidId, string Reason) : PaymentEvent;

    public sealed record Voided(string FactId, string? Reason) : PaymentEvent;

    public sealed record VoidRefused(Guid VoidId, string Reason) : PaymentEvent;

    public sealed record Failed(string FactId, string Reason) : PaymentEvent;

    /// <summary>Cash taken at the door; <c>Short</c> is what is missing to the amount asked for.</summary>
    public sealed record Collected(Money Amount, Money Short) : PaymentEvent;

    public sealed record OrderCancelled(string Reason) : PaymentEvent;
}

/// <summary>What can be asked of a payment, or told to it. The id given with a command makes a repeat known.</summary>
internal abstract record PaymentCommand
{
    private PaymentCommand() { }

    public sealed record Request(
        Guid OrderId, string Method, Money Amount, string Provider, string? Account, string? Reference, string? Token,
        int? Installments, DateTimeOffset At) : PaymentCommand;

    public sealed record NoteAccepted(
        string Provider, string? Account, string Reference, DateTimeOffset At) : PaymentCommand;

    /// <summary><c>Id</c> names the request that follows when money arrives for a cancelled order.</summary>
    public sealed record NoteFact(ProviderFact Fact, Guid Id) : PaymentCommand;

    /// <summary>The provider will not do what <c>RequestId</c> asked; final.</summary>
    public sealed record NoteRefused(
        ProviderOperation Operation, Guid RequestId, string Reason, DateTimeOffset At, Guid Id) : PaymentCommand;

    public sealed record Capture(Guid Id, Money? Amount, DateTimeOffset At) : PaymentCommand;

    public sealed record Refund(Guid Id, Money Amount, string Reason, DateTimeOffset At) : PaymentCommand;

    public sealed record Void(Guid Id, string Reason, DateTimeOffset At) : PaymentCommand;

    public sealed record Collect(Money? Amount, DateTimeOffset At) : PaymentCommand;

    public sealed record CancelOrder(Guid Id, string Reason, DateTimeOffset At) : PaymentCommand;
}

/// <summary>The sums are as heard; the standing makes sense of them in whatever order they came.</summary>
internal sealed record PaymentState
{
    public static readonly PaymentState Initial = new();

    public PaymentEvent.Requested? Requested { get; init; }
    public PaymentStanding? Standing { get; init; }
    public string? Provider { get; init; }
    public string? Account { get; init; }
    public string? Reference { get; init; }
    public decimal AuthorizedSum { get; init; }
    public decimal CapturedSum { get; init; }
    public decimal RefundedSum { get; init; }
    public DateTimeOffset? AuthorizedAt { get; init; }
    public DateTimeOffset? CapturedAt { get; init; }
    public DateTimeOffset? RefundedAt { get; init; }
    public DateTimeOffset? VoidedAt { get; init; }
    public DateTimeOffset? FailedAt { get; init; }
    public string? FailureReason { get; init; }
    public Guid? PendingVoid { get; init; }
    public DateTimeOffset? VoidAskedAt { get; init; }
    public string? CancelReason { get; init; }
    public int RefundsBeforeCancel { get; init; }
    public Money? CollectedShort { get; init; }
    public ImmutableList<MoneyMove> Captures { get; init; } = [];
    public ImmutableList<MoneyMove> Refunds { get; init; } = [];
    public ImmutableHashSet<string> Known { get; init; } = [];

    public bool IsCod => Requested?.Method == "cod";

    /// <summary>What is captured, not given back and not on its way back.</summary>
    public decimal Refundable => Math.Max(CapturedSum, RefundedSum) - RefundedSum - Refunds.PendingSum();
}

internal static class Payment
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
            },
            PaymentEvent.CaptureRequested e => s with
            {
                Captures = s.Captures.Add(MoneyMove.Asked(e.CaptureId, e.Amount, null, at)),
            },
            PaymentEvent.Captured e => s with
            {
                CapturedSum = s.CapturedSum + e.Amount.Amount,
                CapturedAt = Later(s.CapturedAt, at),
                Captures = s.Captures.Settled(e.CaptureId, "succeeded", at),
            },
            PaymentEvent.CaptureRefused e => s with
            {
                Captures = s.Captures.Settled(e.CaptureId, "refused", at, e.Reason),
            },
            PaymentEvent.RefundRequested e => s with
            {
                Refunds = s.Refunds.Add(MoneyMove.Asked(e.RefundId, e.Amount, e.Reason, at)),
            },
            PaymentEvent.Refunded e => s with
            {
                RefundedSum = s.RefundedSum + e.Amount.Amount,
                RefundedAt = Later(s.RefundedAt, at),
                Refunds = s.Refunds.Settled(e.RefundId, "succeeded", at),
            },
            PaymentEvent.RefundRefused e => s with { Refunds = s.Refunds.Settled(e.RefundId, "refused", at, e.Reason) },
            PaymentEvent.VoidRequested e => s with { PendingVoid = e.VoidId, VoidAskedAt = at },
            PaymentEvent.Voided => s with { PendingVoid = null, VoidedAt = Later(s.VoidedAt, at) },
            PaymentEvent.VoidRefused => s with { PendingVoid = null },
            PaymentEvent.Failed e => s with { FailedAt = Later(s.FailedAt, at), FailureReason = e.Reason },
            PaymentEvent.Collected e => s with
            {
                CapturedSum = e.Amount.Amount,
                CapturedAt = at,
                CollectedShort = e.Short,
            },
            PaymentEvent.OrderCancelled e => s with { CancelReason = e.Reason, RefundsBeforeCancel = s.Refunds.Count },
            _ => s,
        };
    }

    /// <summary>What a repeat of the event's cause is known by.</summary>
    private static string? KeyOf(PaymentEvent happened) => happened switch
    {
        PaymentEvent.Authorized e => e.FactId,
        PaymentEvent.Captured e => e.FactId,
        PaymentEvent.Refunded e => e.FactId,
        PaymentEvent.Voided e => e.FactId,
        PaymentEvent.Failed e => e.FactId,
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
        OccurredAt = c.At,
    };

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

    private static IEnumerable<PaymentEvent> Capture(PaymentState s, PaymentCommand.Capture c)
    {
        if (s.Known.Contains(Key(c.Id)))
            return [];
        if (s.IsCod)
            throw new RuleViolation("cash_on_delivery", "Cash is not captured, it is collected at the door.");
        if (s.PendingVoid is not null || s.VoidedAt is not null || s.CancelReason is not null)
            throw new RuleViolation("already_voided", "The payment has been given up.");
        var left = s.Standing!.Authorized.Amount - s.Standing.Captured.Amount - s.Captures.PendingSum();
        if (left <= 0 && (s.CapturedAt is not null || s.Captures.AnyPending()))
            throw new RuleViolation("already_captured", "All that was authorized is captured or being captured.");
        if (s.Standing.Status is "pending" or "failed")
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

    /// <summary>What happened, and what a cancelled order makes of it: money goes back, or is never taken.</summary>
    private static IEnumerable<PaymentEvent> Following(PaymentState before, PaymentEvent happened, Guid id)
    {
        yield return happened;
        var s = Evolve(before, happened);
        if (s.CancelReason is null || s.Known.Contains(Key(id)))
            yield break;
        if (s.Refundable is > 0 and var left)
            yield return new PaymentEvent.RefundRequested(id, new(left, s.Requested!.Amount.Currency), s.CancelReason)
            {
                OccurredAt = happened.OccurredAt,
            };
        else if (s.CapturedAt is null && s.VoidedAt is null && s.PendingVoid is null && !s.Captures.AnyPending()
            && PaymentStanding.Of(s).Status != "failed")
            yield return new PaymentEvent.VoidRequested(id, s.CancelReason) { OccurredAt = happened.OccurredAt };
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

    private static string Text(PaymentState s, decimal amount)
    {
        var currency = s.Requested!.Amount.Currency;
        var format = $"F{Currencies.Decimals(currency) ?? 2}";
        return $"{amount.ToString(format, CultureInfo.InvariantCulture)} {currency}";
    }

    private static string Key(Guid id) => id.ToString("D");

    private static DateTimeOffset Later(DateTimeOffset? known, DateTimeOffset at) => known > at ? known.Value : at;
}
