using Contracts;
using ServiceDefaults;

namespace Orders;

/// <summary>An order, as <c>GET /v1/orders/{id}</c> and the list answer it. Its ETag is its version.</summary>
internal sealed record OrderView
{
    public required Guid Id { get; init; }
    public required string OrderNumber { get; init; }
    [OneOf(typeof(OrderStatus))]
    public required string Status { get; init; }
    public required long Version { get; init; }
    public required DateTimeOffset PlacedAt { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset? ConfirmedAt { get; init; }
    public required DateTimeOffset? PackedAt { get; init; }
    public required DateTimeOffset? CancelledAt { get; init; }
    public required string? CancelReason { get; init; }
    public required DateTimeOffset? CompletedAt { get; init; }
    /// <summary>Somebody wants it cancelled; null once it is, or when nobody does.</summary>
    public required CancellationView? Cancellation { get; init; }
    public required HoldView? Hold { get; init; }
    public required VerificationView? Verification { get; init; }
    public required string? PromisedDeliveryDate { get; init; }
    public required OrderCustomer Customer { get; init; }
    public required Address ShippingAddress { get; init; }
    public required Address? ShipFrom { get; init; }
    public required IReadOnlyList<OrderItem> Items { get; init; }
    /// <summary>What was cancelled of the items, by SKU.</summary>
    public required IReadOnlyList<ItemQuantity> CancelledItems { get; init; }
    public required OrderTotals Totals { get; init; }
    public required PaymentSummary Payment { get; init; }
    public required IReadOnlyList<PaymentView> Payments { get; init; }
    public required IReadOnlyList<OrderShipment> Shipments { get; init; }
    public required IReadOnlyList<OrderReturnView> Returns { get; init; }
    /// <summary>What it is sent instead of.</summary>
    public required ExchangeSource? ExchangeOf { get; init; }
    public required OrderFeedback? Feedback { get; init; }
    public required string TrackingUrl { get; init; }

    internal static OrderView Of(string merchantId, Guid id, OrderState state, long version, TrackingLinks links)
    {
        var placed = state.Placed!;
        var shipping = placed.ShippingPrice ?? placed.Total with { Amount = 0 };
        var payments = PaymentSummary.All(state);
        return new()
        {
            Id = id,
            OrderNumber = placed.OrderNumber,
            Status = OrderStatus.Of(state),
            Version = version,
            PlacedAt = placed.PlacedAt,
            CreatedAt = placed.CreatedAt,
            ConfirmedAt = state.ConfirmedAt,
            PackedAt = state.PackedAt,
            CancelledAt = state.Cancelled?.OccurredAt,
            CancelReason = state.Cancelled?.Reason,
            CompletedAt = state.CompletedAt,
            Cancellation = CancellationView.Of(state),
            Hold = state.Hold is { } hold ? new(hold.Reason, hold.OccurredAt) : null,
            Verification = state.Verification is { } seen
                ? new(seen.Outcome, seen.Method, seen.Note, seen.OccurredAt) : null,
            PromisedDeliveryDate = placed.PromisedDeliveryDate,
            Customer = placed.Customer,
            ShippingAddress = placed.ShippingAddress,
            ShipFrom = placed.ShipFrom,
            Items = placed.Items,
            CancelledItems = [.. Units.Sums(state.CancelledItems).Select(sum => new ItemQuantity(sum.Key, sum.Value))],
            Totals = new(placed.Total with { Amount = placed.Total.Amount - shipping.Amount }, shipping, placed.Total,
                placed.Total with { Amount = state.Reductions.Sum(reduction => reduction.Amount) }),
            Payment = PaymentSummary.Of(state, payments),
            Payments = payments,
            Shipments = [.. state.Parcels.Values.InOrder().Select(OrderShipment.Of)],
            Returns = [.. state.Returns.Values.InOrder().Select(OrderReturnView.Of)],
            ExchangeOf = placed.ExchangeOf,
            Feedback = state.Feedback is { } given ? new(given.Score, given.Comment, given.OccurredAt) : null,
            TrackingUrl = links.UrlOf(merchantId, id, placed.TrackingSecret),
        };
    }
}

/// <summary>As they were placed; <c>Reduced</c> is how much less is to be paid since.</summary>
internal sealed record OrderTotals(Money Items, Money Shipping, Money Total, Money Reduced);

/// <summary>What became of a customer's wish.</summary>
internal sealed record OrderStanding(string Status);

internal sealed record HoldView(string Reason, DateTimeOffset Since);

internal sealed record VerificationView(string Outcome, string? Method, string? Note, DateTimeOffset OccurredAt);

/// <summary><c>State</c>: requested (somebody decides), approved (its parcels are asked back), rejected.</summary>
internal sealed record CancellationView(string State, string RequestedBy, string Reason, DateTimeOffset RequestedAt)
{
    internal static CancellationView? Of(OrderState state) => state is { Cancelled: null, Cancellation: { } asked }
        ? new(asked.State, asked.Asked.RequestedBy, asked.Asked.Reason, asked.Asked.OccurredAt) : null;
}

internal sealed record OrderFeedback(int Score, string? Comment, DateTimeOffset OccurredAt);

internal sealed record OrderIssue(string Kind, string Message, DateTimeOffset OccurredAt);

/// <summary>A parcel in short; the timeline has its scans. <c>Numbers</c>: all that it has, its own first.</summary>
internal sealed record OrderShipment(
    Guid Id, string? Carrier, string? TrackingNumber, string Status, string Leg, IReadOnlyList<ItemQuantity> Items,
    IReadOnlyList<string> Numbers)
{
    internal static OrderShipment Of(Parcel parcel) => new(
        parcel.Id, parcel.Carrier, parcel.TrackingNumber, parcel.Status, parcel.Leg, parcel.Registration?.Items ?? [],
        parcel.Numbers is { } all ? [.. all.Select(number => number.TrackingNumber)]
            : parcel.TrackingNumber is { } own ? [own] : []);
}

internal static class Parcels
{
    /// <summary>As they were registered, whatever was heard first.</summary>
    internal static IEnumerable<Parcel> InOrder(this IEnumerable<Parcel> parcels) => parcels
        .OrderBy(parcel => parcel.Registration?.RegisteredAt ?? DateTimeOffset.MaxValue)
        .ThenBy(parcel => parcel.Id);
}
