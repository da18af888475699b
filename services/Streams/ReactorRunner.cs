using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Streams;

/// <summary>
/// Runs one reactor: waits for the lease, then reads, reacts and checkpoints until the lease or the process ends.
/// </summary>
internal sealed class ReactorRunner(
    IReactor reactor,
    string schema,
    NpgsqlDataSource database,
    EventTypes types,
    Wakeups wakeups,
    TimeProvider clock,
    ILogger log) : BackgroundService
{
    private const int BatchMax = 500;

    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OpenHoleInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan OpenHoleAlarm = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryIntervalMax = TimeSpan.FromSeconds(5);

    private readonly Lease lease = new(schema, reactor.Name, Guid.CreateVersion7());
    private readonly Checkpoint checkpoint = new(schema, reactor.Name, types, clock);
    private readonly KeyValuePair<string, object?> tag = new("reactor", $"{schema}.{reactor.Name}");
    private DateTimeOffset renewedAt;
    private DateTimeOffset alarmedAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await Lead(() => failures = 0, stoppingToken))
                    await Wakeups.Wait(Task.Delay(PollInterval, stoppingToken), PollInterval, stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Whatever it is, the events stay where they are and come again.
                StreamsTelemetry.ReactorFailures.Add(1, tag);
                var pause = TimeSpan.FromMilliseconds(Math.Min(
                    RetryIntervalMax.TotalMilliseconds, 50 * Math.Pow(2, Math.Min(failures++, 10))));
                log.LogWarning(exception, "Reactor {Reactor} failed {Failures} times, trying again in {Pause}",
                    reactor.Name, failures, pause);
                await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Leads as long as it may; false when somebody else does.</summary>
    private async Task<bool> Lead(Action progressed, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (wakeups.Backend is not { } backend || !await lease.Acquire(connection, backend, ct))
            return false;
        log.LogInformation("Reactor {Reactor} runs here now", reactor.Name);
        renewedAt = clock.GetUtcNow();
        try
        {
            var reader = await checkpoint.Load(connection, ct);
            while (await Renewed(connection, ct))
            {
                var next = wakeups.Next;
                var events = await reader.Read(connection, BatchMax, ct);
                Watch(reader.Holes);
                if (events.Count > 0)
                {
                    if (!await React(connection, reader, events, ct))
                        return false;
                    progressed();
                }

                if (events.Count < BatchMax)
                    await Wakeups.Wait(next, reader.Holes.AnyOpen ? OpenHoleInterval : PollInterval, ct);
            }
        }
        finally
        {
            if (connection.FullState == System.Data.ConnectionState.Open)
                await lease.Release(connection);
        }

        return false;
    }

    private async Task<bool> React(
        NpgsqlConnection connection, EventReader reader, IReadOnlyList<Recorded<object>> events, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await reactor.React(events, transaction, ct);
        // What has been done is written down even when the process is just being stopped.
        if (!await checkpoint.Save(reader, lease, transaction, CancellationToken.None))
        {
            log.LogWarning("Reactor {Reactor} was taken over, this batch does not count", reactor.Name);
            return false;
        }

        await transaction.CommitAsync(CancellationToken.None);
        reactor.Committed();
        StreamsTelemetry.ReactorLag.Record((clock.GetUtcNow() - events[0].RecordedAt).TotalSeconds, tag);
        return true;
    }

    private async Task<bool> Renewed(NpgsqlConnection connection, CancellationToken ct)
    {
        if (clock.GetUtcNow() - renewedAt < Lease.RenewInterval)
            return true;
        renewedAt = clock.GetUtcNow();
        return await lease.Renew(connection, ct);
    }

    /// <summary>A transaction that stays open keeps its own events back: somebody should know.</summary>
    private void Watch(Holes holes)
    {
        var now = clock.GetUtcNow();
        var age = holes.OldestOpen is { } since ? now - since : TimeSpan.Zero;
        StreamsTelemetry.OldestHole.Record(age.TotalSeconds, tag);
        if (age < OpenHoleAlarm || now - alarmedAt < OpenHoleAlarm)
            return;
        alarmedAt = now;
        log.LogWarning(
            "Reactor {Reactor}: a transaction has kept a position back for {Age}; its events come when it ends",
            reactor.Name, age);
    }
}
