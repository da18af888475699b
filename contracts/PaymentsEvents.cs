namespace Contracts;

/// <summary>
/// A payment has moved. Sent by Payments, once for each change; <c>Version</c> orders them.
/// <c>Status</c>: pending, authorized, captured, partially_refunded, refunded, failed, voided, cod_pending,
/// cod_collected.
/// </summary>
public sealed record PaymentProgressed
{
    public required string MerchantId { get; init; }
    public required Guid OrderId { get; init; }
    public required Guid PaymentId { get; init; }
    public required long Version { get; init; }
    public required string Method { get; init; }
    /// <summary>
    /// What happened: requested, authorized, captured, refund_requested, refunded, refund_failed, voided, failed,
    /// collected, remitted, reduced, dispute_opened, dispute_won, dispute_lost, dispute_closed.
    /// </summary>
    public required string Change { get; init; }
    public required string Status { get; init; }
    public required Money Amount { get; init; }
    public required Money Authorized { get; init; }
    public required Money Captured { get; init; }
    public required Money Refunded { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
    public string? Reason { get; init; }
    /// <summary>What this change is about, where it has an amount of its own.</summary>
    public Money? ChangeAmount { get; init; }
    /// <summary>What the customer is to pay less of <see cref="Amount"/>, as the order was reduced.</summary>
    public Money? Reduced { get; init; }
    /// <summary>opened, won, lost, closed; null: there was none. Beside the status, which it does not change.</summary>
    public string? Dispute { get; init; }
}
