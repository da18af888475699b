using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Streams;

/// <summary>
/// Reads a log in the order in which its events became visible: what is new, and what has appeared in holes passed
/// earlier. A stream's events come in the order of their versions, because a version is only written on top of a
/// committed one. With <paramref name="wanted"/> it passes over events of other stored names, and what
/// <paramref name="recent"/> knows is not read.
/// </summary>
internal sealed class EventReader(
    string schema, EventTypes types, TimeProvider clock, long position, Holes holes, string[]? wanted = null,
    Recent? recent = null)
{
    private const string Columns = """
        e.seq_id, e.id, e.tenant_id, e.stream_id, e.version, e.type,
            case when $4::varchar[] is null or e.type = any($4) then e.data end, e.timestamp,
            e.correlation_id, e.causation_id, e.headers ->> 'traceparent'
        """;

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
        select s.xmin, s.xmax, {Columns}
        from snapshot s left join events e on true
        order by e.seq_id
        """;

    private readonly string streamSql = $"""
        select null, null, {Columns} from {schema}.mt_events e
        where e.tenant_id = $1 and e.stream_id = $2 and e.version >= $3 and e.seq_id <= $5
        order by e.version
        """;

    /// <summary>Who else may have appended when the end of the log was read last; null while it was not.</summary>
    private int? othersAtEnd;

    /// <summary>The highest position read.</summary>
    internal long Position { get; private set; } = position;

    internal Holes Holes => holes;

    /// <summary>The last read has reached the end of the log.</summary>
    internal bool IsAtEnd { get; private set; }

    /// <summary>
    /// The events that have become visible since the last read, at most about <paramref name="limit"/>. One of a type
    /// that this version does not know is passed over; one that cannot be read is an <see cref="UnreadableEvent"/>.
    /// </summary>
    internal async Task<IReadOnlyList<Recorded<object>>> Read(
        NpgsqlConnection connection, int limit, CancellationToken ct)
    {
        if (Known(limit) is { } known)
            return known;
        var others = recent?.Others;
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
                Wanted(),
            },
        };
        var events = new List<Recorded<object>>();
        var (xmin, added) = (0L, 0);
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                xmin = reader.GetInt64(0);
                if (reader.IsDBNull(2))
                    break;
                added += reader.GetInt64(2) > Position ? 1 : 0;
                Visit(reader.GetInt64(2), xmax: reader.GetInt64(1), now);
                if (Event(reader) is { } recorded)
                    events.Add(recorded);
            }
        }

        holes.Ended(xmin, lookFor, now);
        IsAtEnd = added < limit;
        othersAtEnd = IsAtEnd ? others : null;
        return events;
    }

    /// <summary>
    /// The events of one stream from <paramref name="version"/> that this reader has gone past already: none that it
    /// will read yet.
    /// </summary>
    internal async Task<IReadOnlyList<Recorded<object>>> ReadAgain(
        NpgsqlConnection connection, string tenant, string streamId, long version, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(streamSql, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = tenant, NpgsqlDbType = NpgsqlDbType.Varchar },
                new NpgsqlParameter<string> { TypedValue = streamId, NpgsqlDbType = NpgsqlDbType.Varchar },
                new NpgsqlParameter<long> { TypedValue = version },
                Wanted(),
                new NpgsqlParameter<long> { TypedValue = Position },
            },
        };
        var events = new List<Recorded<object>>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            if (!holes.Contains(reader.GetInt64(2)) && Event(reader) is { } recorded)
                events.Add(recorded);
        return events;
    }

    /// <summary>
    /// What follows without a gap and need not be read. While something may still appear in a hole, its stream's later
    /// events must not come before it: then all is read.
    /// </summary>
    private List<Recorded<object>>? Known(int limit)
    {
        if (recent is null || !holes.IsEmpty || recent.After(Position, limit) is not { Count: > 0 } known)
            return null;
        Position += known.Count;
        // Unless others may have gone on behind it: the next read tells.
        IsAtEnd = known.Count < limit && recent.Others == othersAtEnd;
        return wanted is null ? known : known.FindAll(e => Array.IndexOf(wanted, types.Of(e.Event).Alias) >= 0);
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

    private NpgsqlParameter Wanted() => new()
    {
        Value = (object?)wanted ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar,
    };

    /// <summary>Null for a type that is not wanted, or that this version does not know: readers pass over it.</summary>
    private Recorded<object>? Event(NpgsqlDataReader reader) => reader.IsDBNull(8)
        || Happened(reader.GetString(7), reader.GetFieldValue<byte[]>(8)) is not { } happened ? null : new(
            reader.GetGuid(3), reader.GetString(4), reader.GetString(5), reader.GetInt64(6), reader.GetInt64(2),
            happened,
            reader.GetFieldValue<DateTimeOffset>(9), reader.Text(10), reader.Text(11), reader.Text(12));

    private object? Happened(string alias, byte[] data)
    {
        try
        {
            return types.Read(alias, data);
        }
        catch (Exception wrong) when (wrong is JsonException or NotSupportedException)
        {
            return new UnreadableEvent(alias, wrong.Message);
        }
    }
}

/// <summary>Stands for an event of a known type whose stored body is none of it. No reactor gets to see it.</summary>
internal sealed record UnreadableEvent(string Alias, string Reason);
