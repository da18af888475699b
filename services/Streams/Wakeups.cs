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
/// over the whole database server.
/// </remarks>
public sealed class Wakeups(NpgsqlDataSource database, string schema, ILogger<Wakeups> log) : BackgroundService
{
    private static readonly TimeSpan NotifyIntervalMin = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan ReconnectInterval = TimeSpan.FromSeconds(1);

    private readonly string channel = $"streams_{schema}";
    private readonly SemaphoreSlim toNotify = new(0, 1);
    private TaskCompletionSource pulse = NewPulse();
    private (int Pid, DateTime Start)? backend;

    /// <summary>Completes at the next wake-up. Take it before reading, so that none is missed in between.</summary>
    public Task Next => Volatile.Read(ref pulse).Task;

    /// <summary>The listening connection's server process, by which others see whether this process lives.</summary>
    internal (int Pid, DateTime Start)? Backend => backend;

    /// <summary>
    /// Something to read was committed here: wakes this process's readers now and the others' through PostgreSQL.
    /// </summary>
    public void Committed()
    {
        Pulse();
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
        await Task.WhenAny(next, Task.Delay(timeout, ct));
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
            else
                Pulse();
        };
        await using (var command = new NpgsqlCommand(
            $"listen {channel}; select pid, backend_start from pg_stat_activity where pid = pg_backend_pid()",
            connection))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            await reader.ReadAsync(ct);
            backend = (reader.GetInt32(0), reader.GetDateTime(1));
        }

        Pulse();
        while (true)
            await connection.WaitAsync(ct);
    }

    // On a thread of its own: the runtime's timers go by the kernel's tick, which is 4 ms on most machines.
    private Task Notify(NpgsqlConnection connection, CancellationToken ct) => Task.Factory.StartNew(() =>
    {
        // Losing a notification in a crash is harmless, so it need not wait for the disk. The setting ends
        // with the statement's transaction.
        using var command = new NpgsqlCommand(
            $"select set_config('synchronous_commit', 'off', true), pg_notify('{channel}', '')", connection);
        command.Prepare();
        while (true)
        {
            toNotify.Wait(ct);
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
            catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException)
            {
                backend = null;
                log.LogWarning("Lost the connection to wait for wake-ups on, polling until it is back: {Reason}",
                    exception.Message);
                await Task.Delay(ReconnectInterval, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Pulse() => Interlocked.Exchange(ref pulse, NewPulse()).TrySetResult();

    private static TaskCompletionSource NewPulse() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
