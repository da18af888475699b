using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace Streams;

/// <summary>How far a rebuild has come: events read of about how many, and how fast.</summary>
public sealed record RebuildProgress(long Events, long Total, double PerSecond)
{
    public TimeSpan Left => PerSecond > 0 ? TimeSpan.FromSeconds((Total - Events) / PerSecond) : TimeSpan.MaxValue;
}

/// <summary>
/// What became of a rebuild. With differences nothing is swapped unless they were accepted beforehand.
/// </summary>
public sealed record Rebuilt(bool Swapped, long Events, IReadOnlyList<ViewDifference> Differences);

/// <summary>
/// Builds a view again beside the live one while events keep coming, compares the two and swaps them in one
/// transaction. First every stream that is there, in the order of their ids, in bulk; then what was appended since it
/// began, as any reader of the log. It only writes the new table, so nothing is told to anybody twice. Killed, it goes
/// on where it was when it is started again.
/// </summary>
public sealed class ViewRebuild(NpgsqlDataSource database, string schema, EventTypes types, TimeProvider clock)
{
    private const int StreamEventsMax = 20_000;
    private const int RowsAtOnce = 500;
    private const int TailMax = 1000;
    private const int SecondsMax = 600;

    private sealed record Chunk(
        List<object?[]> Rows, (string Tenant, string StreamId) Last, long Events, bool IsLast);

    internal static string Sql(string schema) => $"""
        create table if not exists {schema}.view_rebuilds (
            name text primary key,
            build uuid not null,
            last_tenant text not null,
            last_stream text not null,
            events bigint not null,
            is_complete boolean not null);
        """;

    /// <exception cref="RuleViolation">Somebody else is rebuilding it.</exception>
    public async Task<Rebuilt> Run(
        IView view, bool acceptDifferences, IProgress<RebuildProgress>? progress = null,
        CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (!await One(connection, view, ct))
            throw new RuleViolation("rebuild_running", $"{view.Name} is being rebuilt by another process already.");
        try
        {
            var next = $"{schema}.{view.Name}_next";
            await Begin(connection, view, next, ct);
            var events = await BuildStreams(connection, view, next, progress, ct);
            var checkpoint = new Checkpoint(schema, NextName(view), types, clock);
            var reader = await checkpoint.Load(connection, ct);
            await FollowUp(connection, view, next, checkpoint, reader, ct);
            return await new ViewSwap(schema, view).Run(connection, acceptDifferences, async () =>
            {
                await ApplyNew(connection, view, next, reader, ct);
                await checkpoint.Save(reader, connection, ct);
            }, events, ct);
        }
        finally
        {
            await connection.Run($"select pg_advisory_unlock(hashtext('{LockName(view)}'))", default);
        }
    }

    internal static string NextName(IView view) => $"{view.Name}@next";

    private string LockName(IView view) => $"rebuild {schema}.{view.Name}";

    private async Task<bool> One(NpgsqlConnection connection, IView view, CancellationToken ct) =>
        await connection.Run($"select pg_try_advisory_lock(hashtext('{LockName(view)}'))", ct) is true;

    /// <summary>
    /// The place from which to follow up: all that is visible now is built in bulk, and whatever is missing below may
    /// still come. A rebuild that another build of the service began is begun again.
    /// </summary>
    private async Task Begin(NpgsqlConnection connection, IView view, string next, CancellationToken ct)
    {
        var build = StateContract.BuildOf(view.GetType().Assembly);
        if (await connection.Run($"""
            select true from {schema}.view_rebuilds where name = '{view.Name}' and build = '{build}'
                and to_regclass('{next}') is not null
            """, ct) is true)
            return;
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.Run($"""
            drop table if exists {next};
            {Parts(view.Ddl(next)).Table};
            delete from {schema}.mt_event_progression where name = '{NextName(view)}';
            delete from {schema}.reactor_holes where name = '{NextName(view)}';
            insert into {schema}.mt_event_progression (name, last_seq_id)
                select '{NextName(view)}', coalesce(max(seq_id), 0) from {schema}.mt_events;
            insert into {schema}.reactor_holes (name, position, seen_at, seen_xmax)
                select '{NextName(view)}', p, clock_timestamp(),
                    pg_snapshot_xmax(pg_current_snapshot())::text::bigint
                from (
                    select lag(seq_id, 1, 0::bigint) over (order by seq_id) + 1 as first, seq_id - 1 as last
                    from {schema}.mt_events
                    where seq_id <= (select last_seq_id from {schema}.mt_event_progression
                        where name = '{NextName(view)}')
                ) gaps, generate_series(first, last) p
                where first <= last;
            insert into {schema}.view_rebuilds values ('{view.Name}', '{build}', '', '', 0, false)
                on conflict (name) do update
                set build = excluded.build, last_tenant = '', last_stream = '', events = 0, is_complete = false;
            """, ct, SecondsMax);
        await transaction.CommitAsync(ct);
    }

