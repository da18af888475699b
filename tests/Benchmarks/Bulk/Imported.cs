using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Benchmarks.Bulk;

/// <summary>
/// What became of a file: how many lines have which status, which id each order has, and for how long it took.
/// </summary>
internal sealed record Imported(
    IReadOnlyDictionary<int, int> Statuses, [property: JsonIgnore] Guid[] Ids, double Seconds)
{
    public double PerSecond => Ids.Length / Seconds;

    public override string ToString() => $"{PerSecond,6:N0} orders/s, "
        + string.Join(", ", Statuses.Select(status => $"{status.Value:N0} × {status.Key}"));

    /// <summary>Sends the file and reads each line's result.</summary>
    public static async Task<Imported> Of(HttpClient http, string format, GeneratedFile file, int orders)
    {
        var (before, each) = GeneratedFile.Lines(format);
        var (statuses, ids) = (new Dictionary<int, int>(), new Guid[orders]);
        var watch = Stopwatch.StartNew();
        file.Headers.ContentType = new(GeneratedFile.MediaType(format));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/orders/import") { Content = file };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        using var results = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (await results.ReadLineAsync() is { } line)
        {
            using var result = JsonDocument.Parse(line);
            var status = result.RootElement.GetProperty("status").GetInt32();
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            if (result.RootElement.TryGetProperty("id", out var id))
                ids[(result.RootElement.GetProperty("line").GetInt32() - before - 1) / each] = id.GetGuid();
        }

        return new(statuses, ids, watch.Elapsed.TotalSeconds);
    }

    /// <summary>Each line of the file had this status.</summary>
    public Imported Has(int status, int lines) => Statuses.Count == 1 && Statuses.GetValueOrDefault(status) == lines
        ? this : throw new InvalidOperationException($"Not {lines} lines are {status}: {this}");
}
