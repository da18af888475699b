using System.Xml;
using Contracts;

namespace ServiceDefaults;

/// <summary>
/// One report, as a parcel and the order's timeline show it: the carrier's words, the place's wall clock and zone, how
/// that is known, the instant.
/// </summary>
[ApiName("ShipmentScan")]
public sealed record ScanView
{
    public required string Id { get; init; }
    public required string Status { get; init; }
    public required string Leg { get; init; }
    public required string? Detail { get; init; }
    public required StatusReason? Reason { get; init; }
    public required string? CarrierCode { get; init; }
    public required string? CarrierText { get; init; }
    public required ScanLocation? Location { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
    public required string LocalTime { get; init; }
    public required string TimeText { get; init; }
    public required string Zone { get; init; }
    public required string ZoneSource { get; init; }
    public required string? SignedBy { get; init; }
    public required CashOnDelivery? Cod { get; init; }
    public required DeliveryProof? Proof { get; init; }

    /// <summary>Whose number it was made of; null: by hand.</summary>
    public required string? Carrier { get; init; }
    public required string? TrackingNumber { get; init; }

    /// <summary>carrier, carrier_summary (what a snapshot says of the whole parcel), manual.</summary>
    public required string? Source { get; init; }

    /// <summary>Why the time cannot be true; such a scan is shown and decides nothing.</summary>
    public required string? Suspect { get; init; }

    /// <summary>
    /// Why it decides nothing though its time may be true: number_corrected (it is of a number that was wrong),
    /// number_passed_on (of another parcel under the same number).
    /// </summary>
    public required string? Discounted { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>What it was taken for at first, and until when; null where it has always been read as it is.</summary>
    public string? FormerStatus { get; init; }
    public DateTimeOffset? RemappedAt { get; init; }

    public static ScanView Of(Scan scan, DateTimeOffset recordedAt, string? discounted = null) => new()
    {
        Id = scan.Id,
        Status = scan.Status,
        Leg = scan.Leg,
        Detail = scan.Detail,
        Reason = scan.Reason,
        CarrierCode = scan.CarrierCode,
        CarrierText = scan.CarrierText,
        Location = scan.Location,
        OccurredAt = scan.OccurredAt,
        LocalTime = scan.LocalTime,
        TimeText = scan.TimeText,
        Zone = scan.Zone,
        ZoneSource = scan.ZoneSource,
        SignedBy = scan.SignedBy,
        Cod = scan.Cod,
        Proof = scan.Proof,
        Carrier = scan.Carrier,
        TrackingNumber = scan.TrackingNumber,
        Source = scan.Source,
        Suspect = scan.Suspect,
        Discounted = discounted,
        RecordedAt = recordedAt,
    };
}

/// <summary>When the parcel was handed over and what shows it, as far as it was told.</summary>
public sealed record ProofOfDelivery(
    DateTimeOffset DeliveredAt, string? SignedBy, string? Relation = null, string? SignatureUrl = null,
    string? PhotoUrl = null, string? Code = null)
{
    /// <summary>Null for a parcel that is not delivered.</summary>
    public static ProofOfDelivery? Of(ShipmentStanding? standing) => standing?.DeliveredAt is not { } at ? null
        : new(at, standing.Proof?.SignedBy, standing.Proof?.Relation, standing.Proof?.SignatureUrl,
            standing.Proof?.PhotoUrl, standing.Proof?.Code);
}

/// <summary>What can be asked of a carrier for a parcel that it could not deliver.</summary>
public static class NextSteps
{
    public const string Reattempt = "reattempt";
    public const string NewAddress = "new_address";
    public const string NewSlot = "new_slot";
    public const string Return = "return";

    public static readonly IReadOnlyList<string> All = [Reattempt, NewAddress, NewSlot, Return];

    /// <summary>The likeliest to help first; none where nobody could follow them.</summary>
    public static IReadOnlyList<string> Of(ShipmentStanding? standing) => standing switch
    {
        null or { Leg: "return" } or { Detail: "lost" or "damaged" or "destroyed" } => [],
        { Status: not ("delivery_attempted" or "exception") } or { Reason.Party: "customs" } => [],
        { Reason.Code: "address_issue" or "consignee_moved" or "out_of_delivery_area" or "not_serviceable" } =>
            [NewAddress, Reattempt, Return],
        { Reason.Code: "consignee_refused" or "cancelled_by_consignee" or "content_mismatch" } => [Return, Reattempt],
        {
            Reason.Code: "rescheduled_by_consignee" or "consignee_unavailable" or "premises_closed"
                or "payment_not_ready"
        } => [NewSlot, Reattempt, NewAddress, Return],
        // Held up by what nobody at the door can help.
        { Status: "exception", Attempts: 0 } => [],
        _ => [Reattempt, NewSlot, NewAddress, Return],
    };
}

/// <summary>How old something is, as an ISO 8601 duration of whole seconds: PT2H, P1DT30M.</summary>
public static class Ages
{
    public static string Of(TimeSpan age) =>
        XmlConvert.ToString(TimeSpan.FromSeconds(Math.Max(0, Math.Floor(age.TotalSeconds))));
}