    private async Task<long> BuildStreams(
        NpgsqlConnection connection, IView view, string next, IProgress<RebuildProgress>? progress,
        CancellationToken ct)
    {
        var (place, events, complete) = await Place(connection, view, ct);
        if (complete)
            return events;
        var total = (long)(await connection.Run($"select count(*) from {schema}.mt_events", ct, SecondsMax))!;
        var (watch, before) = (Stopwatch.StartNew(), events);
        while (true)
        {
            var chunk = await ReadChunk(connection, view, place, ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await Copy(connection, view, next, chunk.Rows, ct);
            // Made at once they cost a fraction of what they would with every row.
            if (chunk.IsLast && Parts(view.Ddl(next)).Indexes is { Length: > 0 } indexes)
                await connection.Run(indexes, ct, SecondsMax);
            (place, events) = (chunk.Last, events + chunk.Events);
            await connection.Run($"""
                update {schema}.view_rebuilds
                set last_tenant = $1, last_stream = $2, events = $3, is_complete = $4 where name = '{view.Name}'
                """, ct, values: [place.Tenant, place.StreamId, events, chunk.IsLast]);
            await transaction.CommitAsync(ct);
            progress?.Report(new(events, total, (events - before) / watch.Elapsed.TotalSeconds));
            if (chunk.IsLast)
                return events;
        }
    }

    private async Task<((string Tenant, string StreamId) Place, long Events, bool Complete)> Place(
        NpgsqlConnection connection, IView view, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"select last_tenant, last_stream, events, is_complete from {schema}.view_rebuilds where name = $1",
            connection) { Parameters = { new() { Value = view.Name } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return ((reader.GetString(0), reader.GetString(1)), reader.GetInt64(2), reader.GetBoolean(3));
    }

    /// <summary>Whole streams after a place; a stream that the limit cuts is left for the next chunk.</summary>
    private async Task<Chunk> ReadChunk(
        NpgsqlConnection connection, IView view, (string Tenant, string StreamId) after, CancellationToken ct)
    {
        for (var limit = StreamEventsMax; ; limit *= 4)
        {
            await using var command = new NpgsqlCommand($"""
                select tenant_id, stream_id, type, data, version from {schema}.mt_events
                where (tenant_id, stream_id) > ($1, $2) order by tenant_id, stream_id, version limit {limit}
                """, connection)
            {
                Parameters =
                {
                    new() { Value = after.Tenant, NpgsqlDbType = NpgsqlDbType.Varchar },
                    new() { Value = after.StreamId, NpgsqlDbType = NpgsqlDbType.Varchar },
                },
            };
            var rows = new List<object?[]>();
            var streams = new List<WholeStream>();
            var stream = new List<object>();
            var (current, version, last, read, whole) = (after, 0L, after, 0L, 0L);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                var key = (reader.GetString(0), reader.GetString(1));
                if (key != current)
                {
                    End();
                    current = key;
                }

                // While the next ones come.
                if (streams.Count == RowsAtOnce)
                    await MakeRows();
                (read, version) = (read + 1, reader.GetInt64(4));
                if (IsOfKind(view, key.Item2)
                    && types.Read(reader.GetString(2), reader.GetFieldValue<byte[]>(3)) is { } known)
                    stream.Add(known);
            }

            var isLast = read < limit;
            if (isLast)
                End();
            await MakeRows();
            if (isLast || whole > 0)
                return new(rows, last, isLast ? read : whole, isLast);

            void End()
            {
                if (stream.Count > 0)
                    streams.Add(new(current.Item1, Recorded.SubjectOf(current.Item2), stream, version));
                (stream, last, whole) = ([], current, read);
            }

            async Task MakeRows()
            {
                rows.AddRange(await view.RowsOf(streams, ct));
                streams.Clear();
            }
        }
    }

    private static (string Table, string Indexes) Parts(string ddl) =>
        ddl.IndexOf(';', StringComparison.Ordinal) is var end and >= 0
            ? (ddl[..end], ddl[(end + 1)..].Trim())
            : (ddl, "");

    private static bool IsOfKind(IView view, string streamId) =>
        streamId.Length == view.Kind.Category.Length + 37
        && streamId.StartsWith(view.Kind.Category, StringComparison.Ordinal);

    private static async Task Copy(
        NpgsqlConnection connection, IView view, string next, List<object?[]> rows, CancellationToken ct)
    {
        await using var writer = await connection.BeginBinaryImportAsync(
            $"copy {next} ({string.Join(", ", view.Columns.Select(c => c.Name))}) from stdin (format binary)", ct);
        foreach (var row in rows)
        {
            await writer.StartRowAsync(ct);
            for (var i = 0; i < row.Length; i++)
            {
                if (row[i] is { } value)
                    await writer.WriteAsync(value, view.Columns[i].Type, ct);
                else
                    await writer.WriteNullAsync(ct);
            }
        }

        await writer.CompleteAsync(ct);
    }

    /// <summary>What the log has got since.</summary>
    private static async Task FollowUp(
        NpgsqlConnection connection, IView view, string next, Checkpoint checkpoint, EventReader reader,
        CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ApplyNew(connection, view, next, reader, ct);
        await checkpoint.Save(reader, connection, ct);
        await transaction.CommitAsync(ct);
        reader.Holes.Saved();
    }

    private static async Task ApplyNew(
        NpgsqlConnection connection, IView view, string next, EventReader reader, CancellationToken ct)
    {
        do
            await view.Apply(await reader.Read(connection, TailMax, ct), next, connection, ct);
        while (!reader.IsAtEnd);
    }
}
