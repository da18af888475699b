using System.Text.Json;
using Contracts;

namespace Shipments.Carriers;

/// <summary>
/// DTDC's push of one action and the answer of its getTrackDetails: a header and the actions. What an action means is
/// told by its code, why a delivery or a pick-up failed by the remarks (Codes/dtdc.tsv). Times in India, the day before
/// the month and nothing between them; but the "edd" of a pulled event has the month first. Source: DTDC's sheet of
/// domestic track events; recorded payloads and public code that works against them.
/// </summary>
internal sealed class Dtdc : ICarrier
{
    private readonly CodeTable codes = CodeTable.Load("dtdc");

    public string Name => "dtdc";

    public string TrackingUrl(string trackingNumber) =>
        "https://track.dtdc.com/ctrk-web-war/track/search?reqType=tracking&awbNo="
        + Uri.EscapeDataString(trackingNumber);

    public bool IsAuthentic(CarrierRequest request, CarrierAuth auth) =>
        Authentication.IsStatic(request, auth, "Authorization", "x-api-key", "x-access-token");

    public CarrierReport Parse(ReadOnlyMemory<byte> body, CarrierContext context) => Waybills.Read(
        body,
        root => Waybills.In(root, one => Header(one).TextAt("strShipmentNo", "trackingId")),
        (number, shipment) => Read(number, shipment, context));

    // The number stands in a header beside the actions, or with the one action.
    private static JsonElement Header(JsonElement one) =>
        one.At("shipment", "trackHeader") is { ValueKind: JsonValueKind.Object } header ? header : one;

    private Parcel? Read(string number, JsonElement shipment, CarrierContext context)
    {
        var zone = context.ZoneOr(LocalTimes.India);
        var header = Header(shipment);
        var actions = shipment.At("shipmentStatus", "trackDetails");
        var events = (actions.IsThere() ? actions.Items() : [shipment]).Where(one => Code(one) is not null);
        return Waybills.Parcel(
            this, number, context, events.Select(one => Happened(one, zone)),
            Estimate(header.TextAt("strRevExpectedDeliveryDate", "strExpectedDeliveryDate"), monthFirst: false, zone)
                ?? Estimate(shipment.TextAt("edd"), monthFirst: true, zone),
            header.TextAt("strRefNo")).GoingBackAs(header.TextAt("strRtoNumber"));
    }

    // Pulled, strAction is the words and strCode the code.
    private static string? Code(JsonElement one) => one.TextAt("strCode", "strAction");

    private Reading Happened(JsonElement one, ZoneGuess zone)
    {
        var code = Code(one)!;
        var remarks = one.TextAt("strRemarks", "sTrRemarks");
        var date = one.TextAt("strActionDate");
        var time = one.TextAt("strActionTime");
        var meaning = MeaningOf(code, remarks);
        return new Reading
        {
            Meaning = meaning with { Reason = meaning.Reason.Saying(remarks) },
            Code = code,
            Text = remarks ?? one.TextAt("strActionDesc") ?? one.TextAt("strAction"),
            TimeText = Waybills.Joined(date, time),
            ReadAs = Waybills.Joined(Dashed(date, monthFirst: false), time),
            Zone = zone,
            Location = Place(one),
            Proof = meaning.Status is Statuses.Delivered or Statuses.Returned
                ? Waybills.Proof(
                    one.TextAt("receivedBy") ?? (one.At("strCode").IsThere() ? remarks : null),
                    code: one.TextAt("strSCDOTP")) : null,
        };
    }

    // "DLK|OFFICE CLOSED OR DOOR LOCK-(CIR)": letters, words, whose fault it is; or the words alone.
    private Meaning MeaningOf(string code, string? remarks) =>
        (remarks?.Split('|') ?? []).Select(part => part.LastIndexOf('(') is > 0 and var open ? part[..open] : part)
            .Select(part => codes.Of($"{code}_{part.TrimEnd('-', ' ')}")).FirstOrDefault(meaning => meaning is not null)
        ?? codes.Of(code) ?? Meaning.Unknown;

    private static EstimatedDelivery? Estimate(string? text, bool monthFirst, ZoneGuess zone) =>
        Waybills.Estimate(Dashed(text, monthFirst), zone) ?? Waybills.Estimate(Dashed(text, !monthFirst), zone);

    // "21062017" to "21-06-2017"; anything else stays as it is.
    private static string? Dashed(string? text, bool monthFirst)
    {
        var digits = text?.Length == 7 ? "0" + text : text;
        return digits?.Length != 8 || !digits.All(char.IsAsciiDigit) ? text
            : monthFirst ? $"{digits[2..4]}-{digits[..2]}-{digits[4..]}"
            : $"{digits[..2]}-{digits[2..4]}-{digits[4..]}";
    }

    private static ScanLocation? Place(JsonElement one)
    {
        var place = Waybills.Place(one.TextAt("strOrigin"));
        return one.NumberAt("strLatitude") is { } latitude and not 0
            ? (place ?? new ScanLocation()) with { Latitude = latitude, Longitude = one.NumberAt("strLongitude") }
            : place;
    }
}
