using Contracts;
using Streams;

namespace Orders;

/// <summary>
/// What each scan means as it is read now. A scan that was heard under an older meaning keeps its place and its words;
/// what it was taken for before is told beside it. In whatever order both were heard.
/// </summary>
internal sealed class Readings
{
    private readonly Dictionary<(Guid Shipment, string Scan), (long Version, DateTimeOffset At, Scan Scan)> latest = [];

    internal static Readings Of(IEnumerable<Recorded<OrderEvent>> events)
    {
        var readings = new Readings();
        foreach (var heard in events.Select(e => e.Event).OfType<OrderEvent.ShipmentRemapped>().Select(e => e.Heard))
            foreach (var scan in heard.Scans)
                if (!readings.latest.TryGetValue((heard.ShipmentId, scan.Id), out var known)
                    || known.Version < heard.Version)
                    readings.latest[(heard.ShipmentId, scan.Id)] = (heard.Version, heard.RemappedAt, scan);
        return readings;
    }

    /// <summary>The event with its scan as it is read now.</summary>
    internal Recorded<OrderEvent> Apply(Recorded<OrderEvent> recorded) =>
        recorded.Event is OrderEvent.ShipmentProgressed { Heard: { Scan: { } scan } heard } told
            && Find(heard.ShipmentId, scan) is { } now
            ? recorded with { Event = told with { Heard = heard with { Scan = now.Scan } } }
            : recorded;

    /// <summary>What the scan was taken for first and until when; null when it always meant the same.</summary>
    internal (string Status, DateTimeOffset Until)? Former(Recorded<OrderEvent> asHeard) =>
        asHeard.Event is OrderEvent.ShipmentProgressed { Heard: { Scan: { } scan } heard }
            && Find(heard.ShipmentId, scan) is { } now && now.Scan.Status != scan.Status
            ? (scan.Status, now.At) : null;

    private (DateTimeOffset At, Scan Scan)? Find(Guid shipment, Scan scan) =>
        latest.TryGetValue((shipment, scan.Id), out var found) ? (found.At, found.Scan) : null;
}
