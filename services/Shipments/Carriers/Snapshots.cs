using Contracts;

namespace Shipments.Carriers;

/// <summary>
/// A snapshot tells a parcel's whole history each time and, beside it, what the sender makes of it. The history is
/// used to read its own scans; the sender's summary only where the scans do not say the same.
/// </summary>
internal static class Snapshots
{
    /// <summary>
    /// Scans from a time after the parcel turned back are said of a parcel that goes back, whatever their label:
    /// senders label the way home "in transit" and its end "delivered".
    /// </summary>
    public static IEnumerable<Scan> WithLegs(IReadOnlyCollection<Scan> scans)
    {
        var turned = scans
            .Where(scan => scan is { Leg: Legs.Return, Suspect: null }
                && scan.Status is not (Statuses.InfoReceived or Statuses.Unknown))
            .Select(scan => (DateTimeOffset?)scan.OccurredAt).Min();
        return scans.Select(scan =>
            scan.Suspect is null && scan.OccurredAt > turned && !Details.NamesReceiver(scan.Detail)
                ? scan.OnReturn() : scan);
    }

    /// <summary>The scans, and the summary as one more where they do not stand as it says.</summary>
    public static IReadOnlyList<Scan> WithSummary(IReadOnlyList<Scan> scans, Scan? summary)
    {
        if (summary is null or { Status: Statuses.Unknown })
            return scans;
        var standing = scans.Aggregate(Journey.Empty, (journey, scan) => journey.Add(scan)).Standing(estimate: null);
        return standing.Status == summary.Status && standing.Leg == summary.Leg ? scans : [.. scans, summary];
    }
}
