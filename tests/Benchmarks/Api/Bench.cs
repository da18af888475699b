using System.Net;
using Benchmarks.Store;
using Microsoft.Extensions.Options;
using Npgsql;
using ServiceDefaults;
using Tools.Platform;

namespace Benchmarks.Api;

/// <summary>What every section of the API's benchmark works with.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly PlatformIdentity identity = new(
        Options.Create(new PlatformOptions { IdentityKey = RunningPlatform.Secret("IDENTITY_KEY") }),
        TimeProvider.System);

    private (string Header, DateTime Until) shown;

    public required PlatformAccess Access { get; init; }

    public required Turns Turns { get; init; }

    public required Baseline Bare { get; init; }

    public required Baseline BareProxy { get; init; }

    public string Run { get; } = $"api-{DateTimeOffset.UtcNow:yyyyMMddHHmmss}";

    public RunningPlatform Processes { get; } = new();

    /// <summary>Further processes whose time counts, by what the table calls them.</summary>
    public Dictionary<string, Baseline> Beside { get; } = [];

    public Costs Costs { get; } = new();

    public NpgsqlDataSource Database { get; } = NpgsqlDataSource.Create(
        PostgresUrl.ToConnectionString(Environment.GetEnvironmentVariable("POSTGRES_URL")!));

    public static async Task<Bench> Start(Turns turns)
    {
        var bare = await Baseline.Start();
        return new()
        {
            Access = PlatformAccess.FromEnvironment(),
            Turns = turns,
            Bare = bare,
            BareProxy = await Baseline.StartRole("proxy", bare.Address.ToString()),
        };
    }

    public async ValueTask DisposeAsync()
    {
        Bare.Dispose();
        BareProxy.Dispose();
        await Database.DisposeAsync();
    }

    /// <summary>The request as the gateway would hand it on: without the key, with the signed caller.</summary>
    public HttpRequestMessage Identified(HttpRequestMessage request)
    {
        if (shown.Until < DateTime.UtcNow)
            shown = (identity.Sign(new("demo", ["storefront"])), DateTime.UtcNow.AddSeconds(20));
        request.Headers.Authorization = null;
        request.Headers.Add(PlatformIdentity.Header, shown.Header);
        return request;
    }

    /// <summary>Clients of one address; the processors' time of each process is added to <see cref="Costs"/>.</summary>
    /// <param name="name">What the table calls it.</param>
    /// <param name="address">Of the process asked.</param>
    /// <param name="expected">Any other status is a failure.</param>
    /// <param name="clients">How many at once.</param>
    /// <param name="next">Makes a request.</param>
    /// <param name="settled">
    /// Ends when what was accepted is worked off: its time is not the request's, its work is.
    /// </param>
    public Contender Contender(
        string name, Uri address, HttpStatusCode expected, int clients, Func<HttpRequestMessage> next,
        Func<Task>? settled = null)
    {
        var http = new HttpClient { BaseAddress = address };
        return new(name, async () =>
        {
            var before = Seconds();
            var run = await Load.Run(clients, Turns.Duration, async _ =>
            {
                using var request = next();
                using var response = await http.SendAsync(request);
                await response.Content.CopyToAsync(Stream.Null);
                return response.StatusCode == expected
                    ? true : throw new InvalidOperationException($"{name} answered {response.StatusCode}");
            });
            if (settled is not null)
                await settled();
            Costs.Add($"{name}, {clients} clients", before, Seconds(), run.Requests);
            return run;
        });
    }

    /// <summary>Orders' view and publisher have come to the end of the log.</summary>
    public Task ReactorsSettled() => Settling.Until(async () =>
    {
        await using var command = Database.CreateCommand("""
            select (select max(seq_id) from orders.mt_events) <= min(last_seq_id)
            from orders.mt_event_progression where name in ('publisher', 'orders_view')
            """);
        return await command.ExecuteScalarAsync() is true;
    });

    private Dictionary<string, double> Seconds()
    {
        var seconds = Processes.Seconds();
        foreach (var (name, process) in Beside.Append(new("bare", Bare)).Append(new("bare YARP", BareProxy)))
            seconds[name] = process.Seconds;
        seconds["clients"] = Environment.CpuUsage.TotalTime.TotalSeconds;
        return seconds;
    }
}

/// <summary>Processor time by process, for each request of a contender: microseconds.</summary>
internal sealed class Costs
{
    private readonly Dictionary<string, (Dictionary<string, double> Seconds, int Requests)> sums = [];

    public IReadOnlyDictionary<string, Dictionary<string, double>> Each => sums.ToDictionary(
        one => one.Key,
        one => one.Value.Seconds.Where(used => used.Value * 1e6 / one.Value.Requests >= 1)
            .ToDictionary(used => used.Key, used => Math.Round(used.Value * 1e6 / one.Value.Requests)));

    public void Add(
        string name, Dictionary<string, double> before, Dictionary<string, double> after, int requests)
    {
        var (seconds, count) = sums.GetValueOrDefault(name, ([], 0));
        foreach (var (process, used) in after)
            seconds[process] = seconds.GetValueOrDefault(process) + used - before.GetValueOrDefault(process);
        sums[name] = (seconds, count + requests);
    }

    public void Print(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("Processor time for each request, µs (what follows from it included)");
        foreach (var (name, each) in Each)
            output.WriteLine($"  {name,-44} {each.Values.Sum(),6:N0} = " + string.Join(" + ",
                each.OrderByDescending(used => used.Value).Select(used => $"{used.Key} {used.Value:N0}")));
    }
}
