namespace Benchmarks;

internal static class Statistics
{
    /// <summary>The smallest value that is not below so many percent of them; 0 of none.</summary>
    public static double Percentile(IEnumerable<double> values, double percent)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[Math.Max(0, (int)Math.Ceiling(percent / 100 * sorted.Count) - 1)];
    }

    public static double Median(IEnumerable<double> values) => Percentile(values, 50);
}
