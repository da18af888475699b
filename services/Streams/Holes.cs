namespace Streams;

/// <summary>
/// Positions that were missing when a reader went past them. A position is drawn before its transaction commits, so
/// it may still show up: the reader goes on and looks for it again, in commit order, instead of waiting or losing it.
/// </summary>
/// <remarks>
/// A hole is open while a transaction that ran when it was seen still runs. Then it was most likely rolled back, but is
/// looked for until it is older than <see cref="AgeMax"/>: some writers (Marten's rich mode) draw positions before they
/// begin their transaction. Looked for at every read, its event comes before the later ones of its stream, which one
/// statement sees together with it. With more than <see cref="ClosedMax"/> of them that would cost more than it is
/// worth, and they are looked for at intervals.
/// </remarks>
internal sealed class Holes
{
    internal static readonly TimeSpan AgeMax = TimeSpan.FromMinutes(15);
    internal const int ClosedMax = 1000;
    internal static readonly TimeSpan ClosedInterval = TimeSpan.FromSeconds(1);

    private readonly SortedDictionary<long, Hole> open = [];
    private readonly SortedDictionary<long, Hole> closed = [];
    private readonly HashSet<long> unsavedNew = [];
    private readonly HashSet<long> unsavedGone = [];
    private DateTimeOffset closedLookedForAt;

    internal readonly record struct Hole(DateTimeOffset SeenAt, long SeenXmax);

    /// <summary>
    /// When the oldest hole that a running transaction may still fill was seen; null when there is none.
    /// </summary>
    internal DateTimeOffset? OldestOpen => open.Count == 0 ? null : open.Values.Min(h => h.SeenAt);

    internal bool AnyOpen => open.Count > 0;

    internal bool IsEmpty => open.Count == 0 && closed.Count == 0;

    internal void Restore(long position, DateTimeOffset seenAt, long seenXmax) =>
        open[position] = new(seenAt, seenXmax);

    /// <summary>What to look for now: the open ones always, very many closed ones at intervals.</summary>
    internal long[] ToLookFor(DateTimeOffset now)
    {
        if (closed.Count > ClosedMax && now - closedLookedForAt < ClosedInterval)
            return [.. open.Keys];
        closedLookedForAt = now;
        return [.. open.Keys, .. closed.Keys];
    }

    /// <summary>
    /// The reader went from <paramref name="from"/> to <paramref name="to"/> and saw nothing between them.
    /// </summary>
    internal void Skipped(long from, long to, DateTimeOffset now, long xmax)
    {
        for (var position = from + 1; position < to; position++)
        {
            open[position] = new(now, xmax);
            unsavedNew.Add(position);
        }
    }

    internal void Filled(long position)
    {
        if ((open.Remove(position) | closed.Remove(position)) && !unsavedNew.Remove(position))
            unsavedGone.Add(position);
    }

    /// <summary>
    /// Every transaction below <paramref name="xmin"/> has ended: what they did not fill, they never will.
    /// </summary>
    internal void Ended(long xmin, IReadOnlyCollection<long> lookedFor, DateTimeOffset now)
    {
        foreach (var position in lookedFor)
        {
            if (open.TryGetValue(position, out var hole) && hole.SeenXmax <= xmin)
            {
                open.Remove(position);
                closed[position] = hole;
            }
            else if (closed.TryGetValue(position, out hole) && now - hole.SeenAt > AgeMax)
            {
                Filled(position);
            }
        }
    }

    /// <summary>A hole the reader will still look for, so what appears there is yet to come.</summary>
    internal bool Contains(long position) => open.ContainsKey(position) || closed.ContainsKey(position);

    /// <summary>What changed since <see cref="Saved"/>, to be stored with the checkpoint.</summary>
    internal (IReadOnlyList<(long Position, Hole Hole)> New, long[] Gone) Unsaved() =>
        (unsavedNew.Select(position =>
            (position, open.TryGetValue(position, out var hole) ? hole : closed[position])).ToList(),
        [.. unsavedGone]);

    /// <summary>The transaction that stored what was unsaved is committed.</summary>
    internal void Saved()
    {
        unsavedNew.Clear();
        unsavedGone.Clear();
    }
}
