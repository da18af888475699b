using Streams;

namespace Shipments.Silence;

/// <summary>
/// The section <c>Silence</c> of the configuration: for how long no news of a parcel is nothing unusual, by carrier and
/// status (<c>Silence:Usual:delhivery:in_transit = 2.00:00:00</c>; the carrier <c>default</c> stands for all others),
/// and when nobody expects news any more. What is not set is as below.
/// </summary>
internal sealed class SilenceOptions
{
    public const string WhatIsNeeded = "Silence: durations must be positive (2.00:00:00), statuses canonical ones.";
    private const string AnyCarrier = "default";

    // A label may lie for days before it is used; what is out for delivery is heard of on the same day. Between the
    // scans of recorded Delhivery parcels lay 2 hours mostly and 24 in one of twenty; aggregators of post offices and
    // of parcels that cross borders hear nothing for days at customs and at sea.
    private static readonly Dictionary<string, Dictionary<string, TimeSpan>> Defaults = new()
    {
        [AnyCarrier] = new()
        {
            [Statuses.Pending] = TimeSpan.FromDays(3),
            [Statuses.InfoReceived] = TimeSpan.FromDays(3),
            [Statuses.PickedUp] = TimeSpan.FromDays(2),
            [Statuses.InTransit] = TimeSpan.FromDays(3),
            [Statuses.OutForDelivery] = TimeSpan.FromDays(1),
            [Statuses.DeliveryAttempted] = TimeSpan.FromDays(2),
            [Statuses.AvailableForPickup] = TimeSpan.FromDays(7),
            [Statuses.Exception] = TimeSpan.FromDays(3),
            [Statuses.Returning] = TimeSpan.FromDays(5),
        },
        ["delhivery"] = new() { [Statuses.InTransit] = TimeSpan.FromDays(2) },
        ["easypost"] = new() { [Statuses.InTransit] = TimeSpan.FromDays(5) },
        ["shippo"] = new() { [Statuses.InTransit] = TimeSpan.FromDays(5) },
        ["aftership"] = new() { [Statuses.InTransit] = TimeSpan.FromDays(5) },
        ["17track"] = new() { [Statuses.InTransit] = TimeSpan.FromDays(7) },
    };

    public Dictionary<string, Dictionary<string, TimeSpan>> Usual { get; set; } = [];

    /// <summary>Silent for so long, a parcel is expired.</summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How often parcels are looked at.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Null: of a parcel in this status nobody expects news.</summary>
    public TimeSpan? Of(string? carrier, string status)
    {
        if (carrier is null || !Statuses.IsOpen(status))
            return null;
        foreach (var all in (Dictionary<string, Dictionary<string, TimeSpan>>[])[Usual, Defaults])
            if (all.TryGetValue(carrier, out var own) && own.TryGetValue(status, out var usual))
                return usual;
        foreach (var all in (Dictionary<string, Dictionary<string, TimeSpan>>[])[Usual, Defaults])
            if (all.TryGetValue(AnyCarrier, out var any) && any.TryGetValue(status, out var usual))
                return usual;
        return null;
    }

    /// <summary>From when on nothing heard of a parcel was unusual, if that is so now.</summary>
    public DateTimeOffset? SilentSince(
        string? carrier, string status, IReadOnlyList<Recorded<ShipmentEvent>> events, DateTimeOffset now)
    {
        var heardAt = events.Where(recorded => IsNews(recorded.Event)).Max(recorded => recorded.RecordedAt);
        return Of(carrier, status) is { } usual && heardAt + usual < now ? heardAt + usual : null;
    }

    /// <summary>Somebody outside has told something new of the parcel.</summary>
    public static bool IsNews(ShipmentEvent happened) => happened is ShipmentEvent.Registered
        or ShipmentEvent.Scanned or ShipmentEvent.Corrected or ShipmentEvent.NumberAdded
        or ShipmentEvent.EstimateChanged;

    public static bool IsComplete(SilenceOptions options) =>
        options.GiveUpAfter > TimeSpan.Zero && options.Interval > TimeSpan.Zero
        && options.Usual.Values.SelectMany(stages => stages).All(stage =>
            Defaults[AnyCarrier].ContainsKey(stage.Key) && stage.Value > TimeSpan.Zero);

    /// <summary>Every carrier and status with a duration of its own, and <c>default</c> for the rest.</summary>
    public IEnumerable<(string Carrier, string Status, TimeSpan Usual)> All() =>
        from carrier in Usual.Keys.Union(Defaults.Keys)
        from status in Defaults[AnyCarrier].Keys
        select (carrier, status, Of(carrier, status)!.Value);
}
