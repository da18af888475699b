using System.Text.Json;
using Contracts;

namespace Shipments.Carriers;

/// <summary>
/// UPS' Track Alert, one activity a push, and the answer of its Track API, a whole history. Proven by a header that the
/// subscription names (credential, x-api-key), or by a token that UPS fetches from us. An activity has a local and a
/// GMT time whose difference is the zone, in some of UPS' own examples the wrong way round. Unknown values are empty or
/// missing; codes have leading zeros. Source: UPS Track Alert (v1, v2) and Track API documentation.
/// </summary>
internal sealed class Ups : ICarrier
{
    private static readonly CodeTable Codes = CodeTable.Load("ups");

    // What a delay can be; a promise that lies further back is from another time.
    private static readonly TimeSpan LateMax = TimeSpan.FromDays(30);

    public string Name => "ups";

    public IReadOnlyList<string> Schemes =>
        [CarrierAuth.Header, CarrierAuth.OAuth, CarrierAuth.Basic, CarrierAuth.Query];

    public string TrackingUrl(string trackingNumber) =>
        $"https://www.ups.com/track?tracknum={Uri.EscapeDataString(trackingNumber)}";

    public bool IsAuthentic(CarrierRequest request, CarrierAuth auth) =>
        Authentication.IsStatic(request, auth, "credential", "x-api-key");

    public CarrierReport Parse(ReadOnlyMemory<byte> body, CarrierContext context)
    {
        using var document = LenientJson.Parse(body);
        if (document is null)
            return new CarrierReport.Unparseable("not JSON");
        var packages = Packages(document.RootElement).ToList();
        var parcels = Waybills.Together(packages.Select(package => Read(package, context)).OfType<Parcel>());
        return parcels.Count > 0 ? new CarrierReport.Parcels(parcels)
            : new CarrierReport.Unparseable(packages.Exists(package => package.TextAt("trackingNumber") is not null)
                ? "a tracking number without an activity" : "no tracking number");
    }

    // Pushed activities, or the packages of the API's shipments.
    private static IEnumerable<JsonElement> Packages(JsonElement root) =>
        root.Items()
            .SelectMany(one => one.At("trackResponse") is var answer && answer.IsThere()
                ? answer.At("shipment").Items().SelectMany(shipment => shipment.At("package").Items()) : [one])
            .Where(one => one.ValueKind == JsonValueKind.Object);

    private static Parcel? Read(JsonElement package, CarrierContext context)
    {
        if (package.TextAt("trackingNumber") is not { } text)
            return null;
        var number = TrackingNumbers.Normalize(text);
        var activities = package.At("activity").IsThere() ? package.At("activity").Items() : [package];
        var scans = activities.Where(IsActivity)
            .Select(one => Scans.Of("ups", number, Activity(one, package, context), context))
            .DistinctBy(scan => scan.Id).ToList();
        return scans.Count == 0 ? null : new Parcel(number, scans, Estimate(package, scans, context));
    }

    private static bool IsActivity(JsonElement one) =>
        Status(one).TextAt("type", "code", "description") is not null
        || one.TextAt("localActivityDate", "gmtActivityDate", "date", "gmtDate") is not null;

    private static JsonElement Status(JsonElement one) => one.At("activityStatus", "status");

    private static Reading Activity(JsonElement one, JsonElement package, CarrierContext context)
    {
        var status = Status(one);
        var fine = Padded(status.TextAt("descriptionCode", "statusCode"), 3);
        var (type, code, text) = (status.TextAt("type"), status.TextAt("code"), status.TextAt("description"));
        var meaning = MeaningOf(fine, type, code);
        var place = Place(one);
        var (time, zone) = Time(one, place, context);
        return new Reading
        {
            Meaning = meaning with { Reason = meaning.Reason.Saying(text) },
            Code = fine ?? (type is null || code is null ? type ?? code : $"{type} {code}"),
            Text = text,
            TimeText = time,
            Zone = zone,
            Location = place,
            Proof = meaning.Status == Statuses.Delivered ? Proof(package) : null,
        };
    }

    // A photo comes as its bytes: those stay in the webhook as it was received, a link goes with the scan.
    private static DeliveryProof? Proof(JsonElement package)
    {
        var told = package.At("deliveryInformation");
        return Waybills.Proof(
            package.TextAt("receivedBy") ?? told.TextAt("receivedBy"),
            photo: package.TextAt("deliveryPhoto") ?? told.At("deliveryPhoto").TextAt("photo"));
    }

