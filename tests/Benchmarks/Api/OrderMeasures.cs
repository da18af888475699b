using System.Net;
using Benchmarks.Store;

namespace Benchmarks.Api;

/// <summary>
/// Placing an order, with its key, its idempotency and its trace, beside a bare insert of the same body. The services
/// that go on with an order stand still meanwhile: what they do is measured by the whole platform's benchmark. Orders'
/// own view and publisher run.
/// </summary>
internal static class OrderMeasures
{
    private const int WarmUps = 6;

    private static readonly string[] Others = ["payments", "shipments", "notifications", "mail"];

    public static async Task<IReadOnlyList<Row>> Run(Bench bench)
    {
        var requests = new Requests(bench.Access);
        var orders = RunningPlatform.Address("orders");
        var row = Requests.OrderBody($"{bench.Run}-row");
        var turns = bench.Turns with { Runs = bench.Turns.Runs * 2 };
        bench.Processes.Pause(Others);
        try
        {
            // Processes that have just started compile for their first thousands of requests.
            Contender[] warm =
            [
                Placing("warming up", bench.Access.Gateway, 32, () => requests.Order(bench.Run)),
                Bare("warming up", bench.BareProxy.Address, 32, "/v1/orders/rows"),
            ];
            for (var turn = 0; turn < WarmUps; turn++)
                foreach (var one in warm)
                    await one.Run();
            var rows = new List<Row>();
            foreach (var clients in (int[])[8, 32, 128])
                rows.Add(await Beside($"orders placed, {clients} clients", clients,
                    Placing("Orders", orders, clients, () => bench.Identified(requests.Order(bench.Run))),
                    Bare("bare insert", bench.Bare.Address, clients, "/rows")));
            rows.Add(await Beside("orders placed through the gateway, 32 clients", 32,
                Placing("gateway and Orders", bench.Access.Gateway, 32, () => requests.Order(bench.Run)),
                Bare("bare insert behind bare YARP", bench.BareProxy.Address, 32, "/v1/orders/rows")));
            return rows;
        }
        finally
        {
            bench.Processes.Resume(Others);
        }

        Contender Placing(string name, Uri address, int clients, Func<HttpRequestMessage> next) =>
            bench.Contender(name, address, HttpStatusCode.Created, clients, next, bench.ReactorsSettled);

        Contender Bare(string name, Uri address, int clients, string path) =>
            bench.Contender(name, address, HttpStatusCode.Created, clients, () => Requests.Post(path, row));

        async Task<Row> Beside(string what, int clients, Contender ours, Contender bare)
        {
            var series = await turns.Take(what, ours, bare);
            return new(what, series[0], series[1], Goal.OfFloorInTurn(series[0], series[1], 0.5));
        }
    }
}
