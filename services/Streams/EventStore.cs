using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace Streams;

/// <summary>The event store of one schema: fold, decide, append; and read.</summary>
public sealed class EventStore(
    NpgsqlDataSource database, string schema, EventTypes types, Appender appender) : IDisposable
{
    private const int AttemptsMax = 20;
    private const int LostConnectionsMax = 4;

    private readonly Snapshots snapshots = new(schema);
    private readonly Archive archive = new(database, schema);
    private readonly Loader loader = new(database, schema);
    private readonly StartSql starting = new(schema);
    private readonly Reading reading = new(database, schema, types);

    private readonly string causedSql = $"""
        select exists(
            select from {schema}.mt_events where tenant_id = $1 and stream_id = $2 and causation_id = $3)
        """;

    private readonly string versionSql = $"select version from {schema}.mt_streams where tenant_id = $1 and id = $2";

    public void Dispose() => snapshots.Dispose();

    /// <summary>
    /// Folds the stream, lets <paramref name="decide"/> say what happens, appends it at the version that was folded.
    /// When somebody else was faster it reads what they added and decides again. Nothing decided, nothing written. At
    /// most one read and one append while nobody else is at it: what is in memory is decided on without reading, since
    /// the append tells whether it was old, and with <paramref name="isNew"/> the stream most likely does not exist.
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
        bool isNew = false,
        CancellationToken ct = default) where TEvent : class
    {
        using var activity = StreamsTelemetry.Source.StartActivity($"transact {kind.Category}");
        var streamId = kind.StreamId(id);
        activity?.SetTag("stream.id", streamId);
        var folded = isNew ? Folded<TState>.Nothing(kind) : snapshots.Cached<TState>(tenant, streamId);
        var guess = isNew || folded is null ? null : Guess(folded, decide, cause, expectedVersion);
        Append? attempt = null;
        for (var attempts = 0; attempts < AttemptsMax; attempts++)
        {
            if (guess is null && (!isNew || attempt is not null))
            {
                try
                {
                    (folded, var written) = await CatchUp(kind, tenant, streamId, folded, attempt, ct);
                    if (written)
                        return new(folded.State, folded.Version, attempt!.Events.Count);
                }
                catch (NpgsqlException lost) when (attempt is not null && Lost(lost))
                {
                    await Pause(attempt, attempts, lost, ct);
                    continue;
                }
            }

            if (cause is not null && folded!.MayHold(cause) && await Holds(tenant, streamId, cause, ct))
                return new(folded.State, folded.Version, 0);
            if (expectedVersion is { } expected && expected != folded!.Version)
                throw new StaleVersionException(streamId, expected, folded.Version);
            var decided = guess ?? decide(folded!.State);
            guess = null;
            if (decided.Count == 0)
                return new(folded!.State, folded.Version, 0);

            attempt = Append.Of(types, tenant, streamId, folded!.Version, decided, cause, Activity.Current);
            if (await Written(attempt, attempts, ct))
            {
                var after = folded.With(decided.Aggregate(folded.State, kind.Evolve), decided.Count, cause?.Id);
                await Keep(tenant, streamId, after, ct);
                return new(after.State, after.Version, decided.Count);
            }

            StreamsTelemetry.Conflicts.Add(1);
        }

        throw new ContendedStreamException(streamId, AttemptsMax);
    }

    /// <summary>
    /// What would happen to the stream as this process knows it; null when only the stream as it is can tell.
    /// </summary>
    private static IReadOnlyList<TEvent>? Guess<TState, TEvent>(
        Folded<TState> known, Func<TState, IReadOnlyList<TEvent>> decide, Cause? cause, long? expectedVersion)
    {
        if ((cause is not null && known.MayHold(cause)) || (expectedVersion ?? known.Version) != known.Version)
            return null;
        try
        {
            return decide(known.State) is { Count: > 0 } decided ? decided : null;
        }
        catch (Exception)
        {
            // Thrown again when it is so for the stream as it is.
            return null;
        }
    }

    /// <summary>
    /// A stream that is to begin with what was decided: <see cref="Start"/> writes it, with others and with rows of
    /// other tables. It carries the trace that is current now.
    /// </summary>
    public StreamStart<TState> Starting<TState, TEvent>(
        StreamKind<TState, TEvent> kind, string tenant, Guid id, IReadOnlyList<TEvent> decided, Cause? cause = null)
        where TEvent : class
    {
        var nothing = Folded<TState>.Nothing(kind);
        return new(
            Append.Of(types, tenant, kind.StreamId(id), 0, decided, cause, Activity.Current),
            nothing.With(decided.Aggregate(nothing.State, kind.Evolve), decided.Count, cause?.Id));
    }

    /// <summary>
    /// Begins the streams, each only once, in one transaction with what <paramref name="along"/> says, over a
    /// connection that has none open. Should one of them exist already, nothing of it is written (23505).
    /// </summary>
    public async Task Start(
        NpgsqlConnection connection, IReadOnlyList<StreamStart> starts, IEnumerable<NpgsqlBatchCommand> along)
    {
        List<Append> appends = [.. starts.Select(start => start.Append)];
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in along.Concat(starting.Commands(appends)))
            batch.BatchCommands.Add(command);
        await using (var reader = await batch.ExecuteReaderAsync())
            await Placed.Read(reader, appends);

        appender.Committed(appends);
        foreach (var start in starts)
            start.Keep(snapshots);
    }

    /// <summary>The stream's state and version; version 0 and the initial state when there is none.</summary>
    public async Task<Loaded<TState>> Load<TState, TEvent>(
        StreamKind<TState, TEvent> kind, string tenant, Guid id, CancellationToken ct = default) where TEvent : class
    {
        var (folded, _) = await CatchUp(kind, tenant, kind.StreamId(id), null, null, ct);
        return new(folded.State, folded.Version);
    }

    /// <summary>
    /// The stream's events by version. With <paramref name="asOf"/> only those recorded until then (what was known at
    /// that time), with <paramref name="afterVersion"/> only later ones.
    /// </summary>
    /// <exception cref="UnknownEventTypeException">An event's type is not known to this version of the
    /// service.</exception>
    public Task<IReadOnlyList<Recorded<TEvent>>> Read<TState, TEvent>(
        StreamKind<TState, TEvent> kind,
        string tenant,
        Guid id,
        DateTimeOffset? asOf = null,
        long afterVersion = 0,
        CancellationToken ct = default) where TEvent : class =>
        reading.One<TEvent>(tenant, kind.StreamId(id), asOf, afterVersion, ct);

    /// <summary>
    /// The events of many streams in the order of <paramref name="ids"/>, asked for at once, of which one after the
    /// other is in memory. One that does not exist has none. Until the end a connection is used.
    /// </summary>
    public IAsyncEnumerable<ReadStream<TEvent>> ReadEach<TState, TEvent>(
        StreamKind<TState, TEvent> kind, string tenant, IReadOnlyList<Guid> ids, CancellationToken ct = default)
        where TEvent : class =>
        reading.Each<TEvent>(tenant, [.. ids.Select(id => (id, kind.StreamId(id)))], ct);

    /// <summary>The stream's last version without reading it; 0 when there is none. For conditional requests.</summary>
    public async Task<long> Version(IStreamKind kind, string tenant, Guid id, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(versionSql, connection);
        command.Parameters.AddStream(tenant, $"{kind.Category}-{id:D}");
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

    /// <summary>
    /// The same for a view, which passes over events that this version does not know and knows of the stream's first
    /// <paramref name="version"/> events: with those in memory nothing is read.
    /// </summary>
    internal async Task<Loaded<TState>> LoadForView<TState, TEvent>(
        StreamKind<TState, TEvent> kind, string tenant, Guid id, long version, CancellationToken ct)
        where TEvent : class
    {
        if (snapshots.Cached<TState>(tenant, kind.StreamId(id)) is { } known && known.Version >= version)
            return new(known.State, known.Version);
        try
        {
            return await Load(kind, tenant, id, ct);
        }
        catch (UnknownEventTypeException)
        {
            var (folded, _) = await Fold(kind, tenant, kind.StreamId(id), null, null, ct, passOver: true);
            return new(folded.State, folded.Version);
        }
    }

    /// <summary>
    /// The stream as it is now, from what is known of it, and whether <paramref name="attempt"/> is part of it.
    /// </summary>
    private async Task<(Folded<TState> Folded, bool HasAttempt)> CatchUp<TState, TEvent>(
        StreamKind<TState, TEvent> kind, string tenant, string streamId, Folded<TState>? known, Append? attempt,
        CancellationToken ct) where TEvent : class
    {
        known ??= snapshots.Cached<TState>(tenant, streamId);
        var caughtUp = await Fold(kind, tenant, streamId, known, attempt, ct);
        if (attempt is not null && caughtUp.Folded.Version == known?.Version)
        {
            // Refused at a version that nothing has followed: the stream is archived, or another one than we knew.
            await archive.Restore(tenant, streamId, ct);
            snapshots.Forget(tenant, streamId);
            caughtUp = await Fold(kind, tenant, streamId, null, attempt, ct);
        }

        if (caughtUp.Folded.Version != known?.Version && caughtUp.Folded.Version > 0)
            await Keep(tenant, streamId, caughtUp.Folded, ct);
        return caughtUp;
    }

    private async Task<(Folded<TState> Folded, bool HasAttempt)> Fold<TState, TEvent>(
        StreamKind<TState, TEvent> kind, string tenant, string streamId, Folded<TState>? known, Append? attempt,
        CancellationToken ct, bool passOver = false) where TEvent : class
    {
        var loading = new Loading<TState, TEvent>(types, kind, known, attempt, passOver)
        {
            Tenant = tenant,
            StreamId = streamId,
        };
        await loader.Read(loading, ct);
        return (loading.Folded, loading.HasAttempt);
    }

    private async Task<bool> Holds(string tenant, string streamId, Cause cause, CancellationToken ct)
    {
        await using var command = database.CreateCommand(causedSql);
        command.Parameters.AddStream(tenant, streamId);
        command.Parameters.Add(new() { Value = cause.Id, NpgsqlDbType = NpgsqlDbType.Varchar });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task Keep<TState>(string tenant, string streamId, Folded<TState> folded, CancellationToken ct)
    {
        if (folded.IsSnapshotDue)
        {
            try
            {
                await snapshots.Save(database, tenant, streamId, folded, ct);
                folded = folded with { SnapshotVersion = folded.Version };
            }
            catch (NpgsqlException)
            {
                // It costs the next cold read its head start, nothing else; the next append tries again.
            }
        }

        snapshots.Cache(tenant, streamId, folded);
    }
}
