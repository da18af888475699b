using Npgsql;
using NpgsqlTypes;

namespace Streams;

/// <summary>
/// Reads streams from where they are known. Many that are asked for at once are read in one round trip; a lone one is
/// read at once, by its caller.
/// </summary>
internal sealed class Loader
{
    private const int GroupMax = 128;
    private const int Readers = 2;

    private readonly NpgsqlDataSource database;
    private readonly Gathering<object, Loading> gathering;
    private readonly string tailSql;
    private readonly string coldSql;
    private readonly string groupSql;

    internal Loader(NpgsqlDataSource database, string schema)
    {
        this.database = database;
        gathering = new([.. Enumerable.Range(0, Readers).Select(_ => new object())], GroupMax, (_, _) => true,
            (_, group) => Settle(group));
        tailSql = $"""
            select version, id, type, data, causation_id, null::bytea, null::bytea from {schema}.mt_events
            where tenant_id = $1 and stream_id = $2 and version > $3
            order by version
            """;
        // The snapshot, then what came after it: one statement, one view of the database.
        coldSql = $"""
            with kept as (
                select version, state, causes from {schema}.stream_snapshots
                where tenant_id = $1 and stream_id = $2 and build = $3
            )
            select version, null::uuid, null, null, null, state, causes from kept
            union all
            select version, id, type, data, causation_id, null, null from {schema}.mt_events
            where tenant_id = $1 and stream_id = $2 and version > coalesce((select version from kept), 0)
            order by version
            """;
        // The same for many: without a version from which it is known, a stream's snapshot is looked for.
        groupSql = $"""
            with asked as materialized (
                select a.n, a.tenant_id, a.stream_id, coalesce(a.after, k.version, 0) as after, k.state, k.causes
                from unnest($1, $2, $3, $4) with ordinality as a (tenant_id, stream_id, build, after, n)
                left join {schema}.stream_snapshots k on a.after is null
                    and k.tenant_id = a.tenant_id and k.stream_id = a.stream_id and k.build = a.build
            )
            select after as version, null::uuid, null, null, null, state, causes, n from asked where state is not null
            union all
            select e.version, e.id, e.type, e.data, e.causation_id, null, null, a.n
            from asked a cross join lateral (
                select * from {schema}.mt_events e
                where e.tenant_id = a.tenant_id and e.stream_id = a.stream_id and e.version > a.after
                offset 0
            ) e
            order by n, version
            """;
    }

    internal async Task Read(Loading loading, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        await gathering.Do(loading).WaitAsync(ct);
        await loading.Outcome.WaitAsync(ct);
    }

    private async Task Settle(List<Loading> group)
    {
        try
        {
            await using var command = group.Count == 1 ? One(group[0]) : Many(group);
            foreach (var loading in group)
                loading.Begin();
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                group[group.Count == 1 ? 0 : (int)reader.GetInt64(7) - 1].Take(reader);
            foreach (var loading in group)
                loading.Complete();
        }
        catch (Exception) when (group.Count > 1)
        {
            foreach (var loading in group)
                await Settle([loading]);
        }
        catch (Exception exception)
        {
            group[0].Fail(exception);
        }
    }

    private NpgsqlCommand One(Loading loading)
    {
        var command = database.CreateCommand(loading.After is null ? coldSql : tailSql);
        command.Parameters.AddStream(loading.Tenant, loading.StreamId);
        command.Parameters.Add(loading.After is { } after
            ? new NpgsqlParameter<long> { TypedValue = after }
            : new NpgsqlParameter<Guid> { TypedValue = loading.Build });
        return command;
    }

    private NpgsqlCommand Many(List<Loading> group)
    {
        const NpgsqlDbType array = NpgsqlDbType.Array;
        var command = database.CreateCommand(groupSql);
        command.Parameters.Add(Each(array | NpgsqlDbType.Varchar, loading => loading.Tenant));
        command.Parameters.Add(Each(array | NpgsqlDbType.Varchar, loading => loading.StreamId));
        command.Parameters.Add(Each(array | NpgsqlDbType.Uuid, loading => loading.Build));
        command.Parameters.Add(Each(array | NpgsqlDbType.Bigint, loading => loading.After));
        return command;

        NpgsqlParameter Each<T>(NpgsqlDbType type, Func<Loading, T> of)
        {
            var values = new T[group.Count];
            for (var n = 0; n < values.Length; n++)
                values[n] = of(group[n]);
            return new() { Value = values, NpgsqlDbType = type };
        }
    }
}

/// <summary>
/// A stream to be read and folded: what is known of it already, and what is wrong with it, which must not hurt others
/// that are read with it.
/// </summary>
internal abstract class Loading
{
    private readonly TaskCompletionSource outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? wrong;

    internal required string Tenant { get; init; }

    internal required string StreamId { get; init; }

    /// <summary>The version from which it is to be read; null when nothing of it is known.</summary>
    internal abstract long? After { get; }

    /// <summary>Whose snapshots count.</summary>
    internal abstract Guid Build { get; }

    internal Task Outcome => outcome.Task;

    internal void Begin()
    {
        wrong = null;
        Restart();
    }

    internal void Take(NpgsqlDataReader row)
    {
        if (wrong is not null)
            return;
        try
        {
            if (row.IsDBNull(1))
                Restore(row.GetInt64(0), row.GetFieldValue<byte[]>(5), row.GetFieldValue<byte[]>(6));
            else
                Fold(row.GetGuid(1), row.GetString(2), row.GetFieldValue<byte[]>(3), row.Text(4));
        }
        catch (Exception exception)
        {
            // An event that this version cannot read, or a state that its code cannot fold it onto.
            wrong = exception;
        }
    }

    internal void Complete()
    {
        if (wrong is null)
            outcome.TrySetResult();
        else
            outcome.TrySetException(wrong);
    }

    internal void Fail(Exception exception) => outcome.TrySetException(exception);

    private protected abstract void Restart();

    private protected abstract void Restore(long version, byte[] state, byte[] causes);

    private protected abstract void Fold(Guid eventId, string alias, byte[] data, string? causationId);
}

/// <summary>
/// A stream being folded, and whether <paramref name="attempt"/> turns out to be part of it.
/// </summary>
internal sealed class Loading<TState, TEvent>(
    EventTypes types, StreamKind<TState, TEvent> kind, Folded<TState>? known, Append? attempt, bool passOver)
    : Loading where TEvent : class
{
    internal Folded<TState> Folded { get; private set; } = known ?? Folded<TState>.Nothing(kind);

    internal bool HasAttempt { get; private set; }

    internal override long? After => known?.Version;

    internal override Guid Build => StateJson<TState>.Build;

    private protected override void Restart() =>
        (Folded, HasAttempt) = (known ?? Folded<TState>.Nothing(kind), false);

    private protected override void Restore(long version, byte[] state, byte[] causes) =>
        Folded = Snapshots.Read<TState>(version, state, causes);

    private protected override void Fold(Guid eventId, string alias, byte[] data, string? causationId)
    {
        HasAttempt |= attempt is not null && eventId == attempt.Events[0].Id;
        var happened = types.Read(alias, data) as TEvent;
        if (happened is null && !passOver)
            throw new UnknownEventTypeException(StreamId, alias);
        Folded = Folded.With(happened is null ? Folded.State : kind.Evolve(Folded.State, happened), 1, causationId);
    }
}
