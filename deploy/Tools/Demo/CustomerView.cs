using Tools.Platform;

namespace Tools.Demo;

/// <summary>
/// What the customer sees who keeps the tracking page open: prints each entry as the public stream brings it, and lets
/// the story wait for one.
/// </summary>
internal sealed class CustomerView(PlatformClient platform, string token, TextWriter output) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource leaving = new();
    private readonly List<EntryAnswer> seen = [];
    private TaskCompletionSource changed = NewSignal();
    private Task following = Task.CompletedTask;

    public void Open() => following = Follow();

    /// <summary>Waits until so many entries with this code have come, then prints the page's status line.</summary>
    /// <exception cref="TimeoutException">They have not come in time.</exception>
    public async Task Sees(string code, int times = 1)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (await NextIfFewer(code, times) is { } next)
                await next.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"The customer's page has not shown {code} within {Patience.TotalSeconds} s: see ./run logs");
        }

        var page = await platform.Track(token);
        await output.WriteLineAsync($"    = {Words(page.Status)}, {page.DeliveryProgress:P0} of the way");
    }

    public async ValueTask DisposeAsync()
    {
        await leaving.CancelAsync();
        try
        {
            await following;
        }
        catch (OperationCanceledException)
        {
            // The page is closed.
        }

        leaving.Dispose();
    }

    private async Task Follow()
    {
        await foreach (var entry in platform.FollowTrack(token, leaving.Token))
        {
            var detail = entry.Detail is null ? "" : $": {entry.Detail}";
            await output.WriteLineAsync($"    | {entry.OccurredAt.ToLocalTime():HH:mm:ss}  {entry.Title}{detail}");
            lock (seen)
            {
                seen.Add(entry);
                changed.SetResult();
                changed = NewSignal();
            }
        }
    }

    // The signal to wait for, null when there is nothing to wait for; a stream that broke throws what broke it.
    private async Task<Task?> NextIfFewer(string code, int times)
    {
        if (following.IsCompleted)
        {
            await following;
            throw new IOException("The platform has closed the tracking stream.");
        }

        lock (seen)
            return seen.Count(entry => entry.Code == code) >= times ? null : Task.WhenAny(changed.Task, following);
    }

    private static string Words(string status) =>
        char.ToUpperInvariant(status[0]) + status[1..].Replace('_', ' ');

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
