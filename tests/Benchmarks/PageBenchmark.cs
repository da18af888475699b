using System.Globalization;
using Microsoft.Playwright;
using Testing;
using Tools.Platform;

namespace Benchmarks;

/// <summary>
/// The customer's page in a real browser: what it weighs, when a slow phone shows something, and how long after a
/// carrier's webhook was answered the open page has changed. Bytes as they go over the wire, times in milliseconds.
/// </summary>
internal sealed record PageResults(
    int Requests, int Bytes, int ScriptBytes, Spread FirstContentSlow, Spread FirstContent, Spread WebhookToPageSlow,
    Spread WebhookToPage);

internal sealed record Spread(int Count, double P50, double P95, double Max)
{
    public static Spread Of(IReadOnlyCollection<double> values) => new(
        values.Count, Statistics.Median(values), Statistics.Percentile(values, 95), Statistics.Percentile(values, 100));

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"p50 {P50:N0}, p95 {P95:N0}, most {Max:N0} ({Count} times)");
}

internal static class PageBenchmark
{
    private const int Loads = 11;
    private const int Updates = 30;
    private const int UpdatesSlow = 11;

    // What browsers' own tools call Slow 4G: 1.6 Mbit/s down, 750 kbit/s up, a tenth lost, a wait for each request.
    private static readonly Dictionary<string, object> Slow4G = new()
    {
        ["offline"] = false,
        ["latency"] = 562.5,
        ["downloadThroughput"] = 180_000,
        ["uploadThroughput"] = 84_375,
    };

    public static async Task Run(PlatformAccess access)
    {
        using var platform = new PlatformClient(access);
        var program = Chromium.Program ?? throw new InvalidOperationException(Chromium.IsMissing);
        using var driver = await Playwright.CreateAsync();
        await using var browser = await driver.Chromium.LaunchAsync(new() { ExecutablePath = program });
        var requests = new Requests(access);
        var run = $"page-{DateTimeOffset.UtcNow:yyyyMMddHHmmss}";
        var parcel = (await Parcels.Register(platform, run, 1))[0];
        foreach (var _ in Enumerable.Range(0, 5))
            await platform.Deliver(Requests.Push(parcel.Waybill, requests.NextScanAt()));
        var url = (await platform.Order(parcel.Order)).TrackingUrl.ToString();

        await Load(browser, url, slow: false); // the first of all makes the server ready
        var slow = new List<Loaded>();
        var fast = new List<Loaded>();
        foreach (var _ in Enumerable.Range(0, Loads))
        {
            slow.Add(await Load(browser, url, slow: true));
            fast.Add(await Load(browser, url, slow: false));
        }

        var updates = await Follow(browser, url, platform, requests, parcel, slow: false);
        var updatesSlow = await Follow(browser, url, platform, requests, parcel, slow: true);
        var results = new PageResults(fast[0].Requests, fast[0].Bytes, fast[0].ScriptBytes,
            Spread.Of([.. slow.Select(one => one.FirstContent)]),
            Spread.Of([.. fast.Select(one => one.FirstContent)]),
            Spread.Of(updatesSlow), Spread.Of(updates));
        Console.WriteLine($"requests: {results.Requests}, bytes: {results.Bytes:N0}, " +
            $"of scripts: {results.ScriptBytes:N0}");
        Console.WriteLine($"first content, CPU a quarter, Slow 4G, ms: {results.FirstContentSlow}");
        Console.WriteLine($"first content, this machine, ms: {results.FirstContent}");
        Console.WriteLine($"webhook's 200 to the changed page, slow, ms: {results.WebhookToPageSlow}");
        Console.WriteLine($"webhook's 200 to the changed page, this machine, ms: {results.WebhookToPage}");
        var saved = await Report.Save("page", new { results, slow, fast, updatesSlow, updates });
        Console.WriteLine($"Raw numbers: {saved}");
    }

    /// <summary>As somebody who has never been there.</summary>
    private static async Task<Loaded> Load(IBrowser browser, string url, bool slow)
    {
        await using var context = await browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = 360, Height = 740 },
            // The worker's own copy of the page comes later and is nobody's wait.
            ServiceWorkers = ServiceWorkerPolicy.Block,
        });
        var page = await context.NewPageAsync();
        var asked = new List<IRequest>();
        page.RequestFinished += (_, request) => asked.Add(request);
        if (slow)
            await Slow(page);
        await page.GotoAsync(url);
        var painted = await page.EvaluateAsync<double>(
            """
            () => new Promise(told => new PerformanceObserver(list => list.getEntries()
              .filter(one => one.name === "first-contentful-paint").forEach(one => told(one.startTime)))
              .observe({ type: "paint", buffered: true }))
            """);
        var sizes = await Task.WhenAll(asked.ToList().Select(async request => (
            IsScript: request.ResourceType == "script", Size: await request.SizesAsync())));
        static int Bytes(RequestSizesResult size) => size.ResponseHeadersSize + size.ResponseBodySize;
        return new(painted, sizes.Length, sizes.Sum(one => Bytes(one.Size)),
            sizes.Where(one => one.IsScript).Sum(one => Bytes(one.Size)));
    }

    private static async Task Slow(IPage page)
    {
        var devtools = await page.Context.NewCDPSessionAsync(page);
        await devtools.SendAsync("Network.enable");
        await devtools.SendAsync("Network.emulateNetworkConditions", Slow4G);
        await devtools.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = 4 });
    }

    /// <summary>The page notes when it changed, on the clock of the same machine.</summary>
    private static async Task<List<double>> Follow(
        IBrowser browser, string url, PlatformClient platform, Requests requests, Parcel parcel, bool slow)
    {
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        if (slow)
            await Slow(page);
        await page.GotoAsync(url);
        await page.EvaluateAsync(
            """
            () => {
              window.changed = [];
              new MutationObserver(() => window.changed.push(performance.timeOrigin + performance.now()))
                .observe(document.getElementById("news"), { childList: true });
            }
            """);
        var updates = new List<double>();
        for (var n = 0; n < (slow ? UpdatesSlow : Updates); n++)
        {
            await page.EvaluateAsync("() => { window.changed = []; }");
            await platform.Deliver(Requests.Push(parcel.Waybill, requests.NextScanAt()));
            var answered = DateTimeOffset.UtcNow;
            var changed = await Eventually.Get(
                () => page.EvaluateAsync<double[]>("() => window.changed"), all => all.Length > 0);
            updates.Add(changed[0] - (answered - DateTimeOffset.UnixEpoch).TotalMilliseconds);
        }

        return updates;
    }

    private sealed record Loaded(double FirstContent, int Requests, int Bytes, int ScriptBytes);
}
