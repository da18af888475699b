using Npgsql;

namespace Streams;

/// <summary>
/// The right to run a reactor: held for a while, renewed, fenced by an epoch that only grows. It can be taken over
/// when it has run out, or at once when its holder's listening connection is gone.
/// </summary>
internal sealed class Lease(string schema, string name, Guid owner, TimeSpan duration)
{
    internal TimeSpan RenewInterval { get; } = duration * 0.3;

    private readonly string acquireSql = $"""
        insert into {schema}.reactor_leases as l (name, owner, epoch, expires_at, backend_pid, backend_start)
        values ($1, $2, 1, clock_timestamp() + $3, $4, $5)
        on conflict (name) do update
        set owner = $2, epoch = l.epoch + 1, expires_at = clock_timestamp() + $3, backend_pid = $4, backend_start = $5
        where l.expires_at < clock_timestamp() or l.owner = $2 or not exists (
            select from pg_stat_activity a where a.pid = l.backend_pid and a.backend_start = l.backend_start)
        returning epoch
        """;

    private readonly string renewSql = $"""
        update {schema}.reactor_leases set expires_at = clock_timestamp() + $3 where name = $1 and epoch = $2
        """;

    private readonly string releaseSql = $"""
        update {schema}.reactor_leases set expires_at = '-infinity' where name = $1 and epoch = $2
        """;

    // The lock keeps a successor out until the checkpoint that follows is committed. That commit need not wait for the
    // disk: what a crash of the database takes away is the reactor's work together with its checkpoint, and the events
    // that it is done from again are older and safe.
    private readonly string fenceSql = $"""
        select set_config('synchronous_commit', 'off', true)
        from {schema}.reactor_leases where name = $1 and epoch = $2 for share
        """;

    private long epoch;

    /// <summary>Tries to become the one who runs the reactor.</summary>
    internal async Task<bool> Acquire(
        NpgsqlConnection connection, (int Pid, DateTime Start) backend, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(acquireSql, connection)
        {
            Parameters =
            {
                new() { Value = name }, new() { Value = owner }, new() { Value = duration },
                new() { Value = backend.Pid }, new() { Value = backend.Start },
            },
        };
        if (await command.ExecuteScalarAsync(ct) is not long won)
            return false;
        epoch = won;
        return true;
    }

    /// <summary>False when somebody else has taken over.</summary>
    internal async Task<bool> Renew(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(renewSql, connection)
        {
            Parameters = { new() { Value = name }, new() { Value = epoch }, new() { Value = duration } },
        };
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    internal async Task Release(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(releaseSql, connection)
        {
            Parameters = { new() { Value = name }, new() { Value = epoch } },
        };
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// The statement to run first in a transaction that must not commit for a holder who was replaced.
    /// </summary>
    internal NpgsqlBatchCommand Fence() => new(fenceSql)
    {
        Parameters = { new() { Value = name }, new() { Value = epoch } },
    };
}
