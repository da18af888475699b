using System.Text;
using System.Text.Json;
using Contracts;

namespace Shipments.Carriers;

/// <summary>
/// EasyPost's tracker events, each with the whole tracker, and the bare tracker of its API. Signed with
/// X-Hmac-Signature (HMAC-SHA256 in hex, the secret NFKD-normalised), or basic credentials in the URL. Its times end
/// in Z, but of a scan without a place that is the carrier's local time in disguise: such a zone is only assumed.
/// Source: EasyPost API documentation, Trackers, Events and Webhooks; recorded payloads.
/// </summary>
internal sealed class EasyPost : ICarrier
{
    public string Name => "easypost";

    public IReadOnlyList<string> Schemes =>
        [CarrierAuth.Hmac, CarrierAuth.Basic, CarrierAuth.Query, CarrierAuth.Header];

    // The public page's address holds the tracker's id, not the number.
    public string? TrackingUrl(string trackingNumber) => null;

    public bool IsAuthentic(CarrierRequest request, CarrierAuth auth) =>
        auth.Scheme == CarrierAuth.Hmac
            ? Authentication.HmacHex(
                request, auth.Name ?? "X-Hmac-Signature", "hmac-sha256-hex=", auth, NormalizationForm.FormKD)
            : Authentication.IsStatic(request, auth);

    public CarrierReport Parse(ReadOnlyMemory<byte> body, CarrierContext context)
    {
        using var document = LenientJson.Parse(body);
        if (document is null)
            return new CarrierReport.Unparseable("not JSON");
        var root = document.RootElement;
        var description = root.TextAt("description");
        if (root.TextAt("object") == "Event" && description?.StartsWith("tracker.", StringComparison.Ordinal) == false)
            return new CarrierReport.Ignored($"event {description}");
        var trackers = Trackers(root).ToList();
        if (trackers.Count == 0 && description is not null)
            return new CarrierReport.Ignored($"event {description} without its tracker");
        var parcels = trackers.Select(tracker => Read(tracker, context)).OfType<Parcel>().ToList();
        return parcels.Count > 0 ? new CarrierReport.Parcels(parcels)
            : trackers.Exists(t => t.TextAt("tracking_code") is not null)
                ? new CarrierReport.Ignored("a tracker that knows nothing yet")
            : new CarrierReport.Unparseable("no tracking code");
    }

    // An event's result, the API's list of trackers, or trackers themselves.
    private static IEnumerable<JsonElement> Trackers(JsonElement root) =>
        root.Items()
            .Select(one => one.TextAt("object") == "Event" || one.At("result").IsThere() ? one.At("result") : one)
            .SelectMany(one => one.At("trackers").IsThere() ? one.At("trackers").Items() : one.Items())
            .Where(one => one.ValueKind == JsonValueKind.Object);

    private static Parcel? Read(JsonElement tracker, CarrierContext context)
    {
        if (tracker.TextAt("tracking_code") is not { } code)
            return null;
        var number = TrackingNumbers.Normalize(code);
        var isReturn = tracker.At("is_return").IsTrue();
        var signedBy = tracker.TextAt("signed_by");
        Scan Of(Reading reading) => Scans.Of("easypost", number,
            isReturn ? reading with { Meaning = reading.Meaning.OnReturn() } : reading, context);

        var scans = Snapshots.WithLegs([.. tracker.At("tracking_details").Items()
            .Select(detail => Of(Scanned(detail, signedBy, context))).DistinctBy(scan => scan.Id)]).ToList();
        var told = Snapshots.WithSummary(scans, Summary(tracker, scans, Of, context));
        var estimate = Estimate(tracker, context);
        return told.Count == 0 && estimate is null ? null
            : new Parcel(number, told, estimate, tracker.TextAt("shipment_id"));
    }

    private static Reading Scanned(JsonElement detail, string? signedBy, CarrierContext context)
    {
        var text = detail.TextAt("message") ?? detail.TextAt("description");
        var meaning = EasyPostStatuses.Of(detail.TextAt("status"), detail.TextAt("status_detail"));
        var place = Place(detail.At("tracking_location"));
        return new Reading
        {
            Meaning = meaning with { Reason = meaning.Reason.Saying(text) },
            Code = detail.TextAt("carrier_code") ?? detail.TextAt("status"),
            Text = text,
            TimeText = detail.TextAt("datetime"),
            Zone = context.ZoneOr(TimeZoneInfo.Utc),
            DoubtZulu = place is null,
            Location = place,
            SignedBy = meaning.Status == Statuses.Delivered ? signedBy : null,
        };
    }

