using System.Text.Json;

namespace Shipments.Carriers;

/// <summary>
/// Ekart's (Flipkart's) push of one event, bare or keyed by an id of the client's, and the answer of its track API with
/// each parcel's history. What an event means is told by its name, with its first sub-reason and its reason where they
/// say more (Codes/ekart.tsv). Times in India, pushed without an offset, pulled with one. Cash on delivery shows only
/// in the courier's name. Source: recorded payloads and public code that works against them.
/// </summary>
internal sealed class Ekart : ICarrier
{
    private const string AttemptMetadata = "delivery_attempt_metadata";

    private readonly CodeTable codes = CodeTable.Load("ekart");

    public string Name => "ekart";

    public string TrackingUrl(string trackingNumber) =>
        $"https://ekartlogistics.com/shipmenttrack/{Uri.EscapeDataString(trackingNumber)}";

    public bool IsAuthentic(CarrierRequest request, CarrierAuth auth) =>
        Authentication.IsStatic(request, auth, "Authorization", "x-api-key");

    public CarrierReport Parse(ReadOnlyMemory<byte> body, CarrierContext context) => Waybills.Read(
        body,
        root => ByNumber(root).Concat(Waybills.In(root, Number)),
        (number, shipment) => Read(number, shipment, context),
        push => push.TextAt("event") == AttemptMetadata ? "where and with which code a delivery was tried" : null);

    // The track API's answer: an object whose names are the numbers.
    private static IEnumerable<(string Number, JsonElement Shipment)> ByNumber(JsonElement root) =>
        root.Members().Where(member => Number(member.Value) is null && History(member.Value).IsThere())
            .Select(member => (TrackingNumbers.Normalize(member.Name), member.Value));

    private static string? Number(JsonElement one) =>
        one.TextAt("vendor_tracking_id", "awbNumber", "tracking_id", "trackingId", "wbn");

    private static JsonElement History(JsonElement shipment) => shipment.At("history", "shipment_history");

    private Parcel? Read(string number, JsonElement shipment, CarrierContext context)
    {
        var isReverse = IsReverse(shipment);
        var events = (History(shipment).IsThere() ? History(shipment).Items() : [shipment])
            .Where(one => one.TextAt("event", "status") is { } name && name != AttemptMetadata);
        var zone = context.ZoneOr(LocalTimes.India);
        return Waybills.Parcel(
            this, number, context, events.Select(one => Happened(one, isReverse, zone)),
            Waybills.Estimate(shipment.TextAt("EDD", "expected_delivery_date"), zone),
            shipment.TextAt("merchant_reference_id"));
    }

    private static bool IsReverse(JsonElement shipment) =>
        (shipment.TextAt("courier_name") ?? "").EndsWith("-reverse", StringComparison.OrdinalIgnoreCase)
        || (shipment.TextAt("shipment_type") ?? "").StartsWith("incoming", StringComparison.OrdinalIgnoreCase)
        || (shipment.TextAt("shipment_type") ?? "").StartsWith("return", StringComparison.OrdinalIgnoreCase);

    private Reading Happened(JsonElement one, bool isReverse, ZoneGuess zone)
    {
        // "In Transit" is what one of its portals says for in_transit.
        var name = one.TextAt("event", "status")!.Replace(' ', '_');
        var sub = one.At("sub_reasons").First();
        var reason = one.TextAt("reason");
        var text = sub ?? reason ?? one.TextAt("remarks", "public_description", "description") ?? name;
        var meaning = MeaningOf(name, sub, reason);
        if (isReverse || one.TextAt("cs_notes")?.Equals("marked_as_rto", StringComparison.OrdinalIgnoreCase) == true)
            meaning = meaning.OnReturn();
        return new Reading
        {
            Meaning = meaning with { Reason = meaning.Reason.Saying(text) },
            Code = name,
            Text = text,
            TimeText = one.TextAt("event_date_iso8601", "event_date", "date"),
            Zone = zone,
            Location = Waybills.Place(one.TextAt("location", "hub_name", "city"), one.TextAt("city")),
            Proof = meaning.Status is Statuses.Delivered or Statuses.Returned
                ? Waybills.Proof(
                    one.TextAt("received_by", "Receivedby"),
                    code: one.At("meta_data").At("attempt_details").TextAt("otp")) : null,
        };
    }

    // "Request For Reschedule. Delivery_Date changed to:2021-05-03": what stands behind the full stop is data.
    private Meaning MeaningOf(string name, string? sub, string? reason) =>
        codes.Of($"{name}_{sub}_{reason}") ?? codes.Of($"{name}_{sub}") ?? codes.Of($"{name}_{sub?.Split('.')[0]}")
        ?? codes.Of($"{name}_{reason}") ?? codes.Of(name) ?? Meaning.Unknown;
}
