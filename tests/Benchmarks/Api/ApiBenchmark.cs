using Benchmarks.Store;

namespace Benchmarks.Api;

/// <summary>
/// The storefront's API beside the bare things it is made of, in turns: what its conventions cost. What the rows mean
/// stands in docs/performance.md.
/// </summary>
internal static class ApiBenchmark
{
    private static readonly Dictionary<string, Func<Bench, Task<IReadOnlyList<Row>>>> Sections = new()
    {
        ["timelines"] = TimelineMeasures.Run,
        ["gateway"] = GatewayMeasures.Run,
        ["orders"] = OrderMeasures.Run,
        ["lists"] = ListMeasures.Run,
    };

    /// <param name="options">--quick: a try, not a measurement; else names of sections, all without any.</param>
    public static async Task Run(string[] options)
    {
        var quick = options.Contains("--quick");
        var asked = options.Where(option => option != "--quick").ToList();
        if (asked.FirstOrDefault(name => !Sections.ContainsKey(name)) is { } unknown)
            throw new ArgumentException($"No section {unknown}: {string.Join(", ", Sections.Keys)}");
        await using var bench = await Bench.Start(
            quick ? new(2, TimeSpan.FromSeconds(1)) : new(5, TimeSpan.FromSeconds(2)));

        var rows = new List<Row>();
        // A million orders take their time: only where they are asked for.
        foreach (var (name, run) in Sections.Where(section => asked.Count == 0
            ? section.Key != "lists" : asked.Contains(section.Key)))
        {
            Console.WriteLine(name);
            rows.AddRange(await run(bench));
        }

        StoreReport.Print(rows, Console.Out);
        bench.Costs.Print(Console.Out);
        var suffix = string.Concat(asked.Select(name => $"-{name}"));
        if (!quick)
            Console.WriteLine("Raw numbers: " + await Report.Save(
                $"api{suffix}", new { rows, MicrosecondsEach = bench.Costs.Each }));
    }
}
