using System.Collections.Concurrent;
using System.Diagnostics;
using Tools.Platform;

namespace Benchmarks;

/// <summary>
/// From the moment a carrier begins to post a scan until its entry has come out of the order's event stream, at a fixed
/// rate whatever the answers' pace.
/// </summary>
internal sealed record StreamLatency(
    int PerSecond, int Streams, int Sent, int Arrived, double P50, double P90, double P99, double Max)
{
    private const int Rate = 100;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public override string ToString() => $"{PerSecond}/s over {Streams} streams, p50 {P50:N1} ms, p90 {P90:N1} ms, " +
        $"p99 {P99:N1} ms, most {Max:N1} ms; {Arrived:N0} of {Sent:N0} arrived";

    public static async Task<StreamLatency> Measure(
        PlatformClient platform, Requests requests, IReadOnlyList<Parcel> parcels)
    {
        var open = new ConcurrentDictionary<(Guid Order, DateTimeOffset At), long>();
        var latencies = new ConcurrentBag<double>();
        var counting = false;
        using var leaving = new CancellationTokenSource();
        var following = parcels.Select(parcel => Follow(parcel.Order)).ToList();

        await Send(WarmUp);
        await Settle();
        counting = true;
        var sent = await Send(Measured);
        await Settle();
        await leaving.CancelAsync();
        await Task.WhenAll(following);
        return new(Rate, parcels.Count, sent, latencies.Count, At(50), At(90), At(99), At(100));

        double At(double percent) => Statistics.Percentile(latencies, percent);

        async Task Follow(Guid order)
        {
            try
            {
                await foreach (var entry in platform.FollowTimeline(order, leaving.Token))
                    if (open.TryRemove((order, entry.OccurredAt), out var posted) && counting)
                        latencies.Add(Stopwatch.GetElapsedTime(posted).TotalMilliseconds);
            }
            catch (OperationCanceledException)
            {
                // Measured.
            }
        }

        async Task<int> Send(TimeSpan duration)
        {
            var total = (int)(Rate * duration.TotalSeconds);
            var watch = Stopwatch.StartNew();
            var posts = new List<Task>(total);
            for (var i = 0; i < total; i++)
            {
                var early = TimeSpan.FromSeconds((double)i / Rate) - watch.Elapsed;
                if (early > TimeSpan.Zero)
                    await Task.Delay(early);
                var (order, waybill) = parcels[i % parcels.Count];
                var at = requests.NextScanAt();
                open[(order, at)] = Stopwatch.GetTimestamp();
                posts.Add(platform.Deliver(Requests.Push(waybill, at)));
            }

            await Task.WhenAll(posts);
            return total;
        }

        async Task Settle()
        {
            var watch = Stopwatch.StartNew();
            while (!open.IsEmpty && watch.Elapsed < Patience)
                await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }
}
