using Npgsql;
using NpgsqlTypes;

namespace Streams;

/// <summary>
/// Writes groups of appends over a connection of its own, with statements prepared once. One append has cheaper
/// statements than many, one with one event the cheapest: there is nothing to unfold, to join or to sort.
/// </summary>
internal sealed class GroupWriter(NpgsqlDataSource database, string schema) : IAsyncDisposable
{
    private readonly HeldConnection held = new(database);
    private NpgsqlCommand[] prepared = [];

    private enum Shape
    {
        StartWithOne,
        MoveByOne,
        Start,
        Move,
        Group,
    }

    /// <summary>False: the stream was at another version.</summary>
    internal async Task<bool> Write(Append append)
    {
        var (starts, one) = (append.ExpectedVersion == 0, append.Events.Count == 1);
        var shape = one ? starts ? Shape.StartWithOne : Shape.MoveByOne : starts ? Shape.Start : Shape.Move;
        var command = (await Prepared())[(int)shape];
        Set(command.Parameters, append, one);
        await using var reader = await command.ExecuteReaderAsync();
        return (await Placed.Read(reader, [append])).Count > 0;
    }

    /// <summary>Which of the group, counted from 0, were written; the others' streams were at other versions.</summary>
    internal async Task<HashSet<int>> Write(List<Append> group)
    {
        var command = (await Prepared())[(int)Shape.Group];
        Set(command.Parameters, group);
        await using var reader = await command.ExecuteReaderAsync();
        return await Placed.Read(reader, group);
    }

    public async ValueTask DisposeAsync()
    {
        await Forget();
        await held.DisposeAsync();
    }

    private async Task Forget()
    {
        foreach (var command in prepared)
            await command.DisposeAsync();
        prepared = [];
    }

    private async Task<NpgsqlCommand[]> Prepared()
    {
        var connection = await held.Open();
        if (prepared is [{ } any, ..] && any.Connection == connection)
            return prepared;
        await Forget();
        NpgsqlCommand[] commands = [.. Enum.GetValues<Shape>().Select(shape => Command(shape, connection))];
        foreach (var command in commands)
            await command.PrepareAsync();
        return prepared = commands;
    }

    private NpgsqlCommand Command(Shape shape, NpgsqlConnection connection)
    {
        var command = new NpgsqlCommand(Sql(shape), connection);
        const NpgsqlDbType array = NpgsqlDbType.Array;
        // An append: tenant, stream, version expected, events added, correlation, causation, headers.
        Add(shape == Shape.Group ? array : 0, NpgsqlDbType.Varchar, NpgsqlDbType.Varchar, NpgsqlDbType.Bigint,
            NpgsqlDbType.Bigint, NpgsqlDbType.Varchar, NpgsqlDbType.Varchar, NpgsqlDbType.Jsonb);
        // An event: id, alias, .NET type, body; in a group also whose and which of these.
        Add(shape is Shape.StartWithOne or Shape.MoveByOne ? 0 : array, NpgsqlDbType.Uuid, NpgsqlDbType.Varchar,
            NpgsqlDbType.Varchar, NpgsqlDbType.Jsonb);
        if (shape == Shape.Group)
            Add(array, NpgsqlDbType.Bigint, NpgsqlDbType.Bigint);
        return command;

        void Add(NpgsqlDbType each, params NpgsqlDbType[] types)
        {
            foreach (var type in types)
                command.Parameters.Add(new() { NpgsqlDbType = each | type });
        }
    }

    // Row locks on the streams come before any position is drawn from the sequence, so a loser burns no positions and
    // whoever holds one has a transaction id already: EventReader relies on the second.
    private string Sql(Shape shape) => shape switch
    {
        Shape.StartWithOne => $"with won as ({StartSql}) {InsertSql} {OneSql}",
        Shape.MoveByOne => $"with won as ({MoveSql}) {InsertSql} {OneSql}",
        Shape.Start => $"with won as ({StartSql}) {InsertSql} {ManySql}",
        Shape.Move => $"with won as ({MoveSql}) {InsertSql} {ManySql}",
        _ => GroupSql,
    };

    private string Next => $"nextval('{schema}.mt_events_sequence')";

