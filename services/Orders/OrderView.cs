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
    public required string? PromisedDeliveryDate { get; init; }
    public required OrderCustomer Customer { get; init; }
    public required Address ShippingAddress { get; init; }
    public required Address? ShipFrom { get; init; }
    public required IReadOnlyList<OrderItem> Items { get; init; }
    public required OrderTotals Totals { get; init; }
    public required PaymentSummary Payment { get; init; }
    public required IReadOnlyList<PaymentView> Payments { get; init; }
    public required IReadOnlyList<OrderShipment> Shipments { get; init; }
    public required OrderFeedback? Feedback { get; init; }
    public required string TrackingUrl { get; init; }

    internal static OrderView Of(string merchantId, Guid id, OrderState state, long version, TrackingLinks links)
    {
        var placed = state.Placed!;
        var shipping = placed.ShippingPrice ?? placed.Total with { Amount = 0 };
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
            PromisedDeliveryDate = placed.PromisedDeliveryDate,
            Customer = placed.Customer,
            ShippingAddress = placed.ShippingAddress,
            ShipFrom = placed.ShipFrom,
            Items = placed.Items,
            Totals = new(placed.Total with { Amount = placed.Total.Amount - shipping.Amount }, shipping, placed.Total),
            Payment = PaymentSummary.Of(state),
            Payments = PaymentSummary.All(state),
            Shipments = [.. state.Parcels.Values.InOrder().Select(OrderShipment.Of)],
            Feedback = state.Feedback is { } given ? new(given.Score, given.Comment, given.OccurredAt) : null,
            TrackingUrl = links.UrlOf(merchantId, id, placed.TrackingSecret),
        };
    }
}

internal sealed record OrderTotals(Money Items, Money Shipping, Money Total);

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
