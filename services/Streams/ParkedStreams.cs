using Npgsql;
using NpgsqlTypes;

namespace Streams;

/// <summary>
/// A stream that a reactor could not go on with: from which version, why, after how many tries in all, and how many of
/// its events wait by now.
/// </summary>
public sealed record ParkedView(
    string Reactor, string StreamId, long FromVersion, long Position, string Reason, int Attempts, long Waiting,
    DateTimeOffset ParkedAt, DateTimeOffset? ResumeAskedAt);

/// <summary>What is parked in a schema, and asking for another try, which the reactor's leader makes.</summary>
public sealed class ParkedStreams(NpgsqlDataSource database, string schema, Wakeups wakeups)
{
    public string Schema => schema;

    /// <summary>A tenant's, by stream and reactor, after the pair <paramref name="after"/>.</summary>
    public async Task<IReadOnlyList<ParkedView>> List(
        string tenant, (string StreamId, string Reactor)? after, int limit, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            select p.name, p.stream_id, p.from_version, p.position, p.reason, p.attempts,
                s.version - p.from_version + 1, p.parked_at, p.resume_asked_at
            from {schema}.reactor_parked p
            join {schema}.mt_streams s on (s.tenant_id, s.id) = (p.tenant_id, p.stream_id)
            where p.tenant_id = $1 and (p.stream_id, p.name) > ($2, $3)
            order by p.stream_id, p.name limit $4
            """);
        command.Parameters.Add(new() { Value = tenant, NpgsqlDbType = NpgsqlDbType.Varchar });
        command.Parameters.Add(new() { Value = after?.StreamId ?? "", NpgsqlDbType = NpgsqlDbType.Varchar });
        command.Parameters.Add(new() { Value = after?.Reactor ?? "" });
        command.Parameters.Add(new() { Value = limit });
        var parked = new List<ParkedView>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            parked.Add(new(
                reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetString(4),
                reader.GetInt32(5), reader.GetInt64(6), reader.GetFieldValue<DateTimeOffset>(7),
                reader.IsDBNull(8) ? null : reader.GetFieldValue<DateTimeOffset>(8)));
        return parked;
    }

    /// <summary>
    /// Has a tenant's parked streams tried again, all or those of a reactor or stream; answers how many.
    /// </summary>
    public async Task<int> AskToResume(string tenant, string? reactor, string? streamId, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            update {schema}.reactor_parked set resume_asked_at = now()
            where tenant_id = $1 and name = coalesce($2, name) and stream_id = coalesce($3, stream_id)
            """);
        command.Parameters.Add(new() { Value = tenant, NpgsqlDbType = NpgsqlDbType.Varchar });
        command.Parameters.Add(
            new() { Value = (object?)reactor ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(
            new() { Value = (object?)streamId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Varchar });
        var asked = await command.ExecuteNonQueryAsync(ct);
        wakeups.Committed();
        return asked;
    }
}
