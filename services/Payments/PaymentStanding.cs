using Contracts;

namespace Payments;

/// <summary>
/// How a payment stands. <c>Status</c>: pending, authorized, captured, partially_refunded, refunded, failed, voided,
/// cod_pending, cod_collected. Never refunded more than captured, never captured more than authorized. <c>Reduced</c>:
/// what the customer is to pay less by it, null when nothing; <c>Dispute</c>: opened, won, lost, closed, null.
/// </summary>
internal sealed record PaymentStanding(
    Guid OrderId, string Method, string Status, Money Amount, Money Authorized, Money Captured, Money Refunded)
{
    public Money? Reduced { get; init; }
    public string? Dispute { get; init; }

    /// <summary>
    /// Facts come in any order: what was given back must have been captured, what was captured must have been
    /// authorized, whether or not we have heard of it yet. A failure counts until an authorization that is not older;
    /// providers' clocks tick in seconds, and of the same second the failure is the earlier attempt.
    /// </summary>
    public static PaymentStanding Of(PaymentState s)
    {
        var asked = s.Requested!;
        var captured = Math.Max(s.CapturedSum, s.RefundedSum);
        var status = s switch
        {
            { RefundedAt: not null } => s.RefundedSum < captured ? "partially_refunded" : "refunded",
            { CapturedAt: not null } => s.IsCod ? "cod_collected" : "captured",
            { VoidedAt: not null } => "voided",
            { FailedAt: { } failed } when !(s.AuthorizedAt >= failed) => "failed",
            { AuthorizedAt: not null } => "authorized",
            _ => s.IsCod ? "cod_pending" : "pending",
        };
        return new(asked.OrderId, asked.Method, status, asked.Amount,
            Authorized: asked.Amount with { Amount = Math.Max(s.AuthorizedSum, captured) },
            Captured: asked.Amount with { Amount = captured },
            Refunded: asked.Amount with { Amount = s.RefundedSum })
        {
            Reduced = s.ReducedSum > 0 ? asked.Amount with { Amount = s.ReducedSum } : null,
            Dispute = s.Disputes.Worst(),
        };
    }
}
