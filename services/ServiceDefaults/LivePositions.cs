using System.Globalization;
using Contracts;

namespace ServiceDefaults;

/// <summary>
/// Where the courier with a parcel was last, in degrees (WGS 84). <c>Accuracy</c>: metres around it.
/// </summary>
[ApiName("ShipmentPosition")]
public sealed record PositionView(double Latitude, double Longitude, DateTimeOffset At, double? Accuracy)
{
    private const int PublicDecimals = 3;
    private const double PublicMetres = 100;

    /// <summary>As the public may see it: to about a hundred metres.</summary>
    public PositionView Rounded() => this with
    {
        Latitude = Math.Round(Latitude, PublicDecimals),
        Longitude = Math.Round(Longitude, PublicDecimals),
        Accuracy = Math.Max(Accuracy ?? 0, PublicMetres),
    };

    /// <summary>The point as it is stored: one text, so that it can be sealed under the customer's key.</summary>
    public string Point => string.Create(CultureInfo.InvariantCulture, $"{Latitude} {Longitude} {Accuracy}");

    /// <summary>Null for a point that nobody can read any more: its customer is erased.</summary>
    public static PositionView? Of(string point, DateTimeOffset at) =>
        point.Split(' ') is [var latitude, var longitude, var accuracy]
        && Number(latitude) is { } north && Number(longitude) is { } east
            ? new(north, east, at, Number(accuracy))
            : null;

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>A courier is shown while the parcel is out for delivery, and only on that day.</summary>
public static class LivePositions
{
    public const string Status = "out_for_delivery";

    /// <param name="position">The latest.</param>
    /// <param name="zone">Of the place: an IANA name or an offset; null: UTC.</param>
    public static PositionView? Shown(PositionView? position, string status, string? zone, DateTimeOffset now) =>
        position is not null && status == Status && Day(position.At, zone) == Day(now, zone) ? position : null;

    private static DateTime Day(DateTimeOffset instant, string? zone) =>
        TimeSpan.TryParseExact(
            zone?.TrimStart('+', '-'), ["hh\\:mm", "hhmm"], CultureInfo.InvariantCulture, out var size)
            ? instant.ToOffset(zone![0] == '-' ? -size : size).Date
        : zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
            ? TimeZoneInfo.ConvertTime(instant, found).Date
        : instant.UtcDateTime.Date;
}
