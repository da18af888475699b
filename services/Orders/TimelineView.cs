using System.Text.Json.Serialization;
using Contracts;
using ServiceDefaults;

namespace Orders;

/// <summary>
/// An order's timeline, as <c>GET /v1/orders/{id}/timeline</c> answers it: what was known at <c>AsOf</c>.
/// Instants are RFC 3339, money decimal strings, <c>DeliveryProgress</c> is 0 to 1. Every field is always there,
/// null when not known.
/// </summary>
internal record TimelineView
{
    public required Guid OrderId { get; init; }
    public required string OrderNumber { get; init; }
    public required long Version { get; init; }
    public required DateTimeOffset AsOf { get; init; }
    [OneOf(typeof(OrderStatus))]
    public required string Status { get; init; }
    public required double DeliveryProgress { get; init; }
    public required PaymentSummary Payment { get; init; }
    public required ReturnView Return { get; init; }
    /// <summary>As the merchant wrote it: a date or a date-time.</summary>
    public required string? PromisedDeliveryDate { get; init; }
    public required EstimateView? EstimatedDelivery { get; init; }
    public required IReadOnlyList<ShipmentView> Shipments { get; init; }
    public required IReadOnlyList<TimelineEntry> Entries { get; init; }
}

[ApiName("ReturnSummary")]
internal sealed record ReturnView(string Status);

/// <summary>
/// When the last open parcel is expected. <c>Best</c> is the middle of the range. <c>Confidence</c> is null unless
/// a model said how sure it is. <c>First</c> is what was promised first, for the customer to compare.
/// </summary>
internal sealed record EstimateView(
    DateTimeOffset From,
    DateTimeOffset To,
    DateTimeOffset Best,
    string Source,
    double? Confidence,
    EstimatedDelivery First);

/// <summary>A parcel. <c>Freshness</c> is the ISO 8601 duration from its last scan to <c>AsOf</c>.</summary>
[ApiName("TimelineShipment")]
internal sealed record ShipmentView
{
    public required Guid Id { get; init; }
    public required string? Carrier { get; init; }
    public required string? TrackingNumber { get; init; }
    public required string? CarrierUrl { get; init; }
    public required string? Service { get; init; }
    public required IReadOnlyList<ItemQuantity> Items { get; init; }
    public required string Status { get; init; }
    public required string Leg { get; init; }
    public required string? Detail { get; init; }
    public required StatusReason? Reason { get; init; }
    public required int Attempts { get; init; }
    public required DateTimeOffset? HandedOverAt { get; init; }
    public required DateTimeOffset? DeliveredAt { get; init; }
    public required DateTimeOffset? LastScanAt { get; init; }
    public required string? Freshness { get; init; }
    /// <summary>What the courier is to collect and has collected; null where there is nothing to collect.</summary>
    public required CashOnDelivery? Cod { get; init; }
    public required ProofOfDelivery? ProofOfDelivery { get; init; }
    /// <summary>What can be asked of the carrier now, the likeliest to help first.</summary>
    public required IReadOnlyList<string> NextSteps { get; init; }
    public required IReadOnlyList<InstructionView> Instructions { get; init; }
    /// <summary>All its numbers, its own first.</summary>
    public required IReadOnlyList<ShipmentNumber> Numbers { get; init; }
    /// <summary>Where the courier is, on the day of delivery.</summary>
    public PositionView? Position { get; init; }
    public required IReadOnlyList<ScanView> Scans { get; init; }
}

/// <summary>What the carrier was asked to do; <c>State</c> as in <see cref="ShipmentInstructed"/>.</summary>
[ApiName("TimelineInstruction")]
internal sealed record InstructionView(
    Guid Id, string Kind, string? Date, string State, string? Reason, DateTimeOffset InstructedAt,
    DateTimeOffset? AnsweredAt)
{
    /// <param name="told">All that was told of one instruction, by version.</param>
    internal static InstructionView Of(IEnumerable<ShipmentInstructed> told)
    {
        var all = told.ToList();
        var (first, last) = (all[0], all[^1]);
        return new(first.InstructionId, first.Kind, first.Date, last.State, last.Reason, first.OccurredAt,
            all.Count > 1 ? last.OccurredAt : null);
    }
}

/// <summary>One thing that happened, in plain English. <c>Id</c> is made of what it was, not of its arrival.</summary>
internal sealed record TimelineEntry
{
    public required string Id { get; init; }
    /// <summary>order, payment, shipment, return, notification, feedback, issue.</summary>
    public required string Kind { get; init; }
    public required string Code { get; init; }
    public required string Title { get; init; }
    public required string? Detail { get; init; }
    /// <summary>The money it is about, where it is about money: what changed, or sums so far.</summary>
    public Money? Amount { get; init; }
    /// <summary>What somebody wrote or answered, as it was told; in <c>Detail</c> among other things.</summary>
    public string? Note { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
    public Guid? ShipmentId { get; init; }
    public ScanLocation? Location { get; init; }
    /// <summary>Of a scan: the zone of its place (IANA name or offset), to show its time as it was there.</summary>
    public string? Zone { get; init; }
    public required string? TraceId { get; init; }

    /// <summary>Its place in the order, where that is not <see cref="OccurredAt"/>'s.</summary>
    [JsonIgnore]
    public DateTimeOffset? SortsAt { get; init; }
}
