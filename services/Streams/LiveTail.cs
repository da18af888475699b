using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Streams;

/// <summary>
/// Tells followers of single streams that these have grown, in every replica: one reader for all of them, which reads
/// only where events are, not what they say, and rests while nobody follows anything.
/// </summary>
public sealed class LiveTail(
    NpgsqlDataSource database, string schema, EventTypes types, Wakeups wakeups, TimeProvider clock,
    ILogger<LiveTail> log)
    : BackgroundService
{
    private const int BatchMax = 2000;
    private const int OverlapPositions = 1000;

    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<(string Tenant, string StreamId), List<Channel<bool>>> followers = [];
    private TaskCompletionSource wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Yields when it has begun to watch (read the stream then), and again whenever the stream may have grown; several
    /// appends in quick succession may yield once.
    /// </summary>
    public async IAsyncEnumerable<bool> Follow(
        string tenant, string streamId, [EnumeratorCancellation] CancellationToken ct)
    {
        var key = (tenant, streamId);
        var signals = Channel.CreateBounded<bool>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        Join(key, signals);
        try
        {
            yield return true;
            while (await signals.Reader.WaitToReadAsync(ct))
            {
                signals.Reader.TryRead(out _);
                yield return true;
            }
        }
        finally
        {
            Leave(key, signals);
        }
    }

    /// <summary>
    /// Signals a stream's followers in every replica, though it has not grown: something beside it has.
    /// </summary>
    public Task Touch(string tenant, string streamId, CancellationToken ct) =>
        wakeups.Tell($"{tenant}\n{streamId}", ct);

    private void Hear(string word)
    {
        if (word.Split('\n') is [var tenant, var streamId])
            Signal((tenant, streamId));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        wakeups.Told += Hear;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await wanted.Task.WaitAsync(stoppingToken);
                await Watch(stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException)
            {
                log.LogWarning("The live tail lost its connection and starts again: {Reason}", exception.Message);
                await Task.Delay(PollInterval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                SignalAll();
            }
        }
    }

    private async Task Watch(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var reader = await Start(connection, ct);
        // Whoever followed before the reader had its place may have missed something.
        SignalAll();
        while (!Rest())
        {
            var next = wakeups.Next;
            var events = await reader.Read(connection, BatchMax, ct);
            foreach (var key in events.Select(e => (e.Tenant, e.StreamId)).Distinct())
                Signal(key);
            if (reader.IsAtEnd)
                await Wakeups.Wait(next, PollInterval, ct);
        }
    }

    private async Task<EventReader> Start(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"select coalesce(max(seq_id), 0) from {schema}.mt_events", connection);
        var last = (long)(await command.ExecuteScalarAsync(ct))!;
        // A little before the end, so that positions drawn but not yet committed are seen as holes.
        return new(schema, types, clock, Math.Max(0, last - OverlapPositions), new Holes(),
            recent: wakeups.Recent);
    }

    private void Join((string, string) key, Channel<bool> signals)
    {
        lock (followers)
        {
            if (!followers.TryGetValue(key, out var channels))
                followers.Add(key, channels = []);
            channels.Add(signals);
            wanted.TrySetResult();
        }
    }

    private void Leave((string, string) key, Channel<bool> signals)
    {
        lock (followers)
        {
            if (followers.TryGetValue(key, out var channels) && channels.Remove(signals) && channels.Count == 0)
                followers.Remove(key);
        }
    }

    /// <summary>True when nobody follows anything: then the next to join wakes the tail.</summary>
    private bool Rest()
    {
        lock (followers)
        {
            if (followers.Count > 0)
                return false;
            wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return true;
        }
    }

    private void Signal((string, string) key)
    {
        lock (followers)
        {
            if (followers.TryGetValue(key, out var channels))
                channels.ForEach(static channel => channel.Writer.TryWrite(true));
        }
    }

    private void SignalAll()
    {
        lock (followers)
        {
            foreach (var channels in followers.Values)
                channels.ForEach(static channel => channel.Writer.TryWrite(true));
        }
    }
}
