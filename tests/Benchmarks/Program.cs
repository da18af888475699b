using Benchmarks;
using Tools.Platform;

switch (args)
{
    case [] or ["platform"]:
        await PlatformBenchmark.Run(PlatformAccess.FromEnvironment());
        return 0;
    case ["baseline"]:
        await Baseline.Serve();
        return 0;
    default:
        await Console.Error.WriteLineAsync("Benchmarks [platform]");
        return 2;
}
