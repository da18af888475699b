using Contracts;
using Streams;

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
        /// <summary>What is sent instead of what a return brings back.</summary>
        public ExchangeSource? ExchangeOf { get; init; }
    }

    public sealed record Confirmed(DateTimeOffset OccurredAt) : OrderEvent;

    public sealed record Packed(DateTimeOffset OccurredAt) : OrderEvent;

    public sealed record Cancelled(string Reason, DateTimeOffset OccurredAt) : OrderEvent;

    /// <summary>One event is one message at most: a cancellation's goes to services, this one's to customers.</summary>
    public sealed record MilestoneReached(string Milestone, DateTimeOffset OccurredAt, string? Reason) : OrderEvent
    {
        public Money? Amount { get; init; }
        /// <summary>What it is about where the same can happen several times to an order.</summary>
        public Guid? SubjectId { get; init; }
        public Guid? ShipmentId { get; init; }
        public string? Carrier { get; init; }
        public string? TrackingNumber { get; init; }
        public string? Zone { get; init; }
        public string? ReasonCode { get; init; }
        /// <summary>Of a delay: what was promised, as it was written, and what is expected now.</summary>
        public string? Promise { get; init; }
        public EstimatedDelivery? Expected { get; init; }
    }

    /// <summary><c>Outcome</c>: verified, failed. <c>Method</c> is a word in snake case: call, otp, …</summary>
    [EventAlias("order_verified")]
    public sealed record Verified(
        Guid Id, string Outcome, string? Method, [property: Personal] string? Note,
        DateTimeOffset OccurredAt) : OrderEvent;

    public sealed record Held(Guid Id, string Reason, DateTimeOffset OccurredAt) : OrderEvent;

    public sealed record Released(Guid Id, DateTimeOffset OccurredAt) : OrderEvent;

    /// <summary>Where the order goes to, or who gets it: as it is from now on; null where that stays.</summary>
    public sealed record Corrected(
        Guid Id, Address? ShippingAddress, OrderCustomer? Customer, DateTimeOffset OccurredAt) : OrderEvent;

    public sealed record Completed(DateTimeOffset OccurredAt) : OrderEvent;

    /// <summary>A parcel may take these units: they cannot be cancelled any more.</summary>
    public sealed record UnitsAllocated(
        Guid ShipmentId, IReadOnlyList<ItemQuantity> Items, DateTimeOffset OccurredAt) : OrderEvent;

    /// <summary><c>Amount</c> is what the customer pays less. <c>RequestedBy</c>: customer, merchant.</summary>
    public sealed record ItemsCancelled(
        Guid Id, IReadOnlyList<ItemQuantity> Items, Money Amount, string Reason, string RequestedBy,
        DateTimeOffset OccurredAt) : OrderEvent;

    public sealed record CancellationRequested(
        Guid Id, string Reason, string RequestedBy, DateTimeOffset OccurredAt) : OrderEvent;

    /// <summary>Parcels that are on their way are turned back; the order is cancelled once they are.</summary>
    public sealed record CancellationApproved(string Reason, DateTimeOffset OccurredAt) : OrderEvent;

    public sealed record CancellationRejected(string Reason, DateTimeOffset OccurredAt) : OrderEvent;

    /// <summary>
    /// Units that are delivered are to come back. <c>Outcome</c> is what policy made of it: requested (somebody
    /// decides), approved, rejected (because of <c>Note</c>).
    /// </summary>
    public sealed record ReturnRequested : OrderEvent
    {
        public required Guid ReturnId { get; init; }
        public required IReadOnlyList<ReturnItem> Items { get; init; }
        [Personal]
        public required string Reason { get; init; }
        [Personal]
        public string? Comment { get; init; }
        public required string Resolution { get; init; }
        public required string RequestedBy { get; init; }
        public required string Outcome { get; init; }
        public string? Note { get; init; }
        public required DateTimeOffset OccurredAt { get; init; }
    }

    public sealed record ReturnProgressed(ReturnProgress Heard) : OrderEvent;

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

/// <summary>The return and the order whose goods are exchanged.</summary>
internal sealed record ExchangeSource(Guid ReturnId, Guid OrderId);

/// <summary>
/// Units of one SKU that come back. <c>Prices</c>: what was paid for them, of several lines in their order.
/// </summary>
internal sealed record ReturnItem(
    string Sku, int Quantity, [property: Personal] string? Reason, IReadOnlyList<PricedUnits> Prices);

internal sealed record PricedUnits(Money UnitPrice, int Quantity);

/// <summary>
/// A return has moved, as its order keeps it. <c>Version</c> is the return's own. <c>Step</c>: approved, rejected,
/// cancelled, shipped, in_transit, arrived, received, inspected, refund_requested, refunded, exchanged. <c>Status</c>
/// is the return's after it. <c>Items</c> of what was received; <c>By</c>: customer, merchant, policy.
/// </summary>
internal sealed record ReturnProgress
{
    public required Guid ReturnId { get; init; }
    public required long Version { get; init; }
    public required string Step { get; init; }
    public required string Status { get; init; }
    public IReadOnlyList<ItemQuantity>? Items { get; init; }
    public Money? Amount { get; init; }
    public string? Reason { get; init; }
    public string? By { get; init; }
    public Guid? ShipmentId { get; init; }
    public Guid? ExchangeOrderId { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
}
