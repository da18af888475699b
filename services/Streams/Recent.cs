namespace Streams;

/// <summary>
/// What this process appended last, by position: its readers need not read it from the log again, nor parse it, each
/// for itself. What is not here (others' events, older ones) they read.
/// </summary>
internal sealed class Recent
{
    private const int BytesMax = 16 << 20;
    private const int EventsMax = 5_000;

    private readonly Lock gate = new();
    private readonly Dictionary<long, Recorded<object>> events = [];
    private readonly Queue<(long Position, int Bytes)> added = new();
    private long bytes;
    private int others;

    /// <summary>Changes whenever others may have appended.</summary>
    internal int Others => Volatile.Read(ref others);

    internal void OthersAppended() => Interlocked.Increment(ref others);

    /// <summary>These are committed. Those that lost to others have no events in the log.</summary>
    internal void Add(IReadOnlyList<Append> appends)
    {
        lock (gate)
        {
            foreach (var append in appends)
                foreach (var (recorded, size) in append.Written)
                {
                    if (!events.TryAdd(recorded.Position, recorded))
                        continue;
                    added.Enqueue((recorded.Position, size));
                    bytes += size;
                }

            while (added.Count > EventsMax || bytes > BytesMax)
            {
                var (position, size) = added.Dequeue();
                events.Remove(position);
                bytes -= size;
            }
        }
    }

    /// <summary>
    /// The events that follow <paramref name="position"/> without a gap, at most <paramref name="limit"/>. What is
    /// missing behind them was written by others, or is being written, or is not there yet.
    /// </summary>
    internal List<Recorded<object>> After(long position, int limit)
    {
        var following = new List<Recorded<object>>();
        lock (gate)
        {
            while (following.Count < limit && events.TryGetValue(position + 1 + following.Count, out var next))
                following.Add(next);
        }

        return following;
    }
}
