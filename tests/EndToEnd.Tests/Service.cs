using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Testing;

namespace EndToEnd.Tests;

/// <summary>One process of the platform, as built beside the tests: started, killed, started again at will.</summary>
public sealed class Service(
    string name, string project, IReadOnlyDictionary<string, string> settings, params string[] arguments) : IDisposable
{
    private static readonly string Output = Path.GetRelativePath(
        Path.Combine(Repository.Root, "tests", "EndToEnd.Tests"), AppContext.BaseDirectory);

    private Process? process;

    public string Address { get; } = $"http://127.0.0.1:{FreePort()}";

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Start()
    {
        var folder = Path.GetFileName(project);
        var assembly = char.ToUpperInvariant(folder[0]) + folder[1..];
        var dll = Path.Combine(Repository.Root, project, Output, assembly + ".dll");
        var start = new ProcessStartInfo("dotnet", [dll, .. arguments])
        {
            WorkingDirectory = Path.GetDirectoryName(dll),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        start.Environment["ASPNETCORE_URLS"] = Address;
        process = Process.Start(start)!;
        var log = TextWriter.Synchronized(new StreamWriter(LogFile, append: true) { AutoFlush = true });
        process.OutputDataReceived += (_, line) => log.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>SIGKILL: nothing is finished, nothing is said good-bye to.</summary>
    public async Task Kill()
    {
        process!.Kill();
        await process.WaitForExitAsync();
    }

    public Task Ready() => Answers("/health/ready");

    /// <summary>It serves, whether or not it reaches all that it needs.</summary>
    public Task Lives() => Answers("/health/live");

    /// <summary>A start takes as long as a machine with other work needs; one that has ended fails at once.</summary>
    private async Task Answers(string path)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        await Eventually.True(async () =>
        {
            if (process!.HasExited)
                throw new InvalidOperationException($"{name} ended with {process.ExitCode}: see {LogFile}");
            try
            {
                return (await http.GetAsync(Address + path)).IsSuccessStatusCode;
            }
            catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException)
            {
                return false;
            }
        }, patience: TimeSpan.FromMinutes(4));
    }

    public void Dispose()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
            process.WaitForExit();
        }

        process?.Dispose();
    }

    private string LogFile
    {
        get
        {
            var folder = Path.Combine(Repository.Root, ".run", "test", "logs");
            Directory.CreateDirectory(folder);
            return Path.Combine(folder, $"e2e-{name}.log");
        }
    }
}
