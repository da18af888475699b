using System.Globalization;
using System.Text.Json;
using Contracts;

namespace Shipments.Carriers;

/// <summary>
/// FedEx' Advanced Integrated Visibility webhook and the answer of its Track API: completeTrackResults, each a number
/// with a history that need not be whole, so histories are merged. Signed with fdx-signature (HMAC-SHA256 of the body),
/// in hex or in base64: FedEx' own guide says both. FedEx gives out a number again after a while, then it has several
/// results: the one with the newest unique id, which begins with the Julian day of the shipment, is the parcel, and the
/// scans of the others are not mixed in. Source: FedEx Track API and webhook developer guide.
/// </summary>
internal sealed class FedEx : ICarrier
{
    private static readonly CodeTable Codes = CodeTable.Load("fedex");

    public string Name => "fedex";

    public IReadOnlyList<string> Schemes =>
        [CarrierAuth.Hmac, CarrierAuth.Header, CarrierAuth.Basic, CarrierAuth.Query];

    public string TrackingUrl(string trackingNumber) =>
        $"https://www.fedex.com/fedextrack/?trknbr={Uri.EscapeDataString(trackingNumber)}";

    public bool IsAuthentic(CarrierRequest request, CarrierAuth auth) =>
        auth.Scheme == CarrierAuth.Hmac
            ? Authentication.HmacHexOrBase64(request, auth.Name ?? "fdx-signature", auth)
            : Authentication.IsStatic(request, auth);

    public CarrierReport Parse(ReadOnlyMemory<byte> body, CarrierContext context)
    {
        using var document = LenientJson.Parse(body);
        if (document is null)
            return new CarrierReport.Unparseable("not JSON");
        var results = Results(document.RootElement).ToList();
        var parcels = Waybills.Together(results.Select(one => Read(one.Number, one.Result, one.SentAt, context))
            .OfType<Parcel>());
        return parcels.Count > 0 ? new CarrierReport.Parcels(parcels)
            : results.Count > 0
                ? new CarrierReport.Ignored(results
                    .Select(one => one.Result.At("error").TextAt("code", "message")).OfType<string>()
                    .FirstOrDefault() ?? "a number that nothing is known of yet")
            : new CarrierReport.Unparseable("no tracking number");
    }

    private static IEnumerable<(string Number, JsonElement Result, string? SentAt)> Results(JsonElement root) =>
        from one in root.Items()
        let sentAt = one.At("outputMetaData").Items().Select(meta => meta.TextAt("timestamp")).LastOrDefault()
        from complete in (one.At("output").IsThere() ? one.At("output") : one).At("completeTrackResults").Items()
        let result = Newest(complete.At("trackResults").Items())
        let number = complete.TextAt("trackingNumber") ?? Identity(result).TextAt("trackingNumber")
        where number is not null
        select (TrackingNumbers.Normalize(number), result, sentAt);

    private static JsonElement Newest(IEnumerable<JsonElement> results) =>
        results.Where(result => result.ValueKind == JsonValueKind.Object)
            .OrderBy(Day).ThenBy(LastDate, StringComparer.Ordinal).LastOrDefault();

    private static JsonElement Identity(JsonElement result) => result.At("trackingNumberInfo");

    private static long Day(JsonElement result) =>
        long.TryParse(Identity(result).TextAt("trackingNumberUniqueId", "uniqueKey")?.Split('~')[0],
            NumberStyles.None, CultureInfo.InvariantCulture, out var day) ? day : 0;

    private static string LastDate(JsonElement result) =>
        result.At("scanEvents").Items().Select(scan => scan.TextAt("date") ?? "").Max(StringComparer.Ordinal) ?? "";

    private static Parcel? Read(string number, JsonElement result, string? sentAt, CarrierContext context)
    {
        Scan Of(Reading reading) => Scans.Of("fedex", number, reading, context);

        var signedBy = result.At("deliveryDetails").TextAt("signedByName", "receivedByName");
        var scans = Snapshots.WithLegs([.. result.At("scanEvents").Items()
            .Where(scan => scan.TextAt("date", "eventType", "eventDescription") is not null)
            .Select(scan => Of(Scanned(scan, signedBy, context))).DistinctBy(scan => scan.Id)]).ToList();
        var latest = result.At("latestStatusDetail");
        var told = latest.TextAt("code", "derivedCode") is null ? scans
            : Snapshots.WithSummary(scans, Of(Summary(result, latest, scans, sentAt, context)));
        var estimate = scans.Exists(scan => scan.Status == Statuses.Delivered) ? null : Estimate(result, context);
        return told.Count == 0 && estimate is null ? null : new Parcel(number, told, estimate, Reference(result));
    }

    private static string? Reference(JsonElement result) =>
        result.At("additionalTrackingInfo").At("packageIdentifiers").Items()
            .Where(one => one.TextAt("type") is "SHIPPER_REFERENCE" or "CUSTOMER_REFERENCE")
            .Select(one => one.TextAt("value", "values")).FirstOrDefault();

