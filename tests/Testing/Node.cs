using System.Diagnostics;
using System.Security.Cryptography;

namespace Testing;

/// <summary>
/// The TypeScript client and the tools beside it (contracts/typescript), in the versions of its lock file. A machine
/// without Node skips what needs them; one that cannot install them fails and says so.
/// </summary>
public static class Node
{
    public const string IsMissing = "Node.js (20 or newer, with npm) is not on this machine";

    private static readonly string Folder = Path.Combine(Repository.Root, "contracts", "typescript");

    private static readonly Lazy<Task> Installed = new(Install);

    public static bool IsThere { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "npm")));

    /// <summary>Runs a script of package.json and returns its words.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has its words.</exception>
    public static async Task<string> Run(string script, params (string Name, string Value)[] environment)
    {
        await Installed.Value;
        var (code, words) = await Execute(["run", "--silent", script], environment);
        return code == 0 ? words : throw new InvalidOperationException($"npm run {script}: {words}");
    }

    private static async Task Install()
    {
        var stamp = Path.Combine(Folder, "node_modules", ".installed");
        var wanted = Convert.ToHexString(SHA256.HashData(
            await File.ReadAllBytesAsync(Path.Combine(Folder, "package-lock.json"))));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
            return;
        var (code, words) = await Execute(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        if (code != 0)
            throw new InvalidOperationException(
                "npm cannot install what contracts/typescript/package-lock.json names; "
                + $"does this machine reach the npm registry (npm config get registry)?\n{words}");
        await File.WriteAllTextAsync(stamp, wanted);
    }

    private static async Task<(int Code, string Words)> Execute(
        IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("npm", arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment["REDOCLY_TELEMETRY"] = "off";
        start.Environment["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true";
        // npm's own remarks about this machine's settings are not the script's words.
        start.Environment["npm_config_loglevel"] = "error";
        using var process = Process.Start(start)!;
        var words = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(words));
    }
}
