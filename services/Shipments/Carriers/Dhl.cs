using System.Text.Json;
using System.Text.RegularExpressions;
using Contracts;

namespace Shipments.Carriers;

/// <summary>
/// DHL's Unified Push and the answers of its Unified Tracking and MyDHL Express APIs: shipments[], whose parts differ
/// from division to division. Proven by a header of our choice; a new subscription is confirmed by a handshake
/// (<see cref="DhlHandshake"/>). Unified tells five status codes and texts in any language, so no more than those five
/// is understood; Express has event codes of its own. Times have an offset, a Z or nothing. Source: DHL Shipment
/// Tracking Unified (Push) and MyDHL API documentation; a recorded answer.
/// </summary>
internal sealed partial class Dhl : ICarrier
{
    private static readonly CodeTable Codes = CodeTable.Load("dhl");

    public string Name => "dhl";

    public IReadOnlyList<CarrierSetting> Settings { get; } =
    [
        new("apiKey", IsSecret: true),
        new("apiBase", IsValid: text => Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url.Scheme is "https" or "http" && url is { UserInfo: "", Query: "", Fragment: "" },
            Wanted: $"must be a URL such as {DhlHandshake.ApiBase}"),
    ];

    public string TrackingUrl(string trackingNumber) =>
        $"https://www.dhl.com/global-en/home/tracking.html?tracking-id={Uri.EscapeDataString(trackingNumber)}";

    public bool IsAuthentic(CarrierRequest request, CarrierAuth auth) =>
        Authentication.IsStatic(request, auth, "x-api-key");

    public CarrierReport Parse(ReadOnlyMemory<byte> body, CarrierContext context)
    {
        using var document = LenientJson.Parse(body);
        if (document is null)
            return new CarrierReport.Unparseable("not JSON");
        var root = document.RootElement;
        if (root.TextAt("scope") is { } scope && scope != "subscription.push")
            return Subscription(scope, root);
        var shipments = root.Items()
            .SelectMany(one => one.At("shipments").IsThere() ? one.At("shipments").Items() : [one])
            .Where(one => one.ValueKind == JsonValueKind.Object).ToList();
        var parcels = Waybills.Together(shipments.Select(shipment => Read(shipment, context)).OfType<Parcel>());
        return parcels.Count > 0 ? new CarrierReport.Parcels(parcels)
            : shipments.Exists(shipment => Number(shipment) is not null)
                ? new CarrierReport.Ignored("a shipment that nothing is known of yet")
            : new CarrierReport.Unparseable("no shipment id");
    }

