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
            () => Requests.Row(rowOfScan), () => Settling.Scans(platform, requests, parcels));

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

    private Task<Comparison> InTurns(
        string what, HttpStatusCode expected, Func<HttpRequestMessage> ours, Func<HttpRequestMessage> theirs,
        Func<Task> settled) => SettlingTurns.Take(what, () => Load.Run(gateway, expected, ours),
            () => Load.Run(bare, HttpStatusCode.Created, theirs), settled);

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
        await Settling.Until(async () => (await platform.Timeline(probe.Id)).Payment.Status == "authorized");
    }

    private async Task<string> ETagOf(Guid order)
    {
        await Settling.Until(async () => (await platform.Timeline(order)).Payment.Status == "authorized");
        using var response = await gateway.SendAsync(requests.Timeline(order, null));
        return response.Headers.ETag!.ToString();
    }

    private static HttpClient Connect(Uri address) => new() { BaseAddress = address };
}
