using System.Net;
using Benchmarks.Api;
using Npgsql;
using Tools.Platform;

namespace Benchmarks.Bulk;

/// <summary>One step: what was done, and the memory of the gateway and of Orders meanwhile.</summary>
internal sealed record Step(string What, object Result, Watched Watched);

/// <summary>
/// Orders by the file through the gateway of a running platform: placed, sent again, broken off in the middle and sent
/// again, and all of them exported. What the rows mean stands in docs/performance.md.
/// </summary>
internal sealed class ImportBenchmark(PlatformAccess access, int orders) : IDisposable
{
    private const int Full = 100_000;
    private const int Quick = 4_000;
    private const int Clients = 64;
    private const int OrdersOfAParcel = 100;

    private readonly string run = $"import-{DateTimeOffset.UtcNow:yyyyMMddHHmmss}";
    private readonly List<Step> steps = [];
    private readonly MemoryWatch watch = new(new(), "gateway", "orders");
    private readonly HttpClient storefront = new()
    {
        BaseAddress = access.Gateway,
        DefaultRequestHeaders = { Authorization = new("Bearer", access.StorefrontKey) },
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private readonly NpgsqlDataSource database = NpgsqlDataSource.Create(
        PostgresUrl.ToConnectionString(Environment.GetEnvironmentVariable("POSTGRES_URL")!));

    /// <param name="options">--quick: a try, not a measurement; or how many orders a file has.</param>
    public static async Task Run(string[] options)
    {
        var orders = options is ["--quick"] ? Quick : options is [var count] ? int.Parse(count, null) : Full;
        using var benchmark = new ImportBenchmark(PlatformAccess.FromEnvironment(), orders);
        var each = await benchmark.Measure();
        if (orders != Quick)
            Console.WriteLine("Raw numbers: "
                + await Report.Save("import", new { Orders = orders, OneByOne = each, benchmark.steps }));
    }

    public void Dispose()
    {
        storefront.Dispose();
        database.Dispose();
    }

    private async Task<LoadRun> Measure()
    {
        Console.WriteLine($"Run {run}: {orders:N0} orders a file");
        var requests = new Requests(access);
        var each = await Load.Run(Clients, Load.Duration, async _ =>
        {
            using var request = requests.Order(run);
            using var answer = await storefront.SendAsync(request);
            return answer.StatusCode == HttpStatusCode.Created;
        });
        Console.WriteLine($"one by one, {Clients} clients: {each.PerSecond:N0} orders/s");
        foreach (var format in (string[])["ndjson", "csv"])
        {
            var first = await Import($"{format}", format, $"{run}-{format}");
            first.Has(201, orders * GeneratedFile.Lines(format).Each);
            var again = await Import($"{format}, sent again", format, $"{run}-{format}", isNew: false);
            again.Has(200, orders * GeneratedFile.Lines(format).Each);
            if (!again.Ids.SequenceEqual(first.Ids))
                throw new InvalidOperationException("A line was answered otherwise the second time.");
        }

        await BreakOff();
        using (var platform = new PlatformClient(access))
            await Parcels.Register(platform, run, orders / OrdersOfAParcel);
        await Settling.Until(async () => await Count("orders_view") >= await Count("mt_streams"));
        foreach (var what in (string[])["orders", "shipments", "timelines"])
            foreach (var format in (string[])["ndjson", "csv"])
                await Export(what, format);
        return each;
    }

    /// <summary>What was placed before the connection broke is known when the file is sent again.</summary>
    private async Task BreakOff()
    {
        var (before, half) = (await Count("mt_streams"), orders / 2);
        try
        {
            await Imported.Of(storefront, "ndjson", new("ndjson", $"{run}-cut", orders, half), orders);
        }
        catch (HttpRequestException)
        {
            // As it should be.
        }

        var (placed, last) = (0L, -1L);
        while (placed != last)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            (last, placed) = (placed, await Count("mt_streams") - before);
        }

        var rest = await Import($"ndjson, after {placed:N0} of it", "ndjson", $"{run}-cut");
        var all = await Count("mt_streams") - before;
        if (rest.Statuses.GetValueOrDefault(200) != placed || all != orders)
            throw new InvalidOperationException($"{placed} were placed, then {rest}; there are {all}");
    }

    private async Task<Imported> Import(string what, string format, string name, bool isNew = true)
    {
        var before = await Count("mt_streams");
        Func<Task<double>> done = async () => (await Count("mt_streams") - before) / (double)orders;
        return await Take(what, () => Imported.Of(storefront, format, new(format, name, orders), orders),
            isNew ? done : null);
    }

    private async Task Export(string what, string format)
    {
        var (seen, all) = (0L, await Count("orders_view"));
        // An order is two rows of CSV, a timeline three and more: only as a share of what comes.
        var perOrder = format == "csv" && what == "orders" ? 2 : 1;
        await Take($"{what} as {format}", () => Exported.Of(
            storefront, $"/v1/exports/{what}?format={format}", lines => seen = lines),
            what == "shipments" ? null : () => Task.FromResult(Math.Min(1, seen / (double)(all * perOrder))));
    }

    private async Task<T> Take<T>(string what, Func<Task<T>> work, Func<Task<double>>? done)
    {
        var (result, watched) = await watch.During(work, done);
        steps.Add(new(what, result!, watched));
        Console.WriteLine($"{what}: {result}");
        foreach (var of in watched.Marks.GroupBy(mark => mark.Process))
            Console.WriteLine($"  {of.Key,-8} at most {watched.Most[of.Key] / 1e6:N0} MB; live " + string.Join(", ",
                of.Select(mark => $"{mark.Memory.Live / 1e6:N1} MB at {mark.Done:P0}")));
        return result;
    }

    private async Task<long> Count(string table)
    {
        await using var command = database.CreateCommand($"select count(*) from orders.{table}");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
