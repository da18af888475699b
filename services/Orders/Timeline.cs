using System.Xml;
using Contracts;
using Streams;

namespace Orders;

/// <summary>
/// Folds an order's events into its timeline. Pure: the same scans heard in any order give the same timeline, but for
/// when each was recorded, the version and the traces.
/// </summary>
internal static class Timeline
{
    /// <param name="events">The order's stream from its start, as it was at <paramref name="asOf"/>.</param>
    internal static TimelineView Of(Guid orderId, IReadOnlyList<Recorded<OrderEvent>> events, DateTimeOffset asOf)
    {
        var state = OrderState.Initial;
        var entries = new List<TimelineEntry>(events.Count);
        var scans = new Dictionary<Guid, List<ScanView>>();
        foreach (var recorded in events)
        {
            state = Order.Evolve(state, recorded.Event);
            if (TimelineEntries.Of(recorded) is { } entry)
                entries.Add(entry);
            if (recorded.Event is OrderEvent.ShipmentProgressed { Heard: { Scan: { } scan } heard })
                ScansOf(scans, heard.ShipmentId).Add(ViewOf(scan, recorded.RecordedAt));
        }

        var placed = state.Placed!;
        return new()
        {
            OrderId = orderId,
            OrderNumber = placed.OrderNumber,
            Version = events[^1].Version,
            AsOf = asOf,
            Status = OrderStatus.Of(state),
            DeliveryProgress = DeliveryProgress.Of(state),
            Payment = PaymentSummary.Of(state),
            Return = new("none"),
            PromisedDeliveryDate = DeliveryEstimate.Promise(state),
            EstimatedDelivery = DeliveryEstimate.Of(state),
            Shipments =
            [
                .. state.Parcels.Values.InOrder().Select(parcel => ViewOf(parcel, ScansOf(scans, parcel.Id), asOf)),
            ],
            Entries = entries.InOrder(),
        };
    }

    private static List<ScanView> ScansOf(Dictionary<Guid, List<ScanView>> scans, Guid shipment)
    {
        if (!scans.TryGetValue(shipment, out var made))
            scans.Add(shipment, made = []);
        return made;
    }

    private static ShipmentView ViewOf(Parcel parcel, List<ScanView> scans, DateTimeOffset asOf)
    {
        var standing = parcel.Progress?.Standing;
        return new()
        {
            Id = parcel.Id,
            Carrier = parcel.Carrier,
            TrackingNumber = parcel.TrackingNumber,
            CarrierUrl = parcel.CarrierUrl,
            Service = parcel.Registration?.Service,
            Items = parcel.Registration?.Items ?? [],
            Status = parcel.Status,
            Leg = parcel.Leg,
            Detail = standing?.Detail,
            Reason = standing?.Reason,
            Attempts = standing?.Attempts ?? 0,
            HandedOverAt = standing?.HandedOverAt,
            DeliveredAt = standing?.DeliveredAt,
            LastScanAt = standing?.LastScanAt,
            Freshness = standing?.LastScanAt is { } last ? Age(asOf - last) : null,
            ProofOfDelivery = standing is { DeliveredAt: { } at } ? new(at, SignedBy(scans)) : null,
            Scans = [.. scans.OrderBy(s => s.OccurredAt).ThenBy(s => Texts.Rank(s.Status)).ThenBy(s => s.Id)],
        };
    }

    private static string? SignedBy(List<ScanView> scans) =>
        scans.FirstOrDefault(scan => scan is { Status: "delivered", SignedBy: not null })?.SignedBy;

    /// <summary>Whole seconds, ISO 8601: PT2H, P1DT30M.</summary>
    private static string Age(TimeSpan age) =>
        XmlConvert.ToString(TimeSpan.FromSeconds(Math.Max(0, Math.Floor(age.TotalSeconds))));

    private static ScanView ViewOf(Scan scan, DateTimeOffset recordedAt) => new()
    {
        Id = scan.Id,
        Status = scan.Status,
        Leg = scan.Leg,
        Detail = scan.Detail,
        Reason = scan.Reason,
        CarrierCode = scan.CarrierCode,
        CarrierText = scan.CarrierText,
        Location = scan.Location,
        OccurredAt = scan.OccurredAt,
        LocalTime = scan.LocalTime,
        Zone = scan.Zone,
        ZoneSource = scan.ZoneSource,
        SignedBy = scan.SignedBy,
        Suspect = scan.Suspect,
        RecordedAt = recordedAt,
    };
}
