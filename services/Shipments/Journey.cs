using System.Collections.Immutable;
using Contracts;

namespace Shipments;

/// <summary>
/// The ordering rule (docs/ordering.md): how a parcel stands is a fold of its scans by the time they happened, so any
/// order of arrival, split or repetition of the same scans gives the same answer. Each scan keeps the position after
/// it: a scan that comes late is put in its place and only as much is folded again as really changes, which is mostly
/// one step.
/// </summary>
internal sealed record Journey
{
    public static readonly Journey Empty = new();

    private ImmutableList<Stop> Stops { get; init; } = [];
    private ImmutableDictionary<string, Scan> Heard { get; init; } = ImmutableDictionary<string, Scan>.Empty;
    private int Attempts { get; init; }
    private DateTimeOffset? LastScanAt { get; init; }
    private DateTimeOffset? HandedOverAt { get; init; }
    private Handover Handover { get; init; } = Handover.Nothing;
    private ImmutableList<Told> Tales { get; init; } = [];

    /// <summary>Whose numbers' scans count, and as what.</summary>
    public ParcelNumbers Numbers { get; private init; } = ParcelNumbers.None;

    /// <summary>When the parcel came to the end that it is at; null while it is underway.</summary>
    public DateTimeOffset? EndedAt { get; private init; }

    /// <summary>Given up after this scan; null where nothing was ever scanned.</summary>
    private (DateTimeOffset? LastScanAt, bool IsSet) GivenUp { get; init; }

    /// <summary>
    /// When the parcel was delivered: the first time, and again after each report that it was not after all. More scans
    /// never make it fewer. A sender's summary of the whole is no second delivery, and takes none back.
    /// </summary>
    public IReadOnlyList<DateTimeOffset> Deliveries
    {
        get
        {
            var deliveries = new List<DateTimeOffset>();
            var stands = false;
            foreach (var (at, said) in Stops.Select(stop => (stop.At, stop.Said)))
            {
                if (said is { Status: Statuses.Delivered, Leg: Legs.Forward } && !stands
                    && !(said.IsSummary && deliveries.Count > 0))
                {
                    deliveries.Add(at);
                    stands = true;
                }
                else if (said is { Status: Statuses.DeliveryAttempted or Statuses.Exception, IsSummary: false })
                {
                    stands = false;
                }
            }

            return deliveries;
        }
    }

    public bool Knows(string scanId) => Heard.ContainsKey(scanId);

    /// <summary>A scan as it is read by itself now.</summary>
    public Scan? Find(string scanId) => Heard.GetValueOrDefault(scanId);

    public Journey Add(Scan raw)
    {
        if (Heard.ContainsKey(raw.Id))
            return this;
        var heard = this with { Heard = Heard.Add(raw.Id, raw) };
        if (raw.Suspect is not null || Numbers.Discounts(raw) is not null)
            return heard;
        var scan = Numbers.Read(raw);
        var proof = scan.SignedBy is null ? scan.Proof : (scan.Proof ?? new()) with { SignedBy = scan.SignedBy };
        if (scan.Cod is not null || proof is not null)
            heard = heard with { Handover = heard.Handover.With(scan.OccurredAt, scan.Cod, proof) };
        heard = heard with { LastScanAt = Later(LastScanAt, scan.OccurredAt) };
        if (scan.Status == Statuses.Unknown)
            return heard;
        var said = new Said(scan.Status, scan.Leg, scan.Detail, scan.Reason, scan.Source == ScanSource.Summary);
        return heard.Insert(new Stop(scan.OccurredAt, Statuses.Stage(scan.Status), scan.Id, said, Position.Start));
    }

    /// <summary>
    /// The order was cancelled at this instant: that stops a parcel which no scan before it has seen underway.
    /// </summary>
    public Journey Recall(DateTimeOffset at, string reason)
    {
        var why = new StatusReason("order_cancelled", "retailer", ActionRequired: false, reason);
        var said = new Said(Statuses.Cancelled, Legs.Forward, Details.Recalled, why);
        return Insert(new Stop(at, Statuses.Stage(Statuses.Cancelled), Id: "", said, Position.Start));
    }

