using System.Globalization;
using ServiceDefaults.Languages;

namespace Gateway.Pages.Track;

/// <summary>
/// An instant as the clocks of a place show it. Place: the town whose clocks they are, or an offset such as UTC+05:45.
/// </summary>
public readonly record struct PlaceTime(DateTimeOffset Local, string Place, bool IsTown)
{
    /// <summary>
    /// Zone: an IANA name or an offset (<c>+05:30</c>). A zone nobody knows is shown as UTC, and says so.
    /// </summary>
    public static PlaceTime At(DateTimeOffset instant, string? zone)
    {
        if (zone is null or "" or "UTC" or "Etc/UTC")
            return new(instant.ToUniversalTime(), "UTC", false);
        if (TryOffset(zone, out var offset))
            return new(instant.ToOffset(offset), Named(offset), false);
        return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
            ? new(TimeZoneInfo.ConvertTime(instant, found), City(zone), true)
            : new(instant.ToUniversalTime(), "UTC", false);
    }

    public string Machine => Local.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
    public DateOnly Date => DateOnly.FromDateTime(Local.DateTime);

    public string Zone(Language language) => IsTown ? language.Text("format.zone", ("city", Place)) : Place;
    public string Clock(Language language) => language.Clock(Local.DateTime);
    public string Day(Language language) => language.Day(Local.DateTime);
    public string ShortDay(Language language) => language.ShortDay(Local.DateTime);
    public string LongDay(Language language) => language.LongDay(Local.DateTime);

    /// <summary>The day and the clock.</summary>
    public string When(Language language) =>
        language.Text("format.day_time", ("day", Day(language)), ("time", Clock(language)));

    private static string City(string zone) => zone[(zone.LastIndexOf('/') + 1)..].Replace('_', ' ');

    private static string Named(TimeSpan offset) => offset == TimeSpan.Zero
        ? "UTC"
        : $"UTC{(offset < TimeSpan.Zero ? '−' : '+')}{offset:hh\\:mm}";

    private static bool TryOffset(string zone, out TimeSpan offset)
    {
        offset = default;
        if (zone is not ['+' or '-', ..] || !TimeSpan.TryParseExact(
            zone.AsSpan(1), ["hh\\:mm", "hhmm"], CultureInfo.InvariantCulture, out var size) || size.TotalHours > 14)
            return false;
        offset = zone[0] is '-' ? -size : size;
        return true;
    }
}
