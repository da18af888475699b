using Npgsql;
using NpgsqlTypes;

namespace Streams;

/// <summary>
/// Writes groups of appends over a connection of its own, with statements prepared once. One append has cheaper
/// statements than many: nothing has to be joined to find out what it may write.
/// </summary>
internal sealed class GroupWriter(NpgsqlDataSource database, string schema) : IAsyncDisposable
{
    private NpgsqlConnection? connection;
    private NpgsqlCommand[] prepared = [];

    private enum Shape
    {
        Start,
        Move,
        Group,
    }

    /// <summary>Which of the group, counted from 0, were written; the others' streams were at other versions.</summary>
    internal async Task<HashSet<int>> Write(List<Append> group)
    {
        var command = (await Prepared())[(int)ShapeOf(group)];
        SetEvents(command.Parameters, group);
        if (group.Count == 1)
            SetStream(command.Parameters, group[0]);
        else
            SetStreams(command.Parameters, group);
        var won = new HashSet<int>(group.Count);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            won.Add((int)reader.GetInt64(0));
        return won;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in prepared)
            await command.DisposeAsync();
        if (connection is not null)
            await connection.DisposeAsync();
        (connection, prepared) = (null, []);
    }

    private static Shape ShapeOf(List<Append> group) =>
        group.Count > 1 ? Shape.Group : group[0].ExpectedVersion == 0 ? Shape.Start : Shape.Move;

    private async Task<NpgsqlCommand[]> Prepared()
    {
        if (connection?.State == System.Data.ConnectionState.Open)
            return prepared;
        await DisposeAsync();
        connection = await database.OpenConnectionAsync();
        prepared = [.. Enum.GetValues<Shape>().Select(Command)];
        foreach (var command in prepared)
            await command.PrepareAsync();
        return prepared;
    }

    private NpgsqlCommand Command(Shape shape)
    {
        var command = new NpgsqlCommand(Sql(shape), connection);
        void Add(NpgsqlDbType type) => command.Parameters.Add(new() { NpgsqlDbType = type });
        const NpgsqlDbType array = NpgsqlDbType.Array;
        Add(array | NpgsqlDbType.Bigint);
        Add(array | NpgsqlDbType.Bigint);
        Add(array | NpgsqlDbType.Uuid);
        Add(array | NpgsqlDbType.Varchar);
        Add(array | NpgsqlDbType.Varchar);
        Add(array | NpgsqlDbType.Jsonb);
        var each = shape == Shape.Group ? array : 0;
        Add(each | NpgsqlDbType.Varchar);
        Add(each | NpgsqlDbType.Varchar);
        Add(each | NpgsqlDbType.Bigint);
        Add(each | NpgsqlDbType.Bigint);
        Add(each | NpgsqlDbType.Varchar);
        Add(each | NpgsqlDbType.Varchar);
        Add(each | NpgsqlDbType.Jsonb);
        return command;
    }

    // Row locks on the streams come before any position is drawn from the sequence, so a loser burns no positions and
    // whoever holds one has a transaction id already: EventReader relies on the second.
    private string Sql(Shape shape) => $"""
        with {shape switch { Shape.Start => StartSql, Shape.Move => MoveSql, _ => GroupSql }},
        written as (
            insert into {schema}.mt_events (seq_id, id, stream_id, version, data, type, tenant_id, mt_dotnet_type,
                correlation_id, causation_id, headers)
            select nextval('{schema}.mt_events_sequence'), id, stream_id, version, data, type, tenant_id, dotnet_type,
                correlation_id, causation_id, headers
            from (
                select e.*, w.stream_id, w.tenant_id, w.expected + e.place as version, w.correlation_id,
                    w.causation_id, w.headers
                from unnest($1, $2, $3, $4, $5, $6) as e (n, place, id, type, dotnet_type, data)
                join won w on w.n = e.n
                order by e.n, e.place
            ) e
        )
        select n from won
        """;

    private string StartSql => $"""
        won as (
            insert into {schema}.mt_streams (tenant_id, id, version) values ($7, $8, $9 + $10)
            on conflict (tenant_id, id) do nothing
            returning 0::bigint as n, tenant_id, id as stream_id, $9 as expected,
                $11 as correlation_id, $12 as causation_id, $13 as headers
        )
        """;

    private string MoveSql => $"""
        won as (
            update {schema}.mt_streams set version = $9 + $10, timestamp = now()
            where tenant_id = $7 and id = $8 and version = $9 and is_archived is not true
            returning 0::bigint as n, tenant_id, id as stream_id, $9 as expected,
                $11 as correlation_id, $12 as causation_id, $13 as headers
        )
        """;

    private string GroupSql => $"""
        asked as (
            select ordinality - 1 as n, a.* from unnest($7, $8, $9, $10, $11, $12, $13) with ordinality
                as a (tenant_id, stream_id, expected, added, correlation_id, causation_id, headers, ordinality)
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
        )
        """;

    private static void SetEvents(NpgsqlParameterCollection parameters, List<Append> group)
    {
        var count = 0;
        foreach (var append in group)
            count += append.Events.Count;
        var (ns, places, ids) = (new long[count], new long[count], new Guid[count]);
        var (aliases, dotNetTypes, bodies) = (new string[count], new string[count], new byte[count][]);
        var at = 0;
        for (var n = 0; n < group.Count; n++)
        {
            var place = 0L;
            foreach (var row in group[n].Events)
            {
                (ns[at], places[at], ids[at]) = (n, ++place, row.Id);
                (aliases[at], dotNetTypes[at], bodies[at]) = (row.Alias, row.DotNetType, row.Data);
                at++;
            }
        }

        parameters[0].Value = ns;
        parameters[1].Value = places;
        parameters[2].Value = ids;
        parameters[3].Value = aliases;
        parameters[4].Value = dotNetTypes;
        parameters[5].Value = bodies;
    }

    private static void SetStream(NpgsqlParameterCollection parameters, Append append)
    {
        parameters[6].Value = append.Tenant;
        parameters[7].Value = append.StreamId;
        parameters[8].Value = append.ExpectedVersion;
        parameters[9].Value = (long)append.Events.Count;
        parameters[10].Value = (object?)append.CorrelationId ?? DBNull.Value;
        parameters[11].Value = (object?)append.CausationId ?? DBNull.Value;
        parameters[12].Value = (object?)append.Headers ?? DBNull.Value;
    }

    private static void SetStreams(NpgsqlParameterCollection parameters, List<Append> group)
    {
        parameters[6].Value = Each(a => a.Tenant);
        parameters[7].Value = Each(a => a.StreamId);
        parameters[8].Value = Each(a => a.ExpectedVersion);
        parameters[9].Value = Each(a => (long)a.Events.Count);
        parameters[10].Value = Each(a => a.CorrelationId);
        parameters[11].Value = Each(a => a.CausationId);
        parameters[12].Value = Each(a => a.Headers);

        T[] Each<T>(Func<Append, T> of)
        {
            var values = new T[group.Count];
            for (var n = 0; n < values.Length; n++)
                values[n] = of(group[n]);
            return values;
        }
    }
}
