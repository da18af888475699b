using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Tools.Platform;

namespace Benchmarks;

/// <summary>
/// Times in milliseconds of look-ups with a wrong postal code and of look-ups of orders that do not exist.
/// <c>Ratio</c>: of the medians. <c>Slower</c>: how often the wrong postal code took longer than the unknown order
/// asked for beside it; at a half nobody can tell one from the other. <c>Z</c>: how many standard deviations that is
/// from a half (the sign test); within 2 it is chance.
/// </summary>
internal sealed record LookUpResults(
    double WrongMedian, double UnknownMedian, double Ratio, double Slower, double Z, int Pairs);

/// <summary>Whether the time of a refused look-up tells that there is such an order.</summary>
internal static class LookUpBenchmark
{
    private const int OrderCount = 250;

    // Below what one order number is given.
    private const int TriesEach = 8;
    private const int WarmUp = 200;

    public static async Task Run(PlatformAccess access)
    {
        using var gateway = new HttpClient { BaseAddress = access.Gateway };
        var run = $"look-{DateTimeOffset.UtcNow:yyyyMMddHHmmss}";
        Console.WriteLine($"Run {run}: {OrderCount} orders, {TriesEach} tries of each");
        await Place(gateway, new Requests(access), run);
        var results = await Measure(gateway, run);
        Console.WriteLine($"wrong postal code {results.WrongMedian:N3} ms, no such order "
            + $"{results.UnknownMedian:N3} ms, ratio {results.Ratio:N3}");
        Console.WriteLine($"the wrong postal code was slower in {results.Slower:P1} of {results.Pairs} pairs, "
            + $"z {results.Z:N2}");
        Console.WriteLine($"Raw numbers: {await Report.Save("lookup", results)}");
    }

    private static async Task Place(HttpClient gateway, Requests requests, string run)
    {
        for (var i = 0; i < OrderCount; i++)
            using (var placed = await gateway.SendAsync(requests.Order(run)))
                placed.EnsureSuccessStatusCode();
        while (!await IsKnown(gateway, requests, $"{run}-{OrderCount}"))
            await Task.Delay(TimeSpan.FromMilliseconds(100));
    }

    private static async Task<bool> IsKnown(HttpClient gateway, Requests requests, string number)
    {
        using var found = await gateway.SendAsync(requests.Search(number));
        found.EnsureSuccessStatusCode();
        var page = await found.Content.ReadFromJsonAsync<JsonElement>();
        return page.GetProperty("data").GetArrayLength() > 0;
    }

    private static async Task<LookUpResults> Measure(HttpClient gateway, string run)
    {
        var pairs = new List<(double Wrong, double Unknown)>();
        for (var i = 0; i < OrderCount * TriesEach; i++)
        {
            // In turns, and which is first changes too.
            var number = $"{run}-{i % OrderCount + 1}";
            var first = await Time(gateway, i % 2 == 0 ? number : number + "x");
            var second = await Time(gateway, i % 2 == 0 ? number + "x" : number);
            pairs.Add(i % 2 == 0 ? (first, second) : (second, first));
        }

        var counted = pairs.Skip(WarmUp).ToList();
        var (wrong, unknown) = (Statistics.Median(counted.Select(pair => pair.Wrong)),
            Statistics.Median(counted.Select(pair => pair.Unknown)));
        var slower = counted.Count(pair => pair.Wrong > pair.Unknown) / (double)counted.Count;
        return new(wrong, unknown, wrong / unknown, slower, (slower - 0.5) * 2 * Math.Sqrt(counted.Count),
            counted.Count);
    }

    private static async Task<double> Time(HttpClient gateway, string number)
    {
        using var body = JsonContent.Create(new { orderNumber = number, postalCode = "999999" });
        await body.LoadIntoBufferAsync();
        var began = Stopwatch.GetTimestamp();
        using var answer = await gateway.PostAsync("/v1/track/lookup", body);
        var time = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return answer.StatusCode == HttpStatusCode.NotFound ? time
            : throw new InvalidOperationException($"A wrong look-up was answered {answer.StatusCode}");
    }
}
