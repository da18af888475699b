using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Benchmarks.Api;
using Testing;
using Tools.Platform;

namespace Benchmarks;

/// <summary>
/// Changes that came out of the customers' streams, milliseconds from the beginning of the change's transaction (the
/// entry's <c>recordedAt</c>, so the commit is in it) until the client has read the entry.
/// </summary>
internal sealed record Liveness(int Streams, int Changes, int Arrived, double P50, double P95, double P99, double Most)
{
    public override string ToString() => $"{Streams,6:N0} streams: p50 {P50:N1} ms, p95 {P95:N1} ms, p99 {P99:N1} ms, "
        + $"most {Most:N1} ms; {Arrived:N0} of {Changes:N0} changes arrived";
}

/// <summary>What a process held (bytes), without a stream and with all of them.</summary>
internal sealed record HeldBy(string Process, Memory Before, Memory With);

/// <summary>
/// Customers who look at their orders: streams kept open through the gateway, each of an order of its own, while 50
/// orders change once a second. The same changes with nobody else looking are what that is compared with.
/// </summary>
internal sealed class LiveBenchmark(PlatformAccess access, int streams) : IDisposable
{
    private const int Changing = 50;
    private const int Openers = 64;

    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string[] Watched = ["gateway", "orders"];

    private readonly string run = $"live-{DateTimeOffset.UtcNow:yyyyMMddHHmmss}";
    private readonly RunningPlatform processes = new();
    private readonly PlatformClient platform = new(access);
    private readonly ConcurrentBag<double> latencies = [];
    private readonly CancellationTokenSource leaving = new();
    private readonly HttpClient customers = new() { BaseAddress = access.Gateway, Timeout = Timeout.InfiniteTimeSpan };
    private readonly HttpClient storefront = new()
    {
        BaseAddress = access.Gateway,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", access.StorefrontKey) },
    };

    /// <param name="options">--quick: a try, not a measurement; or how many streams.</param>
    public static async Task Run(string[] options)
    {
        var streams = options is ["--quick"] ? 500 : options is [var count] ? int.Parse(count, null) : 5_000;
        using var benchmark = new LiveBenchmark(PlatformAccess.FromEnvironment(), streams);
        var results = await benchmark.Measure();
        if (options is not ["--quick"])
            Console.WriteLine($"Raw numbers: {await Report.Save("live", results)}");
    }

    public void Dispose()
    {
        platform.Dispose();
        customers.Dispose();
        storefront.Dispose();
        leaving.Dispose();
    }

    private async Task<object> Measure()
    {
        Console.WriteLine($"Run {run}: {streams:N0} orders");
        var orders = new OrderAnswer[streams];
        await Each(orders.Length, async n => orders[n] = await platform.Place(Requests.OrderOf($"{run}-{n}")));
        foreach (var order in orders)
            await Settling.Until(async () => (await platform.Timeline(order.Id)).Payment.Status == "authorized");

        var before = Watched.Select(name => Memory.Of(processes, name)).ToList();
        var open = new List<Task>();
        await Open(orders[..Changing], open);
        var alone = await Change(orders, Changing);
        Console.WriteLine($"  {alone}");
        await Open(orders[Changing..], open);
        var held = Watched.Select((name, n) => new HeldBy(name, before[n], Memory.Of(processes, name))).ToList();
        var among = await Change(orders, streams);
        Console.WriteLine($"  {among}, p95 {among.P95 / alone.P95:N2} of that with {Changing}");
        foreach (var (process, without, with) in held)
            Console.WriteLine($"  {process}: a stream holds {Kilobytes(with.Live - without.Live):N1} kB of the heap; "
                + $"the working set grew by {Kilobytes(with.WorkingSet - without.WorkingSet):N1} kB each");
        await leaving.CancelAsync();
        await Task.WhenAll(open);
        return new { Alone = alone, Among = among, Memory = held };

        double Kilobytes(long bytes) => bytes / 1024.0 / streams;
    }

    /// <summary>Returns when every stream has said where it begins.</summary>
    private Task Open(OrderAnswer[] orders, List<Task> open) => Each(orders.Length, async n =>
    {
        var response = await customers.GetAsync($"/v1/track/{orders[n].TrackingToken}/stream",
            HttpCompletionOption.ResponseHeadersRead, leaving.Token);
        response.EnsureSuccessStatusCode();
        var reader = new StreamReader(await response.Content.ReadAsStreamAsync(leaving.Token));
        while (await reader.ReadLineAsync(leaving.Token) is { Length: > 0 })
        {
        }

        lock (open)
            open.Add(Follow(reader));
    });

    private async Task Follow(StreamReader reader)
    {
        try
        {
            while (await reader.ReadLineAsync(leaving.Token) is { } line)
                if (line.StartsWith("data: {", StringComparison.Ordinal) && line.Contains("\"issue\""))
                {
                    var now = DateTimeOffset.UtcNow;
                    using var entry = JsonDocument.Parse(line.AsMemory("data: ".Length));
                    latencies.Add((now - entry.RootElement.GetProperty("recordedAt").GetDateTimeOffset())
                        .TotalMilliseconds);
                }
        }
        catch (OperationCanceledException)
        {
            // Measured.
        }
        finally
        {
            reader.Dispose();
        }
    }

    /// <summary>So many orders change, each once a second, spread evenly over it.</summary>
    private async Task<Liveness> Change(OrderAnswer[] orders, int looking)
    {
        latencies.Clear();
        var told = new List<Task>();
        var began = DateTimeOffset.UtcNow;
        var total = (int)(Changing * Measured.TotalSeconds);
        for (var n = 0; n < total; n++)
        {
            var early = began + TimeSpan.FromSeconds((double)n / Changing) - DateTimeOffset.UtcNow;
            if (early > TimeSpan.Zero)
                await Task.Delay(early);
            told.Add(Tell(orders[n % Changing].Id, $"{n} of {looking}"));
        }

        await Task.WhenAll(told);
        await Eventually.True(() => Task.FromResult(latencies.Count >= total), Patience);
        return new(looking, total, latencies.Count, At(50), At(95), At(99), At(100));

        double At(double percent) => Statistics.Percentile(latencies, percent);
    }

    private async Task Tell(Guid order, string what)
    {
        using var answer = await storefront.PostAsJsonAsync($"/v1/orders/{order}/issues",
            new { kind = "damaged", message = $"Thing {what} that is wrong with it" });
        answer.EnsureSuccessStatusCode();
    }

    private static Task Each(int count, Func<int, Task> act) => Parallel.ForAsync(0, count,
        new ParallelOptions { MaxDegreeOfParallelism = Openers }, async (n, _) => await act(n));
}
