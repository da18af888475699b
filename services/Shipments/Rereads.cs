using Contracts;

namespace Shipments;

// The names and fields of these records are the storage format.
internal abstract partial record ShipmentEvent
{
    /// <summary>
    /// Known scans that today's mapping reads otherwise, as it reads them; their old readings stay in the events
    /// before. <c>ReadAs</c> when they count as something else for this parcel. No milestone follows: what customers
    /// were told then they are not told again, nor of the past now.
    /// </summary>
    public sealed record Remapped : ShipmentEvent
    {
        public required IReadOnlyList<Scan> Scans { get; init; }
        public IReadOnlyList<Scan>? ReadAs { get; init; }
        public required string Why { get; init; }
        public required DateTimeOffset RemappedAt { get; init; }
        public required ShipmentStanding Standing { get; init; }
    }

    /// <summary>Nobody has heard of the parcel since this scan, null: ever, and nobody expects to any more.</summary>
    public sealed record GivenUp : ShipmentEvent
    {
        public DateTimeOffset? LastScanAt { get; init; }
        public required DateTimeOffset GivenUpAt { get; init; }
        public required ShipmentStanding Standing { get; init; }
    }
}

internal abstract partial record ShipmentCommand
{
    /// <summary>Scans as today's mapping reads them; those that are not known are none of its business.</summary>
    public sealed record Reread(IReadOnlyList<Scan> Scans, string Why, DateTimeOffset Now) : ShipmentCommand;

    /// <summary>Nothing was heard after <c>LastScanAt</c> for as long as a parcel may be silent.</summary>
    public sealed record GiveUp(DateTimeOffset? LastScanAt, DateTimeOffset Now) : ShipmentCommand;
}

/// <summary>What follows when a code means something else, and when nobody hears of a parcel any more.</summary>
internal static class Rereads
{
    private const int ScansMax = 200;

    // In events of a bounded size: a parcel may have thousands of scans.
    public static IReadOnlyList<ShipmentEvent> Decide(Shipment state, ShipmentCommand.Reread command)
    {
        var events = new List<ShipmentEvent>();
        var changed = command.Scans
            .Where(scan => state.Journey.Find(scan.Id) is { } known && !Scans.ReadAlike(known, scan)).ToList();
        foreach (var scans in changed.Chunk(ScansMax))
        {
            var journey = state.Journey.Reread(scans);
            var read = scans.Select(journey.Numbers.Read).ToList();
            var remapped = new ShipmentEvent.Remapped
            {
                OrderId = state.OrderId!.Value,
                Scans = scans,
                ReadAs = read.SequenceEqual(scans) ? null : read,
                Why = command.Why,
                RemappedAt = command.Now,
                Standing = journey.Standing(state.Standing.EstimatedDelivery),
            };
            events.Add(remapped);
            state = Shipment.Evolve(state, remapped);
        }

        return events;
    }

    public static IReadOnlyList<ShipmentEvent> Decide(Shipment state, ShipmentCommand.GiveUp command)
    {
        // Heard of meanwhile, or at its end.
        if (state.Standing.LastScanAt != command.LastScanAt)
            return [];
        var standing = state.Journey.GiveUp(command.LastScanAt).Standing(state.Standing.EstimatedDelivery);
        return standing == state.Standing
            ? []
            : [new ShipmentEvent.GivenUp
            {
                OrderId = state.OrderId!.Value,
                LastScanAt = command.LastScanAt,
                GivenUpAt = command.Now,
                Standing = standing,
            }];
    }
}
