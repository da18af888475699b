using Streams;

namespace Payments;

/// <summary>
/// Waits a moment for what is on its way: a payment is asked for right after its order was placed, which this service
/// hears of a few milliseconds later.
/// </summary>
internal sealed class Arrivals(Wakeups wakeups, TimeProvider clock)
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>What <paramref name="look"/> finds; null when it has not come in time.</summary>
    public async Task<T?> Of<T>(Func<Task<T?>> look, CancellationToken ct) where T : class
    {
        var since = clock.GetTimestamp();
        while (true)
        {
            var next = wakeups.Next;
            if (await look() is { } found)
                return found;
            if (PatienceMax - clock.GetElapsedTime(since) is var left && left <= TimeSpan.Zero)
                return null;
            await Wakeups.Wait(next, left, ct);
            await Task.Delay(LookInterval, ct);
        }
    }
}
