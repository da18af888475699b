using System.Text.Json;
using Contracts;

namespace Shipments.Carriers;

/// <summary>
/// Shadowfax' push of one event and the answers of its track APIs, of one parcel or several, with their
/// tracking_details. What an event means is told by its name, with its remark where that says more
/// (Codes/shadowfax.tsv); another table is for parcels fetched from a customer, whose numbers begin with R. Pushed
/// times are India's without an offset, pulled ones in UTC. Source: Shadowfax Unified API, order states and webhook;
/// recorded payloads.
/// </summary>
internal sealed class Shadowfax : ICarrier
{
    private readonly CodeTable codes = CodeTable.Load("shadowfax");

    public string Name => "shadowfax";

    // The public page wants the number typed in.
    public string? TrackingUrl(string trackingNumber) => null;

    public bool IsAuthentic(CarrierRequest request, CarrierAuth auth) =>
        Authentication.IsStatic(request, auth, "Authorization", "x-api-key", "token");

    public CarrierReport Parse(ReadOnlyMemory<byte> body, CarrierContext context) => Waybills.Read(
        body,
        Found,
        (number, shipment) => Read(number, shipment, context));

    // The answer about one parcel has its number in order_details and the history beside that.
    private static IEnumerable<(string Number, JsonElement Shipment)> Found(JsonElement root) =>
        root.At("tracking_details").IsThere() && root.At("order_details").TextAt("awb_number") is { } number
            ? [(TrackingNumbers.Normalize(number), root)]
            : Waybills.In(root, one => one.TextAt("awb_number", "awb"));

    private Parcel? Read(string number, JsonElement shipment, CarrierContext context)
    {
        var zone = context.ZoneOr(LocalTimes.India);
        var isReverse = number.StartsWith('R')
            || shipment.TextAt("type", "shipmenttype")?.ToUpperInvariant() is "REV" or "REVERSE" or "R";
        var events = (shipment.At("tracking_details").IsThere() ? shipment.At("tracking_details").Items() : [shipment])
            .Where(one => Event(one) is not null || one.TextAt("status", "remarks", "comments") is not null);
        return Waybills.Parcel(
            this, number, context, events.Select(one => Happened(one, isReverse, zone)),
            Waybills.Estimate(shipment.TextAt("promised_delivery_date", "EDD"), zone),
            shipment.TextAt("order_id", "client_order_id")
                ?? shipment.At("order_details").TextAt("client_order_id"));
    }

    // Lower-case "na" is an event, not attempted; "NA" is nothing.
    private static string? Event(JsonElement one) =>
        one.TextAt("event", "status_id") is { } name and not "NA" ? name : null;

    private Reading Happened(JsonElement one, bool isReverse, ZoneGuess zone)
    {
        // The older pushes of reverse parcels have no event but its words.
        var name = Event(one) ?? (isReverse ? one.TextAt("status") : null);
        var text = one.TextAt("comments", "remarks") ?? one.TextAt("status");
        var meaning = MeaningOf(name, text, isReverse);
        return new Reading
        {
            Meaning = meaning with { Reason = meaning.Reason.Saying(text) },
            Code = name,
            Text = text ?? name,
            TimeText = one.TextAt("event_timestamp", "created"),
            Zone = zone,
            Location = Waybills.Place(one.TextAt("current_location", "location")),
            Proof = meaning.Status is Statuses.Delivered or Statuses.Returned ? Proof(one) : null,
        };
    }

    private static DeliveryProof? Proof(JsonElement one)
    {
        var recipient = one.At("recipient_info");
        return Waybills.Proof(
            recipient.TextAt("recipient_name") ?? one.TextAt("received_by"), recipient.TextAt("recipient"),
            recipient.At("recipient_signature").First());
    }

    private Meaning MeaningOf(string? name, string? remark, bool isReverse)
    {
        var forward = codes.Of($"{name}_{remark}") ?? codes.Of(name);
        return (isReverse ? codes.Of($"r:{name}_{remark}") ?? codes.Of($"r:{name}") ?? forward?.OnReturn() : forward)
            ?? Meaning.Unknown;
    }
}
