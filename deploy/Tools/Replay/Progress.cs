using System.Diagnostics;

namespace Tools.Replay;

/// <summary>Says every few seconds how far a long run is, how fast, and how long it will still take.</summary>
internal sealed class Progress(int total, TextWriter output) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly PeriodicTimer timer = new(Interval);
    private DateTimeOffset reached;
    private Task showing = Task.CompletedTask;
    private int done;

    public void Done(DateTimeOffset at)
    {
        reached = at;
        Interlocked.Increment(ref done);
    }

    public void Start() => showing = Show();

    public async ValueTask DisposeAsync()
    {
        timer.Dispose();
        await showing;
    }

    private async Task Show()
    {
        while (await timer.WaitForNextTickAsync())
        {
            var rate = done / watch.Elapsed.TotalSeconds;
            var left = rate > 0 ? $"{TimeSpan.FromSeconds((total - done) / rate):h\\:mm\\:ss} left" : "";
            await output.WriteLineAsync($"  {done:N0} of {total:N0} steps ({(double)done / total:P0}), {rate:N0}/s, " +
                $"{left}, at {reached:yyyy-MM-dd}");
        }
    }
}
