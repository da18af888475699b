using System.Net;
using System.Net.Http.Json;
using Benchmarks.Store;
using Npgsql;
using Tools.Platform;

namespace Benchmarks.Api;

/// <summary>
/// Reading an order's timeline, anew and with the ETag of what is there, beside a bare read of one row that holds the
/// same bytes.
/// </summary>
internal static class TimelineMeasures
{
    private const int Count = 200;
    private const int Clients = 32;

    public static async Task<IReadOnlyList<Row>> Run(Bench bench)
    {
        using var platform = new PlatformClient(bench.Access);
        using var gateway = new HttpClient { BaseAddress = bench.Access.Gateway };
        var requests = new Requests(bench.Access);
        var parcels = await Parcels.Register(platform, bench.Run, Count);
        var known = new List<(Guid Order, string ETag, Guid Row)>();
        foreach (var parcel in parcels)
            known.Add(await Known(bench, platform, gateway, requests, parcel.Order));
        var next = 0;

        var rows = new List<Row>();
        (string, Uri)[] ways =
            [("", RunningPlatform.Address("orders")), (" through the gateway", bench.Access.Gateway)];
        foreach (var (through, address) in ways)
        {
            var bare = bench.Contender("bare read", bench.Bare.Address, HttpStatusCode.OK, Clients,
                () => new(HttpMethod.Get, $"/rows/{Next().Row}"));
            var read = bench.Contender($"timeline{through}", address, HttpStatusCode.OK, Clients,
                () => Asking(Next().Order, null));
            var unchanged = bench.Contender($"timeline{through}, 304", address, HttpStatusCode.NotModified, Clients,
                () => Next() is var (order, etag, _) ? Asking(order, etag) : null!);
            var series = await bench.Turns.Take($"timelines{through}", read, unchanged, bare);
            rows.Add(new($"timeline read{through}", series[0], series[2], Of(through, series[0], series[2], 0.5)));
            rows.Add(new($"timeline unchanged{through}", series[1], series[2], Of(through, series[1], series[2], 0.8)));

            HttpRequestMessage Asking(Guid order, string? etag) => through.Length > 0
                ? requests.Timeline(order, etag) : bench.Identified(requests.Timeline(order, etag));
        }

        return rows;

        (Guid Order, string ETag, Guid Row) Next() => known[Interlocked.Increment(ref next) % Count];
    }

    /// <summary>The goals are the service's: the gateway has one of its own.</summary>
    private static Goal? Of(string through, Series ours, Series floor, double ratio) =>
        through.Length > 0 ? null : Goal.OfFloor(ours, floor, ratio);

    private static async Task<(Guid Order, string ETag, Guid Row)> Known(
        Bench bench, PlatformClient platform, HttpClient gateway, Requests requests, Guid order)
    {
        await Settling.Until(async () => (await platform.Timeline(order)).Payment.Status == "authorized");
        using var response = await gateway.SendAsync(requests.Timeline(order, null));
        await using var insert = bench.Database.CreateCommand("insert into benchmark_rows (id, body) values ($1, $2)");
        var row = Guid.CreateVersion7();
        insert.Parameters.Add(new() { Value = row });
        insert.Parameters.Add(new() { Value = await response.Content.ReadAsByteArrayAsync() });
        await insert.ExecuteNonQueryAsync();
        return (order, response.Headers.ETag!.ToString(), row);
    }
}
