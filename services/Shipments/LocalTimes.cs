using System.Globalization;
using System.Text.RegularExpressions;

namespace Shipments;

/// <summary>The zone to read a wall clock in, and how it is known: field, location, account, assumed.</summary>
internal sealed record ZoneGuess(TimeZoneInfo Zone, string Source);

/// <summary>
/// An instant with all that is known of how it was told. <c>Local</c> is the place's wall clock without an offset;
/// <c>ZoneSource</c> is "text" when the carrier wrote the offset itself.
/// </summary>
internal sealed record Moment(DateTimeOffset At, DateTime Local, string Text, string Zone, string ZoneSource)
{
    public string LocalTime => Local.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
}

/// <summary>
/// The date formats that carriers write, read without guessing: a day always stands before its month unless the year
/// leads. For example 2019-01-09T17:10:42.767, 2023-05-23 11:43:52, 23 05 2023 11:43:52, 2024-08-05T00:00:00Z,
/// 23-05-2019 1448, 02 May, 2022, 10:48, 20240423 095004 (which as day, month and year would have no month).
/// </summary>
internal static partial class LocalTimes
{
    public static TimeZoneInfo India { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");

    private const int TextMax = 64;

    private static readonly TimeSpan OffsetMax = TimeSpan.FromHours(14);

    [GeneratedRegex(
        """
        ^\s*
        (?:(?<year>\d{4})[-/](?<month>\d{1,2})[-/](?<day>\d{1,2})
        |(?<year>(?:19|20)\d{2})(?<month>\d{2})(?<day>\d{2})
        |(?<day>\d{1,2})[-/\ ](?<month>\d{1,2}|[A-Z]{3,9})(?:\s*,\s*|[-/\ ])(?<year>\d{4}))
        (?:(?:(?:\s*[T,]\s*|\s+)(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?
        |\s+(?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2})?)
        \s*(?<offset>Z|UTC|IST|[+-]\d{2}:?\d{2})?)?\s*$
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 250)]
    private static partial Regex Written();

    private static readonly string[] Months = CultureInfo.InvariantCulture.DateTimeFormat.MonthNames[..12];

    /// <summary>The zone that a field of its own names, as carriers here abbreviate it. Null: it names none.</summary>
    public static ZoneGuess? Named(string? zone) => zone?.ToUpperInvariant() switch
    {
        "IST" => new ZoneGuess(India, "field"),
        "UTC" or "GMT" => new ZoneGuess(TimeZoneInfo.Utc, "field"),
        _ => null,
    };

    /// <summary>A place's clocks being ahead of UTC by a carrier's word, without the name of a zone.</summary>
    public static TimeZoneInfo Fixed(TimeSpan offset) =>
        TimeZoneInfo.CreateCustomTimeZone(Name(offset), offset, displayName: null, standardDisplayName: null);

    /// <summary>Whether clocks anywhere can be ahead of UTC by this much.</summary>
    public static bool IsOffset(TimeSpan offset) =>
        offset.Duration() <= OffsetMax && offset.Ticks % TimeSpan.FromMinutes(15).Ticks == 0;

    /// <summary>Null when the text is no date that exists.</summary>
    public static Moment? Read(string? text, ZoneGuess otherwise, bool doubtZulu = false)
    {
        if (text is null || text.Length > TextMax || Written().Match(text) is not { Success: true } match)
            return null;
        if (Clock(match) is not { } local)
            return null;
        var name = match.Groups["offset"].Value;
        var written = doubtZulu && name is "Z" or "z" ? null : Offset(name);
        var offset = written ?? OffsetAt(local, otherwise.Zone);
        if (offset.Duration() > OffsetMax)
            return null;
        var at = new DateTimeOffset(local, offset);
        return written is null
            ? new Moment(at, local, text, otherwise.Zone.Id, otherwise.Source)
            : new Moment(at, local, text, Name(offset), "text");
    }

    /// <summary>
    /// A date without a time, or with a midnight or a last second that only stands for the day, is the whole local
    /// day.
    /// </summary>
    public static (DateTimeOffset From, DateTimeOffset To)? ReadDay(
        string? text, ZoneGuess otherwise, bool wholeDay = false)
    {
        if (Read(text, otherwise) is not { } moment)
            return null;
        var time = moment.Local.TimeOfDay;
        if (!wholeDay && time != TimeSpan.Zero && time < new TimeSpan(23, 59, 0))
            return (moment.At, moment.At);
        var zone = otherwise.Zone;
        var day = moment.Local.Date;
        var last = day.AddDays(1).AddSeconds(-1);
        return (new DateTimeOffset(day, OffsetAt(day, zone)), new DateTimeOffset(last, OffsetAt(last, zone)));
    }

    /// <summary>
    /// A wall clock that a change of the clocks skipped is read with the offset from before it, one that it repeated
    /// as the first of the two, so that the same text is always the same instant.
    /// </summary>
    private static TimeSpan OffsetAt(DateTime local, TimeZoneInfo zone) =>
        zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max()
        : zone.IsInvalidTime(local) ? zone.GetUtcOffset(local.AddHours(-3))
        : zone.GetUtcOffset(local);

    private static DateTime? Clock(Match match)
    {
        int Part(string name) =>
            int.TryParse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture, out var n) ? n : 0;
        var (year, month, day) = (Part("year"), Month(match.Groups["month"].Value), Part("day"));
        var (hour, minute, second) = (Part("hour"), Part("minute"), Part("second"));
        if (year is < 2 or > 9998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59)
            return null;
        var fraction = match.Groups["fraction"].Value.PadRight(7, '0')[..7];
        return new DateTime(year, month, day, hour, minute, second)
            .AddTicks(long.Parse(fraction, CultureInfo.InvariantCulture));
    }

    // "04", "Apr" and "April"; 0 is none.
    private static int Month(string text) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number
        : 1 + Array.FindIndex(Months, name => name.StartsWith(text, StringComparison.OrdinalIgnoreCase));

    private static TimeSpan? Offset(string text) => text.ToUpperInvariant() switch
    {
        "" => null,
        "Z" or "UTC" => TimeSpan.Zero,
        "IST" => new TimeSpan(5, 30, 0),
        var written => (written[0] == '-' ? -1 : 1) * new TimeSpan(
            int.Parse(written.AsSpan(1, 2), CultureInfo.InvariantCulture),
            int.Parse(written.AsSpan(written.Length - 2), CultureInfo.InvariantCulture), 0),
    };

    private static string Name(TimeSpan offset) =>
        offset == TimeSpan.Zero ? "UTC"
        : (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hh\\:mm", CultureInfo.InvariantCulture);
}
