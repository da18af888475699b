using Microsoft.Extensions.Logging;
using Npgsql;

namespace Streams;

/// <summary>
/// Looks from outside how far a reactor is behind: whether it fails, hangs, waits or nobody runs it at all, the oldest
/// event after its checkpoint grows older. Every replica looks, so one is enough to tell.
/// </summary>
internal sealed class LagWatch(
    string schema, string name, NpgsqlDataSource database, TimeProvider clock, TimeSpan alarm, ILogger log)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly KeyValuePair<string, object?> tag = new("reactor", $"{schema}.{name}");
    private DateTimeOffset? oldest;
    private DateTimeOffset alarmedAt;

    private readonly string sql = $"""
        select
            (select timestamp from {schema}.mt_events
             where seq_id > coalesce((select last_seq_id from {schema}.mt_event_progression where name = $1), 0)
             order by seq_id limit 1),
            (select count(*) from {schema}.reactor_parked where name = $1)
        """;

    internal async Task Run(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await Look(ct);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
            {
                // What was last seen waiting waits on.
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }

            Tell();
            await Task.Delay(LookInterval, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Look(CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = name });
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        oldest = reader.IsDBNull(0) ? null : reader.GetFieldValue<DateTimeOffset>(0);
        StreamsTelemetry.Parked.Record(reader.GetInt64(1), tag);
    }

    private void Tell()
    {
        var now = clock.GetUtcNow();
        // The event's time is the database's: a clock that is behind it makes no negative age.
        var age = oldest is { } since && now > since ? now - since : TimeSpan.Zero;
        StreamsTelemetry.OldestUnhandled.Record(age.TotalSeconds, tag);
        if (age < alarm || now - alarmedAt < alarm)
            return;
        alarmedAt = now;
        StreamsTelemetry.LagAlarms.Add(1, tag);
        log.LogWarning("Reactor {Reactor} is behind: its next event has waited for {Age}", name, age);
    }
}
