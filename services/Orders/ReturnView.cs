using Contracts;

namespace Orders;

/// <summary>
/// A return, as <c>GET /v1/returns/{id}</c> and the lists answer it. Its ETag is its version. <c>Value</c>: what its
/// accepted units were paid, the most that can be refunded. <c>Refund</c>: what is given back for it.
/// </summary>
internal sealed record ReturnDetails
{
    public required Guid Id { get; init; }
    public required Guid OrderId { get; init; }
    public required string Status { get; init; }
    public required long Version { get; init; }
    public required string Resolution { get; init; }
    public required string RequestedBy { get; init; }
    public required string Reason { get; init; }
    public required string? Comment { get; init; }
    public required IReadOnlyList<ReturnLine> Items { get; init; }
    public required IReadOnlyList<ReturnParcel> Shipments { get; init; }
    public required Money Value { get; init; }
    public required Money? Refund { get; init; }
    public required Guid? ExchangeOrderId { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }
    public required DateTimeOffset? ApprovedAt { get; init; }
    public required string? ApprovedBy { get; init; }
    public required DateTimeOffset? RejectedAt { get; init; }
    public required string? RejectReason { get; init; }
    public required DateTimeOffset? ReceivedAt { get; init; }
    public required DateTimeOffset? InspectedAt { get; init; }
    public required DateTimeOffset? RefundRequestedAt { get; init; }
    public required DateTimeOffset? RefundedAt { get; init; }
    public required DateTimeOffset? ExchangedAt { get; init; }
    public required DateTimeOffset? CancelledAt { get; init; }

    internal static ReturnDetails Of(Guid id, ReturnState state, long version) => new()
    {
        Id = id,
        OrderId = Return.OrderOf(state),
        Status = state.Status,
        Version = version,
        Resolution = state.Requested!.Resolution,
        RequestedBy = state.Requested.RequestedBy,
        Reason = state.Requested.Reason,
        Comment = state.Requested.Comment,
        Items = [.. state.Requested.Items.Select(item => ReturnLine.Of(state, item))],
        Shipments = state.Parcels,
        Value = state.Value,
        Refund = state.RefundRequested?.Amount ?? state.Refunded?.Amount,
        ExchangeOrderId = state.Exchanged?.ExchangeOrderId,
        RequestedAt = state.Requested.OccurredAt,
        ApprovedAt = state.Approved?.OccurredAt,
        ApprovedBy = state.Approved?.By,
        RejectedAt = state.Rejected?.OccurredAt,
        RejectReason = state.Rejected?.Reason,
        ReceivedAt = state.ReceivedAt,
        InspectedAt = state.InspectedAt,
        RefundRequestedAt = state.RefundRequested?.OccurredAt,
        RefundedAt = state.Refunded?.OccurredAt,
        ExchangedAt = state.Exchanged?.OccurredAt,
        CancelledAt = state.Cancelled?.OccurredAt,
    };
}

/// <summary>Units of one SKU: how many were asked for, came, were looked at and taken.</summary>
internal sealed record ReturnLine(
    string Sku, int Quantity, string? Reason, int Received, int Inspected, int Accepted,
    IReadOnlyList<string> Conditions)
{
    internal static ReturnLine Of(ReturnState state, ReturnItem item) => new(
        item.Sku, item.Quantity, item.Reason, state.Back(item.Sku), state.Looked(item.Sku), state.Accepted(item.Sku),
        [
            .. state.Inspected.Where(seen => seen.Sku == item.Sku).Select(seen => seen.Condition).OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ]);
}

/// <summary>A return in short, on its order.</summary>
internal sealed record OrderReturnView(
    Guid Id, string Status, string Resolution, IReadOnlyList<ItemQuantity> Items, DateTimeOffset RequestedAt)
{
    internal static OrderReturnView Of(OrderReturn known) => new(
        known.Asked.ReturnId, known.Status, known.Asked.Resolution,
        [.. known.Asked.Items.Select(item => new ItemQuantity(item.Sku, item.Quantity))], known.Asked.OccurredAt);
}
