using Npgsql;
using ServiceDefaults;

namespace Notifications;

/// <summary>
/// How many messages a recipient has had in 24 hours. A recipient is kept as a keyed hash, a message by its id, so that
/// it counts once however often it is tried.
/// </summary>
internal sealed class DailyLimit(NpgsqlDataSource database, PersonalKeys keys)
{
    public const string Sql = """
        create table if not exists notifications.handed_over (
            id uuid primary key,
            recipient text not null,
            at timestamptz not null default now());
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
            insert into notifications.handed_over (id, recipient)
            select $1, $2 where $3 > (
                select count(*) from notifications.handed_over
                where recipient = $2 and at > now() - interval '1 day' and id <> $1)
            on conflict (id) do update set recipient = excluded.recipient
            """, [id, recipient, max ?? int.MaxValue], ct);
        await transaction.CommitAsync(ct);
        return taken > 0;
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
