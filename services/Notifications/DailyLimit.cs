using Npgsql;
using ServiceDefaults;

namespace Notifications;

/// <summary>
/// What is handed over, noted before it is: how many messages a recipient has had in 24 hours, and which may have been
/// taken without our knowing. A recipient is kept as a keyed hash, a message by its id, so that it counts once however
/// often it is tried.
/// </summary>
internal sealed class DailyLimit(NpgsqlDataSource database, PersonalKeys keys)
{
    public const string Sql = """
        create table if not exists notifications.handed_over (
            id uuid primary key,
            recipient text not null,
            at timestamptz not null default now());
        alter table notifications.handed_over add column if not exists is_open boolean not null default false;
        create index if not exists handed_over_to on notifications.handed_over (recipient, at);
        create index if not exists handed_over_at on notifications.handed_over (at);
        """;

    /// <summary>False: the recipient has had <paramref name="max"/> already, and this is not one of them.</summary>
    /// <param name="max">Null: any number; it counts for others all the same.</param>
    public async Task<bool> Take(
        string merchantId, string channel, string address, Guid id, int? max, CancellationToken ct)
    {
        var recipient = keys.Index(string.Join('\n', merchantId, channel, address.ToLowerInvariant()));
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Execute(connection, "select pg_advisory_xact_lock(hashtextextended($1, 0))", [recipient], ct);
        // What nobody counts any more goes, a little with each message.
        await Execute(connection, """
            delete from notifications.handed_over where id in (
                select id from notifications.handed_over where at < now() - interval '2 days' limit 10)
            """, [], ct);
        var taken = await Execute(connection, """
            insert into notifications.handed_over (id, recipient, is_open)
            select $1, $2, true where $3 > (
                select count(*) from notifications.handed_over
                where recipient = $2 and at > now() - interval '1 day' and id <> $1)
            on conflict (id) do update set recipient = excluded.recipient, is_open = true
            """, [id, recipient, max ?? int.MaxValue], ct);
        await transaction.CommitAsync(ct);
        return taken > 0;
    }

    /// <summary>Whether a try at it ended without our knowing how: the process died, or nobody answered.</summary>
    public async Task<bool> MayBeTaken(Guid id, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "select exists(select from notifications.handed_over where id = $1 and is_open)");
        command.Parameters.Add(new() { Value = id });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>The last try at it is known to have come to nothing.</summary>
    public async Task NotTaken(Guid id, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await Execute(connection, "update notifications.handed_over set is_open = false where id = $1", [id], ct);
    }

    private static async Task<int> Execute(
        NpgsqlConnection connection, string sql, object[] parameters, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
            command.Parameters.Add(new() { Value = parameter });
        return await command.ExecuteNonQueryAsync(ct);
    }
}
