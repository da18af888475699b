using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace Benchmarks;

/// <summary>
/// One run's numbers. Latencies in milliseconds. <c>ClientCores</c> is what the load generator itself used, on average,
/// of the machine it shares with what it measures.
/// </summary>
internal sealed record LoadRun(
    int Requests, int Failures, double Seconds, double PerSecond, double P50, double P99, double ClientCores);

/// <summary>Clients that each send the next request as soon as the last one is answered.</summary>
internal static class Load
{
    public const int Clients = 32;

    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Has as many requests made as fit: <paramref name="request"/> is told which client it is, false is a failure.
    /// </summary>
    public static Task<LoadRun> Run(int clients, TimeSpan duration, Func<int, Task<bool>> request)
    {
        var began = Stopwatch.GetTimestamp();
        return Run(clients, () => Stopwatch.GetElapsedTime(began) < duration, request);
    }

    /// <summary>The same, as long as <paramref name="goesOn"/> says.</summary>
    public static async Task<LoadRun> Run(int clients, Func<bool> goesOn, Func<int, Task<bool>> request)
    {
        var failures = 0;
        using var self = Process.GetCurrentProcess();
        var cpu = self.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var perClient = await Task.WhenAll(
            Enumerable.Range(0, clients).Select(client => Task.Run(() => Client(client))));
        var seconds = watch.Elapsed.TotalSeconds;
        self.Refresh();
        var latencies = perClient.SelectMany(latency => latency).ToList();
        return new(latencies.Count, failures, seconds, latencies.Count / seconds,
            Statistics.Percentile(latencies, 50), Statistics.Percentile(latencies, 99),
            (self.TotalProcessorTime - cpu).TotalSeconds / seconds);

        async Task<List<double>> Client(int client)
        {
            var latencies = new List<double>();
            while (goesOn())
            {
                var sent = Stopwatch.GetTimestamp();
                if (await request(client))
                    latencies.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                else
                    Interlocked.Increment(ref failures);
            }

            return latencies;
        }
    }

    /// <summary>One piece of work that says how many it has dealt with; its latency is that of all.</summary>
    public static async Task<LoadRun> Once(Func<Task<int>> all)
    {
        using var self = Process.GetCurrentProcess();
        var cpu = self.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var count = await all();
        var (seconds, latency) = (watch.Elapsed.TotalSeconds, watch.Elapsed.TotalMilliseconds);
        self.Refresh();
        return new(count, 0, seconds, count / seconds, latency, latency,
            (self.TotalProcessorTime - cpu).TotalSeconds / seconds);
    }

    /// <summary>Asks for as many requests as fit; any but the expected status is a failure.</summary>
    public static async Task<LoadRun> Run(HttpClient http, HttpStatusCode expected, Func<HttpRequestMessage> next)
    {
        var unexpected = new ConcurrentQueue<HttpStatusCode>();
        var run = await Run(Clients, Duration, async _ =>
        {
            using var request = next();
            using var response = await http.SendAsync(request);
            await response.Content.CopyToAsync(Stream.Null);
            if (response.StatusCode == expected)
                return true;
            unexpected.Enqueue(response.StatusCode);
            return false;
        });
        if (unexpected.TryPeek(out var first))
            Console.WriteLine($"  {unexpected.Count} answers were not {expected}, the first one {first}");
        return run;
    }
}
