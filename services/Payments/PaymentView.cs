using Contracts;

namespace Payments;

/// <summary>
/// A payment as the API shows it. Times are null until the thing has happened; amounts are zero until then.
/// </summary>
internal sealed record PaymentView
{
    public required Guid Id { get; init; }
    public required Guid OrderId { get; init; }
    public required string Method { get; init; }
    public required string Status { get; init; }
    public required Money Amount { get; init; }
    public required Money Authorized { get; init; }
    public required Money Captured { get; init; }
    public required Money Refunded { get; init; }
    /// <summary>What is missing of the cash collected; null when nothing is.</summary>
    public Money? CollectedShort { get; init; }
    public required string Provider { get; init; }
    public string? Account { get; init; }
    public string? Reference { get; init; }
    public int? Installments { get; init; }
    public string? FailureReason { get; init; }
    public required IReadOnlyList<MoneyMove> Captures { get; init; }
    public required IReadOnlyList<MoneyMove> Refunds { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }
    public DateTimeOffset? AuthorizedAt { get; init; }
    public DateTimeOffset? CapturedAt { get; init; }
    public DateTimeOffset? RefundedAt { get; init; }
    public DateTimeOffset? VoidedAt { get; init; }
    public DateTimeOffset? FailedAt { get; init; }

    public static PaymentView Of(Guid id, PaymentState s) => new()
    {
        Id = id,
        OrderId = s.Standing!.OrderId,
        Method = s.Standing.Method,
        Status = s.Standing.Status,
        Amount = s.Standing.Amount,
        Authorized = s.Standing.Authorized,
        Captured = s.Standing.Captured,
        Refunded = s.Standing.Refunded,
        CollectedShort = s.CollectedShort is { Amount: > 0 } missing ? missing : null,
        Provider = s.Provider!,
        Account = s.Account,
        Reference = s.Reference,
        Installments = s.Requested!.Installments,
        FailureReason = s.Standing.Status == "failed" ? s.FailureReason : null,
        Captures = s.Captures,
        Refunds = s.Refunds,
        RequestedAt = s.Requested.OccurredAt,
        AuthorizedAt = s.AuthorizedAt,
        CapturedAt = s.CapturedAt,
        RefundedAt = s.RefundedAt,
        VoidedAt = s.VoidedAt,
        FailedAt = s.FailedAt,
    };
}
