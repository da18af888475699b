using System.Text.Json;
using Contracts;

namespace Shipments.Carriers;

/// <summary>
/// AfterShip's webhooks (tracking_update, edd_revise, tracking_pending_time) and the trackings of its API: each time
/// the whole history. Signed with aftership-hmac-sha256 (HMAC-SHA256 in base64), or by OAuth. A checkpoint's time is
/// the place's own and has an offset only where the courier gives one. Whether a parcel goes back is told by
/// return_to_sender and by subtags, never by a message. Source: AfterShip Tracking documentation, Webhook and
/// delivery sub-statuses; recorded payloads.
/// </summary>
internal sealed class AfterShip : ICarrier
{
    private static readonly CodeTable Codes = CodeTable.Load("aftership");

    public string Name => "aftership";

    public IReadOnlyList<string> Schemes =>
        [CarrierAuth.Hmac, CarrierAuth.OAuth, CarrierAuth.Header, CarrierAuth.Query, CarrierAuth.Basic];

    public string TrackingUrl(string trackingNumber) =>
        $"https://www.aftership.com/track/{Uri.EscapeDataString(trackingNumber)}";

    public bool IsAuthentic(CarrierRequest request, CarrierAuth auth) =>
        auth.Scheme == CarrierAuth.Hmac
            ? Authentication.HmacBase64(request, auth.Name ?? "aftership-hmac-sha256", auth)
            : Authentication.IsStatic(request, auth);

    public CarrierReport Parse(ReadOnlyMemory<byte> body, CarrierContext context) => Waybills.ReadHistories(
        body, name => name is "tracking_update" or "edd_revise" or "tracking_pending_time", Trackings,
        one => one.TextAt("tracking_number"),
        (number, one) => Read(number, one, context), name => name is null or "tracking_update"
            ? "a tracking that knows nothing yet" : $"event {name} without news");

    // A webhook's msg, the API's data with one tracking or several, or trackings themselves.
    private static IEnumerable<JsonElement> Trackings(JsonElement root) =>
        root.Items()
            .SelectMany(one => one.At("msg", "data").IsThere() ? one.At("msg", "data").Items() : [one])
            .SelectMany(one => one.At("tracking", "trackings").IsThere()
                ? one.At("tracking", "trackings").Items() : [one]);

    private static Parcel? Read(string number, JsonElement tracking, CarrierContext context)
    {
        var goesBack = tracking.At("return_to_sender").IsTrue();
        Scan Of(Reading reading) => Scans.Of("aftership", number, reading, context);

        var readings = tracking.At("checkpoints").Items()
            .Where(checkpoint => checkpoint.TextAt("checkpoint_time", "message", "tag", "subtag") is not null)
            .Select(checkpoint => Checkpoint(checkpoint, tracking, context)).ToList();
        var turned = readings.Exists(reading => reading.Meaning.Leg == Legs.Return);
        var scans = Snapshots.WithLegs([.. readings
            .Select(reading => goesBack ? Back(reading, turned) : reading)
            .Select(Of).DistinctBy(scan => scan.Id)]).ToList();
        var summary = Summary(tracking, scans, context);
        var told = Snapshots.WithSummary(scans, Of(goesBack
            ? summary with { Meaning = summary.Meaning.OnReturn() } : summary));
        var estimate = Estimate(tracking, context);
        return told.Count == 0 && estimate is null ? null
            : new Parcel(number, told, estimate, tracking.TextAt("order_number", "order_id"));
    }

    /// <summary>
    /// A delivery of a parcel that goes back: "signed by the customer" may be the sender's signature, and where no
    /// checkpoint tells when it turned, it is a delivery back.
    /// </summary>
    private static Reading Back(Reading reading, bool turned)
    {
        if (reading.Meaning.Status != Statuses.Delivered)
            return reading;
        var plain = reading.Meaning with { Detail = null };
        return reading with { Meaning = turned ? plain : plain.OnReturn() };
    }

