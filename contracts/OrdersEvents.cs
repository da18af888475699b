namespace Contracts;

/// <summary>Who ordered, and how to reach them. Locale is BCP 47, TimeZone an IANA name.</summary>
public sealed record OrderCustomer
{
    [Personal]
    public string? Id { get; init; }
    [Personal]
    public required string Name { get; init; }
    [Personal]
    public string? Email { get; init; }
    [Personal]
    public string? Phone { get; init; }
    public string? Locale { get; init; }
    public string? TimeZone { get; init; }
}

/// <summary>
/// One payment an order asks for. <c>Method</c>: card, upi, wallet, bank_transfer, voucher, cod.
/// <c>Reference</c> is the provider's own id when the storefront has already started the payment there;
/// without it the platform asks the provider to authorise, with <c>Token</c> as the payment method's token.
/// </summary>
public sealed record OrderPayment
{
    public required Guid PaymentId { get; init; }
    public required string Method { get; init; }
    public required Money Amount { get; init; }
    public string? Provider { get; init; }
    public string? Account { get; init; }
    public string? Reference { get; init; }
    public string? Token { get; init; }
    public int? Installments { get; init; }
    /// <summary>automatic: taken at once; manual: when the merchant says so; null: manual for cards only.</summary>
    public string? CaptureMethod { get; init; }
}

/// <summary>An order has been accepted. Sent by Orders.</summary>
public sealed record OrderPlaced
{
    public required string MerchantId { get; init; }
    public required Guid OrderId { get; init; }
    public required string OrderNumber { get; init; }
    public required DateTimeOffset PlacedAt { get; init; }
    public required OrderCustomer Customer { get; init; }
    public required Address ShippingAddress { get; init; }
    public required IReadOnlyList<OrderItem> Items { get; init; }
    public required IReadOnlyList<OrderPayment> Payments { get; init; }
    public required Money Total { get; init; }
    public required string TrackingUrl { get; init; }
}

/// <summary>
/// An order is cancelled: payments are voided or refunded, parcels not yet handed over are recalled. Sent by Orders.
/// </summary>
public sealed record OrderCancelled
{
    public required string MerchantId { get; init; }
    public required Guid OrderId { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset CancelledAt { get; init; }
}

/// <summary>
/// An order is to be cancelled, but some of its parcels are on their way: those are asked back, the others recalled.
/// <see cref="OrderCancelled"/> follows when none is on its way any more, and never when one arrives. Sent by Orders.
/// </summary>
public sealed record OrderRecalled
{
    public required string MerchantId { get; init; }
    public required Guid OrderId { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset RecalledAt { get; init; }
}

/// <summary>Who gets an order, or where it goes to, was put right; null where it stays. Sent by Orders.</summary>
public sealed record OrderCorrected
{
    public required string MerchantId { get; init; }
    public required Guid OrderId { get; init; }
    public OrderCustomer? Customer { get; init; }
    public Address? ShippingAddress { get; init; }
    public required DateTimeOffset CorrectedAt { get; init; }
}

/// <summary>
/// The customer is to pay less: <c>Amount</c> less is taken, or given back where it was taken already. Once for each
/// <c>ReductionId</c>. <c>Cause</c>: items_cancelled, return. A return's <c>ReductionId</c> is the return's id.
/// Never more in all than the order's total. A cancelled order has no reductions after it. Sent by Orders.
/// </summary>
public sealed record OrderAmountReduced
{
    public required string MerchantId { get; init; }
    public required Guid OrderId { get; init; }
    public required Guid ReductionId { get; init; }
    public required Money Amount { get; init; }
    public required string Reason { get; init; }
    public required string Cause { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
}

/// <summary>
/// Something that a customer wants to hear of, once for each order, milestone, shipment and <c>Repeat</c>: how often it
/// was told before and turned out not to be so (a wrong tracking number, a delivery that was none), null: never. Sent
/// by Orders.
/// <c>Milestone</c>: confirmed, packed, shipped, out_for_delivery, delivery_attempted, available_for_pickup, delivered,
/// exception, customs_action, returning, returned, cancelled, cancellation_rejected, items_cancelled, of a payment
/// paid, payment_failed, refunded, of a promise delayed, a day after the delivery feedback_asked, return_requested, and
/// of a return return_approved, return_rejected, return_cancelled, return_shipped, return_in_transit, return_arrived,
/// return_received, return_inspected, return_refunded, return_exchanged.
/// </summary>
public sealed record OrderMilestoneReached
{
    public required string MerchantId { get; init; }
    public required Guid OrderId { get; init; }
    public required string Milestone { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
    public Guid? ShipmentId { get; init; }
    public string? Carrier { get; init; }
    public string? TrackingNumber { get; init; }
    /// <summary>The place's zone (IANA), for showing <see cref="OccurredAt"/> as a local time.</summary>
    public string? Zone { get; init; }
    public string? Reason { get; init; }
    /// <summary>A parcel's reason as a word for programs, see StatusReason.</summary>
    public string? ReasonCode { get; init; }
    public int? Repeat { get; init; }
    /// <summary>What is given back, or was paid.</summary>
    public Money? Amount { get; init; }
    /// <summary>The return, cancellation, payment or promise that it is about, where there may be several.</summary>
    public Guid? SubjectId { get; init; }
    /// <summary>Of a delay: what was promised, a date or a date-time, and what is expected now.</summary>
    public string? Promise { get; init; }
    public EstimatedDelivery? Expected { get; init; }
    /// <summary>Of a delivery: what shows it.</summary>
    public DeliveryProof? Proof { get; init; }
}
