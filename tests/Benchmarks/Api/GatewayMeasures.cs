using System.Net;
using System.Security.Cryptography;
using Benchmarks.Store;

namespace Benchmarks.Api;

/// <summary>
/// The gateway, with keys, limits, its caller's signature and its checks, beside bare YARP: both before the same
/// backend, which answers from memory. It is a second gateway on the platform's database, whose orders cluster is that
/// backend. Both are warmed alike; the machine is faster in one second and slower in the next, so there are twice as
/// many turns as elsewhere, and each run is compared with its neighbour.
/// </summary>
internal static class GatewayMeasures
{
    private const int WarmUps = 4;

    public static async Task<IReadOnlyList<Row>> Run(Bench bench)
    {
        using var gateway = await Start(bench);
        bench.Beside["measured gateway"] = gateway;
        // Processes that have just started compile for their first tens of thousands of requests.
        var warm = new[] { gateway, bench.BareProxy }
            .Select(one => bench.Contender("warming up", one.Address, HttpStatusCode.OK, 32, Get)).ToArray();
        for (var turn = 0; turn < WarmUps; turn++)
            foreach (var one in warm)
                await one.Run();
        var turns = bench.Turns with { Runs = bench.Turns.Runs * 2 };
        var rows = new List<Row>();
        foreach (var clients in (int[])[8, 32, 128])
        {
            var what = $"gateway, {clients} clients";
            var series = await turns.Take(what,
                bench.Contender("gateway", gateway.Address, HttpStatusCode.OK, clients, Get),
                bench.Contender("bare YARP", bench.BareProxy.Address, HttpStatusCode.OK, clients, Get));
            rows.Add(new(what, series[0], series[1], Goal.OfFloorInTurn(series[0], series[1], 0.85)));
        }

        bench.Beside.Clear();
        return rows;

        HttpRequestMessage Get() => new(HttpMethod.Get, "/v1/orders/0197a3c2-7c1e-7000-8000-000000000001")
        {
            Headers = { Authorization = new("Bearer", bench.Access.StorefrontKey) },
        };
    }

    private static Task<Baseline> Start(Bench bench)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        return Baseline.StartProgram(RunningPlatform.App("Gateway"), "Gateway.dll", new Dictionary<string, string>
        {
            ["ConnectionStrings__Postgres"] = Environment.GetEnvironmentVariable("POSTGRES_URL")!,
            ["ConnectionStrings__RabbitMq"] = Environment.GetEnvironmentVariable("RABBITMQ_URL")!,
            ["Platform__IdentityKey"] = key,
            ["Platform__EncryptionKey"] = key,
            ["Platform__PublicUrl"] = bench.Access.Gateway.ToString().TrimEnd('/'),
            ["ReverseProxy__Clusters__orders__Destinations__1__Address"] = bench.Bare.Address.ToString(),
        });
    }
}
