using System.Globalization;
using System.Text.Json;
using Contracts;

namespace Shipments.Carriers;

/// <summary>
/// Xpressbees' push of one event and the answer of its GetShipmentSummaryDetails with each parcel's ShipmentSummary.
/// What an event means is told by its StatusCode, why by a number in Remarks (pushed) or by words in Status (pulled);
/// of a parcel fetched from a customer the fields are swapped (Codes/xpressbees.tsv). Times in India without an offset;
/// the estimate's month stands before its day where it is written with slashes. Source: recorded payloads and public
/// code that works against them.
/// </summary>
internal sealed class Xpressbees : ICarrier
{
    private readonly CodeTable codes = CodeTable.Load("xpressbees");

    public string Name => "xpressbees";

    public string TrackingUrl(string trackingNumber) =>
        $"https://www.xpressbees.com/shipment/tracking?awbNo={Uri.EscapeDataString(trackingNumber)}";

    public bool IsAuthentic(CarrierRequest request, CarrierAuth auth) =>
        Authentication.IsStatic(request, auth, "XBKey", "Authorization", "x-api-key");

    public CarrierReport Parse(ReadOnlyMemory<byte> body, CarrierContext context) => Waybills.Read(
        body,
        root => Waybills.In(root, one => one.TextAt("AWBNO", "AWBNumber")),
        (number, shipment) => Read(number, shipment, context));

    private Parcel? Read(string number, JsonElement shipment, CarrierContext context)
    {
        var zone = context.ZoneOr(LocalTimes.India);
        var events = (shipment.At("ShipmentSummary").IsThere() ? shipment.At("ShipmentSummary").Items() : [shipment])
            .Where(one => one.TextAt("StatusCode", "Remarks", "Status") is not null).ToList();
        var estimate = events.Append(shipment)
            .Select(one => Estimate(one.TextAt("ExpectedDeliveryDate", "EDD"), zone))
            .FirstOrDefault(day => day is not null);
        return Waybills.Parcel(
            this, number, context, events.Select(one => Happened(one, zone)), estimate,
            shipment.TextAt("OrderNo", "RefNo"));
    }

    private Reading Happened(JsonElement one, ZoneGuess zone)
    {
        var code = one.TextAt("StatusCode");
        var words = one.TextAt("Remarks", "Status");
        var meaning = MeaningOf(code, words);
        return new Reading
        {
            Meaning = meaning with { Reason = meaning.Reason.Saying(one.TextAt("Comment") ?? words) },
            Code = code is null ? words : words is null ? code : $"{words}-{code}",
            Text = one.TextAt("Comment") ?? words ?? code,
            TimeText = Waybills.Joined(one.TextAt("StatusDate"), one.TextAt("StatusTime")),
            Zone = zone,
            Location = Place(one),
            SignedBy = meaning.Status is Statuses.Delivered or Statuses.Returned
                ? one.TextAt("Receivedby", "ReceiverName") : null,
        };
    }

    /// <summary>
    /// Where the code is a code, the words are its reason; where it is a number or nothing, the words are the code of a
    /// parcel fetched from a customer and it is theirs.
    /// </summary>
    private Meaning MeaningOf(string? code, string? words) =>
        code is not null && !code.All(char.IsAsciiDigit)
            ? codes.Of($"{code}/{words}") ?? codes.Of(code) ?? codes.Of($"r:{code}/{words}") ?? codes.Of($"r:{code}")
                ?? Meaning.Unknown
            : codes.Of($"r:{words}/{code}") ?? codes.Of($"r:{words}") ?? Meaning.Unknown;

    // "4/14/2022 12:33:16 AM" is in April; the time is when it was reckoned.
    private static EstimatedDelivery? Estimate(string? text, ZoneGuess zone)
    {
        var culture = CultureInfo.InvariantCulture;
        return Waybills.Estimate(
            DateTime.TryParseExact(text, "M/d/yyyy h:mm:ss tt", culture, DateTimeStyles.None, out var day)
                ? day.ToString("yyyy-MM-dd", culture) : text, zone);
    }

    private static ScanLocation? Place(JsonElement one)
    {
        // "JAI/SNG, JAIPUR, RAJASTHAN": the hub, the city, the state.
        var text = one.TextAt("CurrentLocation", "Location");
        var parts = text?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        var place = parts.Length == 3 ? Waybills.Place(text, parts[1], parts[2]) : Waybills.Place(text);
        return one.NumberAt("lat", "latitude") is { } latitude and not 0
            ? (place ?? new ScanLocation()) with
            {
                Latitude = latitude, Longitude = one.NumberAt("long", "lng", "longitude"),
            }
            : place;
    }
}
