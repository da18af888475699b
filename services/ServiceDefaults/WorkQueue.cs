using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using NpgsqlTypes;
using Streams;

namespace ServiceDefaults;

/// <summary>
/// Something to do for the outside world. <c>Id</c> is unique in its queue, items with the same <c>Key</c> are done one
/// after the other, <c>Body</c> is the worker's own.
/// </summary>
public sealed record WorkItem
{
    public required string Queue { get; init; }
    public required Guid Id { get; init; }
    public required string Key { get; init; }
    /// <summary>Items that are slow together, see <see cref="WorkLimits"/>; null: in no group.</summary>
    public string? Group { get; init; }
    public required string Tenant { get; init; }
    public required string Body { get; init; }
    public string? TraceParent { get; init; }
    /// <summary>How long after it was added it is due at the earliest.</summary>
    public TimeSpan Delay { get; init; }
    /// <summary>Counts from 1 at the first try.</summary>
    public int Attempt { get; init; }
}

/// <summary>
/// Work that must be done and can fail or hang, kept beside the streams: a reactor adds it together with its
/// checkpoint, so that nothing is forgotten, and goes on. An <see cref="IWorker"/> does it, at least once.
/// </summary>
public sealed class WorkQueue(NpgsqlDataSource database, string schema, Wakeups wakeups)
{
    internal static string Sql(string schema) => $"""
        create table if not exists {schema}.work (
            place bigint generated always as identity primary key,
            queue text not null,
            id uuid not null,
            key text not null,
            tenant text not null,
            body text not null,
            trace_parent text,
            attempts integer not null default 0,
            due_at timestamptz not null default now(),
            last_error text,
            unique (queue, id));
        alter table {schema}.work add column if not exists lane_group text;
        create index if not exists work_due on {schema}.work (queue, due_at);
        create index if not exists work_by_key on {schema}.work (queue, key, place);
        create index if not exists work_by_group on {schema}.work (queue, lane_group, due_at, place);
        """;

