using System.Diagnostics.Metrics;

namespace Shipments;

/// <summary>Counts what is new and odd of what carriers tell.</summary>
internal static class ScanCounts
{
    private static readonly Counter<long> Unmapped = ShipmentsMeter.Meter.CreateCounter<long>(
        "shipments.scans.unmapped", "{scan}", "New scans whose code means nothing to us");

    private static readonly Counter<long> Suspect = ShipmentsMeter.Meter.CreateCounter<long>(
        "shipments.scans.suspect", "{scan}", "New scans whose time cannot be true or is none");

    /// <param name="carrier">Who told of the scans.</param>
    /// <param name="decided">What was recorded of it: a scan that was known already is none of it.</param>
    public static void Add(string carrier, IEnumerable<ShipmentEvent> decided)
    {
        foreach (var scanned in decided.OfType<ShipmentEvent.Scanned>())
        {
            if (scanned.Scan.Status == Statuses.Unknown)
                Unmapped.Add(1, new("carrier", carrier), new("code", scanned.Scan.CarrierCode));
            if (scanned.Scan.Suspect is { } reason)
                Suspect.Add(1, new("carrier", carrier), new("reason", reason));
        }
    }
}
