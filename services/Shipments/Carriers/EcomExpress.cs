using System.Text.Json;
using Contracts;

namespace Shipments.Carriers;

/// <summary>
/// Ecom Express' push of one event, and the history of its tracking API, as XML or as JSON. What an event
/// means is told by its reason code's number, by the child's where there is one (Codes/ecomexpress.tsv). Times in India
/// without an offset, the pulled ones with the month's name. Source: Ecom Express' list of reason codes; recorded
/// payloads and public code that works against them.
/// </summary>
internal sealed class EcomExpress : ICarrier
{
    private readonly CodeTable codes = CodeTable.Load("ecomexpress");

    public string Name => "ecomexpress";

    public string TrackingUrl(string trackingNumber) =>
        $"https://ecomexpress.in/tracking/?awb_field={Uri.EscapeDataString(trackingNumber)}";

    public bool IsAuthentic(CarrierRequest request, CarrierAuth auth) =>
        Authentication.IsStatic(request, auth, "Authorization", "x-api-key", "token");

    public bool IsReadable(ReadOnlySpan<byte> body) => LenientJson.IsJson(body) || EcomXml.IsXml(body);

    public CarrierReport Parse(ReadOnlyMemory<byte> body, CarrierContext context) => Waybills.Read(
        EcomXml.ToJson(body),
        root => Waybills.In(root, one => one.TextAt("awb", "awb_number", "airwaybill_number")),
        (number, shipment) => Read(number, shipment, context));

    private Parcel? Read(string number, JsonElement shipment, CarrierContext context)
    {
        var zone = context.ZoneOr(LocalTimes.India);
        var events = (shipment.At("scans").IsThere() ? shipment.At("scans").Items() : [shipment])
            .Where(one => one.TextAt("reason_code_number", "reason_code", "status") is not null);
        var isReturn = shipment.At("rts_shipment").IsTrue();
        return Waybills.Parcel(
            this, number, context, events.Select(one => Happened(one, isReturn, zone)),
            Waybills.Estimate(shipment.TextAt("expected_date", "edd"), zone),
            shipment.TextAt("order_number", "orderid")).GoingBackAs(shipment.TextAt("ref_awb"));
    }

    private Reading Happened(JsonElement one, bool isReturn, ZoneGuess zone)
    {
        // "777 - RTS - Return To Shipper"
        var reason = one.TextAt("reason_code");
        var code = one.TextAt("reason_code_number") ?? reason?.Split('-')[0].Trim();
        var child = one.TextAt("child_reason_code_number");
        var text = reason ?? one.TextAt("status");
        var meaning = codes.Of(child) ?? codes.Of(code) ?? Meaning.Unknown;
        if (isReturn)
            meaning = codes.Of($"r{code}") ?? meaning.OnReturn();
        return new Reading
        {
            Meaning = meaning with { Reason = meaning.Reason.Saying(text) },
            Code = codes.Of(child) is null ? code : child,
            Text = text,
            TimeText = one.TextAt("datetime", "updated_on"),
            Zone = zone,
            Location = Place(one),
            SignedBy = meaning.Status is Statuses.Delivered or Statuses.Returned
                ? one.TextAt("received_by", "receiver") : null,
        };
    }

    private static ScanLocation? Place(JsonElement one)
    {
        var city = one.TextAt("city", "location_city");
        return Waybills.Place(city ?? one.TextAt("location"), city);
    }
}
