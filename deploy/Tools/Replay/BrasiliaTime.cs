using System.Globalization;

namespace Tools.Replay;

/// <summary>
/// The data set's times are São Paulo's wall clock without an offset. An hour that the clocks repeated is taken as its
/// first run, one that they skipped as if they had not been changed yet.
/// </summary>
internal static class BrasiliaTime
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("America/Sao_Paulo");

    public static DateTimeOffset? Read(string text) => text.Length == 0
        ? null
        : Read(DateTime.ParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));

    public static DateTimeOffset Read(DateTime local) => new(local,
        Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max()
        : Zone.IsInvalidTime(local) ? Zone.GetUtcOffset(local.AddHours(-3))
        : Zone.GetUtcOffset(local));
}