    private static Reading Scanned(JsonElement scan, string? signedBy, CarrierContext context)
    {
        var text = scan.TextAt("eventDescription", "derivedStatus");
        var meaning = MeaningOf(scan.TextAt("eventType"), scan.TextAt("derivedStatusCode"),
            scan.TextAt("exceptionCode"), scan.At("delayDetail"));
        var place = Place(scan.At("scanLocation"));
        return new Reading
        {
            Meaning = meaning with { Reason = meaning.Reason.Saying(scan.TextAt("exceptionDescription") ?? text) },
            Code = scan.TextAt("eventType", "derivedStatusCode"),
            Text = text,
            TimeText = scan.TextAt("date"),
            Zone = context.ZoneAt(place, TimeZoneInfo.Utc),
            Location = place,
            SignedBy = meaning.Status == Statuses.Delivered ? signedBy : null,
        };
    }

    /// <summary>
    /// FedEx' own status, as of its last scan; without scans as of the delivery, of another actual event, or of the
    /// push.
    /// </summary>
    private static Reading Summary(
        JsonElement result, JsonElement latest, List<Scan> scans, string? sentAt, CarrierContext context)
    {
        var why = latest.At("ancillaryDetails").Items().FirstOrDefault();
        var meaning = MeaningOf(latest.TextAt("code"), latest.TextAt("derivedCode"), why.TextAt("reason"),
            latest.At("delayDetail"));
        var text = latest.TextAt("description", "statusByLocale");
        var place = Place(latest.At("scanLocation"));
        var last = scans.Where(scan => scan.Suspect is null).MaxBy(scan => scan.OccurredAt);
        var actual = result.At("dateAndTimes").Items()
            .Where(one => one.TextAt("type")?.StartsWith("ACTUAL_", StringComparison.Ordinal) == true)
            .OrderBy(one => one.TextAt("type") != (meaning.Status == Statuses.Delivered ? "ACTUAL_DELIVERY" : null))
            .Select(one => one.TextAt("dateTime")).FirstOrDefault();
        return new Reading
        {
            Meaning = meaning with { Reason = meaning.Reason.Saying(why.TextAt("reasonDescription") ?? text) },
            Code = latest.TextAt("code", "derivedCode"),
            Text = text,
            TimeText = last?.TimeText ?? actual ?? sentAt,
            Zone = context.ZoneAt(last?.Location ?? place, TimeZoneInfo.Utc),
            Location = place,
            Source = ScanSource.Summary,
            SignedBy = meaning.Status == Statuses.Delivered
                ? result.At("deliveryDetails").TextAt("signedByName", "receivedByName") : null,
        };
    }

    private static Meaning MeaningOf(string? code, string? derived, string? exception, JsonElement delay)
    {
        var meaning = Codes.Of(code) ?? Codes.Of(derived) ?? Meaning.Unknown;
        if (meaning.Status == Statuses.Unknown)
            return meaning;
        if (Codes.Of($"exception {exception}") is { } why)
            meaning = Explained(meaning, why, isDelivery: code is "DE" || (code is null && derived is "DE"));
        return delay.TextAt("status") == "DELAYED" && meaning.Status != Statuses.Delivered
            && (meaning.Reason is null || meaning.Reason == Reasons.Unspecified)
            && Codes.Of($"delay {delay.TextAt("type")}") is { } late
                ? meaning with { Reason = late.Reason, Detail = meaning.Detail ?? late.Detail } : meaning;
    }

    /// <summary>
    /// Only under a delivery exception is "recipient not in" an attempt; otherwise it is why something else was so.
    /// </summary>
    private static Meaning Explained(Meaning meaning, Meaning why, bool isDelivery) =>
        isDelivery ? why
        : why.Leg == Legs.Return ? (meaning.Status == Statuses.Exception ? why : meaning.OnReturn())
        : meaning.Status == Statuses.Delivered ? meaning
        : meaning with { Reason = why.Reason, Detail = meaning.Detail ?? why.Detail };

    private static EstimatedDelivery? Estimate(JsonElement result, CarrierContext context)
    {
        var zone = context.ZoneAt(
            Place(result.At("destinationLocation").At("locationContactAndAddress").At("address"))
            ?? Place(result.At("recipientInformation").At("address")), TimeZoneInfo.Utc);
        var window = result.At("estimatedDeliveryTimeWindow").At("window");
        var from = LocalTimes.ReadDay(window.TextAt("begins", "ends"), zone);
        var to = LocalTimes.ReadDay(window.TextAt("ends", "begins"), zone);
        var day = from is null || to is null ? LocalTimes.ReadDay(result.At("dateAndTimes").Items()
            .Where(one => one.TextAt("type") == "ESTIMATED_DELIVERY")
            .Select(one => one.TextAt("dateTime")).LastOrDefault(), zone) : null;
        return (from ?? day) is { } first && (to ?? day) is { } last && last.To >= first.From
            ? new EstimatedDelivery(first.From, last.To, "carrier") : null;
    }

    private static ScanLocation? Place(JsonElement place) => Places.Of(place.TextAt("city"),
        place.TextAt("stateOrProvinceCode"), place.TextAt("postalCode"), place.TextAt("countryCode"));
}
