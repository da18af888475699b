using System.Globalization;
using Contracts;

namespace Orders;

/// <summary>When an order is expected: what the carriers say, else what the merchant promised.</summary>
internal static class DeliveryEstimate
{
    /// <summary>The promise for the order, else the latest for one of its parcels, as it was written.</summary>
    internal static string? Promise(OrderState state) => state.Placed!.PromisedDeliveryDate
        ?? state.Outbound.Select(parcel => parcel.Registration?.PromisedDeliveryDate).Max(StringComparer.Ordinal);

    /// <summary>
    /// The carriers' estimate for the parcel that comes last among those still on their way (of all when none is),
    /// else the promise. <c>First</c> is the promise, else that parcel's first estimate. Null when nobody said.
    /// </summary>
    internal static EstimateView? Of(OrderState state)
    {
        var promised = Promised(Promise(state), state.Placed!.Customer.TimeZone);
        var last = state.Outbound
            .Where(parcel => parcel.Progress?.Standing.EstimatedDelivery is not null)
            .OrderBy(parcel => parcel.Progress!.Standing.DeliveredAt is null)
            .ThenBy(parcel => parcel.Progress!.Standing.EstimatedDelivery!.To)
            .ThenBy(parcel => parcel.Id)
            .LastOrDefault();
        var best = last?.Progress?.Standing.EstimatedDelivery ?? promised;
        return best is null
            ? null
            : new(best.From, best.To, best.From + ((best.To - best.From) / 2), best.Source, Confidence: null,
                First: promised ?? last?.FirstEstimate?.Standing.EstimatedDelivery ?? best);
    }

    /// <summary>
    /// A date spans its whole day where the customer is (UTC when that is not known). Null: none that has a day before
    /// and after it, as a promise may be that was stored before such were refused.
    /// </summary>
    internal static EstimatedDelivery? Promised(string? text, string? timeZone)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            if (!HasNeighbours(date.Year))
                return null;
            var zone = timeZone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var found)
                ? found
                : TimeZoneInfo.Utc;
            return new(Midnight(date, zone), Midnight(date.AddDays(1), zone).AddSeconds(-1), "merchant");
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            && HasNeighbours(at.Year)
            ? new(at, at, "merchant")
            : null;
    }

    private static bool HasNeighbours(int year) => year is > 1 and < 9999;

    private static DateTimeOffset Midnight(DateOnly date, TimeZoneInfo zone)
    {
        var local = date.ToDateTime(TimeOnly.MinValue);
        return new(local, zone.GetUtcOffset(local));
    }
}
