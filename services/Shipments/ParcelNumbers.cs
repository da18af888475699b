using System.Collections.Immutable;
using Contracts;

namespace Shipments;

/// <summary>
/// A number that a parcel has. <c>Leg</c>: forward, or return where it is that of the way back. <c>Until</c>: from then
/// on the number is another parcel's, the carrier having given it out again.
/// </summary>
internal sealed record NumberUse(
    string? Carrier, string TrackingNumber, string? Url, string Leg, DateTimeOffset AddedAt,
    DateTimeOffset? Until = null, Guid? PassedTo = null);

/// <summary>
/// The numbers of one parcel, its own first, then those that took over from it. What a scan counts as depends on whose
/// number it was made of (docs/ordering.md): a number that was wrong does not count at all.
/// </summary>
internal sealed record ParcelNumbers
{
    public const string Corrected = "number_corrected";
    public const string PassedOn = "number_passed_on";

    public static readonly ParcelNumbers None = new();

    /// <summary>Of a parcel by which a customer sends something back: whatever is said of it is.</summary>
    public static readonly ParcelNumbers WayBack = new() { IsWayBack = true };

    public bool IsWayBack { get; private init; }

    public ImmutableList<NumberUse> All { get; private init; } = [];

    public NumberUse? Own => All.IsEmpty ? null : All[0];

    public NumberUse? Find(string? number) => All.Find(use => use.TrackingNumber == number);

    /// <summary>An aggregator and its courier report a parcel under one number: another name is no fault.</summary>
    private NumberUse? Of(Scan scan) =>
        All.Find(use => use.TrackingNumber == scan.TrackingNumber && use.Carrier == scan.Carrier)
        ?? Find(scan.TrackingNumber);

    public ParcelNumbers Add(NumberUse use) => this with { All = All.Add(use) };

    public ParcelNumbers Replace(string? number, NumberUse by)
    {
        var index = All.FindIndex(use => use.TrackingNumber == number);
        return this with { All = index < 0 ? All.Insert(0, by) : All.SetItem(index, by) };
    }

    public ParcelNumbers PassOn(string number, DateTimeOffset? from, Guid to) => this with
    {
        All = All.ConvertAll(use => use.TrackingNumber == number
            ? use with { Until = from, PassedTo = from is null ? null : to } : use),
    };

    /// <summary>
    /// Why a scan does not count for this parcel, null when it does. One by hand is of the parcel itself, and so is one
    /// from before scans told their number.
    /// </summary>
    public string? Discounts(Scan scan) =>
        All.IsEmpty || scan.TrackingNumber is null ? null
        : Of(scan) is not { } use ? Corrected
        : scan.OccurredAt >= use.Until ? PassedOn
        : null;

    /// <summary>
    /// The scan as it counts for this parcel: that of the way back's number is said of a parcel that goes back; the
    /// "delivered" of a carrier from whom another one took over is its hand-over, unless it names who took the parcel.
    /// </summary>
    public Scan Read(Scan scan)
    {
        if (IsWayBack)
            return scan.OnReturn();
        if (Of(scan) is not { } use)
            return scan;
        if (use.Leg == Legs.Return)
            return scan.OnReturn();
        var isTakenOver = All.FindLast(other => other.Leg == Legs.Forward) is { } last && last != use;
        return isTakenOver && scan.Status == Statuses.Delivered && !Details.NamesReceiver(scan.Detail)
            ? scan with { Status = Statuses.InTransit, Detail = Details.TakenOver, Proof = null, SignedBy = null }
            : scan;
    }
}
