using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace Benchmarks;

/// <summary>
/// So many requests a second, whatever the answers' pace. The time of an answer counts from when its request was due,
/// so that one that holds up others counts for all of them.
/// </summary>
internal static class PacedLoad
{
    public static async Task<LoadRun> Run(
        HttpClient http, HttpStatusCode expected, Func<HttpRequestMessage> next, int perSecond)
    {
        var latencies = new ConcurrentBag<double>();
        var failures = 0;
        using var self = Process.GetCurrentProcess();
        var cpu = self.TotalProcessorTime;
        var began = Stopwatch.GetTimestamp();
        var sent = new List<Task>();
        for (var i = 0; i < perSecond * Load.Duration.TotalSeconds; i++)
        {
            var due = began + (long)((double)i / perSecond * Stopwatch.Frequency);
            var early = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
            if (early > TimeSpan.Zero)
                await Task.Delay(early);
            sent.Add(Task.Run(() => Send(due)));
        }

        await Task.WhenAll(sent);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        self.Refresh();
        return new(latencies.Count, failures, seconds, latencies.Count / seconds,
            Statistics.Percentile(latencies, 50), Statistics.Percentile(latencies, 99),
            (self.TotalProcessorTime - cpu).TotalSeconds / seconds);

        async Task Send(long due)
        {
            using var request = next();
            using var response = await http.SendAsync(request);
            await response.Content.CopyToAsync(Stream.Null);
            if (response.StatusCode == expected)
                latencies.Add(Stopwatch.GetElapsedTime(due).TotalMilliseconds);
            else
                Interlocked.Increment(ref failures);
        }
    }
}
