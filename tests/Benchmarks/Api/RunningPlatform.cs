using System.Diagnostics;
using System.Globalization;

namespace Benchmarks.Api;

/// <summary>
/// The processes of the platform that <c>./run bench</c> has started, by the names in its run directory. A name stands
/// for all processes of its session and for those that it has started, each with a session of its own: PostgreSQL's.
/// </summary>
internal sealed class RunningPlatform
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("TRACKING_RUN_DIR")
        ?? throw new InvalidOperationException("TRACKING_RUN_DIR is not set: ./run bench sets it");

    private readonly Dictionary<string, int> sessions = Directory.GetFiles(Path.Combine(Folder, "pids")).ToDictionary(
        file => Path.GetFileName(file),
        file => int.Parse(File.ReadAllText(file).Split(' ')[0], CultureInfo.InvariantCulture));

    /// <summary>A value of <c>.run/secrets</c>.</summary>
    public static string Secret(string name) => File.ReadLines(Path.Combine(Folder, "secrets"))
        .First(line => line.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];

    /// <summary>Where a process's program was published to.</summary>
    public static string App(string project) => Path.Combine(Folder, "apps", project);

    public static string Log(string process) => Path.Combine(Folder, "logs", $"{process}.log");

    public static Uri Address(string process)
    {
        var port = File.ReadLines(Path.Combine(Folder, "ports"))
            .First(line => line.StartsWith(process + "=", StringComparison.Ordinal))[(process.Length + 1)..];
        return new($"http://127.0.0.1:{port}");
    }

    /// <summary>The process that was started under a name.</summary>
    public int Pid(string process) => sessions[process];

    /// <summary>Processor seconds used so far, by name.</summary>
    public Dictionary<string, double> Seconds()
    {
        var ticks = Sessions(stat => long.Parse(stat[11], null) + long.Parse(stat[12], null));
        return ticks.ToDictionary(one => one.Key, one => one.Value / 100.0);
    }

    /// <summary>Has processes stand still: what they are sent waits, they take nothing from those measured.</summary>
    public void Pause(params string[] names) => Signal("STOP", names);

    public void Resume(params string[] names) => Signal("CONT", names);

    private void Signal(string signal, string[] names)
    {
        var pids = names.Select(name => sessions[name].ToString(CultureInfo.InvariantCulture));
        using var kill = Process.Start("kill", [$"-{signal}", .. pids]);
        kill.WaitForExit();
    }

    /// <summary>The fields of /proc/PID/stat after the command's name, the state being the first; added up.</summary>
    private Dictionary<string, long> Sessions(Func<string[], long> value)
    {
        var names = sessions.ToDictionary(one => one.Value, one => one.Key);
        var sums = sessions.Keys.ToDictionary(name => name, _ => 0L);
        foreach (var folder in Directory.GetDirectories("/proc").Where(f => char.IsAsciiDigit(Path.GetFileName(f)[0])))
            try
            {
                var text = File.ReadAllText(Path.Combine(folder, "stat"));
                var stat = text[(text.LastIndexOf(')') + 2)..].Split(' ');
                if (names.TryGetValue(int.Parse(stat[3], null), out var name)
                    || names.TryGetValue(int.Parse(stat[1], null), out name))
                    sums[name] += value(stat);
            }
            catch (Exception ended) when (ended is IOException or UnauthorizedAccessException)
            {
                // Between the listing and the reading.
            }

        return sums;
    }
}
