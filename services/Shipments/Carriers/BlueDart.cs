using System.Text.Json;
using Contracts;

namespace Shipments.Carriers;

/// <summary>
/// Blue Dart's push in its three profiles: Lite (one scan, its fields on the shipment), Plus and Advanced (Scans with
/// ScanDetail, delivery details, quality check), a batch of several waybills and of several scans of one, out of
/// order; and the answer of its tracking API. The meaning is ScanCode with ScanGroupType (Codes/bluedart.tsv), the way
/// back told by the groups RT and RS or by ScanType RT. Local times whose zone stands in StatusTimeZone, if anywhere.
/// Source: Blue Dart, Push API Implementation Document, August 2024; recorded payloads.
/// </summary>
internal sealed class BlueDart : ICarrier
{
    private readonly CodeTable codes = CodeTable.Load("bluedart");

    public string Name => "bluedart";

    public string TrackingUrl(string trackingNumber) =>
        $"https://www.bluedart.com/trackdartresult?trackFor=0&trackNo={Uri.EscapeDataString(trackingNumber)}";

    /// <summary>The licence key or token in "token"; with the client id beside it where the account has one.</summary>
    public IReadOnlyList<string> Schemes =>
        [CarrierAuth.Header, CarrierAuth.OAuth, CarrierAuth.Basic, CarrierAuth.Query];

    public bool IsAuthentic(CarrierRequest request, CarrierAuth auth) =>
        Authentication.IsStatic(request, auth, "token")
        & (auth.Scheme != CarrierAuth.Header || auth.Username is null
            || Authentication.IsStatic(request, auth with { Name = "client-id", Secrets = [auth.Username] }));

    public CarrierReport Parse(ReadOnlyMemory<byte> body, CarrierContext context) => Waybills.Read(
        body,
        root => Waybills.In(root, one => one.TextAt("WaybillNo", "AWBNo", "trackingId")),
        (number, shipment) => Read(number, shipment, context),
        push => push.At("CallLogs", "Reweigh").IsThere() ? "call logs or weights" : null);

    private Parcel? Read(string number, JsonElement shipment, CarrierContext context)
    {
        var inner = shipment.At("Scans");
        var scans = inner.Items()
            .SelectMany(scan => scan.At("ScanDetail").IsThere() ? scan.At("ScanDetail").Items() : [scan])
            .Append(shipment)
            .Where(scan => scan.TextAt("ScanCode", "Scan") is not null).ToList();
        var estimate = shipment.TextAt("DynamicExpectedDeliveryDate")
            ?? shipment.TextAt("ExpectedDeliveryDate", "ExpectedDelivery", "edd");
        return Waybills.Parcel(
            this, number, context, scans.Select(scan => Scanned(shipment, inner, scan, context)),
            Waybills.Estimate(estimate, context.ZoneOr(LocalTimes.India)), shipment.TextAt("RefNo"),
            // The pictures of a delivery may come after it, alone.
            proof: scans.Count == 0 ? Proof(shipment, inner, scan: default) : null);
    }

    private Reading Scanned(JsonElement shipment, JsonElement inner, JsonElement scan, CarrierContext context)
    {
        var type = scan.TextAt("ScanType")?.ToUpperInvariant();
        var code = Code(scan, type);
        var group = scan.TextAt("ScanGroupType")?.ToUpperInvariant();
        // Some texts end in the separator of a list that is not there.
        var text = scan.TextAt("Scan")?.TrimEnd('|', ' ');
        var meaning = MeaningOf(code, group);
        if (type == "RT" || shipment.TextAt("ShipmentMode") is "R" or "r")
            meaning = meaning.OnReturn();
        var quality = shipment.At("QCFailed", "QCReason") is { ValueKind: JsonValueKind.Object } told
            ? told : inner.At("QCFailed", "QCReason");
        return new Reading
        {
            Meaning = meaning with
            {
                Reason = meaning.Reason.Saying(
                    meaning.Reason == Reasons.QualityCheck ? quality.TextAt("Reason") ?? text : text),
            },
            Code = group is null ? code : $"{code}-{group}",
            Text = text,
            TimeText = Waybills.Joined(scan.TextAt("ScanDate"), scan.TextAt("ScanTime")),
            Zone = LocalTimes.Named(scan.TextAt("StatusTimeZone")) ?? context.ZoneOr(LocalTimes.India),
            Location = Place(scan),
            Proof = meaning.Status is Statuses.Delivered or Statuses.Returned ? Proof(shipment, inner, scan) : null,
        };
    }

    // A number loses its zeros; a bare 0 is "delivered" only where the type says closed, else it is nothing.
    private static string? Code(JsonElement scan, string? type) =>
        scan.TextAt("ScanCode") is { } code && (code != "0" || type == "DL") ? code.PadLeft(3, '0') : null;

    private Meaning MeaningOf(string? code, string? group) => group switch
    {
        "RT" or "RS" => codes.Of($"{code}-{group}") ?? codes.Of($"{code}-{group[1]}")?.OnReturn()
            ?? Meaning.GoingBack(),
        _ => codes.Of($"{code}-{group}") ?? Meaning.Unknown,
    };

    private static DeliveryProof? Proof(JsonElement shipment, JsonElement inner, JsonElement scan)
    {
        var details = shipment.At("DeliveryDetails") is { ValueKind: JsonValueKind.Object } own
            ? own : inner.At("DeliveryDetails");
        var images = shipment.At("PODDCImages") is { ValueKind: JsonValueKind.Object } some
            ? some : inner.At("PODDCImages");
        return Waybills.Proof(
            // The Lite profile's field is misspelt.
            details.TextAt("ReceivedBy") ?? scan.TextAt("ReceviedBy", "ReceivedBy")
                ?? shipment.TextAt("ReceviedBy", "ReceivedBy"),
            details.TextAt("Relation"), details.At("Signature").First(), images.At("PODImage").First(),
            details.TextAt("SecurityCodeDelivery") ?? scan.TextAt("SecurityCodeDelivery", "SecureCode"));
    }

    private static ScanLocation? Place(JsonElement scan)
    {
        var latitude = scan.NumberAt("StatusLatitude");
        var place = Waybills.Place(
            scan.TextAt("ScannedLocation", "ScannedLocationCode"),
            scan.TextAt("ScannedLocationCity"), scan.TextAt("ScannedLocationStateCode"));
        return latitude is null or 0 ? place
            : (place ?? new ScanLocation()) with { Latitude = latitude, Longitude = scan.NumberAt("StatusLongitude") };
    }
}
