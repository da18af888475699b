namespace Benchmarks.Store;

/// <summary>
/// The event store by itself, on a database of its own, each measure beside its floor in the same run. Goals are those
/// of the project; what the rows mean stands in docs/performance.md.
/// </summary>
internal static class StoreBenchmark
{
    private static readonly Dictionary<string, Func<Turns, bool, Task<IReadOnlyList<Row>>>> Sections = new()
    {
        ["append"] = AppendMeasures.Run,
        ["batch"] = BatchMeasures.Run,
        ["read"] = ReadMeasures.Run,
        ["rebuild"] = RebuildMeasures.Run,
        ["latency"] = LatencyMeasures.Run,
        ["growth"] = Growth.Run,
    };

    /// <param name="options">--quick: a try, not a measurement; else names of sections, all without any.</param>
    public static async Task Run(string[] options)
    {
        var quick = options.Contains("--quick");
        var asked = options.Where(option => option != "--quick").ToList();
        if (asked.FirstOrDefault(name => !Sections.ContainsKey(name)) is { } unknown)
            throw new ArgumentException($"No section {unknown}: {string.Join(", ", Sections.Keys)}");
        var turns = quick ? new Turns(2, TimeSpan.FromSeconds(0.3)) : new Turns(7, TimeSpan.FromSeconds(1));

        var rows = new List<Row>();
        foreach (var (name, run) in Sections.Where(section => asked.Count == 0 || asked.Contains(section.Key)))
        {
            Console.WriteLine(name);
            rows.AddRange(await run(turns, quick));
        }

        StoreReport.Print(rows, Console.Out);
        var suffix = string.Concat(asked.Select(name => $"-{name}"));
        if (!quick)
            Console.WriteLine($"Raw numbers: {await Report.Save($"streams{suffix}", rows)}");
    }
}
