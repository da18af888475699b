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
    /// <summary>What the order's reductions (items cancelled, returns) take off this payment; null: nothing.</summary>
    public Money? Reduced { get; init; }
    /// <summary>opened, won, lost, closed; null: there was none. Of several the one that matters most.</summary>
    public string? Dispute { get; init; }
    public required IReadOnlyList<Dispute> Disputes { get; init; }
    /// <summary>What is missing of the cash collected; null when nothing is.</summary>
    public Money? CollectedShort { get; init; }
    /// <summary>What was collected beyond the amount asked for; null when nothing was.</summary>
    public Money? CollectedOver { get; init; }
    /// <summary>Cash as told of: by the merchant of all of it, by carriers parcel by parcel.</summary>
    public IReadOnlyList<CollectionView>? Collections { get; init; }
    /// <summary>What the carrier has passed on; null for what is not cash.</summary>
    public RemittanceView? Remitted { get; init; }
    public required string Provider { get; init; }
    public string? Account { get; init; }
    public string? Reference { get; init; }
    public int? Installments { get; init; }
    public string? CaptureMethod { get; init; }
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
        Reduced = s.Standing.Reduced,
        Dispute = s.Standing.Dispute,
        Disputes = s.Disputes,
        CollectedShort = s.IsCod && s.CapturedAt is not null ? Some(s, s.Ceiling - s.CapturedSum) : null,
        CollectedOver = s.IsCod ? Some(s, s.CapturedSum - s.Ceiling) : null,
        Collections = !s.IsCod ? null
            : [.. s.Cash.ByCarrier.Concat(s.Cash.ByHand is { } byHand ? [byHand] : []).Select(CollectionView.Of)],
        Remitted = s.IsCod ? RemittanceView.Of(s) : null,
        Provider = s.Provider!,
        Account = s.Account,
        Reference = s.Reference,
        Installments = s.Requested!.Installments,
        CaptureMethod = s.Requested.CaptureMethod,
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

    internal static Money? Some(PaymentState s, decimal amount) =>
        amount > 0 ? s.Requested!.Amount with { Amount = amount } : null;
}

/// <summary><c>Source</c>: hand, carrier. By hand the amount is all that was collected.</summary>
internal sealed record CollectionView(string Source, Guid? ShipmentId, Money Amount, DateTimeOffset OccurredAt)
{
    public static CollectionView Of(PaymentEvent.Collected told) =>
        new(told.ShipmentId is null ? "hand" : "carrier", told.ShipmentId, told.Amount, told.OccurredAt);
}

/// <summary><c>Short</c>: what is missing to the cash collected, once something was remitted; null: nothing.</summary>
internal sealed record RemittanceView(Money Amount, Money? Short, IReadOnlyList<RemittanceView.Part> Parts)
{
    internal sealed record Part(string Reference, Money Amount, DateTimeOffset OccurredAt);

    public static RemittanceView Of(PaymentState s) => new(
        s.Requested!.Amount with { Amount = s.Cash.Remitted },
        s.Cash.Remittances.IsEmpty ? null : PaymentView.Some(s, s.CapturedSum - s.Cash.Remitted),
        [.. s.Cash.Remittances.Select(told => new Part(told.Reference, told.Amount, told.OccurredAt))]);
}
