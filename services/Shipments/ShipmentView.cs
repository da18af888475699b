using System.Xml;
using Contracts;
using Streams;

namespace Shipments;

/// <summary>
/// A parcel, as the order's timeline shows it, with its order, its items and its version. <c>Freshness</c> is the ISO
/// 8601 duration since the last scan. Scans stand in the order in which they happened.
/// </summary>
internal sealed record ShipmentView
{
    public required Guid Id { get; init; }
    public required Guid OrderId { get; init; }
    public required long Version { get; init; }
    public required string? Carrier { get; init; }
    public required string? TrackingNumber { get; init; }
    public required string? CarrierUrl { get; init; }
    public required string? Service { get; init; }
    public required IReadOnlyList<ItemQuantity> Items { get; init; }
    public required Address? ShipFrom { get; init; }
    public required string? PromisedDeliveryDate { get; init; }
    public required string Status { get; init; }
    public required string Leg { get; init; }
    public required string? Detail { get; init; }
    public required StatusReason? Reason { get; init; }
    public required int Attempts { get; init; }
    public required DateTimeOffset? HandedOverAt { get; init; }
    public required DateTimeOffset? DeliveredAt { get; init; }
    public required DateTimeOffset? LastScanAt { get; init; }
    public required string? Freshness { get; init; }
    public required EstimatedDelivery? EstimatedDelivery { get; init; }

    /// <summary>Always null until carriers' reports of cash on delivery are read.</summary>
    public Money? Cod { get; init; }

    public required ProofOfDelivery? ProofOfDelivery { get; init; }

    /// <summary>Always null until positions are reported.</summary>
    public ScanLocation? Position { get; init; }

    public required DateTimeOffset RegisteredAt { get; init; }
    public required IReadOnlyList<CorrectionView> Corrections { get; init; }
    public required IReadOnlyList<ScanView> Scans { get; init; }

    /// <summary>Null when the stream does not exist.</summary>
    public static ShipmentView? Of(Guid id, IReadOnlyList<Recorded<ShipmentEvent>> events, DateTimeOffset now)
    {
        if (events.Count == 0 || events[0].Event is not ShipmentEvent.Registered registered)
            return null;
        var state = events.Aggregate(new Shipment(), (state, recorded) => Shipment.Evolve(state, recorded.Event));
        var corrections = events.Select(recorded => recorded.Event).OfType<ShipmentEvent.Corrected>().ToList();
        var scans = events.Where(recorded => recorded.Event is ShipmentEvent.Scanned)
            .Select(recorded => ScanView.Of(((ShipmentEvent.Scanned)recorded.Event).Scan, recorded.RecordedAt))
            .OrderBy(scan => scan.OccurredAt).ThenBy(scan => Statuses.Stage(scan.Status))
            .ThenBy(scan => scan.Id, StringComparer.Ordinal).ToList();
        var standing = state.Standing;
        return new ShipmentView
        {
            Id = id,
            OrderId = registered.OrderId,
            Version = events[^1].Version,
            Carrier = state.Carrier,
            TrackingNumber = state.TrackingNumber,
            CarrierUrl = corrections.Count > 0 ? corrections[^1].CarrierUrl : registered.CarrierUrl,
            Service = registered.Service,
            Items = registered.Items,
            ShipFrom = registered.ShipFrom,
            PromisedDeliveryDate = registered.PromisedDeliveryDate,
            Status = standing.Status,
            Leg = standing.Leg,
            Detail = standing.Detail,
            Reason = standing.Reason,
            Attempts = standing.Attempts,
            HandedOverAt = standing.HandedOverAt,
            DeliveredAt = standing.DeliveredAt,
            LastScanAt = standing.LastScanAt,
            Freshness = standing.LastScanAt is { } last ? Duration(now - last) : null,
            EstimatedDelivery = standing.EstimatedDelivery,
            ProofOfDelivery = standing.DeliveredAt is { } at
                ? new ProofOfDelivery(at, scans.FirstOrDefault(scan => scan.OccurredAt == at)?.SignedBy)
                : null,
            RegisteredAt = registered.RegisteredAt,
            Corrections = [.. corrections.Select(e => new CorrectionView(e.Carrier, e.TrackingNumber, e.CorrectedAt))],
            Scans = scans,
        };
    }

    private static string Duration(TimeSpan age) =>
        XmlConvert.ToString(TimeSpan.FromSeconds(Math.Max(0, Math.Floor(age.TotalSeconds))));
}

internal sealed record ProofOfDelivery(DateTimeOffset DeliveredAt, string? SignedBy);

/// <summary>What the number was corrected to, and when; the history before it stays.</summary>
internal sealed record CorrectionView(string? Carrier, string? TrackingNumber, DateTimeOffset CorrectedAt);

/// <summary>One report: the carrier's words, the place's wall clock and zone, how that is known, the instant.</summary>
internal sealed record ScanView
{
    public required string Id { get; init; }
    public required string Status { get; init; }
    public required string Leg { get; init; }
    public required string? Detail { get; init; }
    public required StatusReason? Reason { get; init; }
    public required string? CarrierCode { get; init; }
    public required string? CarrierText { get; init; }
    public required ScanLocation? Location { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
    public required string LocalTime { get; init; }
    public required string TimeText { get; init; }
    public required string Zone { get; init; }
    public required string ZoneSource { get; init; }
    public required string? SignedBy { get; init; }

    /// <summary>carrier, carrier_summary (what a snapshot says of the whole parcel), manual.</summary>
    public required string? Source { get; init; }

    /// <summary>Why the time cannot be true; such a scan is shown and decides nothing.</summary>
    public required string? Suspect { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public static ScanView Of(Scan scan, DateTimeOffset recordedAt) => new()
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
        TimeText = scan.TimeText,
        Zone = scan.Zone,
        ZoneSource = scan.ZoneSource,
        SignedBy = scan.SignedBy,
        Source = scan.Source,
        Suspect = scan.Suspect,
        RecordedAt = recordedAt,
    };
}
