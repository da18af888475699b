using System.Diagnostics;
using System.Security.Cryptography;

namespace Testing;

/// <summary>
/// A folder of the repository with a package.json, its packages in the versions of its lock file. A machine without
/// Node skips what needs them; one that cannot install them fails and says so.
/// </summary>
public sealed class Npm
{
    public const string IsMissing = "Node.js (20 or newer, with npm) is not on this machine";

    /// <summary>The TypeScript client and the tools beside it.</summary>
    public static readonly Npm Client = new("contracts/typescript");

    /// <summary>Other people's implementations of the standards that we speak.</summary>
    public static readonly Npm Peers = new("tests/Peers");

    private readonly string name;
    private readonly string folder;
    private readonly Lazy<Task> installed;

    private Npm(string name)
    {
        this.name = name;
        folder = Path.Combine([Repository.Root, .. name.Split('/')]);
        installed = new(Install);
    }

    public static bool IsThere { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "npm")));

    /// <summary>Runs a script of package.json and returns its words.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has its words.</exception>
    public async Task<string> Run(string script, params (string Name, string Value)[] environment)
    {
        await installed.Value;
        var (code, words) = await Execute(["run", "--silent", script], environment);
        return code == 0 ? words : throw new InvalidOperationException($"npm run {script}: {words}");
    }

    private async Task Install()
    {
        var stamp = Path.Combine(folder, "node_modules", ".installed");
        var wanted = Convert.ToHexString(SHA256.HashData(
            await File.ReadAllBytesAsync(Path.Combine(folder, "package-lock.json"))));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
            return;
        var (code, words) = await Execute(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        if (code != 0)
            throw new InvalidOperationException(
                $"npm cannot install what {name}/package-lock.json names; "
                + $"does this machine reach the npm registry (npm config get registry)?\n{words}");
        await File.WriteAllTextAsync(stamp, wanted);
    }

    private async Task<(int Code, string Words)> Execute(
        IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("npm", arguments)
        {
            WorkingDirectory = folder,
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
