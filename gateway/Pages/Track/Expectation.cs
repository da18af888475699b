using System.Globalization;
using ServiceDefaults.Languages;

namespace Gateway.Pages.Track;

/// <summary>From the first to the last day of a place's calendar; Hours where it is narrower than that.</summary>
internal sealed record DeliveryWindow(
    DateOnly First, DateOnly Last, (DateTimeOffset From, DateTimeOffset To)? Hours);

/// <summary>
/// When to expect the order, said honestly: the date, who says so and how surely, and what was promised first when that
/// was something else.
/// </summary>
public sealed record Expectation(string Date, string Who, string? First, bool Late)
{
    private const double HighFrom = 0.8;
    private const double MiddleFrom = 0.5;

    /// <summary>Null once there is nothing to expect any more: delivered, cancelled, going back, lost.</summary>
    public static Expectation? Of(TrackedOrder order, string? zone, DateTimeOffset now, Language language)
    {
        if (!order.IsExpected)
            return null;

        var latest = Span.Of(order.EstimatedDelivery, zone);
        var promised = Span.Of(order.EstimatedDelivery?.First, zone) ?? Span.Of(order.PromisedDeliveryDate, zone);
        if ((latest ?? promised) is not { } span)
            return new(language.Text("expect.none"), language.Text("expect.none_who"), null, false);

        var source = latest is null ? "merchant" : order.EstimatedDelivery!.Source;
        var carrier = Words.Carrier(order.Shipments.FirstOrDefault(parcel => parcel.Carrier is not null)?.Carrier);
        var whose = language.Text(source switch
        {
            "carrier" => carrier is null ? "expect.carrier_unnamed" : "expect.carrier",
            "model" or "merchant" => $"expect.{source}",
            _ => "expect.other",
        }, ("carrier", carrier));
        var late = PlaceTime.At(now, zone).Date > span.LastDay;
        var sure = late ? language.Text("expect.late") : Sure(order.EstimatedDelivery?.Confidence, language);
        var first = promised is { } other && other.Text(language) != span.Text(language)
            ? Compare(other, span, language) : null;
        return new(span.Text(language), sure is null ? whose : $"{whose} {sure}", first, late);
    }

    /// <summary>The same as an entry of a calendar has it; null when nothing is known.</summary>
    internal static DeliveryWindow? Window(TrackedOrder order, string? zone)
    {
        if (!order.IsExpected || (Span.Of(order.EstimatedDelivery, zone)
            ?? Span.Of(order.PromisedDeliveryDate, zone)) is not { } span)
            return null;
        return new(DateOnly.FromDateTime(span.From), span.LastDay, span.IsWholeDays ? null : span.Instants);
    }

    private static string? Sure(double? confidence, Language language) => confidence switch
    {
        null => null,
        >= HighFrom => language.Text("expect.sure_high"),
        >= MiddleFrom => language.Text("expect.sure_middle"),
        _ => language.Text("expect.sure_low"),
    };

    private static string Compare(Span promised, Span latest, Language language)
    {
        var days = latest.LastDay.DayNumber - promised.LastDay.DayNumber;
        return language.Text(
            days switch { 0 => "expect.first", > 0 => "expect.first_later", _ => "expect.first_earlier" },
            ("date", promised.Text(language)), ("count", Math.Abs(days)));
    }

    /// <summary>A window on the clocks of the place. A date without a time is the whole of its day.</summary>
    private readonly record struct Span(
        DateTime From, DateTime To, (DateTimeOffset From, DateTimeOffset To)? Instants = null)
    {
        public DateOnly LastDay => DateOnly.FromDateTime(To);
        public bool IsWholeDays => From.Date != To.Date || To - From >= TimeSpan.FromHours(20);

        public string Text(Language language)
        {
            var day = language.Day(From);
            if (From.Date != To.Date)
                return language.Text("format.span", ("from", day), ("to", language.Day(To)));
            if (IsWholeDays)
                return day;
            var time = From == To ? language.Clock(From)
                : language.Text("format.span", ("from", language.Clock(From)), ("to", language.Clock(To)));
            return language.Text("format.day_time", ("day", day), ("time", time));
        }

        public static Span? Of(TrackedEstimate? estimate, string? zone)
        {
            if ((estimate?.From ?? estimate?.To) is not { } from)
                return null;
            var to = estimate?.To ?? from;
            // A whole day is that day by the calendar it was told in, wherever the parcel is by now.
            var wholeDays = from.TimeOfDay == TimeSpan.Zero && to.AddMinutes(1).TimeOfDay < TimeSpan.FromMinutes(2);
            var (start, end) = zone is null || (wholeDays && to > from)
                ? (from.DateTime, to.DateTime)
                : (PlaceTime.At(from, zone).Local.DateTime, PlaceTime.At(to, zone).Local.DateTime);
            // Midnight ends the day before it.
            return new(start, end > start && end.TimeOfDay == TimeSpan.Zero ? end.AddTicks(-1) : end, (from, to));
        }

        public static Span? Of(string? date, string? zone)
        {
            var invariant = CultureInfo.InvariantCulture;
            if (DateOnly.TryParseExact(date, "yyyy-MM-dd", invariant, DateTimeStyles.None, out var day))
                return new(day.ToDateTime(TimeOnly.MinValue), day.ToDateTime(TimeOnly.MaxValue));
            return DateTimeOffset.TryParse(date, invariant, DateTimeStyles.AssumeUniversal, out var at)
                ? Of(new TrackedEstimate { From = at }, zone)
                : null;
        }
    }
}
