namespace Benchmarks.Store;

internal static class StoreReport
{
    public static void Print(IEnumerable<Row> rows, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"{"median of runs (least to most)",-44} {"per second",30} {"p50 ms",8} {"p99 ms",8} " +
            $"{"floor",10} {"ratio",6}  goal");
        foreach (var (what, ours, floor, goal) in rows)
        {
            output.WriteLine($"{what,-44} {$"{ours.PerSecond:N0} ({ours.Least:N0} to {ours.Most:N0})",30} " +
                $"{ours.P50,8:N2} {ours.P99,8:N2} {floor.PerSecond,10:N0} {ours.PerSecond / floor.PerSecond,6:N2}  " +
                (goal is null ? "" : $"{goal.Text}: {(goal.IsMet ? "met" : "missed")}"));
            output.WriteLine($"{$"  {floor.Name}",-44} " +
                $"{$"{floor.PerSecond:N0} ({floor.Least:N0} to {floor.Most:N0})",30} " +
                $"{floor.P50,8:N2} {floor.P99,8:N2}");
        }
    }
}
