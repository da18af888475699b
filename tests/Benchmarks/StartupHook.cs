using System.Globalization;
using System.Net.Sockets;
using System.Text;

/// <summary>
/// Loaded into each process of a measured platform (DOTNET_STARTUP_HOOKS, which names the class): whoever connects to
/// its socket has everything collected that can be and is told what is left (<see cref="Benchmarks.Memory"/>). No other
/// type of this assembly may be used here.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        // Not in the tools that build it.
        if (Environment.GetEnvironmentVariable("TRACKING_RUN_DIR") is not { } run
            || !AppContext.BaseDirectory.StartsWith(Path.Combine(run, "apps"), StringComparison.Ordinal))
            return;
        new Thread(Serve) { IsBackground = true, Name = "memory" }.Start();
    }

    /// <summary>An abstract name: there is no file to be left over.</summary>
    public static string SocketOf(int pid) => string.Create(CultureInfo.InvariantCulture, $"\0tracking-memory-{pid}");

    private static void Serve()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(SocketOf(Environment.ProcessId)));
        listener.Listen();
        while (true)
        {
            using var asking = listener.Accept();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            var live = GC.GetTotalMemory(forceFullCollection: true);
            asking.Send(Encoding.ASCII.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"{live} {GC.GetGCMemoryInfo().TotalCommittedBytes}")));
        }
    }
}