    private static Meaning Of(JsonElement tagged) =>
        Codes.Of(tagged.TextAt("subtag")) ?? Codes.Of(tagged.TextAt("tag")) ?? Meaning.Unknown;

    private static Reading Checkpoint(JsonElement checkpoint, JsonElement tracking, CarrierContext context)
    {
        var text = checkpoint.TextAt("message", "subtag_message");
        var meaning = Of(checkpoint);
        var place = Places.Of(checkpoint.TextAt("city"), checkpoint.TextAt("state"),
            checkpoint.TextAt("zip", "postal_code"),
            checkpoint.TextAt("country_iso3", "country_region", "country_iso2", "country_name", "country_region_name"),
            checkpoint.TextAt("location"));
        return new Reading
        {
            Meaning = meaning with { Reason = meaning.Reason.Saying(text) },
            Code = checkpoint.TextAt("subtag", "tag"),
            Text = text,
            TimeText = checkpoint.TextAt("checkpoint_time"),
            Zone = context.ZoneAt(place, TimeZoneInfo.Utc),
            Location = place,
            SignedBy = meaning.Status == Statuses.Delivered ? tracking.TextAt("signed_by") : null,
            Cod = checkpoint.TextAt("subtag") is "Delivered_004" ? new CashOnDelivery { IsCollected = true } : null,
        };
    }

    /// <summary>
    /// The tracking's own tag, as of its last checkpoint, else of its delivery or of AfterShip's look.
    /// </summary>
    private static Reading Summary(JsonElement tracking, List<Scan> scans, CarrierContext context)
    {
        var meaning = Of(tracking);
        var last = scans.Where(scan => scan.Suspect is null).MaxBy(scan => scan.OccurredAt);
        var delivered = meaning.Status == Statuses.Delivered;
        return new Reading
        {
            Meaning = meaning with { Reason = meaning.Reason.Saying(tracking.TextAt("subtag_message")) },
            Code = tracking.TextAt("subtag", "tag"),
            Text = tracking.TextAt("subtag_message", "tag"),
            TimeText = last?.TimeText ?? (delivered ? tracking.TextAt("shipment_delivery_date") : null)
                ?? tracking.TextAt("last_updated_at", "updated_at"),
            Zone = last is null
                ? context.ZoneAt(Places.Of(null, tracking.TextAt("destination_state"), null,
                    tracking.TextAt("destination_country_iso3", "destination_country_region")), TimeZoneInfo.Utc)
                : context.ZoneAt(last.Location, TimeZoneInfo.Utc),
            Source = ScanSource.Summary,
            SignedBy = delivered ? tracking.TextAt("signed_by") : null,
            Cod = tracking.TextAt("subtag") is "Delivered_004" ? new CashOnDelivery { IsCollected = true } : null,
        };
    }

    // The courier's word goes before AfterShip's own reckoning.
    private static EstimatedDelivery? Estimate(JsonElement tracking, CarrierContext context)
    {
        var zone = context.ZoneAt(
            Places.Of(null, tracking.TextAt("destination_state"), null,
                tracking.TextAt("destination_country_iso3", "destination_country_region")), TimeZoneInfo.Utc);
        return Window(tracking.At("courier_estimated_delivery_date"), "carrier", zone)
            ?? Window(tracking.At("expected_delivery"), "carrier", zone)
            ?? Window(tracking.At("latest_estimated_delivery"), "carrier", zone)
            ?? Window(tracking.At("aftership_estimated_delivery_date"), "model", zone);
    }

    private static EstimatedDelivery? Window(JsonElement told, string source, ZoneGuess zone)
    {
        var one = told.Text() ?? told.TextAt("estimated_delivery_date", "datetime");
        var from = LocalTimes.ReadDay(told.TextAt("estimated_delivery_date_min", "datetime_min") ?? one, zone);
        var to = LocalTimes.ReadDay(told.TextAt("estimated_delivery_date_max", "datetime_max") ?? one, zone);
        return from is { } first && to is { } last && last.To >= first.From
            ? new EstimatedDelivery(first.From, last.To, source) : null;
    }
}
