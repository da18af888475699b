using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Streams;

/// <summary>
/// Tells readers that there is something to read: at once after an append in this process, by NOTIFY after one in
/// another. A lost notification costs a reader its polling interval, never an event.
/// </summary>
/// <remarks>
/// NOTIFY is sent after the commit and not in it: PostgreSQL lets notifying transactions commit only one at a time,
/// over the whole database server. It wakes whoever listens to anything in the database, so it is only sent while
/// another process listens to this schema: each look is good for a second.
/// </remarks>
public sealed class Wakeups(NpgsqlDataSource database, string schema, ILogger<Wakeups> log) : BackgroundService
{
    private static readonly TimeSpan NotifyIntervalMin = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReconnectInterval = TimeSpan.FromSeconds(1);

    private readonly string channel = $"streams_{schema}";
    private readonly SemaphoreSlim toNotify = new(0, 1);
    private readonly Bell any = new(null);
    private readonly Bell beside = new([]);
    private volatile Bell[] bells = [];
    private volatile int notifier;
    private (int Pid, DateTime Start)? backend;

    /// <summary>Completes at the next wake-up. Take it before reading, so that none is missed in between.</summary>
    public Task Next => any.Next;

    /// <summary>The same for who waits for no events: an append in this process does not wake it.</summary>
    public Task NextBesideEvents => beside.Next;

    /// <summary>What was appended here last.</summary>
    internal Recent Recent { get; } = new();

    /// <summary>The listening connection's server process, by which others see whether this process lives.</summary>
    internal (int Pid, DateTime Start)? Backend => backend;

    /// <summary>
    /// Something to read was committed here: wakes this process's readers now and the others' through PostgreSQL.
    /// </summary>
    public void Committed()
    {
        RingAll();
        NotifyOthers();
    }

    /// <summary>The same for events, which wake those of this process whom they concern.</summary>
    internal void Committed(IReadOnlyList<Append> appends)
    {
        Recent.Add(appends);
        any.Ring();
        foreach (var bell in bells)
            if (bell.IsFor(appends))
                bell.Ring();
        NotifyOthers();
    }

    /// <summary>Rings for what may concern a reader of events by these stored names; null: of all events.</summary>
    internal Bell BellFor(string[]? aliases)
    {
        var bell = new Bell(aliases);
        lock (any)
            bells = [.. bells, bell];
        return bell;
    }

    private void NotifyOthers()
    {
        try
        {
            if (toNotify.CurrentCount == 0)
                toNotify.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another commit has just asked for the same notification.
        }
    }

    /// <summary>Heard in every replica: what was told with <see cref="Tell"/>.</summary>
    internal event Action<string>? Told;

    /// <summary>Says a word to all replicas. One that is not listening just now does not hear it.</summary>
    internal async Task Tell(string word, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select pg_notify($1, $2)");
        command.Parameters.Add(new() { Value = channel });
        command.Parameters.Add(new() { Value = word });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Waits until woken or until <paramref name="timeout"/>, whichever is first.</summary>
    public static async Task Wait(Task next, TimeSpan timeout, CancellationToken ct)
    {
        await next.WaitAsync(timeout, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Keep(Listen, stoppingToken), Keep(Notify, stoppingToken));

    private async Task Listen(NpgsqlConnection connection, CancellationToken ct)
    {
        connection.Notification += (_, heard) =>
        {
            if (heard.Payload.Length > 0)
                Told?.Invoke(heard.Payload);
            // Whoever is here was woken at the commit already.
            else if (heard.PID != notifier)
                HearOthers();
        };
        (int Pid, DateTime Start) own;
        // LISTEN stands last: by its text others see who listens.
        await using (var command = new NpgsqlCommand(
            $"select pid, backend_start from pg_stat_activity where pid = pg_backend_pid(); listen {channel}",
            connection))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            await reader.ReadAsync(ct);
            own = (reader.GetInt32(0), reader.GetDateTime(1));
        }

        try
        {
            backend = own;
            HearOthers();
            while (true)
                await connection.WaitAsync(ct);
        }
        finally
        {
            backend = null;
        }
    }

    // On a thread of its own: the runtime's timers go by the kernel's tick, which is 4 ms on most machines.
    private Task Notify(NpgsqlConnection connection, CancellationToken ct) => Task.Factory.StartNew(() =>
    {
        // Losing a notification in a crash is harmless, so it need not wait for the disk. The setting ends
        // with the statement's transaction.
        using var command = new NpgsqlCommand(
            $"select set_config('synchronous_commit', 'off', true), pg_notify('{channel}', '')", connection);
        // All but this process alone; one that may not see who is there takes it that there are others.
        using var look = new NpgsqlCommand($"""
            select count(*) <> 1 from pg_stat_activity
            where datname = current_database() and query = 'listen {channel}'
            """, connection);
        command.Prepare();
        notifier = connection.ProcessID;
        var (lookedAt, anyOther) = (0L, true);
        while (true)
        {
            toNotify.Wait(ct);
            if (lookedAt == 0 || Stopwatch.GetElapsedTime(lookedAt) > LookInterval)
                (anyOther, lookedAt) = (look.ExecuteScalar() is true, Stopwatch.GetTimestamp());
            if (anyOther)
                command.ExecuteNonQuery();
            Thread.Sleep(NotifyIntervalMin);
        }
    }, ct, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private async Task Keep(Func<NpgsqlConnection, CancellationToken, Task> use, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                // Not from the pool: this connection is held for the life of the process.
                await using var connection = database.CreateConnection();
                await connection.OpenAsync(ct);
                await use(connection, ct);
            }
            catch (Exception) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Whatever it is: without these connections nobody here leads a reactor, and others hear nothing.
                log.LogWarning("Lost a connection that wake-ups go over, polling until it is back: {Reason}",
                    exception.Message);
                await Task.Delay(ReconnectInterval, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void HearOthers()
    {
        Recent.OthersAppended();
        RingAll();
    }

    private void RingAll()
    {
        any.Ring();
        beside.Ring();
        foreach (var bell in bells)
            bell.Ring();
    }
}

/// <summary>What a reader sleeps by. Without <paramref name="aliases"/> every event is for it.</summary>
internal sealed class Bell(string[]? aliases)
{
    private TaskCompletionSource pulse = NewPulse();

    /// <summary>Completes when it rings. Take it before reading, so that no ring is missed in between.</summary>
    internal Task Next => Volatile.Read(ref pulse).Task;

    internal void Ring() => Interlocked.Exchange(ref pulse, NewPulse()).TrySetResult();

    internal bool IsFor(IReadOnlyList<Append> appends)
    {
        if (aliases is null)
            return true;
        foreach (var append in appends)
            foreach (var row in append.Events)
                if (Array.IndexOf(aliases, row.Alias) >= 0)
                    return true;
        return false;
    }

    private static TaskCompletionSource NewPulse() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
