using System.Diagnostics;
using System.Security.Cryptography;
using Testing;

namespace Contracts.Tests;

/// <summary>
/// The tools of contracts/typescript, in the versions of its lock file. A machine without Node skips what needs them;
/// one that cannot install them fails and says so.
/// </summary>
internal static class Node
{
    public static readonly string Folder = Path.Combine(Repository.Root, "contracts", "typescript");

    private static readonly Lazy<Task> Installed = new(Install);

    /// <summary>Runs a script of package.json and returns its words.</summary>
    public static async Task<string> Run(string script, params string[] arguments)
    {
        if (!IsThere())
            Assert.Skip("Node.js (20 or newer, with npm) is not on this machine");
        await Installed.Value;
        var (code, words) = await Execute(["run", "--silent", script, "--", .. arguments]);
        code.ShouldBe(0, words);
        return words;
    }

    private static async Task Install()
    {
        var stamp = Path.Combine(Folder, "node_modules", ".installed");
        var wanted = Convert.ToHexString(SHA256.HashData(
            await File.ReadAllBytesAsync(Path.Combine(Folder, "package-lock.json"))));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
            return;
        var (code, words) = await Execute(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        code.ShouldBe(0, "npm cannot install what contracts/typescript/package-lock.json names; "
            + $"does this machine reach the npm registry (npm config get registry)?\n{words}");
        await File.WriteAllTextAsync(stamp, wanted);
    }

    private static async Task<(int Code, string Words)> Execute(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("npm", arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["REDOCLY_TELEMETRY"] = "off";
        start.Environment["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true";
        using var process = Process.Start(start)!;
        var words = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(words));
    }

    private static bool IsThere() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "npm")));
}
