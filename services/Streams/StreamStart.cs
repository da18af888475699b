using Npgsql;
using NpgsqlTypes;

namespace Streams;

/// <summary>A stream that begins in a transaction of its caller's, see <see cref="EventStore.Start"/>.</summary>
public abstract class StreamStart
{
    private protected StreamStart(Append append) => Append = append;

    /// <summary>The stream's id as stored.</summary>
    public string StreamId => Append.StreamId;

    internal Append Append { get; }

    internal abstract void Keep(Snapshots snapshots);
}

/// <summary>The same with the state that it begins in.</summary>
public sealed class StreamStart<TState> : StreamStart
{
    private readonly Folded<TState> folded;

    internal StreamStart(Append append, Folded<TState> folded) : base(append) => this.folded = folded;

    /// <summary>What holds once it is committed.</summary>
    public Transacted<TState> Started => new(folded.State, folded.Version, Append.Events.Count);

    internal override void Keep(Snapshots snapshots) => snapshots.Cache(Append.Tenant, StreamId, folded);
}

/// <summary>
/// How streams begin, many in two statements: nothing to join, since either all of them are new or nothing is written.
/// The streams come first, so that the transaction has its id before a position is drawn from the sequence, which
/// <see cref="EventReader"/> relies on.
/// </summary>
internal sealed class StartSql(string schema)
{
    private readonly string streamsSql = $"""
        insert into {schema}.mt_streams (tenant_id, id, version)
        select * from unnest($1, $2, $3) as s (tenant_id, id, version) order by id
        """;

    private readonly string eventsSql = $"""
        insert into {schema}.mt_events (seq_id, id, type, mt_dotnet_type, data, version, tenant_id, stream_id,
            correlation_id, causation_id, headers)
        select nextval('{schema}.mt_events_sequence'), id, type, dotnet_type, data, version, tenant_id, stream_id,
            correlation_id, causation_id, headers
        from (
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) with ordinality as e (
                id, type, dotnet_type, data, version, tenant_id, stream_id, correlation_id, causation_id, headers, n)
            order by n
        ) e
        {Placed.Returning}
        """;

    internal IEnumerable<NpgsqlBatchCommand> Commands(IReadOnlyList<Append> appends)
    {
        yield return new(streamsSql)
        {
            Parameters =
            {
                Each(NpgsqlDbType.Varchar, appends, append => append.Tenant),
                Each(NpgsqlDbType.Varchar, appends, append => append.StreamId),
                Each(NpgsqlDbType.Bigint, appends, append => (long)append.Events.Count),
            },
        };
        var rows = appends.SelectMany(append => append.Events.Select((row, n) => (append, row, n))).ToList();
        yield return new(eventsSql)
        {
            Parameters =
            {
                Each(NpgsqlDbType.Uuid, rows, one => one.row.Id),
                Each(NpgsqlDbType.Varchar, rows, one => one.row.Alias),
                Each(NpgsqlDbType.Varchar, rows, one => one.row.DotNetType),
                Each(NpgsqlDbType.Jsonb, rows, one => one.row.Data),
                Each(NpgsqlDbType.Bigint, rows, one => one.n + 1L),
                Each(NpgsqlDbType.Varchar, rows, one => one.append.Tenant),
                Each(NpgsqlDbType.Varchar, rows, one => one.append.StreamId),
                Each(NpgsqlDbType.Varchar, rows, one => one.append.CorrelationId),
                Each(NpgsqlDbType.Varchar, rows, one => one.append.CausationId),
                Each(NpgsqlDbType.Jsonb, rows, one => one.append.Headers),
            },
        };
    }

    private static NpgsqlParameter Each<T, TValue>(NpgsqlDbType type, IReadOnlyList<T> all, Func<T, TValue> of) =>
        new() { Value = all.Select(of).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
}
