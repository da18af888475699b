namespace Benchmarks.Store;

/// <summary>The table of docs/performance.md, in Markdown.</summary>
internal static class StoreReport
{
    public static void Print(IEnumerable<Row> rows, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("| | ours, per second | p50, p99 ms | floor, per second | p50, p99 ms | ratio | goal | |");
        output.WriteLine("|---|---:|---:|---|---:|---:|---|---|");
        foreach (var (what, ours, floor, goal) in rows)
            output.WriteLine($"| {what} | {Rate(ours)} | {Times(ours)} | {floor.Name} {Rate(floor)} | " +
                $"{Times(floor)} | {ours.PerSecond / floor.PerSecond:N2} | {goal?.Text} | {Verdict(goal)} |");
    }

    private static string Rate(Series series) => $"{series.PerSecond:N0} ({series.Least:N0}–{series.Most:N0})";

    private static string Times(Series series) => $"{series.P50:N2}, {series.P99:N2}";

    private static string Verdict(Goal? goal) => goal is null ? "" : goal.IsMet ? "met" : "missed";
}