    /// <summary>What was told of the whole parcel, not in one of its scans.</summary>
    public Journey Tell(Told told) => Counts(told)
        ? this with { Tales = Tales.Add(told), Handover = Handover.With(told.At, told.Cod, told.Proof) }
        : this with { Tales = Tales.Add(told) };

    /// <summary>With these numbers everything is folded again, as if they had been known from the start.</summary>
    public Journey Under(ParcelNumbers numbers)
    {
        var again = Stops.Find(stop => stop.Said.Detail == Details.Recalled) is { } recall
            ? Empty.Insert(recall with { After = Position.Start }) : Empty;
        again = Heard.Values.OrderBy(scan => scan.OccurredAt).ThenBy(scan => scan.Id, StringComparer.Ordinal)
            .Aggregate(again with { Numbers = numbers, GivenUp = GivenUp }, (journey, scan) => journey.Add(scan));
        return Tales.Aggregate(again, (journey, told) => journey.Tell(told));
    }

    /// <summary>
    /// These scans, all known, mean something else now: everything is folded again, as if they had been read so from
    /// the start.
    /// </summary>
    public Journey Reread(IEnumerable<Scan> scans) =>
        (this with { Heard = Heard.SetItems(scans.Select(scan => KeyValuePair.Create(scan.Id, scan))) }).Under(Numbers);

    /// <summary>
    /// Nobody has heard of the parcel for so long after <paramref name="lastScanAt"/> that nobody expects to. Void as
    /// soon as a later scan is known, whenever that one arrives.
    /// </summary>
    public Journey GiveUp(DateTimeOffset? lastScanAt) =>
        GivenUp.IsSet && GivenUp.LastScanAt >= lastScanAt ? this : this with { GivenUp = (lastScanAt, true) };

    public ShipmentStanding Standing(EstimatedDelivery? estimate)
    {
        var position = Stops.IsEmpty ? Position.Start : Stops[^1].After;
        if (GivenUp.IsSet && (LastScanAt is null || LastScanAt <= GivenUp.LastScanAt))
            position = position.Expired();
        return new ShipmentStanding
        {
            Status = position.Status,
            Leg = Numbers.IsWayBack ? Legs.Return : position.Leg,
            Detail = position.Detail,
            Reason = position.Reason,
            Attempts = Attempts,
            LastScanAt = LastScanAt,
            HandedOverAt = HandedOverAt,
            DeliveredAt = position.DeliveredAt,
            EstimatedDelivery = estimate,
            Cod = Handover.Cod,
            Proof = Handover.Proof,
        };
    }

    private bool Counts(Told told) => told.TrackingNumber is null || Numbers.Find(told.TrackingNumber) is not null;

    private Journey Insert(Stop stop)
    {
        var index = ~Stops.BinarySearch(stop, Stop.ByTime);
        var before = index == 0 ? null : Stops[index - 1];
        var next = index == Stops.Count ? null : Stops[index];
        var attempts = Attempts + Counts(before, stop) + Counts(stop, next) - Counts(before, next);

        var position = (before?.After ?? Position.Start).Next(stop.At, stop.Said);
        var stops = Stops.Insert(index, stop with { After = position });
        for (var i = index + 1; i < stops.Count; i++)
        {
            position = position.Next(stops[i].At, stops[i].Said);
            if (position == stops[i].After)
                break;
            stops = stops.SetItem(i, stops[i] with { After = position });
        }

        var handedOver = Statuses.IsUnderway(stop.Said.Status) ? Earlier(HandedOverAt, stop.At) : HandedOverAt;
        return this with { Stops = stops, Attempts = attempts, HandedOverAt = handedOver, EndedAt = EndOf(stops) };
    }

    // A snapshot's own summary repeats the attempt of the scan right before it; and a carrier that pushes and pulls one
    // event under two names tells of one attempt, for nobody tries twice in the same second.
    private static int Counts(Stop? before, Stop? stop) =>
        stop?.Said.Status != Statuses.DeliveryAttempted ? 0
        : before?.Said.Status == Statuses.DeliveryAttempted && (stop.Said.IsSummary || before.At == stop.At) ? 0 : 1;

