using System.Globalization;
using System.Text;
using ServiceDefaults;
using ServiceDefaults.Languages;

namespace Gateway.Pages.Track;

/// <summary>
/// The expected delivery as an iCalendar object (RFC 5545): a window or whole days at the place. The UID is the
/// order's, SEQUENCE its version, so that a later download moves the entry that is there.
/// </summary>
internal static class DeliveryCalendar
{
    private const int LineOctetsMax = 75;

    /// <summary>Null when there is nothing to expect.</summary>
    public static string? Of(
        TrackedOrder order, string page, Appearance? store, Language language, DateTimeOffset now)
    {
        if (Expectation.Window(order, Journey.Zone(order)) is not { } window)
            return null;
        var title = language.Text("expect.event", ("order", order.OrderNumber ?? ""));
        string[] lines =
        [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tracking platform//Delivery//EN", "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH", "BEGIN:VEVENT",
            $"UID:{order.OrderId:D}@tracking", $"SEQUENCE:{order.Version}", $"DTSTAMP:{Utc(now)}",
            .. window.Hours is var (from, to)
                ? (string[])[$"DTSTART:{Utc(from)}", $"DTEND:{Utc(to > from ? to : from.AddHours(1))}"]
                // The end is the day after the last.
                : [$"DTSTART;VALUE=DATE:{Day(window.First)}", $"DTEND;VALUE=DATE:{Day(window.Last.AddDays(1))}"],
            $"SUMMARY;LANGUAGE={language.Tag}:{Text(store?.Name is { } name ? $"{name}: {title}" : title)}",
            $"DESCRIPTION;LANGUAGE={language.Tag}:{Text(language.Text("expect.event_text", ("link", page)))}",
            .. order.Destination?.Name is { } place ? (string[])[$"LOCATION:{Text(place)}"] : [],
            $"URL:{page}", "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR",
        ];
        return string.Concat(lines.Select(line => Folded(line) + "\r\n"));
    }

    private static string Day(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Utc(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>RFC 5545, 3.3.11. Line breaks and other control characters from outside become spaces.</summary>
    private static string Text(string text) => string.Concat(text.Select(c => c switch
    {
        '\\' or ';' or ',' => $"\\{c}",
        _ when char.IsControl(c) => " ",
        _ => c.ToString(),
    }));

    /// <summary>RFC 5545, 3.1: a line has at most 75 octets, what is longer goes on after a space.</summary>
    private static string Folded(string line)
    {
        var folded = new StringBuilder(line.Length + 8);
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LineOctetsMax)
            {
                folded.Append("\r\n ");
                octets = 1;
            }

            folded.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        return folded.ToString();
    }
}
