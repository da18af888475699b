using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;

namespace Streams;

/// <summary>
/// Writes appends in groups: what arrives while one group is being written makes up the next, in one statement and one
/// transaction, each append with its own version check. A lone append is written at once.
/// </summary>
public sealed class Appender : IAsyncDisposable
{
    private const int GroupMax = 256;
    private const int Writers = 2;

    private readonly Channel<Append> waiting = Channel.CreateUnbounded<Append>();
    private readonly NpgsqlDataSource database;
    private readonly Wakeups wakeups;
    private readonly string sql;
    private readonly Task[] writers;

    public Appender(NpgsqlDataSource database, string schema, Wakeups wakeups)
    {
        this.database = database;
        this.wakeups = wakeups;
        sql = Sql(schema);
        writers = [.. Enumerable.Range(0, Writers).Select(_ => Task.Run(WriteGroups))];
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await Task.WhenAll(writers);
    }

    internal async Task<bool> Write(Append append, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(!waiting.Writer.TryWrite(append), this);
        return await append.Outcome;
    }

    // Row locks on the streams come before any position is drawn from the sequence, so a loser burns no positions and
    // whoever holds one has a transaction id already: EventReader relies on the second.
    private static string Sql(string schema) => $"""
        with asked as (
            select * from unnest($1, $2, $3, $4, $5) as a (n, tenant_id, stream_id, expected, added)
        ), started as (
            insert into {schema}.mt_streams as s (tenant_id, id, version)
            select tenant_id, stream_id, added from asked where expected = 0
            on conflict (tenant_id, id) do nothing
            returning s.tenant_id, s.id
        ), moved as (
            update {schema}.mt_streams s set version = a.expected + a.added, timestamp = now()
            from asked a
            where a.expected > 0 and s.tenant_id = a.tenant_id and s.id = a.stream_id and s.version = a.expected
                and s.is_archived is not true
            returning s.tenant_id, s.id
        ), won as (
            select a.* from asked a
            join (select * from started union all select * from moved) w
                on (w.tenant_id, w.id) = (a.tenant_id, a.stream_id)
        ), written as (
            insert into {schema}.mt_events (seq_id, id, stream_id, version, data, type, tenant_id, mt_dotnet_type,
                correlation_id, causation_id, headers)
            select nextval('{schema}.mt_events_sequence'), id, stream_id, version, data, type, tenant_id, dotnet_type,
                correlation_id, causation_id, headers
            from (
                select e.*, w.stream_id, w.tenant_id, w.expected + e.place as version
                from unnest($6, $7, $8, $9, $10, $11, $12, $13, $14)
                    as e (n, place, id, type, dotnet_type, data, correlation_id, causation_id, headers)
                join won w on w.n = e.n
                order by e.n, e.place
            ) e
        )
        select n from won
        """;

    private async Task WriteGroups()
    {
        var group = new List<Append>(GroupMax);
        var streams = new HashSet<(string, string)>();
        Append? heldBack = null;
        while (heldBack is not null || await waiting.Reader.WaitToReadAsync())
        {
            group.Clear();
            streams.Clear();
            while (group.Count < GroupMax && (heldBack is not null || waiting.Reader.TryRead(out heldBack)))
            {
                // Two appends to one stream cannot be in one statement: the second waits for the next group.
                if (!streams.Add((heldBack.Tenant, heldBack.StreamId)))
                    break;
                group.Add(heldBack);
                heldBack = null;
            }

            if (group.Count > 0)
                await Settle(group);
        }
    }

    private async Task Settle(List<Append> group)
    {
        try
        {
            // One order for all writers: two groups cannot wait for each other's streams.
            group.Sort(static (a, b) => string.CompareOrdinal(a.StreamId, b.StreamId));
            var won = await Execute(group);
            wakeups.Committed();
            for (var n = 0; n < group.Count; n++)
                group[n].Settle(won.Contains(n));
        }
        catch (Exception) when (group.Count > 1)
        {
            // Whatever is wrong with one must not hurt its neighbours. Should the group have been committed after all,
            // each sees a conflict, and its Transact finds its own events when it reads again.
            foreach (var append in group)
                await Settle([append]);
        }
        catch (Exception exception)
        {
            group[0].Fail(exception);
        }
    }

    private async Task<HashSet<int>> Execute(List<Append> group)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        Fill(command.Parameters, group);
        var won = new HashSet<int>(group.Count);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            won.Add(reader.GetInt32(0));
        return won;
    }

    private static void Fill(NpgsqlParameterCollection parameters, List<Append> group)
    {
        var rows = group.SelectMany((append, n) => append.Events.Select((row, i) => (append, n, row, place: i + 1L)))
            .ToArray();
        void Add<T>(NpgsqlDbType type, T[] values) => parameters.Add(
            new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
        Add(NpgsqlDbType.Integer, Enumerable.Range(0, group.Count).ToArray());
        Add(NpgsqlDbType.Varchar, group.Select(a => a.Tenant).ToArray());
        Add(NpgsqlDbType.Varchar, group.Select(a => a.StreamId).ToArray());
        Add(NpgsqlDbType.Bigint, group.Select(a => a.ExpectedVersion).ToArray());
        Add(NpgsqlDbType.Bigint, group.Select(a => (long)a.Events.Count).ToArray());
        Add(NpgsqlDbType.Integer, rows.Select(r => r.n).ToArray());
        Add(NpgsqlDbType.Bigint, rows.Select(r => r.place).ToArray());
        Add(NpgsqlDbType.Uuid, rows.Select(r => r.row.Id).ToArray());
        Add(NpgsqlDbType.Varchar, rows.Select(r => r.row.Alias).ToArray());
        Add(NpgsqlDbType.Varchar, rows.Select(r => r.row.DotNetType).ToArray());
        Add(NpgsqlDbType.Jsonb, rows.Select(r => r.row.Data).ToArray());
        Add(NpgsqlDbType.Varchar, rows.Select(r => r.append.CorrelationId).ToArray());
        Add(NpgsqlDbType.Varchar, rows.Select(r => r.append.CausationId).ToArray());
        Add(NpgsqlDbType.Jsonb, rows.Select(r => r.append.Headers).ToArray());
    }
}
