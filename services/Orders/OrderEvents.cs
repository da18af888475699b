using Contracts;

namespace Orders;

/// <summary>
/// What can happen to an order. The names and fields of these records are the storage format: add optional fields only.
/// What was heard from other services is kept as it was heard.
/// </summary>
internal abstract record OrderEvent
{
    private OrderEvent() { }

    /// <summary>
    /// <c>PromisedDeliveryDate</c> is the merchant's own text, a date or a date-time.
    /// <c>TrackingSecret</c> is the random part of the tracking token.
    /// </summary>
    public sealed record Placed : OrderEvent
    {
        public required string OrderNumber { get; init; }
        public required DateTimeOffset PlacedAt { get; init; }
        public required DateTimeOffset CreatedAt { get; init; }
        public string? PromisedDeliveryDate { get; init; }
        public required OrderCustomer Customer { get; init; }
        public required Address ShippingAddress { get; init; }
        [Impersonal]
        public Address? ShipFrom { get; init; }
        public required IReadOnlyList<OrderItem> Items { get; init; }
        public Money? ShippingPrice { get; init; }
        public required IReadOnlyList<OrderPayment> Payments { get; init; }
        public required Money Total { get; init; }
        public required string TrackingSecret { get; init; }

        /// <summary>Under whose key the personal parts are sealed; null: of a time before they were.</summary>
        public Guid? PersonId { get; init; }
    }

    public sealed record Confirmed(DateTimeOffset OccurredAt) : OrderEvent;

    public sealed record Packed(DateTimeOffset OccurredAt) : OrderEvent;

    public sealed record Cancelled(string Reason, DateTimeOffset OccurredAt) : OrderEvent;

    /// <summary>One event is one message at most: a cancellation's goes to services, this one's to customers.</summary>
    public sealed record MilestoneReached(string Milestone, DateTimeOffset OccurredAt, string? Reason) : OrderEvent;

    public sealed record ShipmentRegistered(Contracts.ShipmentRegistered Heard) : OrderEvent;

    public sealed record ShipmentCorrected(Contracts.ShipmentCorrected Heard) : OrderEvent;

    /// <summary>Without its scan or milestone where that was known. At a milestone also whose parcel it was.</summary>
    public sealed record ShipmentProgressed(
        Contracts.ShipmentProgressed Heard, string? Carrier = null, string? TrackingNumber = null) : OrderEvent;

    public sealed record ShipmentInstructed(Contracts.ShipmentInstructed Heard) : OrderEvent;

    public sealed record ShipmentRemapped(Contracts.ShipmentRemapped Heard) : OrderEvent;

    public sealed record PaymentProgressed(Contracts.PaymentProgressed Heard) : OrderEvent;

    public sealed record NotificationSettled(Contracts.NotificationSettled Heard) : OrderEvent;

    public sealed record FeedbackGiven(
        int Score, [property: Personal] string? Comment, DateTimeOffset OccurredAt) : OrderEvent;

    public sealed record IssueReported(
        string Kind, [property: Personal] string Message, DateTimeOffset OccurredAt) : OrderEvent;

    /// <summary>The key of the order's person is destroyed: what was sealed under it is gone, here too.</summary>
    public sealed record PersonalDataErased(Guid ErasureId, DateTimeOffset OccurredAt) : OrderEvent;
}
