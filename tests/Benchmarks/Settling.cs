using System.Diagnostics;
using Tools.Platform;

namespace Benchmarks;

/// <summary>Waiting until the platform has worked off what it has accepted.</summary>
internal static class Settling
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>A scan sent now to each parcel is seen in its order only after those before it.</summary>
    public static async Task Scans(PlatformClient platform, Requests requests, IReadOnlyList<Parcel> parcels)
    {
        var sent = new List<(Guid Order, DateTimeOffset At)>();
        foreach (var (order, waybill) in parcels)
        {
            var at = requests.NextScanAt();
            await platform.Deliver(Requests.Push(waybill, at));
            sent.Add((order, at));
        }

        foreach (var (order, at) in sent)
            await Until(async () => (await platform.Timeline(order)).Entries.Any(entry => entry.OccurredAt == at));
    }

    public static async Task Until(Func<Task<bool>> holds)
    {
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            if (watch.Elapsed > Patience)
                throw new TimeoutException($"The platform has not settled within {Patience}: see ./run logs");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }
}
