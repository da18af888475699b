using System.Globalization;

namespace Notifications.Templates;

/// <summary>An instant as a clock on the wall shows it, with the name of the place whose clock it is.</summary>
internal static class LocalTime
{
    /// <summary><paramref name="zone"/> is an IANA name or an offset such as +05:30; UTC when it is neither.</summary>
    public static (DateTimeOffset Local, string Name) At(DateTimeOffset instant, string? zone)
    {
        if (zone is { Length: > 0 } && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known))
            return (TimeZoneInfo.ConvertTime(instant, known), zone);
        if (zone is ['+' or '-', .. var hours]
            && TimeSpan.TryParseExact(hours, @"hh\:mm", CultureInfo.InvariantCulture, out var offset)
            && offset <= TimeSpan.FromHours(14))
            return (instant.ToOffset(zone[0] == '-' ? -offset : offset), $"UTC{zone}");
        return (instant.ToUniversalTime(), "UTC");
    }
}
