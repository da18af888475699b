using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Testing;

/// <summary>
/// The PostgreSQL and RabbitMQ the tests use: what TRACKING_POSTGRES and TRACKING_RABBITMQ name (./run test sets both),
/// else private instances under .run/test, which stay up for the next `dotnet test` until `./run down`.
/// </summary>
public static class Servers
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>> Found = new(Find);

    /// <summary>Npgsql's form; the role may create databases.</summary>
    public static string Postgres => Found.Value["TRACKING_POSTGRES"];

    /// <summary>An amqp URI.</summary>
    public static string RabbitMq => Found.Value["TRACKING_RABBITMQ"];

    /// <summary>
    /// What the broker has: <c>exchanges</c>, <c>queues</c>, <c>bindings</c>. Null: it is not one of ours to ask.
    /// </summary>
    public static JsonNode? Topology()
    {
        var told = Run("deploy/servers.sh topology");
        return told.Length == 0 ? null : JsonNode.Parse(told);
    }

    // The script is asked in every case: it starts what is not given and turns a libpq URI into Npgsql's form.
    private static Dictionary<string, string> Find()
    {
        const string script = "set -e; found=$(deploy/servers.sh up); eval \"$found\"; " +
            "printf '%s\\n' \"TRACKING_POSTGRES=$TRACKING_POSTGRES\" \"TRACKING_RABBITMQ=$TRACKING_RABBITMQ\"";
        return Run(script).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
    }

    private static string Run(string script)
    {
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TRACKING_RUN_DIR"] = Path.Combine(Repository.Root, ".run", "test") },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{script}: {error.Result}");
        }

        return output;
    }
}
