using System.Globalization;

namespace Notifications;

/// <summary>
/// When nobody wants to be woken, on the clock of the customer's place: HH:mm, from the one until the other, over
/// midnight where <c>To</c> is the earlier one.
/// </summary>
internal sealed record QuietHours(string From, string To)
{
    internal const string Help = "must be times such as 21:30, another from than to";

    internal bool IsValid() => Parse(From) is { } from && Parse(To) is { } to && from != to;

    /// <summary>
    /// When they are over; null: they are not on. What the clock skips ends at the skip, what it shows twice at the
    /// next time.
    /// </summary>
    internal DateTimeOffset? EndAfter(DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone);
        var (from, to, time) = (Parse(From)!.Value, Parse(To)!.Value, TimeOnly.FromDateTime(local.DateTime));
        if (!time.IsBetween(from, to))
            return null;
        var day = DateOnly.FromDateTime(local.DateTime);
        return FirstAfter(now, (time < to ? day : day.AddDays(1)).ToDateTime(to), zone);
    }

    private static DateTimeOffset FirstAfter(DateTimeOffset now, DateTime local, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(1);
        return zone.IsAmbiguousTime(local)
            ? zone.GetAmbiguousTimeOffsets(local).Select(offset => new DateTimeOffset(local, offset))
                .Where(shown => shown > now).Min()
            : new(local, zone.GetUtcOffset(local));
    }

    private static TimeOnly? Parse(string? text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time : null;
}
