using System.Runtime.InteropServices;
using System.Text.Json;
using Testing;

namespace Benchmarks;

/// <summary>Runs of the platform and of the bare insert, in turns; how long accepted work took to be done.</summary>
internal sealed record Comparison(
    IReadOnlyList<LoadRun> Platform, IReadOnlyList<LoadRun> Baseline, IReadOnlyList<double> SettledSeconds);

/// <summary>All that was measured, run by run.</summary>
internal sealed record PlatformResults(
    Comparison OrdersPlaced,
    Comparison WebhooksAccepted,
    StreamLatency WebhookToStream,
    IReadOnlyList<LoadRun> TimelinesRead,
    IReadOnlyList<LoadRun> TimelinesUnchanged);

internal static class Report
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Print(PlatformResults results, TextWriter output)
    {
        Heading(output);
        Row(output, "orders placed", results.OrdersPlaced.Platform, results.OrdersPlaced.Baseline);
        Row(output, "  bare insert", results.OrdersPlaced.Baseline);
        Row(output, "webhooks accepted", results.WebhooksAccepted.Platform, results.WebhooksAccepted.Baseline);
        Row(output, "  bare insert", results.WebhooksAccepted.Baseline);
        Row(output, "timelines read", results.TimelinesRead);
        Row(output, "timelines unchanged (304)", results.TimelinesUnchanged);
        output.WriteLine($"webhook to stream: {results.WebhookToStream}");
        var cores = Statistics.Median(results.OrdersPlaced.Platform.Select(run => run.ClientCores));
        output.WriteLine($"The load generator itself used {cores:N2} of {Environment.ProcessorCount} cores " +
            "while orders were placed");
    }

    public static void Print(WebhookResults results, TextWriter output)
    {
        Heading(output);
        Row(output, "webhooks, as many as fit", results.AsManyAsFit.Platform, results.AsManyAsFit.Baseline);
        Row(output, "  bare insert", results.AsManyAsFit.Baseline);
        Row(output, $"webhooks, {results.Rate} a second", results.AtAFixedRate.Platform, results.AtAFixedRate.Baseline);
        Row(output, "  bare insert", results.AtAFixedRate.Baseline);
    }

    /// <summary>Where the raw numbers were written.</summary>
    public static async Task<string> Save(string name, object results)
    {
        var folder = Path.Combine(Repository.Root, "tests", "Benchmarks", "results");
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{DateTime.UtcNow:yyyy-MM-dd-HHmm}-{name}.json");
        await using var stream = File.Create(file);
        await JsonSerializer.SerializeAsync(stream, new
        {
            At = DateTimeOffset.UtcNow,
            Cores = Environment.ProcessorCount,
            Memory = $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20} MiB",
            Runtime = RuntimeInformation.FrameworkDescription,
            System = RuntimeInformation.OSDescription,
            Results = results,
        }, Json);
        return Path.GetRelativePath(Repository.Root, file);
    }

    /// <summary>Where the text was written, which is Markdown.</summary>
    public static async Task<string> SaveText(string name, string text)
    {
        var file = Path.Combine(
            Repository.Root, "tests", "Benchmarks", "results", $"{DateTime.UtcNow:yyyy-MM-dd-HHmm}-{name}.md");
        await File.WriteAllTextAsync(file, text);
        return Path.GetRelativePath(Repository.Root, file);
    }

    private static void Heading(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(
            $"{"median of runs (least to most)",-34} {"per second",24} {"p50 ms",8} {"p99 ms",8} {"of bare",8}");
    }

    private static void Row(
        TextWriter output, string what, IReadOnlyList<LoadRun> runs, IReadOnlyList<LoadRun>? bare = null)
    {
        double Rate(IEnumerable<LoadRun> of) => Statistics.Median(of.Select(run => run.PerSecond));
        var rates = $"{Rate(runs):N0} ({runs.Min(run => run.PerSecond):N0} to {runs.Max(run => run.PerSecond):N0})";
        var ratio = bare is null ? "" : $"{Rate(runs) / Rate(bare):P0}";
        output.WriteLine($"{what,-34} {rates,24} {Statistics.Median(runs.Select(run => run.P50)),8:N1} " +
            $"{Statistics.Median(runs.Select(run => run.P99)),8:N1} {ratio,8}");
    }
}
