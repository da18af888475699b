using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Streams;

/// <summary>A stream that a reactor handles no further: from which version and position on, and why.</summary>
internal sealed record ParkedStream(
    string Tenant, string StreamId, long FromVersion, long Position, string Reason, int Attempts, bool IsResumeAsked)
{
    private const int ReasonMax = 2000;

    internal static ParkedStream Of(Recorded<object> failed, Exception exception, int attempts) => new(
        failed.Tenant, failed.StreamId, failed.Version, failed.Position, Text(exception), attempts, false);

    /// <summary>As PostgreSQL can store it: no NUL characters, no halves of a character.</summary>
    private static string Text(Exception exception)
    {
        var text = $"{exception.GetType().Name}: {exception.Message}".Replace('\0', '\uFFFD');
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text[..Math.Min(text.Length, ReasonMax)]));
    }
}

/// <summary>
/// The streams that a reactor has parked. Only its leader writes them, together with its checkpoint; others ask
/// through <see cref="ParkedStreams"/>.
/// </summary>
internal sealed class Parked(string schema, string name)
{
    private Dictionary<(string Tenant, string StreamId), ParkedStream> streams = [];

    internal int Count => streams.Count;

    /// <summary>Those that somebody wants to be tried again, the longest parked first.</summary>
    internal IReadOnlyList<ParkedStream> ToResume =>
        [.. streams.Values.Where(parked => parked.IsResumeAsked).OrderBy(parked => parked.Position)];

    internal bool Contains(Recorded<object> recorded) => streams.ContainsKey((recorded.Tenant, recorded.StreamId));

    internal async Task Load(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"""
            select tenant_id, stream_id, from_version, position, reason, attempts, resume_asked_at is not null
            from {schema}.reactor_parked where name = $1
            """, connection) { Parameters = { new() { Value = name } } };
        var loaded = new Dictionary<(string, string), ParkedStream>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            loaded.Add((reader.GetString(0), reader.GetString(1)), new(
                reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetString(4),
                reader.GetInt32(5), reader.GetBoolean(6)));
        streams = loaded;
    }

    /// <summary>Writes them down as parked; a stream that is parked already stays so for the new reason.</summary>
    internal async Task Park(NpgsqlTransaction transaction, IEnumerable<ParkedStream> failed, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        foreach (var parked in failed)
            batch.BatchCommands.Add(new($"""
                insert into {schema}.reactor_parked as p
                    (name, tenant_id, stream_id, from_version, position, reason, attempts)
                values ($1, $2, $3, $4, $5, $6, $7)
                on conflict (name, tenant_id, stream_id) do update set from_version = $4, position = $5, reason = $6,
                    attempts = p.attempts + $7, resume_asked_at = null
                """)
            {
                Parameters =
                {
                    new() { Value = name },
                    new() { Value = parked.Tenant, NpgsqlDbType = NpgsqlDbType.Varchar },
                    new() { Value = parked.StreamId, NpgsqlDbType = NpgsqlDbType.Varchar },
                    new() { Value = parked.FromVersion },
                    new() { Value = parked.Position },
                    new() { Value = parked.Reason },
                    new() { Value = parked.Attempts },
                },
            });
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(ct);
    }

    internal async Task Unpark(NpgsqlTransaction transaction, ParkedStream parked, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"delete from {schema}.reactor_parked where name = $1 and tenant_id = $2 and stream_id = $3",
            transaction.Connection, transaction)
        {
            Parameters =
            {
                new() { Value = name },
                new() { Value = parked.Tenant, NpgsqlDbType = NpgsqlDbType.Varchar },
                new() { Value = parked.StreamId, NpgsqlDbType = NpgsqlDbType.Varchar },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
