using Npgsql;
using NpgsqlTypes;

namespace Streams;

/// <summary>
/// Reads a log in the order in which its events became visible: what is new, and what has appeared in holes passed
/// earlier. A stream's events come in the order of their versions, because a version is only written on top of a
/// committed one.
/// </summary>
internal sealed class EventReader(string schema, EventTypes types, TimeProvider clock, long position, Holes holes)
{
    // One statement, one snapshot: the rows, and which transactions it could not see.
    private readonly string sql = $"""
        with snapshot as materialized (
            select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as xmin,
                   pg_snapshot_xmax(pg_current_snapshot())::text::bigint as xmax
        ), events as (
            (select * from {schema}.mt_events where seq_id > $1 order by seq_id limit $2)
            union all
            (select * from {schema}.mt_events where seq_id = any($3))
        )
        select s.xmin, s.xmax, e.seq_id, e.id, e.tenant_id, e.stream_id, e.version, e.type, e.data, e.timestamp,
            e.correlation_id, e.causation_id, e.headers ->> 'traceparent'
        from snapshot s left join events e on true
        order by e.seq_id
        """;

    /// <summary>The highest position read.</summary>
    internal long Position { get; private set; } = position;

    internal Holes Holes => holes;

    /// <summary>
    /// The events that have become visible since the last read, at most about <paramref name="limit"/>.
    /// </summary>
    internal async Task<IReadOnlyList<Recorded<object>>> Read(
        NpgsqlConnection connection, int limit, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var lookFor = holes.ToLookFor(now);
        await using var command = new NpgsqlCommand(sql, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = Position },
                new NpgsqlParameter<int> { TypedValue = limit },
                new NpgsqlParameter<long[]>
                {
                    TypedValue = lookFor, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
                },
            },
        };
        var events = new List<Recorded<object>>();
        long xmin = 0;
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                xmin = reader.GetInt64(0);
                if (reader.IsDBNull(2))
                    break;
                Visit(reader.GetInt64(2), xmax: reader.GetInt64(1), now);
                if (Event(reader) is { } recorded)
                    events.Add(recorded);
            }
        }

        holes.Ended(xmin, lookFor, now);
        return events;
    }

    private void Visit(long seen, long xmax, DateTimeOffset now)
    {
        if (seen <= Position)
        {
            holes.Filled(seen);
            return;
        }

        holes.Skipped(Position, seen, now, xmax);
        Position = seen;
    }

    /// <summary>Null for a type that this version does not know: readers pass over it.</summary>
    private Recorded<object>? Event(NpgsqlDataReader reader) =>
        types.Read(reader.GetString(7), reader.GetFieldValue<byte[]>(8)) is not { } happened ? null : new(
            reader.GetGuid(3), reader.GetString(4), reader.GetString(5), reader.GetInt64(6), reader.GetInt64(2),
            happened,
            reader.GetFieldValue<DateTimeOffset>(9), reader.Text(10), reader.Text(11), reader.Text(12));
}
