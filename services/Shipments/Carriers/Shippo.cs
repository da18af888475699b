using System.Text.Json;
using Contracts;

namespace Shipments.Carriers;

/// <summary>
/// Shippo's track_updated webhook and the track of its API: each time the whole history. Signed with
/// Shippo-Auth-Signature (HMAC over time and body) where Shippo has switched that on, else a token in the URL. The ids
/// in it are new at every fetch and say nothing. Its times end in Z, but a midnight is a carrier's local date in
/// disguise: such a zone is only assumed. Source: Shippo API documentation, Tracking and Webhooks; recorded payloads.
/// </summary>
internal sealed class Shippo : ICarrier
{
    private static readonly CodeTable Codes = CodeTable.Load("shippo");

    public string Name => "shippo";

    public IReadOnlyList<string> Schemes =>
        [CarrierAuth.Hmac, CarrierAuth.Query, CarrierAuth.Header, CarrierAuth.Basic];

    // The public page's address holds the courier's name, which a number alone does not tell.
    public string? TrackingUrl(string trackingNumber) => null;

    public bool IsAuthentic(CarrierRequest request, CarrierAuth auth) =>
        auth.Scheme == CarrierAuth.Hmac
            ? Authentication.HmacWithTime(request, auth.Name ?? "Shippo-Auth-Signature", auth)
            : Authentication.IsStatic(request, auth);

    public CarrierReport Parse(ReadOnlyMemory<byte> body, CarrierContext context) => Waybills.ReadHistories(
        body, name => name.StartsWith("track_", StringComparison.Ordinal), Tracks, one => one.TextAt("tracking_number"),
        (number, one) => Read(number, one, context), _ => "a track that knows nothing yet");

    // An event's data, the API's list of results, or tracks themselves.
    private static IEnumerable<JsonElement> Tracks(JsonElement root) =>
        root.Items()
            .SelectMany(one => one.At("data", "results").IsThere() ? one.At("data", "results").Items() : [one]);

    private static Parcel? Read(string number, JsonElement track, CarrierContext context)
    {
        Scan Of(JsonElement status, string source) =>
            Scans.Of("shippo", number, Reading(status, context) with { Source = source }, context);

        var scans = Snapshots.WithLegs([.. track.At("tracking_history").Items()
            .Where(IsStatus).Select(status => Of(status, ScanSource.Carrier)).DistinctBy(scan => scan.Id)]).ToList();
        var current = track.At("tracking_status");
        var told = Snapshots.WithSummary(scans, IsStatus(current) ? Of(current, ScanSource.Summary) : null);
        var eta = LocalTimes.ReadDay(
            track.TextAt("eta"), context.ZoneAt(Place(track.At("address_to")), TimeZoneInfo.Utc));
        var estimate = eta is { } day ? new EstimatedDelivery(day.From, day.To, "carrier") : null;
        return told.Count == 0 && estimate is null ? null : new Parcel(number, told, estimate);
    }

    private static bool IsStatus(JsonElement status) =>
        status.TextAt("status", "status_details", "status_date") is not null;

    private static Reading Reading(JsonElement status, CarrierContext context)
    {
        var (code, substatus) = (status.TextAt("status"), status.At("substatus"));
        var fine = substatus.ValueKind == JsonValueKind.Object ? substatus.TextAt("code") : substatus.Text();
        var text = status.TextAt("status_details") ?? substatus.TextAt("text");
        var meaning = Codes.Of($"{code}/{fine}") ?? Codes.Of(code) ?? Meaning.Unknown;
        var place = Place(status.At("location"));
        var time = status.TextAt("status_date");
        return new Reading
        {
            Meaning = meaning with { Reason = Reason(meaning, substatus).Saying(text) },
            Code = fine is null ? code : $"{code}/{fine}",
            Text = text,
            TimeText = time,
            Zone = context.ZoneAt(place, TimeZoneInfo.Utc),
            DoubtZulu = time?.Contains("T00:00:00", StringComparison.Ordinal) == true,
            Location = place,
        };
    }

    // Shippo says itself whether someone must act, also of what has no reason of ours.
    private static StatusReason? Reason(Meaning meaning, JsonElement substatus) =>
        meaning.Status == Statuses.Unknown || !substatus.At("action_required").IsThere() ? meaning.Reason
        : substatus.At("action_required").IsTrue()
            ? (meaning.Reason ?? Reasons.ActionRequired) with { ActionRequired = true }
        : meaning.Reason is null ? null : meaning.Reason with { ActionRequired = false };

    private static ScanLocation? Place(JsonElement place) => Places.Of(
        place.TextAt("city"), place.TextAt("state"), place.TextAt("zip"), place.TextAt("country"));
}
