using Contracts;
using ServiceDefaults;
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

    /// <summary>From when on nobody had heard of the parcel for longer than usual; null: nothing is unusual.</summary>
    public DateTimeOffset? SilentSince { get; init; }

    public required EstimatedDelivery? EstimatedDelivery { get; init; }

    public required CashOnDelivery? Cod { get; init; }
    public required ProofOfDelivery? ProofOfDelivery { get; init; }

    /// <summary>What can be asked of the carrier now, the likeliest to help first.</summary>
    public required IReadOnlyList<string> NextSteps { get; init; }
    public required IReadOnlyList<InstructionView> Instructions { get; init; }

    /// <summary>Where the courier is, on the day of delivery.</summary>
    public PositionView? Position { get; init; }

    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>All that it has, its own first; <c>Until</c>: another parcel has it since.</summary>
    public required IReadOnlyList<ShipmentNumber> Numbers { get; init; }
    public required IReadOnlyList<CorrectionView> Corrections { get; init; }
    public required IReadOnlyList<ScanView> Scans { get; init; }

    /// <summary>Null when the stream does not exist.</summary>
    public static ShipmentView? Of(Guid id, IReadOnlyList<Recorded<ShipmentEvent>> events, DateTimeOffset now)
    {
        if (events.Count == 0 || events[0].Event is not ShipmentEvent.Registered registered)
            return null;
        var state = events.Aggregate(new Shipment(), (state, recorded) => Shipment.Evolve(state, recorded.Event));
        var corrections = events.Select(recorded => recorded.Event).OfType<ShipmentEvent.Corrected>().ToList();
        var remaps = events.Select(recorded => recorded.Event).OfType<ShipmentEvent.Remapped>().ToList();
        var scans = events.Where(recorded => recorded.Event is ShipmentEvent.Scanned)
            .Select(recorded => (((ShipmentEvent.Scanned)recorded.Event).Scan, recorded.RecordedAt))
            .Select(heard => Scan(state.Journey, heard.Scan, remaps, heard.RecordedAt))
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
            CarrierUrl = state.Journey.Numbers.Own?.Url,
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
            Freshness = standing.LastScanAt is { } last ? Ages.Of(now - last) : null,
            EstimatedDelivery = standing.EstimatedDelivery,
            Cod = standing.Cod,
            ProofOfDelivery = ProofOfDelivery.Of(standing),
            NextSteps = ServiceDefaults.NextSteps.Of(standing),
            Instructions = [.. state.Instructions.Select(InstructionView.Of)],
            RegisteredAt = registered.RegisteredAt,
            Numbers = ShipmentNumbers.Told(state.Journey),
            Corrections = [.. corrections.Select(e =>
                new CorrectionView(e.Carrier, e.TrackingNumber, e.Replaced, e.ReplacedCarrier, e.CorrectedAt))],
            Scans = scans,
        };
    }

    /// <summary>A scan as it is read now, and what it was taken for when it was recorded.</summary>
    private static ScanView Scan(
        Journey journey, Scan asHeard, IReadOnlyList<ShipmentEvent.Remapped> remaps, DateTimeOffset recordedAt)
    {
        var numbers = journey.Numbers;
        var remap = remaps.LastOrDefault(remap => remap.Scans.Any(scan => scan.Id == asHeard.Id));
        var scan = remap?.Scans.First(scan => scan.Id == asHeard.Id) ?? asHeard;
        var view = ScanView.Of(numbers.Read(scan), recordedAt, numbers.Discounts(scan));
        var former = numbers.Read(asHeard).Status;
        return view.Status == former ? view : view with { FormerStatus = former, RemappedAt = remap?.RemappedAt };
    }
}

/// <summary>What the number was corrected to, and when; the history before it stays.</summary>
internal sealed record CorrectionView(
    string? Carrier, string? TrackingNumber, string? Replaced, string? ReplacedCarrier, DateTimeOffset CorrectedAt);