    public byte[] WithoutSecrets(byte[] body, Func<string, string> seal)
    {
        using var document = LenientJson.Parse(body);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root
            || root.TextAt("secret") is not { } secret)
            return body;
        using var kept = new MemoryStream();
        using (var writer = new Utf8JsonWriter(kept))
        {
            writer.WriteStartObject();
            foreach (var member in root.EnumerateObject())
            {
                if (member.Value.Text() == secret)
                    writer.WriteString(member.Name, seal(secret));
                else
                    member.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return kept.ToArray();
    }

    // Of "self" only the id is used: where to answer is ours to say, not the sender's.
    private static CarrierReport Subscription(string scope, JsonElement root)
    {
        if (scope != "subscription.validate")
            return new CarrierReport.Ignored(scope);
        var id = SubscriptionId().Match(root.TextAt("self") ?? "");
        return id.Success && root.TextAt("secret") is { } secret
            ? new CarrierReport.Handshake(id.Groups["id"].Value, secret)
            : new CarrierReport.Unparseable("subscription.validate without its secret or id");
    }

    [GeneratedRegex(@"/subscription/(?<id>[A-Za-z0-9_-]{1,100})/?$", RegexOptions.CultureInvariant, 250)]
    private static partial Regex SubscriptionId();

    private static string? Number(JsonElement shipment) =>
        shipment.TextAt("id", "shipmentTrackingNumber", "trackingNumber") is { } text
            ? TrackingNumbers.Normalize(text) : null;

    private static Parcel? Read(JsonElement shipment, CarrierContext context)
    {
        if (Number(shipment) is not { } number)
            return null;
        var events = shipment.At("events").Items().Where(IsEvent).ToList();
        // Where the events' times have no offset, the status' Z on the same wall clock is no zone either.
        var doubt = events.Exists(one => Time(one) is { } text
            && LocalTimes.Read(text, context.ZoneOr(TimeZoneInfo.Utc)) is { ZoneSource: not "text" });
        Scan Of(Reading reading) => Scans.Of("dhl", number, reading, context);

        var status = shipment.At("status");
        var isWhole = events.Count > 0;
        if (!isWhole && IsEvent(status))
            events.Add(status);
        var scans = Snapshots.WithLegs([.. events
            .Select(one => Of(Event(one, shipment, doubt, context))).DistinctBy(scan => scan.Id)]).ToList();
        var told = isWhole && IsEvent(status)
            ? Snapshots.WithSummary(scans, Of(Summary(status, shipment, scans, doubt, context))) : scans;
        var estimate = scans.Exists(scan => scan.Status == Statuses.Delivered) ? null : Estimate(shipment, context);
        return told.Count == 0 && estimate is null ? null : new Parcel(number, told, estimate, Reference(shipment));
    }

    private static bool IsEvent(JsonElement one) =>
        one.TextAt("statusCode", "typeCode", "timestamp", "description") is not null;

    private static string? Time(JsonElement one) =>
        one.TextAt("timestamp") ?? (one.TextAt("date") is { } date
            ? $"{date} {one.TextAt("time")} {one.TextAt("GMTOffset")}".Trim() : null);

    private static Reading Event(JsonElement one, JsonElement shipment, bool doubt, CarrierContext context)
    {
        var text = one.TextAt("description", "status", "remark");
        var code = one.TextAt("statusCode", "typeCode");
        var meaning = (one.TextAt("typeCode") is { } type
            ? Codes.Of($"express {type}") : Codes.Of(one.TextAt("statusCode"))) ?? Meaning.Unknown;
        var place = Place(one);
        return new Reading
        {
            Meaning = meaning with { Reason = meaning.Reason.Saying(one.TextAt("remark") ?? text) },
            Code = code,
            Text = text,
            TimeText = Time(one),
            Zone = context.ZoneAt(place, TimeZoneInfo.Utc),
            DoubtZulu = doubt,
            Location = place,
            Proof = meaning.Status == Statuses.Delivered ? Proof(one, shipment) : null,
        };
    }

    private static Reading Summary(
        JsonElement status, JsonElement shipment, List<Scan> scans, bool doubt, CarrierContext context)
    {
        var reading = Event(status, shipment, doubt, context);
        var last = scans.Where(scan => scan.Suspect is null).MaxBy(scan => scan.OccurredAt);
        return reading with { Source = ScanSource.Summary, TimeText = reading.TimeText ?? last?.TimeText };
    }

    private static DeliveryProof? Proof(JsonElement one, JsonElement shipment)
    {
        var told = shipment.At("details").At("proofOfDelivery");
        var signed = told.At("signed");
        var names = string.Join(' ',
            new[] { signed.TextAt("givenName"), signed.TextAt("familyName") }.OfType<string>());
        return Waybills.Proof(
            names.Length > 0 ? names : signed.TextAt("name") ?? signed.Text() ?? one.TextAt("signedBy"),
            signature: told.TextAt("signatureUrl") is { } url && url.StartsWith("https://", StringComparison.Ordinal)
                ? url : told.TextAt("documentUrl"));
    }

    private static string? Reference(JsonElement shipment) =>
        shipment.At("details").At("references").Items()
            .Where(one => one.TextAt("type") is "customer-reference")
            .Select(one => one.TextAt("number")).FirstOrDefault();

    private static ScanLocation? Place(JsonElement one)
    {
        var address = one.At("location").At("address");
        var area = one.At("serviceArea").Items().FirstOrDefault();
        return Places.Of(address.TextAt("addressLocality") ?? area.TextAt("description"), region: null,
            address.TextAt("postalCode"), address.TextAt("countryCode"));
    }

    private static EstimatedDelivery? Estimate(JsonElement shipment, CarrierContext context)
    {
        var zone = context.ZoneAt(Places.Of(null, null, null,
            shipment.At("destination").At("address").TextAt("countryCode")), TimeZoneInfo.Utc);
        var frame = shipment.At("estimatedDeliveryTimeFrame");
        var one = shipment.TextAt("estimatedTimeOfDelivery", "estimatedDeliveryDate");
        var from = LocalTimes.ReadDay(frame.TextAt("estimatedFrom") ?? one, zone);
        var to = LocalTimes.ReadDay(frame.TextAt("estimatedThrough") ?? one, zone);
        return from is { } first && to is { } last && last.To >= first.From
            ? new EstimatedDelivery(first.From, last.To, "carrier") : null;
    }
}
