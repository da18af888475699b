using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Benchmarks.Api;

namespace Benchmarks;

/// <summary>
/// A process's memory in bytes: what is reachable on its heap after a full collection, what its heap has taken of the
/// system then, and its working set just before.
/// </summary>
internal sealed record Memory(long Live, long Committed, long WorkingSet)
{
    public static Memory Of(RunningPlatform platform, string process)
    {
        var pid = platform.Pid(process);
        var before = WorkingSetOf(pid);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(StartupHook.SocketOf(pid)));
        var told = new byte[64];
        var numbers = Encoding.ASCII.GetString(told, 0, socket.Receive(told)).Split(' ');
        return new(long.Parse(numbers[0], null), long.Parse(numbers[1], null), before);
    }

    public static long WorkingSetOf(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status")
            .First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line[6..].Replace("kB", "").Trim(), CultureInfo.InvariantCulture) * 1024;
    }
}
