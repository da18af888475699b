using System.Security.Cryptography;
using System.Text;
using Contracts;
using Shipments.Carriers;

namespace Shipments;

/// <summary>How a scan came to us.</summary>
internal static class ScanSource
{
    public const string Carrier = "carrier";

    /// <summary>What a snapshot says of the whole parcel where none of its scans says it.</summary>
    public const string Summary = "carrier_summary";

    public const string Manual = "manual";
}

/// <summary>
/// What a carrier's code means. A parcel that goes back is never "in transit": the leg decides with the status.
/// </summary>
internal sealed record Meaning(
    string Status, string? Detail = null, StatusReason? Reason = null, string Leg = Legs.Forward)
{
    public static readonly Meaning Unknown = new(Statuses.Unknown);

    public static Meaning GoingBack(string? detail = null, StatusReason? reason = null) =>
        new(Statuses.Returning, detail, reason, Legs.Return);

    /// <summary>The same word said of a parcel that is known to go back.</summary>
    public Meaning OnReturn() => this with
    {
        Leg = Legs.Return,
        Status = Status switch
        {
            Statuses.Delivered => Statuses.Returned,
            Statuses.Unknown or Statuses.InfoReceived or Statuses.Exception or Statuses.Cancelled or Statuses.Expired
                or Statuses.Returned => Status,
            _ => Statuses.Returning,
        },
        Detail = Status switch
        {
            Statuses.OutForDelivery => Details.ReturnOutForDelivery,
            Statuses.DeliveryAttempted => Details.ReturnAttempted,
            _ => Details.NamesReceiver(Detail) ? null : Detail,
        },
    };
}

internal static class ScanLegs
{
    /// <summary>The same scan, of a parcel that is known to go back.</summary>
    public static Scan OnReturn(this Scan scan)
    {
        var meaning = new Meaning(scan.Status, scan.Detail, scan.Reason, scan.Leg).OnReturn();
        return scan with { Status = meaning.Status, Detail = meaning.Detail, Leg = meaning.Leg };
    }
}

/// <summary>One report as an adapter has read it, before it is given its identity and its place in time.</summary>
internal sealed record Reading
{
    public required Meaning Meaning { get; init; }
    public string? Code { get; init; }
    public string? Text { get; init; }

    /// <summary>
    /// The code is what the sender reads in the text, another at the next fetch: it identifies nothing.
    /// </summary>
    public bool CodeIsAReading { get; init; }

    /// <summary>As the carrier wrote it; null when it wrote none.</summary>
    public string? TimeText { get; init; }

    /// <summary>The same time to be read, where the carrier's own digits do not tell the day from the month.</summary>
    public string? ReadAs { get; init; }

    public required ZoneGuess Zone { get; init; }

    /// <summary>A "Z" in the text is a habit of the sender's and says nothing of the zone.</summary>
    public bool DoubtZulu { get; init; }

    public ScanLocation? Location { get; init; }

    /// <summary>The name of who took the parcel; what else shows that they did is in <see cref="Proof"/>.</summary>
    public string? SignedBy { get; init; }

    public DeliveryProof? Proof { get; init; }

    /// <summary>What the report itself says of cash on delivery; see <see cref="Carriers.Parcel"/>.</summary>
    public CashOnDelivery? Cod { get; init; }

    public string Source { get; init; } = ScanSource.Carrier;
}

/// <summary>Turns readings into scans: the instant, whether it can be true, and the fingerprint.</summary>
internal static class Scans
{
    /// <summary>
    /// Carriers' clocks are wrong by hours when a zone is, and by years when a date is. A day allows for every zone
    /// error and is still too little for tomorrow's delivery to be believed.
    /// </summary>
    public static readonly TimeSpan AheadMax = TimeSpan.FromHours(24);

    /// <summary>
    /// Clocks that were never set stand at 1970, 1980 or 2000. A merchant who moves here brings some years along, and
    /// carriers' own trials send days of 2007.
    /// </summary>
    public static readonly TimeSpan AgeMax = TimeSpan.FromDays(20 * 365);

    public static Scan Of(string carrier, string number, Reading read, CarrierContext context)
    {
        var (reading, receivedAt) = (context.Overrides.Apply(read), context.ReceivedAt);
        var moment = LocalTimes.Read(reading.ReadAs ?? reading.TimeText, reading.Zone, reading.DoubtZulu);
        var meaning = reading.Meaning;
        var local = moment?.LocalTime ?? reading.TimeText ?? "";
        return new Scan
        {
            Id = Fingerprint(carrier, number, reading.CodeIsAReading ? null : reading.Code, reading.Text, local,
                reading.Location?.Text, reading.Source == ScanSource.Carrier ? null : reading.Source),
            Status = meaning.Status,
            Leg = meaning.Leg,
            Detail = meaning.Detail,
            Reason = meaning.Reason,
            CarrierCode = reading.Code,
            CarrierText = reading.Text,
            Location = reading.Location,
            // PostgreSQL and the browser keep microseconds; a finer instant would differ from its own copy.
            OccurredAt = Microseconds(moment?.At ?? receivedAt),
            LocalTime = local,
            TimeText = reading.TimeText ?? "",
            Zone = moment?.Zone ?? reading.Zone.Zone.Id,
            ZoneSource = moment?.ZoneSource ?? reading.Zone.Source,
            Suspect = Suspicion(reading.TimeText, moment, receivedAt),
            Source = reading.Source,
            SignedBy = reading.SignedBy ?? reading.Proof?.SignedBy,
            Carrier = reading.Source == ScanSource.Manual ? null : carrier,
            TrackingNumber = reading.Source == ScanSource.Manual ? null : number,
            Cod = reading.Cod,
            Proof = reading.Proof,
        };
    }

    /// <summary>
    /// The identity of a scan: carriers' own ids change from fetch to fetch, or there are none. Case, spacing and the
    /// number of fraction digits do not count, so the pushed and the pulled form of one scan are one.
    /// </summary>
    public static string Fingerprint(params ReadOnlySpan<string?> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            foreach (var word in (part ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                text.Append(word.ToLowerInvariant()).Append(' ');
            text.Append('\u001F');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));
    }

    /// <summary>Whether two readings of one scan say the same of the parcel.</summary>
    public static bool ReadAlike(Scan a, Scan b) =>
        (a.Status, a.Leg, a.Detail, a.Reason, a.OccurredAt, a.Suspect)
        == (b.Status, b.Leg, b.Detail, b.Reason, b.OccurredAt, b.Suspect);

    private static string? Suspicion(string? text, Moment? moment, DateTimeOffset receivedAt) =>
        moment is null ? text is null ? "time_missing" : "time_unreadable"
        : moment.At > receivedAt + AheadMax ? "time_in_future"
        : moment.At < receivedAt - AgeMax ? "time_too_old"
        : null;

    private static DateTimeOffset Microseconds(DateTimeOffset at) =>
        at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond));
}
