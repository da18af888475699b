using Contracts;
using Shipments.Carriers;

namespace Shipments;

/// <summary>
/// A parcel that has a number, from <c>Since</c> (null: ever) until another one got it. <c>EndedAt</c>: when the parcel
/// was delivered, back or cancelled.
/// </summary>
internal sealed record NumberHolder(
    Guid ShipmentId, DateTimeOffset? Since, DateTimeOffset? Until, DateTimeOffset AddedAt, DateTimeOffset? EndedAt);

/// <summary>
/// Whose scans are those of a number that several parcels have had: each scan is the parcel's that had the number when
/// it was made, whenever it arrives and whichever was registered last.
/// </summary>
internal static class NumberHolders
{
    /// <summary>
    /// Nobody goes on about a parcel for so long after its end: what comes then is of the next parcel under its number,
    /// and waits until that is registered.
    /// </summary>
    private static readonly TimeSpan AfterwordMax = TimeSpan.FromDays(90);

    public static Guid? At(this IReadOnlyList<NumberHolder> holders, DateTimeOffset at) =>
        holders.LastOrDefault(holder => !(at < holder.Since) && !(at >= holder.Until)) is { } found
            && !(at - found.EndedAt > AfterwordMax) ? found.ShipmentId : null;

    /// <summary>
    /// What a payload says, by the parcel it says it of; null: of none that is known. Of a scan whose time cannot be
    /// true the time of its arrival counts; what is said of the whole parcel goes with the last scan.
    /// </summary>
    public static IReadOnlyList<(Guid? ShipmentId, Parcel Told)> Split(
        this IReadOnlyList<NumberHolder> holders, Parcel parcel, DateTimeOffset receivedAt)
    {
        DateTimeOffset When(Scan scan) => scan.Suspect is null ? scan.OccurredAt : receivedAt;
        var last = holders.At(parcel.Scans.Count == 0 ? receivedAt : parcel.Scans.Max(When));
        var shares = parcel.Scans.GroupBy(scan => holders.At(When(scan)))
            .Select(share => (share.Key, share.Key == last
                ? parcel with { Scans = [.. share] }
                : new Parcel(parcel.TrackingNumber, [.. share]))).ToList();
        return shares.Count > 0 ? shares : [(last, parcel)];
    }
}
