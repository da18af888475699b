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
    StreamsOptions options,
    ILogger log) : BackgroundService
{
    private const int BatchMax = 500;
    private const int ResumesMax = 20;

    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OpenHoleInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan OpenHoleAlarm = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryIntervalMax = TimeSpan.FromSeconds(5);

    private readonly Lease lease = new(schema, reactor.Name, Guid.CreateVersion7(), options.Lease);
    private readonly Checkpoint checkpoint = new(
        schema, reactor.Name, types, clock, reactor.Concerns, wakeups.Recent);
    private readonly Parked parked = new(schema, reactor.Name);
    private readonly LagWatch lag = new(schema, reactor.Name, database, clock, options.LagAlarm, log);
    private readonly KeyValuePair<string, object?> tag = new("reactor", $"{schema}.{reactor.Name}");
    private readonly Bell bell = wakeups.BellFor(types.Concerning(reactor.Concerns));
    private long reactedAt;
    private DateTimeOffset renewedAt;
    private DateTimeOffset savedAt;
    private DateTimeOffset alarmedAt;
    private DateTimeOffset lookedForResumesAt;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Run(stoppingToken), lag.Run(stoppingToken));

    private async Task Run(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Who does not listen yet cannot lead, and is woken as soon as he does.
                var listening = wakeups.Backend is null ? wakeups.Next : null;
                if (!await Lead(() => failures = 0, stoppingToken))
                    await Wakeups.Wait(
                        listening ?? Task.Delay(PollInterval, stoppingToken), PollInterval, stoppingToken);
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
            var saved = reader.Position;
            await parked.Load(connection, ct);
            while (await Renewed(connection, ct) && await Resumed(connection, reader, ct))
            {
                var next = bell.Next;
                var events = await reader.Read(connection, BatchMax, ct);
                Watch(reader.Holes);
                if (events.Count > 0 || (reader.Position > saved && clock.GetUtcNow() - savedAt >= PollInterval))
                {
                    if (!await React(connection, reader, events, ct))
                        return false;
                    (saved, reactedAt) = (reader.Position, clock.GetTimestamp());
                    progressed();
                }

                if (reader.IsAtEnd)
                {
                    await Wakeups.Wait(next, reader.Holes.AnyOpen ? OpenHoleInterval : PollInterval, ct);
                    await Gather(ct);
                }
            }
        }
        finally
        {
            if (connection.FullState == System.Data.ConnectionState.Open)
                await lease.Release(connection);
        }

        return false;
    }

    private Task Gather(CancellationToken ct) =>
        reactor.Gathers - clock.GetElapsedTime(reactedAt) is var left && left > TimeSpan.Zero
            ? Task.Delay(left, clock, ct) : Task.CompletedTask;

    private async Task<bool> React(
        NpgsqlConnection connection, EventReader reader, IReadOnlyList<Recorded<object>> read, CancellationToken ct)
    {
        var events = parked.Count == 0 ? read : [.. read.Where(recorded => !parked.Contains(recorded))];
        if (events.Count < read.Count)
            StreamsTelemetry.PassedOver.Add(read.Count - events.Count, tag);
        if (events.Any(recorded => recorded.Event is UnreadableEvent))
            return await ReactOneByOne(connection, reader, events, resumed: null, ct);
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            if (events.Count > 0)
                await reactor.React(events, transaction, ct);
            if (!await Commit(transaction, reader))
                return false;
        }
        catch (Exception exception) when (!ct.IsCancellationRequested && !reactor.IsPassing(exception))
        {
            StreamsTelemetry.ReactorFailures.Add(1, tag);
            log.LogWarning(exception, "Reactor {Reactor} failed, its events are tried one by one", reactor.Name);
            return await ReactOneByOne(connection, reader, events, resumed: null, ct);
        }

        reactor.Committed();
        if (events.Count > 0)
            StreamsTelemetry.ReactorLag.Record((clock.GetUtcNow() - events[0].RecordedAt).TotalSeconds, tag);
        return true;
    }

    /// <summary>One transaction for all that can be handled and for what is parked: nothing counts twice.</summary>
    private async Task<bool> ReactOneByOne(
        NpgsqlConnection connection, EventReader reader, IReadOnlyList<Recorded<object>> events,
        ParkedStream? resumed, CancellationToken ct)
    {
        // It takes its time. Not in the transaction: the tables come before the lease.
        if (!await lease.Renew(connection, ct))
            return false;
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var failed = await OneByOne.React(reactor, events, transaction, ct);
        if (resumed is not null && failed.Count == 0)
            await parked.Unpark(transaction, resumed, ct);
        await parked.Park(transaction, failed.Select(f => f.Stream), ct);
        if (!await Commit(transaction, reader))
            return false;
        reactor.Committed();
        foreach (var (stream, reason) in failed)
            log.LogError(reason, "Reactor {Reactor} parked {Stream} of {Tenant} from version {Version}: {Reason}",
                reactor.Name, stream.StreamId, stream.Tenant, stream.FromVersion, stream.Reason);
        await parked.Load(connection, ct);
        return true;
    }

    /// <summary>Tries those parked streams again that somebody asked for; false when the lease was lost.</summary>
    private async Task<bool> Resumed(NpgsqlConnection connection, EventReader reader, CancellationToken ct)
    {
        if (parked.Count == 0 || clock.GetUtcNow() - lookedForResumesAt < PollInterval)
            return true;
        lookedForResumesAt = clock.GetUtcNow();
        await parked.Load(connection, ct);
        var asked = parked.ToResume;
        if (asked.Count > ResumesMax)
            // The new events have their turn in between.
            lookedForResumesAt = default;
        foreach (var stream in asked.Take(ResumesMax))
        {
            var events = await reader.ReadAgain(connection, stream.Tenant, stream.StreamId, stream.FromVersion, ct);
            if (!await ReactOneByOne(connection, reader, events, stream, ct))
                return false;
            log.LogInformation("Reactor {Reactor} tried {Stream} again", reactor.Name, stream.StreamId);
        }

        return true;
    }

    private async Task<bool> Commit(NpgsqlTransaction transaction, EventReader reader)
    {
        // What has been done is written down even when the process is just being stopped.
        if (!await checkpoint.Save(reader, lease, transaction, CancellationToken.None))
        {
            log.LogWarning("Reactor {Reactor} was taken over, this batch does not count", reactor.Name);
            return false;
        }

        await transaction.CommitAsync(CancellationToken.None);
        reader.Holes.Saved();
        savedAt = clock.GetUtcNow();
        return true;
    }

    private async Task<bool> Renewed(NpgsqlConnection connection, CancellationToken ct)
    {
        if (clock.GetUtcNow() - renewedAt < lease.RenewInterval)
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
