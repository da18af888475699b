using Npgsql;

namespace Streams;

/// <summary>
/// Marks streams that nothing has happened to for long as archived (Marten's <c>is_archived</c>), and takes one back
/// when something does. An archived stream is read like any other; what it saves is told in docs/marten.md.
/// </summary>
public sealed class Archive(NpgsqlDataSource database, string schema)
{
    private const int StreamsAtOnce = 1000;

    private readonly string archiveSql = $"""
        with old as (
            update {schema}.mt_streams set is_archived = true
            where (tenant_id, id) in (
                select tenant_id, id from {schema}.mt_streams
                where not is_archived and timestamp < now() - $1 limit {StreamsAtOnce} for update skip locked)
            returning tenant_id, id
        ), moved as (
            update {schema}.mt_events e set is_archived = true
            from old where e.tenant_id = old.tenant_id and e.stream_id = old.id
        )
        select count(*) from old
        """;

    private readonly string restoreSql = $"""
        with back as (
            update {schema}.mt_streams set is_archived = false where tenant_id = $1 and id = $2 and is_archived
            returning tenant_id, id
        )
        update {schema}.mt_events e set is_archived = false
        from back where e.tenant_id = back.tenant_id and e.stream_id = back.id
        """;

    /// <summary>
    /// Archives the streams whose last event is older than <paramref name="age"/>, some at a time, and says how many.
    /// </summary>
    public async Task<long> OlderThan(TimeSpan age, CancellationToken ct = default)
    {
        var all = 0L;
        while (true)
        {
            await using var command = database.CreateCommand(archiveSql);
            command.Parameters.Add(new() { Value = age });
            var some = (long)(await command.ExecuteScalarAsync(ct))!;
            all += some;
            if (some < StreamsAtOnce)
                return all;
        }
    }

    internal async Task Restore(string tenant, string streamId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(restoreSql);
        command.Parameters.AddStream(tenant, streamId);
        await command.ExecuteNonQueryAsync(ct);
    }
}
