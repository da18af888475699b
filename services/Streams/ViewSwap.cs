using Npgsql;

namespace Streams;

/// <summary>
/// A row that the rebuilt view has otherwise than the live one. A version is null where there is no such row; Columns
/// are those whose values differ.
/// </summary>
public sealed record ViewDifference(
    string Tenant, Guid Id, long? LiveVersion, long? RebuiltVersion, IReadOnlyList<string> Columns)
{
    public override string ToString() => $"{Tenant} {Id:D}: " + this switch
    {
        { LiveVersion: null } => "is missing in the live view",
        { RebuiltVersion: null } => "is in the live view and has no events",
        _ when LiveVersion != RebuiltVersion => $"live at version {LiveVersion}, rebuilt at {RebuiltVersion}",
        _ => $"other values at the same version: {string.Join(", ", Columns)}",
    };
}

/// <summary>
/// Compares a rebuilt view with the live one and puts it in its place. The whole is compared beside the running view;
/// only rows that differed then are looked at again, with both standing still, so readers wait for moments only.
/// </summary>
internal sealed class ViewSwap(string schema, IView view)
{
    private readonly string live = $"{schema}.{view.Name}";
    private readonly string next = $"{schema}.{view.Name}_next";
    private readonly string nextName = ViewRebuild.NextName(view);

    internal async Task<Rebuilt> Run(
        NpgsqlConnection connection, bool acceptDifferences, Func<Task> followUp, long events, CancellationToken ct)
    {
        var suspects = await Compare(connection, among: null, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // The table before the lease, as the live reactor takes them. It waits for its transaction to end, and the
        // next one finds that it no longer leads.
        await connection.Run($"lock table {live} in access exclusive mode", ct);
        await followUp();
        var differences = await Compare(connection, [.. suspects.Select(s => s.Id)], ct);
        if (differences.Count > 0 && !acceptDifferences)
            return new(Swapped: false, events, differences);
        await connection.Run($"""
            update {schema}.reactor_leases set epoch = epoch + 1, expires_at = '-infinity' where name = '{view.Name}';
            delete from {schema}.mt_event_progression where name = '{view.Name}';
            update {schema}.mt_event_progression set name = '{view.Name}' where name = '{nextName}';
            delete from {schema}.reactor_holes where name = '{view.Name}';
            update {schema}.reactor_holes set name = '{view.Name}' where name = '{nextName}';
            delete from {schema}.reactor_parked where name = '{view.Name}';
            delete from {schema}.view_rebuilds where name = '{view.Name}';
            drop table {live};
            alter table {next} rename to {view.Name};
            """, ct);
        foreach (var index in await Indexes(connection, ct))
            await connection.Run($"""
                alter index {schema}.{index} rename to {index.Replace($"{view.Name}_next", view.Name)}
                """, ct);
        await transaction.CommitAsync(ct);
        return new(Swapped: true, events, differences);
    }

    /// <summary>Streams whose newest events the live view has not handled yet are no difference.</summary>
    private async Task<List<ViewDifference>> Compare(NpgsqlConnection connection, Guid[]? among, CancellationToken ct)
    {
        var (tenant, id, version) = (view.Columns[0].Name, view.Columns[1].Name, view.Columns[2].Name);
        var columns = await Common(connection, ct);
        var differing = string.Join(", ", columns.Select(c =>
            $"case when l.{c}::text is distinct from n.{c}::text then '{c}' end"));
        await using var command = new NpgsqlCommand($"""
            select coalesce(l.{tenant}, n.{tenant}), coalesce(l.{id}, n.{id}), l.{version}, n.{version}, d.columns
            from {live} l
            full join {next} n on l.{tenant} = n.{tenant} and l.{id} = n.{id}
            cross join lateral (select array_remove(array[{differing}], null) as columns) d
            where cardinality(d.columns) > 0
            and ($1::uuid[] is null or coalesce(l.{id}, n.{id}) = any($1))
            and not exists (
                select from {schema}.mt_events e
                left join {schema}.mt_event_progression p on p.name = '{view.Name}'
                where e.tenant_id = coalesce(l.{tenant}, n.{tenant})
                and e.stream_id = '{view.Kind.Category}-' || coalesce(l.{id}, n.{id})
                and (e.seq_id > coalesce(p.last_seq_id, 0) or exists (
                    select from {schema}.reactor_holes h where h.name = '{view.Name}' and h.position = e.seq_id)
                or exists (
                    select from {schema}.reactor_parked k where k.name = '{view.Name}' and k.tenant_id = e.tenant_id
                    and k.stream_id = e.stream_id and k.from_version <= e.version)))
            order by 1, 2
            """, connection)
        {
            CommandTimeout = 3600,
            Parameters =
            {
                new()
                {
                    Value = (object?)among ?? DBNull.Value,
                    NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Uuid,
                },
            },
        };
        var found = new List<ViewDifference>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            found.Add(new(reader.GetString(0), reader.GetGuid(1),
                reader.IsDBNull(2) ? null : reader.GetInt64(2), reader.IsDBNull(3) ? null : reader.GetInt64(3),
                reader.GetFieldValue<string[]>(4)));
        return found;
    }

    /// <summary>A column that only one of the two has is the point of a new version and is not compared.</summary>
    private async Task<List<string>> Common(NpgsqlConnection connection, CancellationToken ct) => await Texts(
        connection,
        $"""
        select a.attname::text from pg_attribute a join pg_attribute b on b.attname = a.attname
        where a.attrelid = '{live}'::regclass and b.attrelid = '{next}'::regclass
        and a.attnum > 0 and b.attnum > 0 and not a.attisdropped and not b.attisdropped
        """, ct);

    private async Task<List<string>> Indexes(NpgsqlConnection connection, CancellationToken ct) => await Texts(
        connection,
        $"select indexname::text from pg_indexes where schemaname = '{schema}' and tablename = '{view.Name}'", ct);

    private static async Task<List<string>> Texts(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        var texts = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            texts.Add(reader.GetString(0));
        return texts;
    }
}
