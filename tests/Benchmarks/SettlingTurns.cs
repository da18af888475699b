using System.Diagnostics;

namespace Benchmarks;

/// <summary>
/// The platform's run and the bare insert's, one after the other and again, so that what slows the machine slows both.
/// </summary>
internal static class SettlingTurns
{
    private const int Runs = 5;

    /// <param name="settled">Ends when the platform has worked off what it has accepted.</param>
    public static async Task<Comparison> Take(
        string what, Func<Task<LoadRun>> ours, Func<Task<LoadRun>> theirs, Func<Task> settled)
    {
        Console.WriteLine(what);
        await ours();
        await theirs();
        await settled();
        var (platformRuns, baselineRuns, settling) = (new List<LoadRun>(), new List<LoadRun>(), new List<double>());
        for (var i = 0; i < Runs; i++)
        {
            platformRuns.Add(await ours());
            // What was accepted is worked off before the other's turn, which would pay for it otherwise.
            var watch = Stopwatch.StartNew();
            await settled();
            settling.Add(watch.Elapsed.TotalSeconds);
            baselineRuns.Add(await theirs());
            Console.WriteLine($"  {platformRuns[i].PerSecond,8:N0}/s p99 {platformRuns[i].P99,6:N1} ms, " +
                $"bare {baselineRuns[i].PerSecond,8:N0}/s p99 {baselineRuns[i].P99,6:N1} ms, " +
                $"settled after {settling[i]:N1} s");
        }

        return new(platformRuns, baselineRuns, settling);
    }
}
