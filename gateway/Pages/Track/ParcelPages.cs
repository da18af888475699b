namespace Gateway.Pages.Track;

/// <summary><c>/track/parcel/{number}</c>: a parcel by nothing but its number.</summary>
internal static class ParcelPages
{
    private const int NumberMax = 64;

    public static async Task<IResult> Show(
        string number, HttpContext http, TrackClient orders, TimeProvider clock, CancellationToken ct)
    {
        var visit = Visit.Of(http);
        if (number.Length > NumberMax || await orders.FindParcel(number, ct) is not { } parcel)
            return TrackPages.LookUp(visit, null, null, "lookup.no_parcel", StatusCodes.Status404NotFound);
        var language = visit.LanguageFor(null, null);
        return new Page<ParcelPage>(StatusCodes.Status200OK, new()
        {
            [nameof(ParcelPage.Order)] = AsOrder(parcel),
            [nameof(ParcelPage.Language)] = language,
            [nameof(ParcelPage.Visit)] = visit,
            [nameof(ParcelPage.Now)] = clock.GetUtcNow(),
            [nameof(ParcelPage.Path)] = $"/track/parcel/{Uri.EscapeDataString(number)}",
        })
        { Language = language.Tag };
    }

    /// <summary>As if it were all of an order of which nothing else is known.</summary>
    internal static TrackedOrder AsOrder(TrackedParcel parcel) => new()
    {
        Status = parcel.Status switch
        {
            "pending" or "info_received" => "processing",
            "picked_up" or "in_transit" => "shipped",
            "delivery_attempted" or "available_for_pickup" or "exception" or "expired" => "attention",
            var same => same,
        },
        EstimatedDelivery = parcel.EstimatedDelivery,
        Shipments = [parcel],
        Entries =
        [
            .. parcel.Scans.Select(scan => new TrackedEntry
            {
                Id = scan.Id,
                Kind = "shipment",
                Code = $"shipment.{scan.Status}",
                OccurredAt = scan.OccurredAt,
                RecordedAt = scan.RecordedAt,
                ShipmentId = parcel.Id,
                Zone = scan.Zone,
                Location = scan.Location?.Name,
            }),
        ],
    };
}
