using System.Globalization;

namespace Benchmarks.Store;

/// <summary>Something to measure; one run gives one set of numbers.</summary>
internal sealed record Contender(string Name, Func<Task<LoadRun>> Run);

/// <summary>The runs of one contender; <c>Events</c> is how many events one request reads or writes.</summary>
internal sealed record Series(string Name, IReadOnlyList<LoadRun> Runs, int Events = 1)
{
    public double PerSecond => Statistics.Median(Runs.Select(run => run.PerSecond)) * Events;

    public double Least => Runs.Min(run => run.PerSecond) * Events;

    public double Most => Runs.Max(run => run.PerSecond) * Events;

    public double P50 => Statistics.Median(Runs.Select(run => run.P50));

    public double P99 => Statistics.Median(Runs.Select(run => run.P99));
}

/// <summary>What a row must reach, in words, and whether it does.</summary>
internal sealed record Goal(string Text, bool IsMet)
{
    public static Goal OfFloor(Series ours, Series floor, double ratio) =>
        new($">= {ratio:0.0#} x floor", ours.PerSecond >= ratio * floor.PerSecond);

    /// <summary>
    /// The same, each run beside the one that was made right before or after it: where the machine's own speed changes
    /// more from turn to turn than what is to be seen.
    /// </summary>
    public static Goal OfFloorInTurn(Series ours, Series floor, double ratio)
    {
        var median = Statistics.Median(ours.Runs.Zip(floor.Runs, (one, other) => one.PerSecond / other.PerSecond));
        return new(string.Create(CultureInfo.InvariantCulture, $">= {ratio:0.0#} x floor in its turn: {median:0.00}"),
            median >= ratio);
    }

    public static Goal Rate(Series ours, double perSecond) =>
        new($">= {perSecond:N0}/s", ours.PerSecond >= perSecond);

    public static Goal Latency(Series ours, double p50, double p99) =>
        new($"<= {p50:N0} and {p99:N0} ms", ours.P50 <= p50 && ours.P99 <= p99);
}

/// <summary>One line of the table: ours beside its floor.</summary>
internal sealed record Row(string What, Series Ours, Series Floor, Goal? Goal = null);

/// <summary>
/// Contenders one after the other and back again, over and over, so that what slows the machine slows all of them and
/// nobody always comes first.
/// </summary>
internal sealed record Turns(int Runs, TimeSpan Duration)
{
    /// <summary>Each after a run to warm up, which does not count.</summary>
    public async Task<IReadOnlyList<Series>> Take(string what, params Contender[] contenders)
    {
        var runs = contenders.Select(_ => new List<LoadRun>()).ToArray();
        var order = Enumerable.Range(0, contenders.Length);
        for (var turn = 0; turn <= Runs; turn++)
        {
            foreach (var i in turn % 2 == 0 ? order : order.Reverse())
            {
                var run = await contenders[i].Run();
                if (run.Failures > 0)
                    throw new InvalidOperationException($"{what}: {run.Failures} failures of {contenders[i].Name}");
                if (turn > 0)
                    runs[i].Add(run);
            }

            if (turn > 0)
                Console.WriteLine($"  {what}: " + string.Join(", ",
                    contenders.Select((c, i) => $"{c.Name} {runs[i][^1].PerSecond:N0}/s")));
        }

        return [.. contenders.Select((c, i) => new Series(c.Name, runs[i]))];
    }

    public Contender Clients(string name, int clients, Func<int, Task<bool>> request) =>
        new(name, () => Load.Run(clients, Duration, request));
}
