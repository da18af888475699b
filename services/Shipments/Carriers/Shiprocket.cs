using System.Text.Json;
using Contracts;

namespace Shipments.Carriers;

/// <summary>
/// Shiprocket's webhook: an account-wide snapshot of one parcel with all its scans, proven by a token in x-api-key
/// (some accounts send anx-api-key). Times in India without an offset, three formats in one payload. Read by the
/// status texts: the two id tables give different meanings to the same number and serve only where a text is missing
/// (ShiprocketStatuses). Source: Shiprocket API documentation, Webhooks; recorded payloads.
/// </summary>
internal sealed class Shiprocket : ICarrier
{
    public string Name => "shiprocket";

    public string TrackingUrl(string trackingNumber) =>
        $"https://shiprocket.co/tracking/{Uri.EscapeDataString(trackingNumber)}";

    public bool IsAuthentic(CarrierRequest request, CarrierAuth auth) =>
        Authentication.IsStatic(request, auth, "x-api-key", "anx-api-key");

    public CarrierReport Parse(ReadOnlyMemory<byte> body, CarrierContext context)
    {
        using var document = LenientJson.Parse(body);
        if (document is null)
            return new CarrierReport.Unparseable("not JSON");
        var snapshots = document.RootElement.Items().SelectMany(In).ToList();
        var parcels = snapshots.Select(one => Read(one.Head, one.Scans, context)).OfType<Parcel>().ToList();
        return parcels.Count > 0 ? new CarrierReport.Parcels(parcels)
            : new CarrierReport.Unparseable(snapshots.Exists(one => Number(one.Head) is not null)
                ? "a waybill without a status" : "no waybill");
    }

    // In the tracking API's answer the parcel stands in "shipment_track" and its scans beside it.
    private static IEnumerable<(JsonElement Head, JsonElement Scans)> In(JsonElement told) =>
        told.At("tracking_data") is { ValueKind: JsonValueKind.Object } pulled
            ? pulled.At("shipment_track").Items().Take(1)
                .Select(head => (head, pulled.At("shipment_track_activities")))
            : [(told, told.At("scans", "shipment_track_activities"))];

    private static string? Number(JsonElement snapshot) =>
        snapshot.TextAt("awb", "awb_code", "tracking_number") is { } text ? TrackingNumbers.Normalize(text) : null;

    private static Parcel? Read(JsonElement snapshot, JsonElement told, CarrierContext context)
    {
        if (Number(snapshot) is not { } number)
            return null;
        var zone = context.ZoneOr(LocalTimes.India);
        var isReturn = snapshot.At("is_return").IsTrue();
        var current = Current(snapshot);
        // "Delivered" of the whole parcel is never said of one delivered back: that is "RTO Delivered".
        var toConsignee = current is { Status: Statuses.Delivered } && !isReturn;

        Scan Of(Reading reading)
        {
            var meaning = reading.Meaning;
            if (toConsignee && meaning is { Status: Statuses.Delivered, Detail: null })
                meaning = meaning with { Detail = Details.ToConsignee };
            return Scans.Of("shiprocket", number, reading with { Meaning = isReturn ? meaning.OnReturn() : meaning },
                context);
        }

        var readings = told.Items()
            .Where(scan => scan.TextAt("date", "activity", "status", "sr-status-label", "sr-status") is not null)
            .Select(scan => Scanned(scan, zone)).ToList();
        var scans = Snapshots.WithLegs([.. readings.Select(Of).DistinctBy(scan => scan.Id)]).ToList();
        var all = Snapshots.WithSummary(scans, Of(Summary(snapshot, current, zone, readings)));
        if (all.Count == 0)
            return null;
        var etd = LocalTimes.ReadDay(snapshot.TextAt("etd", "edd"), zone, wholeDay: true);
        var estimate = etd is { } day ? new EstimatedDelivery(day.From, day.To, "carrier") : null;
        return new Parcel(number, all, estimate, snapshot.TextAt("order_id"));
    }

    private static Reading Scanned(JsonElement scan, ZoneGuess zone)
    {
        var text = scan.TextAt("activity");
        var meaning = ShiprocketStatuses.OfText(scan.TextAt("sr-status-label"))
            ?? ShiprocketStatuses.OfShipmentStatus(scan.TextAt("sr-status")) ?? Meaning.Unknown;
        return new Reading
        {
            Meaning = meaning with { Reason = meaning.Reason.Saying(text) },
            Code = scan.TextAt("status"),
            Text = text ?? scan.TextAt("sr-status-label"),
            TimeText = scan.TextAt("date"),
            Zone = zone,
            Location = scan.TextAt("location") is { } place ? new ScanLocation { Text = place } : null,
        };
    }

    private static Meaning Current(JsonElement snapshot) =>
        ShiprocketStatuses.OfText(snapshot.TextAt("current_status"))
        ?? ShiprocketStatuses.OfText(snapshot.TextAt("shipment_status"))
        ?? ShiprocketStatuses.OfCurrentStatus(snapshot.TextAt("current_status_id"))
        ?? ShiprocketStatuses.OfShipmentStatus(snapshot.TextAt("shipment_status_id"))
        ?? Meaning.Unknown;

    private static Reading Summary(JsonElement snapshot, Meaning current, ZoneGuess zone, List<Reading> scans) => new()
    {
        Meaning = current,
        Code = snapshot.TextAt("current_status_id", "shipment_status_id"),
        Text = snapshot.TextAt("current_status", "shipment_status"),
        TimeText = snapshot.TextAt("current_timestamp")
            ?? (current.Status == Statuses.Delivered ? snapshot.TextAt("delivered_date") : null)
            ?? scans.MaxBy(scan => LocalTimes.Read(scan.TimeText, zone)?.At)?.TimeText,
        Zone = zone,
        Source = ScanSource.Summary,
    };
}
