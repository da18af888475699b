using Benchmarks;
using Benchmarks.Api;
using Benchmarks.Bulk;
using Benchmarks.Messages;
using Benchmarks.Store;
using Tools.Platform;

switch (args)
{
    case [] or ["platform"]:
        await PlatformBenchmark.Run(PlatformAccess.FromEnvironment());
        return 0;
    case ["webhooks"]:
        await WebhookBenchmark.Run(PlatformAccess.FromEnvironment());
        return 0;
    case ["page"]:
        await PageBenchmark.Run(PlatformAccess.FromEnvironment());
        return 0;
    case ["api", .. var options]:
        await ApiBenchmark.Run(options);
        return 0;
    case ["import", .. var options]:
        await ImportBenchmark.Run(options);
        return 0;
    case ["messages", .. var options]:
        await MessagesBenchmark.Run(options);
        return 0;
    case ["live", .. var options]:
        await LiveBenchmark.Run(options);
        return 0;
    case ["lookup"]:
        await LookUpBenchmark.Run(PlatformAccess.FromEnvironment());
        return 0;
    case ["baseline"]:
        await Baseline.Serve();
        return 0;
    case ["proxy", var destination]:
        await BareProxy.Serve(destination);
        return 0;
    case ["streams", .. var options]:
        await StoreBenchmark.Run(options);
        return 0;
    default:
        await Console.Error.WriteLineAsync(
            "Benchmarks [platform | webhooks | page | lookup | import [--quick|ORDERS] | messages [--quick|COUNT] | "
            + "live [--quick|STREAMS] | "
            + "api [--quick] [timelines|gateway|orders|lists]... | "
            + "streams [--quick] [append|batch|read|rebuild|latency|growth]...]");
        return 2;
}
