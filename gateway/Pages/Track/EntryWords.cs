using ServiceDefaults.Languages;

namespace Gateway.Pages.Track;

/// <summary>An entry of the timeline in the reader's words: made of its code, not of its title.</summary>
internal static class EntryWords
{
    private const string Instruction = "shipment.instruction_";

    public static string Title(TrackedEntry entry, TrackedParcel? parcel, TrackedScan? scan, Language language)
    {
        if (scan is not null && entry.Code is ['s', 'h', 'i', 'p', 'm', 'e', 'n', 't', '.', .. var status])
            return language.Find($"status.{status}") ?? Words.Plain(status);
        if (IsInstruction(entry) && language.Knows($"entry.{entry.Code}"))
            return language.Text($"entry.{entry.Code}", ("wish", Wish(Asked(entry, parcel), language)));
        return language.Find(
            $"entry.{entry.Code}", $"status.{entry.Code?.Replace("shipment.", "", StringComparison.Ordinal)}",
            $"entry.{entry.Kind}.other") ?? language.Text("entry.other");
    }

    /// <summary>What else there is to say: ours in the reader's language, others' as they told it.</summary>
    public static IEnumerable<Note> Notes(
        TrackedOrder order, TrackedEntry entry, TrackedParcel? parcel, TrackedScan? scan, Language language)
    {
        if (scan is not null)
            return OfScan(scan, language);
        var told = Asked(entry, parcel)?.Reason ?? entry.Note;
        var notes = new List<Note?>
        {
            Ours((entry.Amount ?? (entry.Code is "order.placed" ? order.Total : null))?.In(language)),
            Ours(entry.Kind is "issue" ? language.Find($"issue.{Kind(entry)}") : null),
            Ours(told is null ? null : language.Find($"cancel.reason.{told}", $"back.reason.{told}", $"reason.{told}")),
        };
        if (notes[^1] is null)
            notes.Add(Told(told));
        // A code of tomorrow: what it says in English is better than nothing.
        if (!language.Knows($"entry.{entry.Code}") && entry.Kind is not ("shipment" or "issue"))
            notes.Add(Told(entry.Title));
        return notes.OfType<Note>();
    }

    private static IEnumerable<Note> OfScan(TrackedScan scan, Language language)
    {
        Note?[] notes =
        [
            Ours(language.Find($"detail.{scan.Detail}")),
            Ours(Words.Reason(scan.Reason, language)),
            Told(scan.CarrierText),
            Told(scan.Reason?.Text),
            Ours(scan.Suspect is null ? null : language.Text("history.doubt")),
            Ours(scan.Discounted switch
            {
                null => null,
                "number_passed_on" => language.Text("history.other_parcel"),
                _ => language.Text("history.other_number"),
            }),
            Ours(scan.FormerStatus is { } former ? language.Text(
                "history.formerly", ("status", language.Find($"status.{former}") ?? Words.Plain(former))) : null),
        ];
        return notes.OfType<Note>().DistinctBy(note => note.Text, StringComparer.OrdinalIgnoreCase);
    }

    private static string Wish(TrackedInstruction? asked, Language language) => asked?.Kind switch
    {
        "new_slot" when DateOnly.TryParse(asked.Date, out var day) =>
            language.Text("wish.new_slot", ("date", language.Day(day.ToDateTime(TimeOnly.MinValue)))),
        "new_slot" => language.Text("wish.another_day"),
        { } kind => language.Find($"wish.{kind}") ?? Words.Plain(kind),
        null => language.Text("wish.reattempt"),
    };

    /// <summary>The entry's id holds the instruction's: shipment.instruction.state.</summary>
    private static TrackedInstruction? Asked(TrackedEntry entry, TrackedParcel? parcel) =>
        !IsInstruction(entry) ? null : parcel?.Instructions.FirstOrDefault(one =>
            entry.Id?.Contains($"{one.Id:D}", StringComparison.Ordinal) is true);

    private static bool IsInstruction(TrackedEntry entry) =>
        entry.Code?.StartsWith(Instruction, StringComparison.Ordinal) is true;

    /// <summary>issue.damaged.1763…: what the customer chose stands in the id.</summary>
    private static string? Kind(TrackedEntry entry) => entry.Id?.Split('.') is [_, var kind, ..] ? kind : null;

    private static Note? Ours(string? text) => text is { Length: > 0 } ? new(text, false) : null;
    private static Note? Told(string? text) => string.IsNullOrWhiteSpace(text) ? null : new(text, true);
}
