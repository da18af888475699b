using System.Text.Json;
using Contracts;

namespace Shipments.Carriers;

/// <summary>
/// 17TRACK's webhook (TRACKING_UPDATED) and its gettrackinfo answer: each time the whole history, of several providers
/// where a parcel changes carriers. Proven by the header sign, a hash of body and key that is no HMAC. An event's time
/// stands there up to three times (with its offset, in UTC, in raw parts), and each may be null. An ordinary event has
/// neither stage nor sub-status: it is shown, and the sender's own status tells what it comes to.
/// Source: 17TRACK API v2.2 documentation; recorded payloads.
/// </summary>
internal sealed class SeventeenTrack : ICarrier
{
    private static readonly CodeTable Codes = CodeTable.Load("17track");

    public string Name => "17track";

    public IReadOnlyList<string> Schemes =>
        [CarrierAuth.Hmac, CarrierAuth.Header, CarrierAuth.Query, CarrierAuth.Basic];

    public string TrackingUrl(string trackingNumber) =>
        $"https://t.17track.net/en#nums={Uri.EscapeDataString(trackingNumber)}";

    public bool IsAuthentic(CarrierRequest request, CarrierAuth auth) =>
        auth.Scheme == CarrierAuth.Hmac
            ? Authentication.KeyedHash(request, auth.Name ?? "sign", auth)
            : Authentication.IsStatic(request, auth);

    public CarrierReport Parse(ReadOnlyMemory<byte> body, CarrierContext context) => Waybills.ReadHistories(
        body, name => name == "TRACKING_UPDATED", Tracks, one => one.TextAt("number"),
        (number, one) => Read(number, one, context), _ => "a track that knows nothing yet");

    // A webhook's data, the API's accepted ones, or tracks themselves.
    private static IEnumerable<JsonElement> Tracks(JsonElement root) =>
        root.Items()
            .SelectMany(one => one.At("data").IsThere() ? one.At("data").Items() : [one])
            .SelectMany(one => one.At("accepted").IsThere() ? one.At("accepted").Items() : [one]);

    private static Parcel? Read(string number, JsonElement track, CarrierContext context)
    {
        var info = track.At("track_info", "track");
        var last = info.At("latest_event");
        Scan Of(Reading reading) => Scans.Of("17track", number, reading, context);

        var scans = Snapshots.WithLegs([.. info.At("tracking").At("providers").Items()
            .SelectMany(provider => provider.At("events").Items())
            .Append(last).Where(IsEvent)
            .Select(one => Of(Event(one, context))).DistinctBy(Place)]).ToList();
        var status = info.At("latest_status");
        var summary = Event(last, context) with
        {
            Meaning = Said(status, MeaningOf(status.TextAt("sub_status"), status.TextAt("status"))),
            Code = status.TextAt("sub_status", "status"),
            Source = ScanSource.Summary,
        };
        var told = Snapshots.WithSummary(scans, Of(summary));
        var estimate = Estimate(info, context);
        return told.Count == 0 && estimate is null ? null : new Parcel(number, told, estimate);
    }

    private static bool IsEvent(JsonElement one) =>
        one.TextAt("description", "time_iso", "time_utc", "stage", "sub_status") is not null;

    // The latest event stands once more beside the history, there without its stage.
    private static (DateTimeOffset, string?, string?) Place(Scan scan) =>
        (scan.OccurredAt, scan.CarrierText, scan.Location?.Text);

    private static Meaning Said(JsonElement status, Meaning meaning) =>
        meaning with { Reason = meaning.Reason.Saying(status.TextAt("sub_status_descr")) };

    // A sub-status that is new to us still begins with its status.
    private static Meaning MeaningOf(string? fine, string? coarse) =>
        Codes.Of(fine) ?? Codes.Of(fine?.Split('_')[0]) ?? Codes.Of(coarse) ?? Meaning.Unknown;

    private static Reading Event(JsonElement one, CarrierContext context)
    {
        var (fine, stage, text) = (one.TextAt("sub_status"), one.TextAt("stage"), one.TextAt("description"));
        var address = one.At("address");
        var place = Places.Of(address.TextAt("city"), address.TextAt("state"), address.TextAt("postal_code"),
            address.TextAt("country"), one.TextAt("location"));
        if (place is not null)
            place = place with
            {
                Latitude = address.At("coordinates").NumberAt("latitude"),
                Longitude = address.At("coordinates").NumberAt("longitude"),
            };
        var meaning = MeaningOf(fine, stage);
        var (time, zone) = Time(one, context.ZoneAt(place, TimeZoneInfo.Utc));
        return new Reading
        {
            Meaning = meaning with { Reason = meaning.Reason.Saying(text) },
            Code = fine ?? stage,
            CodeIsAReading = text is not null,
            Text = text,
            TimeText = time,
            Zone = zone,
            Location = place,
        };
    }

    /// <summary>
    /// With its offset if there is one; else the raw parts or the local time with the offset that their zone or the UTC
    /// time gives them; else the UTC time alone.
    /// </summary>
    private static (string? Text, ZoneGuess Zone) Time(JsonElement one, ZoneGuess otherwise)
    {
        var (iso, utc, raw) = (one.TextAt("time_iso"), one.TextAt("time_utc"), one.At("time_raw"));
        if (LocalTimes.Read(iso, otherwise) is { ZoneSource: "text" })
            return (iso, otherwise);
        var (date, hour) = (raw.TextAt("date"), raw.TextAt("time"));
        var local = date is null ? iso : hour is null ? date : $"{date} {hour}";
        if (LocalTimes.Read(local, otherwise) is not { } moment)
            return (utc ?? local, otherwise);
        if (raw.TextAt("timezone") is { } name
            && LocalTimes.Read($"{moment.LocalTime} {name}", otherwise) is { ZoneSource: "text" } told)
            return (local, new ZoneGuess(LocalTimes.Fixed(told.At.Offset), "field"));
        if (LocalTimes.Read(utc, otherwise) is { ZoneSource: "text" } instant
            && moment.Local - instant.At.UtcDateTime is var ahead && LocalTimes.IsOffset(ahead))
            return (local, new ZoneGuess(LocalTimes.Fixed(ahead), "field"));
        return (local, otherwise);
    }

    private static EstimatedDelivery? Estimate(JsonElement info, CarrierContext context)
    {
        var told = info.At("time_metrics").At("estimated_delivery_date");
        var to = info.At("shipping_info").At("recipient_address");
        var zone = context.ZoneAt(
            Places.Of(null, to.TextAt("state"), null, to.TextAt("country")), TimeZoneInfo.Utc);
        var from = LocalTimes.ReadDay(told.TextAt("from", "to"), zone);
        var until = LocalTimes.ReadDay(told.TextAt("to", "from"), zone);
        return from is { } first && until is { } last && last.To >= first.From
            ? new EstimatedDelivery(
                first.From, last.To, told.TextAt("source") is "17TRACK" ? "model" : "carrier")
            : null;
    }
}
