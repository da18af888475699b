namespace Gateway.Limits;

/// <summary>So many requests a second on average, and at most a burst of them at once.</summary>
internal sealed record Rate
{
    public double RequestsPerSecond { get; init; }
    public int Burst { get; init; }
}

/// <summary>
/// What a bucket answers: how many more at once, and in how long there is all of the burst (or, refused, one) again.
/// </summary>
internal readonly record struct Grant(bool Allowed, int Remaining, TimeSpan FullIn, TimeSpan RetryIn);

/// <summary>
/// A token bucket held in one number, the instant at which it is full again (the generic cell rate algorithm): no
/// timer, no lock, eight bytes for each caller.
/// </summary>
internal sealed class Bucket
{
    private long fullAt;

    /// <summary>Takes one token. <paramref name="now"/>: ticks of 100 ns on a clock that never goes back.</summary>
    public Grant Take(Rate rate, long now)
    {
        var each = (long)(TimeSpan.TicksPerSecond / rate.RequestsPerSecond);
        var size = each * rate.Burst;
        while (true)
        {
            var seen = Volatile.Read(ref fullAt);
            var next = Math.Max(seen, now) + each;
            var used = next - now;
            if (used > size)
                return new(false, 0, new(used - each), new(used - size));
            if (Interlocked.CompareExchange(ref fullAt, next, seen) == seen)
                return new(true, (int)((size - used) / each), new(used), default);
        }
    }

    /// <summary>A full bucket says nothing that a new one would not say.</summary>
    public bool IsFull(long now) => Volatile.Read(ref fullAt) <= now;
}
