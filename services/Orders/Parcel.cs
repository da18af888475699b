using System.Collections.Immutable;
using Contracts;

namespace Orders;

/// <summary>A shipment as its order knows it. Versions are the shipment's own: the newest heard counts.</summary>
internal sealed record Parcel(Guid Id)
{
    public ShipmentRegistered? Registration { get; init; }
    public ShipmentCorrected? Correction { get; init; }
    public ShipmentProgressed? Progress { get; init; }
    public ShipmentProgressed? FirstEstimate { get; init; }
    public ImmutableHashSet<string> Scans { get; init; } = [];
    public ImmutableHashSet<long> Remaps { get; init; } = [];
    public ImmutableHashSet<(string Milestone, int Repeat)> Milestones { get; init; } = [];
    public ImmutableHashSet<long> Corrections { get; init; } = [];
    public ImmutableSortedDictionary<long, ShipmentInstructed> Instructions { get; init; } =
        ImmutableSortedDictionary<long, ShipmentInstructed>.Empty;

    /// <summary>The own one first; null where they never changed.</summary>
    public IReadOnlyList<ShipmentNumber>? Numbers => Correction?.Numbers;

    public string? Carrier => Numbers is [var own, ..] ? own.Carrier
        : Correction is null ? Registration?.Carrier : Correction.Carrier;
    public string? TrackingNumber => Numbers is [var own, ..] ? own.TrackingNumber
        : Correction is null ? Registration?.TrackingNumber : Correction.TrackingNumber;
    public string? CarrierUrl => Numbers is [var own, ..] ? own.CarrierUrl
        : Correction is null ? Registration?.CarrierUrl : Correction.CarrierUrl;
    public string Status => Progress?.Standing.Status ?? "pending";
    public string Leg => Progress?.Standing.Leg ?? Registration?.Leg ?? "forward";

    /// <summary>The return that it brings back; null for a parcel of the order itself.</summary>
    public Guid? ReturnId => Registration?.ReturnId;

    public ParcelStages Stage => OrderStatus.StageOf(Status, Leg);

    /// <summary>What it held may be sent again, or cancelled.</summary>
    public bool IsSpent => Stage is ParcelStages.None or ParcelStages.Back
        || Progress?.Standing is { Status: "exception", Detail: "lost" or "damaged" };

    /// <summary>Somebody carries it, and it may still arrive.</summary>
    public bool IsUnderway => !IsSpent && Status != "expired" && Stage is
        ParcelStages.Moving or ParcelStages.LastMile or ParcelStages.Troubled or ParcelStages.GoingBack;

    public DateTimeOffset? DeliveredAt => Stage != ParcelStages.Delivered ? null
        : Progress!.Standing.DeliveredAt ?? Progress.OccurredAt;

    public Parcel With(ShipmentRegistered heard) => this with { Registration = heard };

    public Parcel With(ShipmentCorrected heard) => this with
    {
        Correction = heard.Version > (Correction?.Version ?? 0) ? heard : Correction,
        Corrections = Corrections.Add(heard.Version),
        Progress = heard.Standing is null || heard.Version <= Progress?.Version ? Progress
            : (Progress ?? Unheard(heard)) with { Version = heard.Version, Standing = heard.Standing },
    };

    public Parcel With(ShipmentInstructed heard) =>
        this with { Instructions = Instructions.SetItem(heard.Version, heard) };

    public Parcel With(ShipmentProgressed heard) => this with
    {
        Progress = heard.Version > (Progress?.Version ?? 0) ? heard : Progress,
        FirstEstimate = heard.Standing.EstimatedDelivery is null || heard.Version > FirstEstimate?.Version
            ? FirstEstimate
            : heard,
        Scans = heard.Scan is null ? Scans : Scans.Add(heard.Scan.Id),
        Milestones = heard.Milestone is null ? Milestones
            : Milestones.Add((heard.Milestone, heard.Repeat ?? 0)),
    };

    public Parcel With(ShipmentRemapped heard) => this with
    {
        Progress = heard.Version <= Progress?.Version ? Progress
            : (Progress ?? Unheard(heard)) with { Version = heard.Version, Standing = heard.Standing },
        Remaps = Remaps.Add(heard.Version),
    };

    /// <summary>A standing older than the one known is no news by itself, its scan or milestone is.</summary>
    public IReadOnlyList<OrderEvent> Decide(ShipmentProgressed heard)
    {
        var scan = heard.Scan is { } made && !Scans.Contains(made.Id) ? made : null;
        var milestone = heard.Milestone is { } reached && !Milestones.Contains((reached, heard.Repeat ?? 0))
            ? reached : null;
        if (scan is null && milestone is null && heard.Version <= Progress?.Version)
            return [];
        var news = heard with { Scan = scan, Milestone = milestone };
        return
        [
            milestone is null
                ? new OrderEvent.ShipmentProgressed(news)
                : new OrderEvent.ShipmentProgressed(news, Carrier, TrackingNumber),
        ];
    }

    private static ShipmentProgressed Unheard(ShipmentCorrected heard) => new()
    {
        MerchantId = heard.MerchantId,
        ShipmentId = heard.ShipmentId,
        OrderId = heard.OrderId,
        Version = heard.Version,
        Standing = heard.Standing!,
        OccurredAt = heard.CorrectedAt,
    };

    private static ShipmentProgressed Unheard(ShipmentRemapped heard) => new()
    {
        MerchantId = heard.MerchantId,
        ShipmentId = heard.ShipmentId,
        OrderId = heard.OrderId,
        Version = heard.Version,
        Standing = heard.Standing,
        OccurredAt = heard.RemappedAt,
    };
}
