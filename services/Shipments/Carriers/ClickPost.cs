using System.Text.Json;
using Contracts;

namespace Shipments.Carriers;

/// <summary>
/// ClickPost's webhook of one event of one parcel of any courier, and the answer of its track API: parcels by their
/// waybills, each with its scans. Read by clickpost_status_code, never by the courier's own words beside it: those say
/// "Pending" of a parcel that goes back (Codes/clickpost.tsv); why a delivery failed is told by ndr_status_code. Its
/// times end in Z and are India's all the same, or those of the account's zone. Proven by webhook_key. Source:
/// ClickPost API documentation; recorded payloads.
/// </summary>
internal sealed class ClickPost : ICarrier
{
    private readonly CodeTable codes = CodeTable.Load("clickpost");

    public string Name => "clickpost";

    // Its public pages are the merchants' own.
    public string? TrackingUrl(string trackingNumber) => null;

    public bool IsAuthentic(CarrierRequest request, CarrierAuth auth) =>
        Authentication.IsStatic(request, auth, "webhook_key", "webhook-key", "x-api-key");

    public CarrierReport Parse(ReadOnlyMemory<byte> body, CarrierContext context) => Waybills.Read(
        body,
        root => ByNumber(root.At("result")).Concat(Waybills.In(root, one => one.TextAt("waybill"))),
        (number, shipment) => Read(number, shipment, context));

    private static IEnumerable<(string Number, JsonElement Shipment)> ByNumber(JsonElement result) =>
        result.Members()
            .Where(member => member.Value.At("scans").IsThere() || member.Value.At("latest_status").IsThere())
            .Select(member => (TrackingNumbers.Normalize(member.Name), member.Value));

    private Parcel? Read(string number, JsonElement shipment, CarrierContext context)
    {
        var additional = shipment.At("additional");
        // The latest status beside an event is another event, which has a push of its own.
        var told = shipment.At("scans").Items().Append(shipment).Where(IsScan).ToList();
        if (told.Count == 0)
            told = [.. new[] { shipment.At("latest_status"), additional.At("latest_status") }.Where(IsScan).Take(1)];
        var zone = context.ZoneOr(LocalTimes.India);
        return Waybills.Parcel(
            this, number, context, told.Select(one => Happened(one, additional, zone)),
            Waybills.Estimate(additional.TextAt("courier_partner_edd"), zone),
            additional.TextAt("order_id", "reference_number"));
    }

    private static bool IsScan(JsonElement one) => one.TextAt("clickpost_status_code") is not null;

    private Reading Happened(JsonElement one, JsonElement additional, ZoneGuess zone)
    {
        var code = one.TextAt("clickpost_status_code");
        var text = one.TextAt("remark") ?? one.TextAt("clickpost_status_description", "status");
        var meaning = codes.Of(code) ?? Meaning.Unknown;
        var why = meaning.Status == Statuses.DeliveryAttempted && one.At("additional").IsThere()
            ? codes.Of($"ndr:{additional.TextAt("ndr_status_code")}")?.Reason : null;
        if (additional.At("is_rvp").IsTrue())
            meaning = meaning.OnReturn();
        return new Reading
        {
            Meaning = meaning with { Reason = (why ?? meaning.Reason).Saying(text) },
            Code = code,
            Text = text,
            TimeText = one.TextAt("timestamp"),
            Zone = zone,
            DoubtZulu = true,
            Location = Waybills.Place(
                one.TextAt("location", "clickpost_city"), one.TextAt("clickpost_city")),
        };
    }
}
