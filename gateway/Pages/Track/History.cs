namespace Gateway.Pages.Track;

/// <summary>One line of the history, its time on the clocks of the place where it happened.</summary>
public sealed record Line(string Title, string? Detail, string? Place, string Kind, PlaceTime At, string? Heard);

/// <summary>Everything that has been told about the order, the latest first, by days.</summary>
public sealed record History(IReadOnlyList<(string Day, IReadOnlyList<Line> Lines)> Days, string? OneZone)
{
    public static History Of(TrackedOrder order)
    {
        var here = Journey.Zone(order);
        // The service has put them in order: what claims to be of tomorrow is not the latest.
        var lines = order.Entries.Reverse()
            .Select(entry => Line(order, entry, here))
            .ToList();
        var zones = lines.Select(line => line.At.Zone).Distinct().ToList();
        // Consecutive days only: lines of two places may tell one day twice, and the order of happening must stay.
        var days = new List<(string Day, IReadOnlyList<Line> Lines)>();
        foreach (var line in lines)
            if (days is [.., (var day, List<Line> open)] && day == line.At.LongDay)
                open.Add(line);
            else
                days.Add((line.At.LongDay, new List<Line> { line }));
        return new(days, zones is [var only] ? only : null);
    }

    private static Line Line(TrackedOrder order, TrackedEntry entry, string? here)
    {
        var parcel = entry.ShipmentId is { } id ? order.Shipments.FirstOrDefault(one => one.Id == id) : null;
        var scan = parcel?.Scans.FirstOrDefault(one => Tells(entry, one))
            ?? parcel?.Scans.FirstOrDefault(one => one.OccurredAt == entry.OccurredAt);
        var zone = entry.Zone ?? scan?.Zone ?? here;
        var at = PlaceTime.At(entry.OccurredAt, zone);
        var received = PlaceTime.At(entry.RecordedAt ?? entry.OccurredAt, zone);
        var heard = scan is null
            ? null
            : $"Told by {Words.Carrier(parcel?.Carrier)} at {at.Clock}, received {received.Beside(at)}";
        var title = entry.Title ?? entry.Code ?? "Update";
        // Carriers often say in their own words just what the title says.
        var detail = string.Equals(entry.Detail, title, StringComparison.OrdinalIgnoreCase) ? null : entry.Detail;
        // Their names of places are codes at times: Mumbai_Chembur_D.
        return new(title, detail, entry.Location?.Replace('_', ' '), entry.Kind ?? "order", at, heard);
    }

    /// <summary>The entry of a scan has the scan's id at the end of its own.</summary>
    private static bool Tells(TrackedEntry entry, TrackedScan scan) =>
        scan.Id is { Length: > 0 } id && entry.Id?.EndsWith(id, StringComparison.Ordinal) is true;
}
