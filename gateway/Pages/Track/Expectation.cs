using System.Globalization;

namespace Gateway.Pages.Track;

/// <summary>
/// When to expect the order, said honestly: the date, who says so, and what was promised first when that was something
/// else.
/// </summary>
public sealed record Expectation(string Date, string Who, string? First, bool Late)
{
    /// <summary>Null once there is nothing to expect any more: delivered, cancelled, going back.</summary>
    public static Expectation? Of(TrackedOrder order, string? zone, DateTimeOffset now)
    {
        if (order.Status is not ("placed" or "confirmed" or "processing" or "partially_shipped" or "shipped"
            or "out_for_delivery" or "partially_delivered" or "attention"))
            return null;

        var latest = Span.Of(order.EstimatedDelivery, zone);
        var promised = Span.Of(order.EstimatedDelivery?.First, zone) ?? Span.Of(order.PromisedDeliveryDate, zone);
        var carrier = Words.Carrier(order.Shipments.FirstOrDefault(parcel => parcel.Carrier is not null)?.Carrier);
        var shown = latest ?? promised;
        if (shown is not { } span)
            return new("No delivery date yet", $"Neither the store nor {carrier} has told one.", null, false);

        var who = (latest is null ? "merchant" : order.EstimatedDelivery!.Source) switch
        {
            "carrier" => $"Told by {carrier}",
            "model" => "Our estimate, from how such parcels have travelled",
            "merchant" => "Promised by the store",
            _ => "Estimated",
        };
        var late = PlaceTime.At(now, zone).Date > span.LastDay;
        var first = promised is { } other && other.Text != span.Text ? Compare(other, span) : null;
        var whose = late ? $"{who}. That day has passed and no new date has been told." : $"{who}.";
        return new(span.Text, whose, first, late);
    }

    private static string Compare(Span promised, Span latest)
    {
        var days = latest.LastDay.DayNumber - promised.LastDay.DayNumber;
        var change = days switch
        {
            0 => "",
            1 => ": now a day later",
            -1 => ": now a day earlier",
            > 1 => $": now {days} days later",
            _ => $": now {-days} days earlier",
        };
        return $"First promised for {promised.Text}{change}.";
    }

    /// <summary>A window on the clocks of the place. A date without a time is the whole of its day.</summary>
    private readonly record struct Span(DateTime From, DateTime To)
    {
        public DateOnly LastDay => DateOnly.FromDateTime(To);

        public string Text => (From.Date == To.Date, To - From >= TimeSpan.FromHours(20)) switch
        {
            (true, true) => Day(From),
            (true, false) when From == To => $"{Day(From)}, {Clock(From)}",
            (true, false) => $"{Day(From)}, {Clock(From)} – {Clock(To)}",
            _ => $"{Day(From)} – {Day(To)}",
        };

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
            return new(start, end > start && end.TimeOfDay == TimeSpan.Zero ? end.AddTicks(-1) : end);
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

        private static string Day(DateTime day) => day.ToString("ddd d MMM", CultureInfo.InvariantCulture);
        private static string Clock(DateTime at) => at.ToString("HH:mm", CultureInfo.InvariantCulture);
    }
}