    private string StartSql => $"""
        insert into {schema}.mt_streams (tenant_id, id, version) values ($1, $2, $3 + $4)
        on conflict (tenant_id, id) do nothing
        returning 1
        """;

    private string MoveSql => $"""
        update {schema}.mt_streams set version = $3 + $4, timestamp = now()
        where tenant_id = $1 and id = $2 and version = $3 and is_archived is not true
        returning 1
        """;

    private string InsertSql => $"""
        insert into {schema}.mt_events (seq_id, id, type, mt_dotnet_type, data, version, tenant_id, stream_id,
            correlation_id, causation_id, headers)
        """;

    private string OneSql =>
        $"select {Next}, $8, $9, $10, $11, $3 + 1, $1, $2, $5, $6, $7 from won {Placed.Returning}";

    private string ManySql => $"""
        select {Next}, id, type, dotnet_type, data, $3 + place, $1, $2, $5, $6, $7
        from (
            select e.* from won, unnest($8, $9, $10, $11) with ordinality as e (id, type, dotnet_type, data, place)
            order by e.place
        ) e
        {Placed.Returning}
        """;

    private string GroupSql => $"""
        with asked as (
            select ordinality - 1 as n, a.* from unnest($1, $2, $3, $4, $5, $6, $7) with ordinality
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
        ), written as (
            {InsertSql}
            select {Next}, id, type, dotnet_type, data, expected + place, tenant_id, stream_id, correlation_id,
                causation_id, headers
            from (
                select * from unnest($8, $9, $10, $11, $12, $13) as e (id, type, dotnet_type, data, n, place)
                join won using (n)
                order by n, place
            ) e
            {Placed.Returning}
        )
        select * from written
        """;

    private static void Set(NpgsqlParameterCollection parameters, Append append, bool one)
    {
        parameters[0].Value = append.Tenant;
        parameters[1].Value = append.StreamId;
        parameters[2].Value = append.ExpectedVersion;
        parameters[3].Value = (long)append.Events.Count;
        parameters[4].Value = (object?)append.CorrelationId ?? DBNull.Value;
        parameters[5].Value = (object?)append.CausationId ?? DBNull.Value;
        parameters[6].Value = (object?)append.Headers ?? DBNull.Value;
        var rows = append.Events;
        parameters[7].Value = one ? rows[0].Id : Each(rows, row => row.Id);
        parameters[8].Value = one ? rows[0].Alias : Each(rows, row => row.Alias);
        parameters[9].Value = one ? rows[0].DotNetType : Each(rows, row => row.DotNetType);
        parameters[10].Value = one ? rows[0].Data : Each(rows, row => row.Data);
    }

    private static void Set(NpgsqlParameterCollection parameters, List<Append> group)
    {
        parameters[0].Value = Each(group, append => append.Tenant);
        parameters[1].Value = Each(group, append => append.StreamId);
        parameters[2].Value = Each(group, append => append.ExpectedVersion);
        parameters[3].Value = Each(group, append => (long)append.Events.Count);
        parameters[4].Value = Each(group, append => append.CorrelationId);
        parameters[5].Value = Each(group, append => append.CausationId);
        parameters[6].Value = Each(group, append => append.Headers);
        var count = 0;
        foreach (var append in group)
            count += append.Events.Count;
        var (rows, ns, places) = (new Append.Row[count], new long[count], new long[count]);
        var at = 0;
        for (var n = 0; n < group.Count; n++)
            for (var i = 0; i < group[n].Events.Count; i++, at++)
                (rows[at], ns[at], places[at]) = (group[n].Events[i], n, i + 1);
        parameters[7].Value = Each(rows, row => row.Id);
        parameters[8].Value = Each(rows, row => row.Alias);
        parameters[9].Value = Each(rows, row => row.DotNetType);
        parameters[10].Value = Each(rows, row => row.Data);
        parameters[11].Value = ns;
        parameters[12].Value = places;
    }

    private static TValue[] Each<T, TValue>(IReadOnlyList<T> all, Func<T, TValue> of)
    {
        var values = new TValue[all.Count];
        for (var n = 0; n < values.Length; n++)
            values[n] = of(all[n]);
        return values;
    }
}
