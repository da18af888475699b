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