    private static Meaning MeaningOf(string? fine, string? type, string? code)
    {
        var activity = Codes.Of($"{type} {code}");
        var meaning = Codes.Of(fine) ?? activity ?? Codes.Of(type) ?? Meaning.Unknown;
        return meaning.Status == activity?.Status && meaning.Detail is null
            ? meaning with { Detail = activity.Detail } : meaning;
    }

    private static ScanLocation? Place(JsonElement one)
    {
        var place = one.At("activityLocation").IsThere()
            ? one.At("activityLocation") : one.At("location").At("address");
        return Places.Of(place.TextAt("city"), place.TextAt("stateProvince"), place.TextAt("postalCode"),
            place.TextAt("countryCode", "country"));
    }

    /// <summary>
    /// The local time with the offset that its GMT time gives it. The two are taken the other way round where only that
    /// fits UPS' own gmtOffset or the country.
    /// </summary>
    private static (string? Text, ZoneGuess Zone) Time(JsonElement one, ScanLocation? place, CarrierContext context)
    {
        var otherwise = context.ZoneAt(place, TimeZoneInfo.Utc);
        var utc = new ZoneGuess(TimeZoneInfo.Utc, "field");
        var local = Stamp(one.TextAt("localActivityDate", "date"), one.TextAt("localActivityTime", "time"));
        var gmt = Stamp(one.TextAt("gmtActivityDate", "gmtDate"), one.TextAt("gmtActivityTime", "gmtTime"));
        var written = Offset(one.TextAt("gmtOffset"));
        if (LocalTimes.Read(local, utc) is not { } here)
            return LocalTimes.Read(gmt, utc) is null ? (local ?? gmt, otherwise) : (gmt, utc);
        if (LocalTimes.Read(gmt, utc) is not { } there || !LocalTimes.IsOffset(here.Local - there.Local))
            return (local, written is { } told ? Known(told) : otherwise);
        var ahead = here.Local - there.Local;
        var swapped = written is { } offset ? offset == -ahead && offset != ahead
            : Places.HasOffset(place, ahead, there.At) == false && Places.HasOffset(place, -ahead, here.At) == true;
        return swapped ? (gmt, Known(-ahead)) : (local, Known(ahead));
    }

    private static ZoneGuess Known(TimeSpan ahead) => new(LocalTimes.Fixed(ahead), "field");

    // 20240423 and 095004, or 09:50:04; as a number it has lost its leading zero. A day alone is no time to order by.
    private static string? Stamp(string? date, string? time) =>
        date is null || time is null ? null
            : $"{date} {Padded(time.Replace(":", "", StringComparison.Ordinal), 6)}";

    // "-04.00" in one schema, "-04:00" in the other.
    private static TimeSpan? Offset(string? text) =>
        LocalTimes.Read($"2000-01-01 00:00 {text?.Replace('.', ':')}", new ZoneGuess(TimeZoneInfo.Utc, "")) is
        { ZoneSource: "text" } read ? read.At.Offset : null;

    private static string? Padded(string? digits, int length) =>
        digits is not null && digits.All(char.IsAsciiDigit) ? digits.PadLeft(length, '0') : digits;

    private static EstimatedDelivery? Estimate(JsonElement package, List<Scan> scans, CarrierContext context)
    {
        var last = scans.Where(scan => scan.Suspect is null).MaxBy(scan => scan.OccurredAt);
        if (last is null or { Status: Statuses.Delivered or Statuses.Returned or Statuses.Cancelled })
            return null;
        var date = package.TextAt("scheduledDeliveryDate")
            ?? package.At("deliveryDate").Items().Select(one => one.TextAt("date")).LastOrDefault();
        var hours = package.At("deliveryTime");
        var zone = context.ZoneAt(last.Location, TimeZoneInfo.Utc);
        var day = LocalTimes.ReadDay(date, zone, wholeDay: true);
        var from = LocalTimes.Read(
            Stamp(date, package.TextAt("deliveryStartTime") ?? hours.TextAt("startTime")), zone)?.At ?? day?.From;
        var to = LocalTimes.Read(
            Stamp(date, package.TextAt("deliveryEndTime") ?? hours.TextAt("endTime")), zone)?.At ?? day?.To;
        return from <= to && to > last.OccurredAt - LateMax
            ? new EstimatedDelivery(from.Value, to.Value, "carrier") : null;
    }
}