    private static DateTimeOffset? EndOf(ImmutableList<Stop> stops)
    {
        var end = stops[^1].After.Status;
        if (!Statuses.IsFinal(end))
            return null;
        var before = stops.FindLastIndex(stop => stop.After.Status != end);
        return stops[before + 1].At;
    }

    private static DateTimeOffset Later(DateTimeOffset? a, DateTimeOffset b) => a > b ? a.Value : b;

    private static DateTimeOffset Earlier(DateTimeOffset? a, DateTimeOffset b) => a < b ? a.Value : b;

    private sealed record Stop(DateTimeOffset At, int Stage, string Id, Said Said, Position After)
    {
        public static readonly Comparer<Stop> ByTime = Comparer<Stop>.Create((a, b) =>
            a.At != b.At ? a.At.CompareTo(b.At)
            : a.Stage != b.Stage ? a.Stage.CompareTo(b.Stage)
            : string.CompareOrdinal(a.Id, b.Id));
    }
}

/// <summary>Cash and proof as told at an instant of the whole parcel, under one of its numbers or by hand.</summary>
internal sealed record Told(DateTimeOffset At, string? TrackingNumber, CashOnDelivery? Cod, DeliveryProof? Proof);

/// <summary>What one scan says, without its place and its words.</summary>
internal sealed record Said(string Status, string Leg, string? Detail, StatusReason? Reason, bool IsSummary = false);

/// <summary>Where a parcel is after some of its scans.</summary>
internal sealed record Position(
    string Status, string Leg, string? Detail, StatusReason? Reason, DateTimeOffset? DeliveredAt)
{
    public static readonly Position Start = new(Statuses.Pending, Legs.Forward, null, null, null);

    public Position Next(DateTimeOffset at, Said said)
    {
        if (!Yields(said))
            return this;
        var leg = LegAfter(said);
        var status = leg == Legs.Return ? GoingBack(said) : said.Status;
        return new Position(status, leg, said.Detail, said.Reason, status == Statuses.Delivered ? at : null);
    }

    /// <summary>What has come to its end stays as it ended, however long nobody speaks of it.</summary>
    public Position Expired() => Statuses.IsFinal(Status)
        ? this : this with { Status = Statuses.Expired, Detail = Details.Silent, Reason = null };

    /// <summary>
    /// Who once goes back keeps going back, unless the carrier names the consignee as the one who took the parcel.
    /// </summary>
    private string LegAfter(Said said) =>
        said.Leg == Legs.Return ? Legs.Return
        : said.Status == Statuses.Delivered && Details.NamesReceiver(said.Detail) ? Legs.Forward
        : Leg;

    private static string GoingBack(Said said) => said.Status switch
    {
        Statuses.Delivered or Statuses.Returned => Statuses.Returned,
        Statuses.Exception or Statuses.Cancelled or Statuses.Expired => said.Status,
        // A parcel that a customer sends back is announced before anyone has fetched it.
        Statuses.InfoReceived => said.Status,
        _ => Statuses.Returning,
    };

    /// <summary>
    /// Whether this position gives way to what a later scan says. docs/ordering.md gives the reason of each line.
    /// </summary>
    private bool Yields(Said said) => Status switch
    {
        _ when said.Detail == Details.Recalled =>
            Status is Statuses.Pending or Statuses.InfoReceived,
        Statuses.Delivered => said.Status is Statuses.DeliveryAttempted or Statuses.Exception
            or Statuses.Returning or Statuses.Returned,
        Statuses.Returned => said.Status == Statuses.Exception
            || said.Detail is Details.ReturnAttempted or Details.ReturnReopened
            || (said.Status == Statuses.Delivered && Details.NamesReceiver(said.Detail)),
        Statuses.Cancelled => said.Status is not (Statuses.InfoReceived or Statuses.InTransit
            or Statuses.Cancelled or Statuses.Expired),
        _ when said.Status == Statuses.InfoReceived =>
            Status is Statuses.Pending or Statuses.InfoReceived or Statuses.Expired,
        _ => true,
    };
}
