using System.Globalization;

namespace Gateway.Pages.Track;

/// <summary>
/// An instant as the clocks of a place show it: the wall clock, and the zone in words a reader can place.
/// </summary>
public readonly record struct PlaceTime(DateTimeOffset Local, string Zone)
{
    /// <summary>
    /// Zone: an IANA name or an offset (<c>+05:30</c>). A zone nobody knows is shown as UTC, and says so.
    /// </summary>
    public static PlaceTime At(DateTimeOffset instant, string? zone)
    {
        if (zone is null or "" or "UTC" or "Etc/UTC")
            return new(instant.ToUniversalTime(), "UTC");
        if (TryOffset(zone, out var offset))
            return new(instant.ToOffset(offset), Named(offset));
        return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
            ? new(TimeZoneInfo.ConvertTime(instant, found), $"{City(zone)} time")
            : new(instant.ToUniversalTime(), "UTC");
    }

    public string Clock => Local.ToString("HH:mm", CultureInfo.InvariantCulture);
    public string Day => Local.ToString("ddd d MMM", CultureInfo.InvariantCulture);
    public string ShortDay => Local.ToString("d MMM", CultureInfo.InvariantCulture);
    public string LongDay => Local.ToString("dddd d MMMM yyyy", CultureInfo.InvariantCulture);
    public string Machine => Local.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
    public DateOnly Date => DateOnly.FromDateTime(Local.DateTime);

    /// <summary>A second instant at the same place: the clock alone on the same day, with its day on another.</summary>
    public string Beside(PlaceTime other) => Date == other.Date ? Clock : $"{Clock} on {Day}";

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
