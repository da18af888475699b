namespace Contracts;

/// <summary>Where a scan was made, as far as the carrier tells. Country is ISO 3166-1 alpha-2.</summary>
public sealed record ScanLocation
{
    public string? Text { get; init; }
    public string? City { get; init; }
    public string? Region { get; init; }
    public string? PostalCode { get; init; }
    public string? Country { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
}

/// <summary>
/// Why a parcel does not move as planned. Party: carrier, retailer, consignee, customs, weather, other.
/// </summary>
public sealed record StatusReason(
    string Code, string Party, bool ActionRequired, [property: Personal] string? Text);

/// <summary>
/// Cash on delivery, as far as it is told. <c>IsCollected</c>: all of it was, also where nobody says how much that is.
/// </summary>
public sealed record CashOnDelivery
{
    public Money? ToCollect { get; init; }
    public Money? Collected { get; init; }
    public bool IsCollected { get; init; }
}

/// <summary>
/// What shows that a parcel was handed over: who took it and what they are to the consignee, in the carrier's words;
/// links to the signature and a photo; the code that the receiver gave.
/// </summary>
public sealed record DeliveryProof
{
    [Personal]
    public string? SignedBy { get; init; }
    [Personal]
    public string? Relation { get; init; }
    [Personal]
    public string? SignatureUrl { get; init; }
    [Personal]
    public string? PhotoUrl { get; init; }
    [Personal]
    public string? Code { get; init; }
}

/// <summary>
/// One report about a parcel. <c>Id</c> is the scan's fingerprint. <c>Carrier</c> and <c>TrackingNumber</c> say whose
/// number it was made of; null: of the parcel itself, by hand, or not kept yet when it was recorded.
/// <c>OccurredAt</c> is the instant, <c>LocalTime</c> the wall clock of the place (no offset), <c>Zone</c> an IANA name
/// or an offset, <c>ZoneSource</c>: text, field, location, account, assumed.
/// <c>Suspect</c> is set when the time cannot be true (future, ancient): kept and shown, never decisive.
/// </summary>
public sealed record Scan
{
    public required string Id { get; init; }
    public required string Status { get; init; }
    public required string Leg { get; init; }
    public string? Detail { get; init; }
    public StatusReason? Reason { get; init; }
    public string? CarrierCode { get; init; }
    [Personal]
    public string? CarrierText { get; init; }
    public ScanLocation? Location { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
    public required string LocalTime { get; init; }
    public required string TimeText { get; init; }
    public required string Zone { get; init; }
    public required string ZoneSource { get; init; }
    public string? Suspect { get; init; }
    public string? Source { get; init; }
    [Personal]
    public string? SignedBy { get; init; }
    public string? Carrier { get; init; }
    public string? TrackingNumber { get; init; }
    public CashOnDelivery? Cod { get; init; }
    public DeliveryProof? Proof { get; init; }
}

/// <summary>How a shipment stands after all its scans so far, folded by the time they happened.</summary>
public sealed record ShipmentStanding
{
    public required string Status { get; init; }
    public required string Leg { get; init; }
    public string? Detail { get; init; }
    public StatusReason? Reason { get; init; }
    public int Attempts { get; init; }
    public DateTimeOffset? LastScanAt { get; init; }
    public DateTimeOffset? HandedOverAt { get; init; }
    public DateTimeOffset? DeliveredAt { get; init; }
    public EstimatedDelivery? EstimatedDelivery { get; init; }
    public CashOnDelivery? Cod { get; init; }
    public DeliveryProof? Proof { get; init; }
}

/// <summary>
/// When a parcel is expected. Source: carrier, model, merchant. A date without a time spans its whole local day.
/// </summary>
public sealed record EstimatedDelivery(DateTimeOffset From, DateTimeOffset To, string Source);

/// <summary>A parcel of an order is known. Sent by Shipments.</summary>
public sealed record ShipmentRegistered
{
    public required string MerchantId { get; init; }
    public required Guid ShipmentId { get; init; }
    public required Guid OrderId { get; init; }
    public required long Version { get; init; }
    public string? Carrier { get; init; }
    public string? TrackingNumber { get; init; }
    public string? CarrierUrl { get; init; }
    public string? Service { get; init; }
    public required IReadOnlyList<ItemQuantity> Items { get; init; }
    public string? PromisedDeliveryDate { get; init; }
    public Money? CashToCollect { get; init; }
    /// <summary>return: it brings back what <c>ReturnId</c> is about; null: forward.</summary>
    public string? Leg { get; init; }
    public Guid? ReturnId { get; init; }
    public required DateTimeOffset RegisteredAt { get; init; }
}

/// <summary>
/// A number of a parcel's. <c>Leg</c>: forward, return. <c>Until</c>: the carrier gave it to another parcel then.
/// </summary>
public sealed record ShipmentNumber(
    string? Carrier, string TrackingNumber, string? CarrierUrl, string Leg, DateTimeOffset? Until);

/// <summary>
/// A parcel's numbers changed; its history stays. Sent by Shipments; <c>Version</c> as in
/// <see cref="ShipmentProgressed"/>. <c>Change</c>: corrected (the number <c>Replaced</c> was wrong, its scans do not
/// count any more), number_added, number_passed_on (another parcel has it now), number_resumed (it has not after all);
/// null: corrected, as told before there were others. <c>Numbers</c>: all that it has now, its own first.
/// </summary>
public sealed record ShipmentCorrected
{
    public required string MerchantId { get; init; }
    public required Guid ShipmentId { get; init; }
    public required Guid OrderId { get; init; }
    public required long Version { get; init; }
    public string? Change { get; init; }
    public string? Carrier { get; init; }
    public string? TrackingNumber { get; init; }
    public string? CarrierUrl { get; init; }
    public string? Leg { get; init; }
    public string? Replaced { get; init; }
    public string? ReplacedCarrier { get; init; }
    public IReadOnlyList<ShipmentNumber>? Numbers { get; init; }
    public ShipmentStanding? Standing { get; init; }
    public required DateTimeOffset CorrectedAt { get; init; }
}

/// <summary>
/// Something is asked of a parcel's carrier, or it has answered. Sent by Shipments; <c>Version</c> as in
/// <see cref="ShipmentProgressed"/>. <c>Kind</c>: reattempt, new_address, new_slot, return. <c>State</c>: requested,
/// by_merchant (the merchant must tell the carrier), accepted, refused, failed.
/// </summary>
public sealed record ShipmentInstructed
{
    public required string MerchantId { get; init; }
    public required Guid ShipmentId { get; init; }
    public required Guid OrderId { get; init; }
    public required long Version { get; init; }
    public required Guid InstructionId { get; init; }
    public required string Kind { get; init; }
    public required string State { get; init; }
    public string? Carrier { get; init; }
    public string? Date { get; init; }
    public string? Reason { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
}

/// <summary>
/// A parcel was scanned, recalled or its estimate changed. Sent by Shipments, once for each such event;
/// <c>Version</c> orders them: a standing with a lower version than one already heard is out of date, its scan is
/// not.
/// <c>Milestone</c> is set when this is the first time that the shipment reports it, or it is true again after it was
/// not: <c>Repeat</c> says how often it was told before, null: never.
/// </summary>
public sealed record ShipmentProgressed
{
    public required string MerchantId { get; init; }
    public required Guid ShipmentId { get; init; }
    public required Guid OrderId { get; init; }
    public required long Version { get; init; }
    public Scan? Scan { get; init; }
    public required ShipmentStanding Standing { get; init; }
    public string? Milestone { get; init; }
    public int? Repeat { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
}

/// <summary>
/// Known scans mean something else under today's mapping; here they are as they read now. Nothing is news by it and no
/// customer is to be told. Sent by Shipments; <c>Version</c> as in <see cref="ShipmentProgressed"/>.
/// </summary>
public sealed record ShipmentRemapped
{
    public required string MerchantId { get; init; }
    public required Guid ShipmentId { get; init; }
    public required Guid OrderId { get; init; }
    public required long Version { get; init; }
    public required IReadOnlyList<Scan> Scans { get; init; }
    public required ShipmentStanding Standing { get; init; }
    public required DateTimeOffset RemappedAt { get; init; }
}
