using System.Collections.Immutable;
using Contracts;

namespace Payments;

/// <summary>The sums are as heard; the standing makes sense of them in whatever order they came.</summary>
internal sealed record PaymentState
{
    public static readonly PaymentState Initial = new();

    public PaymentEvent.Requested? Requested { get; init; }
    public PaymentStanding? Standing { get; init; }
    public string? Provider { get; init; }
    public string? Account { get; init; }
    public string? Reference { get; init; }
    public string? Transaction { get; init; }
    public decimal AuthorizedSum { get; init; }
    /// <summary>Of captures told one by one; <see cref="CapturedInAll"/> of those told as a sum.</summary>
    public decimal CapturedEach { get; init; }
    public decimal CapturedInAll { get; init; }
    public bool IsClosed { get; init; }
    public RefundSums RefundSums { get; init; } = new();
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
    /// <summary>What is never to be taken, or to be given back as soon as it is.</summary>
    public decimal Lowered { get; init; }
    public string? LoweredReason { get; init; }
    public ImmutableList<PaymentEvent.Reduced> Reductions { get; init; } = [];
    public Cash Cash { get; init; } = new();
    public ImmutableList<MoneyMove> Captures { get; init; } = [];
    public ImmutableList<MoneyMove> Refunds { get; init; } = [];
    public ImmutableList<Dispute> Disputes { get; init; } = [];
    public ImmutableHashSet<string> Known { get; init; } = [];

    public bool IsCod => Requested?.Method == "cod";

    public decimal CapturedSum => IsCod ? Cash.Collected : Math.Max(CapturedEach, CapturedInAll);

    public decimal RefundedSum => RefundSums.Sum;

    /// <summary>What is captured, not given back, not on its way back and not in dispute.</summary>
    public decimal Refundable => Math.Max(0,
        Math.Max(CapturedSum, RefundedSum) - RefundedSum - Refunds.PendingSum() - Disputes.HeldSum());

    /// <summary>What was asked for or authorized, less what the order was reduced by.</summary>
    public decimal Ceiling => Math.Max(AuthorizedSum, Requested!.Amount.Amount) - Lowered;

    /// <summary>What may still be captured, captures on their way counted as done.</summary>
    public decimal Capturable => IsClosed ? 0
        : Math.Min(Standing!.Authorized.Amount, Ceiling) - Standing.Captured.Amount - Captures.PendingSum();

    /// <summary>
    /// By how much the payment can be lowered: what has not come yet, captures on their way included, since what they
    /// bring can be given back.
    /// </summary>
    public decimal Lowerable => IsClosed || VoidedAt is not null || PendingVoid is not null || CancelReason is not null
        ? 0 : Math.Max(0, Ceiling - Math.Max(CapturedSum, RefundedSum));

    public decimal ReducedSum => Reductions.Sum(told => told.Amount.Amount);

    /// <summary>
    /// What the payment brings the order, or may still bring: nothing once it has failed or was voided.
    /// </summary>
    public decimal Holds => Standing!.Status switch
    {
        "failed" or "voided" => 0,
        "pending" or "cod_pending" or "authorized" => Ceiling,
        _ => Standing.Captured.Amount - RefundedSum - Refunds.PendingSum() + Capturable + Captures.PendingSum(),
    };

    /// <summary>What came although the payment had been lowered by it.</summary>
    public decimal TakenTooMuch => Math.Max(0, Math.Min(Lowered, Math.Max(CapturedSum, RefundedSum) - Ceiling));
}

/// <summary>
/// What was given back. Some providers tell of each refund, some of the sum so far, some of both: the greater one
/// counts, so that the order in which they are heard does not matter. A sum told before a refund came back holds that
/// refund, a later one does not.
/// </summary>
internal sealed record RefundSums
{
    public decimal Each { get; init; }
    public ImmutableList<Told> InAll { get; init; } = [];
    public ImmutableList<Told> Returned { get; init; } = [];

    internal sealed record Told(DateTimeOffset At, decimal Amount);

    public decimal Sum => InAll
        .Select(told => told.Amount - Returned.Where(back => back.At >= told.At).Sum(back => back.Amount))
        .Append(Each).Max();

    public RefundSums With(PaymentEvent.Refunded e) => e.InAll is { } sum
        ? this with { InAll = InAll.Add(new(e.OccurredAt, sum.Amount)) }
        : this with { Each = Each + e.Amount.Amount };

    public RefundSums With(PaymentEvent.RefundReturned e) => this with
    {
        Each = e.WasDone ? Each - e.Amount.Amount : Each,
        Returned = Returned.Add(new(e.OccurredAt, e.Amount.Amount)),
    };
}

/// <summary>
/// A chargeback. <c>Status</c>: opened, won, lost, or closed without a verdict (an inquiry that came to nothing).
/// </summary>
internal sealed record Dispute(
    string Id, string Status, Money Amount, string? Reason, DateTimeOffset? OpenedAt, DateTimeOffset? ClosedAt);

internal static class Disputes
{
    public const string Opened = "opened";
    public const string Won = "won";
    public const string Lost = "lost";
    public const string Closed = "closed";

    /// <summary>An end counts more than the beginning, and the later of two ends more than the earlier.</summary>
    public static ImmutableList<Dispute> With(this ImmutableList<Dispute> all, PaymentEvent.Disputed told)
    {
        var at = told.OccurredAt;
        var heard = told.State == Opened
            ? new Dispute(told.DisputeId, Opened, told.Amount, told.Reason, at, null)
            : new Dispute(told.DisputeId, told.State, told.Amount, told.Reason, null, at);
        if (all.Find(d => d.Id == told.DisputeId) is not { } known)
            return all.Add(heard);
        var (kept, other) = heard.ClosedAt > known.ClosedAt || known.ClosedAt is null ? (heard, known) : (known, heard);
        return all.Replace(known, kept with
        {
            Reason = kept.Reason ?? other.Reason,
            OpenedAt = known.OpenedAt ?? heard.OpenedAt,
        });
    }

    /// <summary>The bank has this money, or may get it: it cannot be given back a second time.</summary>
    public static decimal HeldSum(this ImmutableList<Dispute> all) =>
        all.Where(d => d.Status is Opened or Lost).Sum(d => d.Amount.Amount);

    /// <summary>Of several the one that matters most; null when there is none.</summary>
    public static string? Worst(this ImmutableList<Dispute> all) =>
        ((string[])[Opened, Lost, Won, Closed]).FirstOrDefault(status => all.Exists(d => d.Status == status));
}
