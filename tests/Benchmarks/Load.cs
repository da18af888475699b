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

    /// <summary>Asks for as many requests as fit; any but the expected status is a failure.</summary>
    public static async Task<LoadRun> Run(HttpClient http, HttpStatusCode expected, Func<HttpRequestMessage> next)
    {
        var latencies = new ConcurrentBag<double>();
        var failures = new ConcurrentQueue<HttpStatusCode>();
        using var self = Process.GetCurrentProcess();
        var cpu = self.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(Client)));
        var seconds = watch.Elapsed.TotalSeconds;
        self.Refresh();

        if (failures.TryPeek(out var failure))
            Console.WriteLine($"  {failures.Count} answers were not {expected}, the first one {failure}");
        return new(latencies.Count, failures.Count, seconds, latencies.Count / seconds,
            Statistics.Percentile(latencies, 50), Statistics.Percentile(latencies, 99),
            (self.TotalProcessorTime - cpu).TotalSeconds / seconds);

        async Task Client()
        {
            while (watch.Elapsed < Duration)
            {
                using var request = next();
                var sent = Stopwatch.GetTimestamp();
                using var response = await http.SendAsync(request);
                await response.Content.CopyToAsync(Stream.Null);
                if (response.StatusCode == expected)
                    latencies.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                else
                    failures.Enqueue(response.StatusCode);
            }
        }
    }
}
