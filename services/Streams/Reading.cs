using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace Streams;

/// <summary>Reads the events of streams as they were recorded, of one or of many at once.</summary>
internal sealed class Reading(NpgsqlDataSource database, string schema, EventTypes types)
{
    private const string Columns =
        "id, version, seq_id, type, data, timestamp, correlation_id, causation_id, headers ->> 'traceparent'";

    private readonly string oneSql = $"""
        select {Columns} from {schema}.mt_events
        where tenant_id = $1 and stream_id = $2 and version > $3 and timestamp <= $4
        order by version
        """;

    private readonly string eachSql = $"""
        select {Columns}, a.n
        from unnest($2) with ordinality as a (asked_id, n)
        cross join lateral (
            select * from {schema}.mt_events e where e.tenant_id = $1 and e.stream_id = a.asked_id
            offset 0
        ) e
        order by n, version
        """;

    internal async Task<IReadOnlyList<Recorded<TEvent>>> One<TEvent>(
        string tenant, string streamId, DateTimeOffset? asOf, long afterVersion, CancellationToken ct)
        where TEvent : class
    {
        await using var command = database.CreateCommand(oneSql);
        command.Parameters.AddStream(tenant, streamId);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = afterVersion });
        command.Parameters.Add(
            new NpgsqlParameter<DateTime> { TypedValue = (asOf ?? DateTimeOffset.MaxValue).UtcDateTime });
        var events = new List<Recorded<TEvent>>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            events.Add(types.Parsed<TEvent>(Stored(reader, tenant, streamId)));
        return events;
    }

    internal async IAsyncEnumerable<ReadStream<TEvent>> Each<TEvent>(
        string tenant, IReadOnlyList<(Guid Id, string StreamId)> streams, [EnumeratorCancellation] CancellationToken ct)
        where TEvent : class
    {
        await using var command = database.CreateCommand(eachSql);
        command.Parameters.Add(
            new NpgsqlParameter<string> { TypedValue = tenant, NpgsqlDbType = NpgsqlDbType.Varchar });
        command.Parameters.Add(new NpgsqlParameter<string[]>
        {
            TypedValue = [.. streams.Select(stream => stream.StreamId)],
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar,
        });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var isMore = await reader.ReadAsync(ct);
        for (var n = 0; n < streams.Count; n++)
        {
            var stored = new List<Recorded<StoredEvent>>();
            for (; isMore && reader.GetInt64(9) == n + 1; isMore = await reader.ReadAsync(ct))
                stored.Add(Stored(reader, tenant, streams[n].StreamId));
            yield return new(streams[n].Id, stored, types);
        }
    }

    private static Recorded<StoredEvent> Stored(NpgsqlDataReader reader, string tenant, string streamId) => new(
        reader.GetGuid(0), tenant, streamId, reader.GetInt64(1), reader.GetInt64(2),
        new(reader.GetString(3), reader.GetFieldValue<byte[]>(4)), reader.GetFieldValue<DateTimeOffset>(5),
        reader.Text(6), reader.Text(7), reader.Text(8));
}

/// <summary>An event as it is stored: its name, and its body as JSON.</summary>
internal sealed record StoredEvent(string Alias, byte[] Data);

/// <summary>One of many streams that were read together.</summary>
public sealed class ReadStream<TEvent> where TEvent : class
{
    private readonly IReadOnlyList<Recorded<StoredEvent>> stored;
    private readonly EventTypes types;

    internal ReadStream(Guid id, IReadOnlyList<Recorded<StoredEvent>> stored, EventTypes types) =>
        (Id, this.stored, this.types) = (id, stored, types);

    public Guid Id { get; }

    /// <summary>By version. Parsed only here: what is wrong with one stream hurts no other.</summary>
    /// <exception cref="UnknownEventTypeException">An event's type is not known to this version of the
    /// service.</exception>
    /// <exception cref="System.Text.Json.JsonException">An event's stored body is none of its type.</exception>
    public IReadOnlyList<Recorded<TEvent>> Events() => [.. stored.Select(types.Parsed<TEvent>)];
}