    /// <summary>
    /// Added when <paramref name="transaction"/> commits; call <see cref="Committed"/> then. A delay counts from now,
    /// not from when the transaction began: what is due at a time is never taken before it.
    /// </summary>
    public async Task Add(NpgsqlTransaction transaction, IEnumerable<WorkItem> items, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        foreach (var item in items)
            batch.BatchCommands.Add(new($"""
                insert into {schema}.work (queue, id, key, tenant, body, trace_parent, due_at, lane_group)
                values ($1, $2, $3, $4, $5, $6, clock_timestamp() + $7, $8)
                on conflict (queue, id) do nothing
                """)
            {
                Parameters =
                {
                    new() { Value = item.Queue },
                    new() { Value = item.Id },
                    new() { Value = item.Key },
                    new() { Value = item.Tenant },
                    new() { Value = item.Body },
                    new() { Value = (object?)item.TraceParent ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                    new() { Value = item.Delay },
                    new() { Value = (object?)item.Group ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                },
            });
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Wakes whoever works on what was added. Not in the transaction: see <see cref="Wakeups"/>.</summary>
    public void Committed() => wakeups.Committed();

    /// <summary>
    /// Takes what is due, of each key only the oldest, of each group no more than <paramref name="groupLanes"/>
    /// together with the <paramref name="running"/> ones. Should the process die, others may take it when
    /// <paramref name="lease"/> is over.
    /// </summary>
    internal async Task<IReadOnlyList<WorkItem>> Take(
        string queue, int limit, TimeSpan lease, int? groupLanes, IReadOnlyDictionary<string, int> running,
        CancellationToken ct)
    {
        // Of each group the first ones, by the index: however much of it is due, no more than its lanes is looked at.
        var groups = groupLanes is null ? "" : $"""
            with recursive groups as (
                (select lane_group from {schema}.work where queue = $1 order by lane_group limit 1)
                union all
                select (
                    select lane_group from {schema}.work
                    where queue = $1 and lane_group > last.lane_group order by lane_group limit 1)
                from groups last where last.lane_group is not null)
            """;
        var inGroup = groupLanes is null ? "" : $"""
            and place = any(array(
                select first.place from groups g
                left join unnest($4, $5) as busy (of, taken) on busy.of = g.lane_group
                cross join lateral (
                    select place from {schema}.work
                    where queue = $1 and lane_group = g.lane_group and due_at <= now()
                    order by due_at, place limit greatest($6 - coalesce(busy.taken, 0), 0)) first
                union all
                select place from {schema}.work where queue = $1 and lane_group is null and due_at <= now()))
            """;
        await using var command = database.CreateCommand($"""
            {groups}
            update {schema}.work w set due_at = now() + $3, attempts = attempts + 1
            from (
                select place from {schema}.work due
                where queue = $1 and due_at <= now() and not exists (
                    select from {schema}.work older
                    where older.queue = due.queue and older.key = due.key and older.place < due.place)
                {inGroup}
                order by due_at limit $2 for update skip locked
            ) taken
            where w.place = taken.place
            returning w.id, w.key, w.tenant, w.body, w.trace_parent, w.attempts, w.lane_group
            """);
        command.Parameters.Add(new() { Value = queue });
        command.Parameters.Add(new() { Value = limit });
        command.Parameters.Add(new() { Value = lease });
        if (groupLanes is { } lanes)
        {
            command.Parameters.Add(new() { Value = running.Keys.ToArray() });
            command.Parameters.Add(new() { Value = running.Values.ToArray() });
            command.Parameters.Add(new() { Value = lanes });
        }

        var items = new List<WorkItem>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            items.Add(new()
            {
                Queue = queue,
                Id = reader.GetGuid(0),
                Key = reader.GetString(1),
                Tenant = reader.GetString(2),
                Body = reader.GetString(3),
                TraceParent = reader.IsDBNull(4) ? null : reader.GetString(4),
                Attempt = reader.GetInt32(5),
                Group = reader.IsDBNull(6) ? null : reader.GetString(6),
            });
        return items;
    }

    internal async Task Done(WorkItem item, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"delete from {schema}.work where queue = $1 and id = $2");
        command.Parameters.Add(new() { Value = item.Queue });
        command.Parameters.Add(new() { Value = item.Id });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>It was taken and not tried: that does not count.</summary>
    internal async Task PutBack(WorkItem item, TimeSpan pause, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            update {schema}.work set due_at = now() + $3, attempts = attempts - 1 where queue = $1 and id = $2
            """);
        command.Parameters.Add(new() { Value = item.Queue });
        command.Parameters.Add(new() { Value = item.Id });
        command.Parameters.Add(new() { Value = pause });
        await command.ExecuteNonQueryAsync(ct);
    }

    internal async Task Later(WorkItem item, TimeSpan pause, string? error, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"update {schema}.work set due_at = now() + $3, last_error = $4 where queue = $1 and id = $2");
        command.Parameters.Add(new() { Value = item.Queue });
        command.Parameters.Add(new() { Value = item.Id });
        command.Parameters.Add(new() { Value = pause });
        command.Parameters.Add(new() { Value = (object?)error ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>Adds work to a service.</summary>
public static class WorkQueues
{
    /// <summary>Lets <typeparamref name="T"/> do the work of its queue, which is kept in the streams' schema.</summary>
    public static StreamsBuilder Work<T>(this StreamsBuilder streams) where T : class, IWorker
    {
        var schema = streams.Schema;
        if (streams.Services.All(s => s.ServiceType != typeof(WorkQueue)))
            streams.Services.AddSingleton(new Migration(schema, WorkQueue.Sql(schema)));
        streams.Services.TryAddSingleton(p => new WorkQueue(
            p.GetRequiredService<NpgsqlDataSource>(), schema, p.GetRequiredService<Wakeups>()));
        streams.Services.AddSingleton<T>();
        streams.Services.AddHostedService<WorkRunner<T>>();
        return streams;
    }
}
