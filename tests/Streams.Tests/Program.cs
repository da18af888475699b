using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Streams.Tests;

/// <summary>
/// Runs the tests, as the entry point that xunit would write does; or, started by one of them, a replica that can be
/// stopped and killed as processes are.
/// </summary>
internal static class Program
{
    private const string ReplicaMode = "replica";

    public static Task<int> Main(string[] args) => args switch
    {
        [ReplicaMode, var connectionString, var schema] => Replicate(connectionString, schema),
        _ when args.Contains("--server") || args.Contains("--internal-msbuild-node") =>
            TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => ConsoleRunner.Run(args),
    };

    /// <summary>A process of its own with a <see cref="Ledger"/>; it ends when its input does.</summary>
    internal static Process Start(string connectionString, string schema) => Process.Start(new ProcessStartInfo(
        "dotnet", [typeof(Program).Assembly.Location, ReplicaMode, connectionString, schema])
    {
        RedirectStandardInput = true,
    })!;

    private static async Task<int> Replicate(string connectionString, string schema)
    {
        await using var replica = await Replica.Start(connectionString, schema, also: (builder, streams) =>
        {
            builder.Configuration.AddInMemoryCollection([new("Streams:Lease", "00:00:01")]);
            builder.Services.AddSingleton(new Ledger(schema) { Pause = TimeSpan.FromMilliseconds(100) });
            streams.React<Ledger>();
        });
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