    /// <summary>
    /// The tracker's own status, as of its last scan; it outranks a scan of that instant only by its stage.
    /// </summary>
    private static Scan? Summary(
        JsonElement tracker, List<Scan> scans, Func<Reading, Scan> of, CarrierContext context)
    {
        var meaning = EasyPostStatuses.Of(tracker.TextAt("status"), tracker.TextAt("status_detail"));
        var last = scans.Where(scan => scan.Suspect is null).MaxBy(scan => scan.OccurredAt);
        var scan = of(new Reading
        {
            Meaning = meaning,
            Code = tracker.TextAt("status"),
            Text = tracker.TextAt("status_detail"),
            TimeText = last?.TimeText ?? tracker.TextAt("updated_at", "created_at"),
            Zone = context.ZoneOr(TimeZoneInfo.Utc),
            DoubtZulu = last is { ZoneSource: not "text" },
            Source = ScanSource.Summary,
            SignedBy = meaning.Status == Statuses.Delivered ? tracker.TextAt("signed_by") : null,
        });
        return scan;
    }

    private static ScanLocation? Place(JsonElement location)
    {
        var place = new ScanLocation
        {
            City = location.TextAt("city"),
            Region = location.TextAt("state"),
            Country = location.TextAt("country"),
            PostalCode = location.TextAt("zip"),
        };
        string?[] known = [place.City, place.Region, place.PostalCode, place.Country];
        var text = string.Join(", ", known.OfType<string>());
        return text.Length == 0 ? null : place with { Text = text };
    }

    // A date at midnight Z is a date and no instant.
    private static EstimatedDelivery? Estimate(JsonElement tracker, CarrierContext context)
    {
        var zone = context.ZoneOr(TimeZoneInfo.Utc);
        var detail = tracker.At("carrier_detail");
        var local = detail.TextAt("est_delivery_date_local");
        var time = detail.TextAt("est_delivery_time_local");
        var day = LocalTimes.ReadDay(time is null ? local : $"{local} {time}", zone)
            ?? LocalTimes.ReadDay(local, zone) ?? LocalTimes.ReadDay(tracker.TextAt("est_delivery_date"), zone);
        return day is { } span ? new EstimatedDelivery(span.From, span.To, "carrier") : null;
    }
}

/// <summary>EasyPost's status and status_detail. "error" is said of the tracking, not of the parcel.</summary>
internal static class EasyPostStatuses
{
    public static Meaning Of(string? status, string? detail)
    {
        var fine = detail?.ToLowerInvariant() is { } text and not ("unknown" or "status_update") ? text : null;
        var (code, reason) = Finer(fine);
        return status?.ToLowerInvariant() switch
        {
            "unknown" or "error" when fine == "expired" => new(Statuses.Expired),
            "return_to_sender" => Meaning.GoingBack(code, reason),
            "delivered" when fine == "return" => new(Statuses.Returned, null, reason, Legs.Return),
            "delivered" => new(Statuses.Delivered),
            "cancelled" or "canceled" => new(Statuses.Cancelled),
            "in_transit" or "out_for_delivery" or "available_for_pickup" or "failure" when fine == "return" =>
                Meaning.GoingBack(),
            "in_transit" or "out_for_delivery" or "available_for_pickup" or "failure"
                when fine is "lost" or "damaged" =>
                new(Statuses.Exception, code, reason),
            "failure" when fine == "expired" => new(Statuses.Expired),
            "failure" => new(Statuses.Exception, code, reason ?? Reasons.Unspecified),
            "pre_transit" => new(Statuses.InfoReceived, code, reason),
            "in_transit" => new(Statuses.InTransit, code, reason),
            "out_for_delivery" => new(Statuses.OutForDelivery, code, reason),
            "available_for_pickup" => new(Statuses.AvailableForPickup, code, reason),
            _ => Meaning.Unknown,
        };
    }

    private static (string? Detail, StatusReason? Reason) Finer(string? detail) => detail switch
    {
        "address_correction" => (detail, Reasons.AddressIssue),
        "arrived_at_destination" => (Details.ArrivedAtDestination, null),
        "received_at_destination_facility" => (Details.ArrivedAtLastFacility, null),
        "arrived_at_facility" => (Details.Arrived, null),
        "received_at_origin_facility" => (Details.ArrivedAtOrigin, null),
        "departed_facility" => (Details.Departed, null),
        "departed_origin_facility" => (Details.DepartedOrigin, null),
        "damaged" => (Details.Damaged, Reasons.Damaged),
        "lost" => (Details.Lost, Reasons.Lost),
        "delayed" => (Details.Delayed, Reasons.CarrierDelay),
        "weather_delay" => (Details.Delayed, Reasons.Weather),
        "held" => (Details.Held, Reasons.CarrierDelay),
        "missorted" => (Details.Missorted, Reasons.Misrouted),
        "refused" => (detail, Reasons.Refused),
        "delivery_exception" or "transit_exception" => (detail, Reasons.Unspecified),
        "arrived_at_pickup_location" or "awaiting_information" or "label_created" or "expired"
            or "transferred_to_destination_carrier" => (detail, null),
        _ => (null, null),
    };
}
