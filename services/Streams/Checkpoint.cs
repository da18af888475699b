using Npgsql;
using NpgsqlTypes;

namespace Streams;

/// <summary>How far a reactor has come: Marten's progression row, and the holes it has seen on the way.</summary>
internal sealed class Checkpoint(
    string schema, string name, EventTypes types, TimeProvider clock, Func<Type, bool>? concerns = null,
    Recent? recent = null)
{
    /// <summary>A reader that goes on from what is stored.</summary>
    internal async Task<EventReader> Load(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"""
            select p.last_seq_id, h.position, h.seen_at, h.seen_xmax
            from {schema}.mt_event_progression p left join {schema}.reactor_holes h on h.name = p.name
            where p.name = $1
            """, connection) { Parameters = { new() { Value = name } } };
        var holes = new Holes();
        long position = 0;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            position = reader.GetInt64(0);
            if (!reader.IsDBNull(1))
                holes.Restore(reader.GetInt64(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetInt64(3));
        }

        return new(schema, types, clock, position, holes, concerns is null ? null : types.Concerning(concerns),
            recent);
    }

    /// <summary>
    /// Stores the reader's place within the fenced transaction; false when the lease was lost. Once it is committed,
    /// <see cref="Holes.Saved"/> says so.
    /// </summary>
    internal async Task<bool> Save(EventReader reader, Lease lease, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.BatchCommands.Add(lease.Fence());
        Add(batch, reader);
        await using var result = await batch.ExecuteReaderAsync(ct);
        var holds = await result.ReadAsync(ct);
        while (await result.NextResultAsync(ct))
        {
            // An error in a later statement shows itself only when its result is asked for.
        }

        return holds;
    }

    /// <summary>Stores the place of a reader that nobody can replace, in the connection's open transaction.</summary>
    internal async Task Save(EventReader reader, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        Add(batch, reader);
        await batch.ExecuteNonQueryAsync(ct);
    }

    private void Add(NpgsqlBatch batch, EventReader reader)
    {
        batch.BatchCommands.Add(new($"""
            insert into {schema}.mt_event_progression (name, last_seq_id) values ($1, $2)
            on conflict (name) do update set last_seq_id = $2, last_updated = transaction_timestamp()
            """) { Parameters = { new() { Value = name }, new() { Value = reader.Position } } });
        AddHoles(batch, reader.Holes);
    }

    private void AddHoles(NpgsqlBatch batch, Holes holes)
    {
        var (added, gone) = holes.Unsaved();
        if (gone.Length > 0)
            batch.BatchCommands.Add(new($"delete from {schema}.reactor_holes where name = $1 and position = any($2)")
            {
                Parameters = { new() { Value = name }, new() { Value = gone } },
            });
        if (added.Count > 0)
            batch.BatchCommands.Add(new($"""
                insert into {schema}.reactor_holes (name, position, seen_at, seen_xmax)
                select $1, * from unnest($2, $3, $4) on conflict do nothing
                """)
            {
                Parameters =
                {
                    new() { Value = name },
                    new() { Value = added.Select(a => a.Position).ToArray() },
                    new()
                    {
                        Value = added.Select(a => a.Hole.SeenAt.UtcDateTime).ToArray(),
                        NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
                    },
                    new() { Value = added.Select(a => a.Hole.SeenXmax).ToArray() },
                },
            });
    }
}
