using System.Diagnostics;

namespace Benchmarks.Bulk;

/// <summary>What came out, in lines and bytes.</summary>
internal sealed record Exported(long Lines, long Bytes, double Seconds)
{
    public override string ToString() =>
        $"{Lines,9:N0} lines, {Lines / Seconds,7:N0} lines/s, {Bytes / Seconds / 1e6,5:N1} MB/s";

    /// <param name="http">Of the storefront.</param>
    /// <param name="path">What is exported.</param>
    /// <param name="lines">Is told how many have come.</param>
    public static async Task<Exported> Of(HttpClient http, string path, Action<long> lines)
    {
        var watch = Stopwatch.StartNew();
        using var response = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync();
        var (part, count, bytes) = (new byte[64 * 1024], 0L, 0L);
        while (await body.ReadAsync(part) is > 0 and var length)
        {
            count += part.AsSpan(0, length).Count((byte)'\n');
            bytes += length;
            lines(count);
        }

        return new(count, bytes, watch.Elapsed.TotalSeconds);
    }
}
