using ServiceDefaults.Languages;

namespace Gateway.Pages.Track;

/// <summary>Something said beside a line's title. IsTold: in the words of whoever told it.</summary>
public readonly record struct Note(string Text, bool IsTold);

/// <summary>One line of the history, its time on the clocks of the place where it happened.</summary>
public sealed record Line(
    string Title, IReadOnlyList<Note> Notes, string? Place, string Kind, PlaceTime At, string? Heard);

/// <summary>Everything that has been told about the order, the latest first, by days.</summary>
public sealed record History(IReadOnlyList<(string Day, IReadOnlyList<Line> Lines)> Days, string? OneZone)
{
    public static History Of(TrackedOrder order, Language language)
    {
        var here = Journey.Zone(order);
        // The service has put them in order: what claims to be of tomorrow is not the latest.
        var lines = order.Entries.Reverse().Select(entry => Line(order, entry, here, language)).ToList();
        var zones = lines.Select(line => line.At.Zone(language)).Distinct().ToList();
        // Consecutive days only: lines of two places may tell one day twice, and the order of happening must stay.
        var days = new List<(string Day, IReadOnlyList<Line> Lines)>();
        foreach (var line in lines)
            if (days is [.., (var day, List<Line> open)] && day == line.At.LongDay(language))
                open.Add(line);
            else
                days.Add((line.At.LongDay(language), new List<Line> { line }));
        return new(days, zones is [var only] ? only : null);
    }

    private static Line Line(TrackedOrder order, TrackedEntry entry, string? here, Language language)
    {
        var parcel = entry.ShipmentId is { } id ? order.Shipments.FirstOrDefault(one => one.Id == id) : null;
        var scan = parcel?.Scans.FirstOrDefault(one => Tells(entry, one))
            ?? (entry.Zone is null ? null : parcel?.Scans.FirstOrDefault(one => one.OccurredAt == entry.OccurredAt));
        var zone = entry.Zone ?? scan?.Zone ?? here;
        var at = PlaceTime.At(entry.OccurredAt, zone);
        var title = EntryWords.Title(entry, parcel, scan, language);
        // Carriers often say in their own words just what the title says.
        var notes = EntryWords.Notes(order, entry, parcel, scan, language)
            .Where(note => !string.Equals(note.Text, title, StringComparison.OrdinalIgnoreCase)).Distinct().ToList();
        // Their names of places are codes at times: Mumbai_Chembur_D.
        return new(title, notes, entry.Location?.Replace('_', ' '), entry.Kind ?? "order", at,
            Heard(entry, parcel, scan, language));
    }

    /// <summary>Who told it, and how long after it happened it was heard.</summary>
    private static string? Heard(TrackedEntry entry, TrackedParcel? parcel, TrackedScan? scan, Language language)
    {
        if (scan is null || Words.Carrier(scan.Carrier ?? parcel?.Carrier) is not { } carrier)
            return null;
        var late = (entry.RecordedAt ?? entry.OccurredAt) - entry.OccurredAt;
        return late < TimeSpan.FromMinutes(1)
            ? language.Text("history.at_once", ("carrier", carrier))
            : language.Text("history.heard", ("carrier", carrier), ("age", language.Lasting(late)));
    }

    /// <summary>The entry of a scan has the scan's id at the end of its own.</summary>
    private static bool Tells(TrackedEntry entry, TrackedScan scan) =>
        scan.Id is { Length: > 0 } id && entry.Id?.EndsWith(id, StringComparison.Ordinal) is true;
}
