using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace Streams;

/// <summary>The event store of one schema: fold, decide, append; and read.</summary>
public sealed class EventStore(NpgsqlDataSource database, string schema, EventTypes types, Appender appender)
{
    private const int AttemptsMax = 20;
    private const int LostConnectionsMax = 4;

    private readonly string readSql = $"""
        select id, version, seq_id, type, data, timestamp, correlation_id, causation_id, headers ->> 'traceparent'
        from {schema}.mt_events
        where tenant_id = $1 and stream_id = $2 and version > $3 and timestamp <= $4
        order by version
        """;

    private readonly string versionSql = $"select version from {schema}.mt_streams where tenant_id = $1 and id = $2";

    /// <summary>
    /// Reads and folds the stream, lets <paramref name="decide"/> say what happens, appends it at the version that
    /// was read. When somebody else was faster it starts again. Nothing decided, nothing written. One read, one
    /// append.
    /// </summary>
    /// <exception cref="StaleVersionException">The stream is not at <paramref name="expectedVersion"/>.</exception>
    /// <exception cref="RuleViolation">Whatever <paramref name="decide"/> does not allow.</exception>
    public async Task<Transacted<TState>> Transact<TState, TEvent>(
        StreamKind<TState, TEvent> kind,
        string tenant,
        Guid id,
        Func<TState, IReadOnlyList<TEvent>> decide,
        Cause? cause = null,
        long? expectedVersion = null,
        CancellationToken ct = default) where TEvent : class
    {
        using var activity = StreamsTelemetry.Source.StartActivity($"transact {kind.Category}");
        var streamId = kind.StreamId(id);
        activity?.SetTag("stream.id", streamId);
        Append? attempt = null;
        for (var attempts = 0; attempts < AttemptsMax; attempts++)
        {
            IReadOnlyList<Recorded<TEvent>> known;
            try
            {
                known = await Read(kind, tenant, id, ct: ct);
            }
            catch (NpgsqlException lost) when (attempt is not null && Lost(lost))
            {
                await Pause(attempt, attempts, lost, ct);
                continue;
            }

            var (state, version) = Fold(kind, known);
            if (attempt is not null && known.Any(e => e.Id == attempt.Events[0].Id))
                return new(state, version, attempt.Events.Count);
            if (cause is not null && known.Any(e => e.CausationId == cause.Id))
                return new(state, version, 0);
            if (expectedVersion is { } expected && expected != version)
                throw new StaleVersionException(streamId, expected, version);
            var decided = decide(state);
            if (decided.Count == 0)
                return new(state, version, 0);

            attempt = Append.Of(types, tenant, streamId, version, decided, cause, Activity.Current);
            if (await Written(attempt, attempts, ct))
                return new(decided.Aggregate(state, kind.Evolve), version + decided.Count, decided.Count);
            StreamsTelemetry.Conflicts.Add(1);
        }

        throw new ContendedStreamException(streamId, AttemptsMax);
    }

    /// <summary>The stream's state and version; version 0 and the initial state when there is none.</summary>
    public async Task<Loaded<TState>> Load<TState, TEvent>(
        StreamKind<TState, TEvent> kind, string tenant, Guid id, CancellationToken ct = default) where TEvent : class
    {
        var (state, version) = Fold(kind, await Read(kind, tenant, id, ct: ct));
        return new(state, version);
    }

    /// <summary>
    /// The stream's events by version. With <paramref name="asOf"/> only those recorded until then (what was known at
    /// that time), with <paramref name="afterVersion"/> only later ones.
    /// </summary>
    /// <exception cref="UnknownEventTypeException">An event's type is not known to this version of the
    /// service.</exception>
    public async Task<IReadOnlyList<Recorded<TEvent>>> Read<TState, TEvent>(
        StreamKind<TState, TEvent> kind,
        string tenant,
        Guid id,
        DateTimeOffset? asOf = null,
        long afterVersion = 0,
        CancellationToken ct = default) where TEvent : class
    {
        var streamId = kind.StreamId(id);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(readSql, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = tenant, NpgsqlDbType = NpgsqlDbType.Varchar },
                new NpgsqlParameter<string> { TypedValue = streamId, NpgsqlDbType = NpgsqlDbType.Varchar },
                new NpgsqlParameter<long> { TypedValue = afterVersion },
                new NpgsqlParameter<DateTime> { TypedValue = (asOf ?? DateTimeOffset.MaxValue).UtcDateTime },
            },
        };
        var events = new List<Recorded<TEvent>>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var alias = reader.GetString(3);
            var happened = types.Read(alias, reader.GetFieldValue<byte[]>(4)) as TEvent
                ?? throw new UnknownEventTypeException(streamId, alias);
            events.Add(new(reader.GetGuid(0), tenant, streamId, reader.GetInt64(1), reader.GetInt64(2), happened,
                reader.GetFieldValue<DateTimeOffset>(5), reader.Text(6), reader.Text(7), reader.Text(8)));
        }

        return events;
    }

    /// <summary>The stream's last version without reading it; 0 when there is none. For conditional requests.</summary>
    public async Task<long> Version(IStreamKind kind, string tenant, Guid id, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(versionSql, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = tenant, NpgsqlDbType = NpgsqlDbType.Varchar },
                new NpgsqlParameter<string>
                {
                    TypedValue = $"{kind.Category}-{id:D}", NpgsqlDbType = NpgsqlDbType.Varchar,
                },
            },
        };
        return await command.ExecuteScalarAsync(ct) as long? ?? 0;
    }

    /// <summary>
    /// False: not written, or nobody knows. Either way the stream is read again, and what was written is recognised
    /// by its ids.
    /// </summary>
    private async Task<bool> Written(Append attempt, int attempts, CancellationToken ct)
    {
        try
        {
            return await appender.Write(attempt, ct);
        }
        catch (NpgsqlException lost) when (Lost(lost))
        {
            await Pause(attempt, attempts, lost, ct);
            return false;
        }
    }

    private static bool Lost(NpgsqlException exception) => exception is not PostgresException { IsTransient: false };

    private static Task Pause(Append attempt, int attempts, NpgsqlException lost, CancellationToken ct) =>
        attempts < LostConnectionsMax
            ? Task.Delay(TimeSpan.FromMilliseconds(100 << attempts), ct)
            : throw new AppendUnknownException(attempt.StreamId, lost);

    private static (TState State, long Version) Fold<TState, TEvent>(
        StreamKind<TState, TEvent> kind, IReadOnlyList<Recorded<TEvent>> events) where TEvent : class
    {
        var state = kind.Initial;
        foreach (var recorded in events)
            state = kind.Evolve(state, recorded.Event);
        return (state, events.Count == 0 ? 0 : events[^1].Version);
    }
}
