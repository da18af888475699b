using System.Net;
using Tools.Platform;

namespace Benchmarks;

/// <summary>
/// All that was measured of webhooks: as many as fit, and at a fixed rate, where an answer's time counts from when the
/// request was due.
/// </summary>
internal sealed record WebhookResults(Comparison AsManyAsFit, int Rate, Comparison AtAFixedRate);

/// <summary>
/// Carriers' webhooks through the gateway, while the platform works on what it has accepted, beside a bare endpoint
/// that stores the body in one row.
/// </summary>
internal static class WebhookBenchmark
{
    private const int ParcelCount = 200;
    private const int Rate = 200;

    public static async Task Run(PlatformAccess access)
    {
        using var platform = new PlatformClient(access);
        using var baseline = await Baseline.Start();
        using var gateway = new HttpClient { BaseAddress = access.Gateway };
        using var bare = new HttpClient { BaseAddress = baseline.Address };
        var results = await Measure(platform, new Requests(access), gateway, bare);
        Report.Print(results, Console.Out);
        Console.WriteLine($"Raw numbers: {await Report.Save("webhooks", new { Load.Clients, results })}");
    }

    private static async Task<WebhookResults> Measure(
        PlatformClient platform, Requests requests, HttpClient gateway, HttpClient bare)
    {
        var run = $"hooks-{DateTimeOffset.UtcNow:yyyyMMddHHmmss}";
        Console.WriteLine($"Run {run}: {Load.Clients} clients, runs of {Load.Duration.TotalSeconds} s each");
        var parcels = await Parcels.Register(platform, run, ParcelCount);
        var next = 0;
        var row = requests.ScanBody(parcels[0].Waybill);
        HttpRequestMessage Scan() => requests.Scan(parcels[Interlocked.Increment(ref next) % ParcelCount].Waybill);
        HttpRequestMessage Row() => Requests.Row(row);
        Task Settled() => Settling.Scans(platform, requests, parcels);

        var full = await SettlingTurns.Take("Webhooks accepted, as many as fit",
            () => Load.Run(gateway, HttpStatusCode.OK, Scan),
            () => Load.Run(bare, HttpStatusCode.Created, Row), Settled);
        var paced = await SettlingTurns.Take($"Webhooks accepted, {Rate} a second",
            () => PacedLoad.Run(gateway, HttpStatusCode.OK, Scan, Rate),
            () => PacedLoad.Run(bare, HttpStatusCode.Created, Row, Rate), Settled);
        return new(full, Rate, paced);
    }
}
