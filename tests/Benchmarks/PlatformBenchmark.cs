using System.Diagnostics;
using System.Net;
using Tools.Platform;

namespace Benchmarks;

/// <summary>
/// The running platform through its gateway, beside a bare insert on the same machine and database, in turns, so that
/// what slows the machine slows both.
/// </summary>
internal sealed class PlatformBenchmark(PlatformAccess access, PlatformClient platform, Baseline baseline) : IDisposable
{
    private const int Runs = 5;
    private const int ParcelCount = 100;
    private static readonly TimeSpan SettlePatience = TimeSpan.FromMinutes(2);

    private readonly Requests requests = new(access);
    private readonly string run = $"bench-{DateTimeOffset.UtcNow:yyyyMMddHHmmss}";
    private readonly HttpClient gateway = Connect(access.Gateway);
    private readonly HttpClient bare = Connect(baseline.Address);

    public static async Task Run(PlatformAccess access)
    {
        using var platform = new PlatformClient(access);
        using var baseline = await Baseline.Start();
        using var benchmark = new PlatformBenchmark(access, platform, baseline);
        var results = await benchmark.Measure();
        Report.Print(results, Console.Out);
        Console.WriteLine($"Raw numbers: {await Report.Save("platform", new { Load.Clients, results })}");
    }

    public void Dispose()
    {
        gateway.Dispose();
        bare.Dispose();
    }

    private async Task<PlatformResults> Measure()
    {
        Console.WriteLine($"Run {run}: {Load.Clients} clients, {Runs} runs of {Load.Duration.TotalSeconds} s each");
        var parcels = await Parcels.Register(platform, run, ParcelCount);
        // The stream's latency first: later the database is full of the other measures' rows.
        Console.WriteLine("Webhook to stream");
        var latency = await StreamLatency.Measure(platform, requests, parcels);
        Console.WriteLine($"  {latency}");

        var rowOfOrder = Requests.OrderBody($"{run}-row");
        var orders = await InTurns("Orders placed", HttpStatusCode.Created,
            () => requests.Order(run), () => Requests.Row(rowOfOrder), OrdersSettled);
        var next = 0;
        var rowOfScan = requests.ScanBody(parcels[0].Waybill);
        var webhooks = await InTurns("Webhooks accepted", HttpStatusCode.OK,
            () => requests.Scan(parcels[Interlocked.Increment(ref next) % ParcelCount].Waybill),
            () => Requests.Row(rowOfScan), () => ScansSettled(parcels));

        var reading = await Parcels.Register(platform, $"{run}-read", ParcelCount);
        var etags = await Task.WhenAll(reading.Select(parcel => ETagOf(parcel.Order)));
        Console.WriteLine("Timelines read");
        var cold = await Repeat(HttpStatusCode.OK, () => requests.Timeline(Next(reading).Order, null));
        Console.WriteLine("Timelines unchanged");
        var unchanged = await Repeat(HttpStatusCode.NotModified, () =>
        {
            var index = Interlocked.Increment(ref next) % ParcelCount;
            return requests.Timeline(reading[index].Order, etags[index]);
        });
        return new(orders, webhooks, latency, cold, unchanged);

        Parcel Next(IReadOnlyList<Parcel> of) => of[Interlocked.Increment(ref next) % ParcelCount];
    }

    private async Task<Comparison> InTurns(
        string what, HttpStatusCode expected, Func<HttpRequestMessage> ours, Func<HttpRequestMessage> theirs,
        Func<Task> settled)
    {
        Console.WriteLine(what);
        await Load.Run(gateway, expected, ours);
        await Load.Run(bare, HttpStatusCode.Created, theirs);
        await settled();
        var (platformRuns, baselineRuns, settling) = (new List<LoadRun>(), new List<LoadRun>(), new List<double>());
        for (var i = 0; i < Runs; i++)
        {
            platformRuns.Add(await Load.Run(gateway, expected, ours));
            // What was accepted is worked off before the other's turn, which would pay for it otherwise.
            var watch = Stopwatch.StartNew();
            await settled();
            settling.Add(watch.Elapsed.TotalSeconds);
            baselineRuns.Add(await Load.Run(bare, HttpStatusCode.Created, theirs));
            Console.WriteLine($"  {platformRuns[i].PerSecond,8:N0}/s, bare {baselineRuns[i].PerSecond,8:N0}/s, " +
                $"settled after {settling[i]:N1} s");
        }

        return new(platformRuns, baselineRuns, settling);
    }

    private async Task<IReadOnlyList<LoadRun>> Repeat(HttpStatusCode expected, Func<HttpRequestMessage> next)
    {
        await Load.Run(gateway, expected, next);
        var runs = new List<LoadRun>();
        for (var i = 0; i < Runs; i++)
        {
            runs.Add(await Load.Run(gateway, expected, next));
            Console.WriteLine($"  {runs[i].PerSecond,8:N0}/s");
        }

        return runs;
    }

    /// <summary>An order placed now is authorised only after those before it.</summary>
    private async Task OrdersSettled()
    {
        var probe = await platform.Place(Requests.OrderOf($"{run}-probe-{Guid.NewGuid():N}"));
        await Until(async () => (await platform.Timeline(probe.Id)).Payment.Status == "authorized");
    }

    /// <summary>A scan sent now to each parcel is seen in its order only after those before it.</summary>
    private async Task ScansSettled(IReadOnlyList<Parcel> parcels)
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

    private static async Task Until(Func<Task<bool>> holds)
    {
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            if (watch.Elapsed > SettlePatience)
                throw new TimeoutException($"The platform has not settled within {SettlePatience}: see ./run logs");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    private async Task<string> ETagOf(Guid order)
    {
        await Until(async () => (await platform.Timeline(order)).Payment.Status == "authorized");
        using var response = await gateway.SendAsync(requests.Timeline(order, null));
        return response.Headers.ETag!.ToString();
    }

    private static HttpClient Connect(Uri address) => new() { BaseAddress = address };
}
