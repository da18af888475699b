using System.Text.Json;
using Contracts;

namespace Shipments.Carriers;

/// <summary>
/// Delhivery's B2C scan push and the answer of its track API (GET /api/v1/packages/json). One scan a push, no
/// signature but a header whose name the client chooses, times in India without an offset. What a scan means is told
/// by StatusType with NSLCode, then by StatusType with Status (DelhiveryCodes): the text alone says "In Transit" of a
/// parcel that goes back. Source: Delhivery's Webhook Requirement Document and recorded payloads.
/// </summary>
internal sealed class Delhivery : ICarrier
{
    public string Name => "delhivery";

    public string TrackingUrl(string trackingNumber) =>
        $"https://www.delhivery.com/track-v2/package/{Uri.EscapeDataString(trackingNumber)}";

    public bool IsAuthentic(CarrierRequest request, CarrierAuth auth) =>
        Authentication.IsStatic(request, auth, "Authorization", "X-API-Key", "x-webhook-token");

    public CarrierReport Parse(ReadOnlyMemory<byte> body, CarrierContext context) => Waybills.Read(
        body,
        root => Waybills.In(root, Number),
        (number, shipment) => Read(number, shipment, context),
        OtherPush);

    private static string? OtherPush(JsonElement push) =>
        push.At("EPOD").IsThere() ? "proof of delivery image"
        : push.At("Weight_images").IsThere() || push.At("doc").IsThere() ? "sorter weight image"
        : push.At("returnId").IsThere() || push.At("Image").IsThere() ? "quality check image"
        : null;

    private static string? Number(JsonElement shipment) =>
        shipment.TextAt("AWB", "Waybill", "WaybillId", "trackingId");

    private Parcel? Read(string number, JsonElement shipment, CarrierContext context)
    {
        var zone = context.ZoneOr(LocalTimes.India);
        var scans = shipment.At("Scans").Items()
            .Select(scan => scan.At("ScanDetail") is { ValueKind: JsonValueKind.Object } detail ? detail : scan)
            .Append(shipment.At("Status") is { ValueKind: JsonValueKind.Object } status ? status : shipment)
            .Where(IsScan);
        return Waybills.Parcel(
            this, number, context, scans.Select(scan => Reading(shipment, scan, zone)),
            Waybills.Estimate(shipment.TextAt("ExpectedDeliveryDate", "EDD", "PromisedDeliveryDate"), zone),
            shipment.TextAt("ReferenceNo"), Waybills.Cash(shipment.TextAt("CODAmount")));
    }

    private static bool IsScan(JsonElement scan) =>
        scan.TextAt("StatusDateTime", "ScanDateTime") is not null
        || scan.TextAt("StatusType", "ScanType") is not null || scan.TextAt("Status", "Scan") is not null;

    private static Reading Reading(JsonElement shipment, JsonElement scan, ZoneGuess zone)
    {
        var code = scan.TextAt("StatusCode", "NSLCode")
            ?? (IsPush(shipment) ? shipment.TextAt("NSLCode", "StatusCode") : null);
        var type = scan.TextAt("StatusType", "ScanType")
            ?? (scan.At("Status").IsThere() && shipment.At("ReverseInTransit").IsTrue() ? "RT" : null);
        var status = scan.TextAt("Status", "Scan");
        var text = scan.TextAt("Instructions");
        var meaning = DelhiveryCodes.Of(code, type, status);
        return new Reading
        {
            Meaning = meaning with { Reason = meaning.Reason.Saying(text) },
            Code = code,
            Text = text ?? status,
            TimeText = scan.TextAt("StatusDateTime", "ScanDateTime"),
            Zone = zone,
            Location = Place(scan.TextAt("StatusLocation", "ScannedLocation"), scan.At("geo_location")),
            SignedBy = meaning.Status == Statuses.Delivered
                ? scan.TextAt("RecievedBy", "ReceivedBy") ?? shipment.TextAt("Receivedby", "RecievedBy") : null,
        };
    }

    // In a push the code stands beside the status; in the track API's answer every scan has its own.
    private static bool IsPush(JsonElement shipment) => !shipment.At("Scans").IsThere();

    // "Mysore_Hebbalestate_H (Karnataka)": city, facility, kind, then the state.
    private static ScanLocation? Place(string? text, JsonElement geo)
    {
        var latitude = geo.NumberAt("lat", "latitude");
        var longitude = geo.NumberAt("long", "lng", "longitude");
        if (text is null && latitude is null)
            return null;
        var open = text?.LastIndexOf('(') ?? -1;
        return new ScanLocation
        {
            Text = text,
            City = text?.Split('_', '(')[0].Trim() is { Length: > 0 } city ? city : null,
            Region = open > 0 ? text![(open + 1)..].TrimEnd(')', ' ') : null,
            Country = text is null ? null : "IN",
            Latitude = latitude,
            Longitude = longitude,
        };
    }
}
