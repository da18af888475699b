using Npgsql;
using ServiceDefaults;

namespace Notifications.Bounces;

/// <summary>
/// An address that does not receive: nothing is sent to it until somebody clears it. <c>OrderId</c>: the order whose
/// message showed it last. The address itself is not kept.
/// </summary>
internal sealed record UndeliverableAddress(
    Guid Id, string Channel, string Reason, Guid OrderId, DateTimeOffset Since);

/// <summary>Addresses that do not receive, by merchant and channel, as keyed hashes.</summary>
internal sealed class Undeliverable(NpgsqlDataSource database, PersonalKeys keys)
{
    public const string Sql = """
        create table if not exists notifications.undeliverable (
            recipient text primary key,
            id uuid not null unique,
            merchant_id text not null,
            channel text not null,
            reason text not null,
            order_id uuid not null,
            since timestamptz not null);
        create index if not exists undeliverable_by_merchant on notifications.undeliverable (merchant_id, id);
        """;

    /// <summary>Why nothing is sent to an address; null: it receives, as far as is known.</summary>
    public async Task<string?> Why(string merchantId, string channel, string address, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "select reason from notifications.undeliverable where recipient = $1");
        command.Parameters.Add(new() { Value = IndexOf(merchantId, channel, address) });
        return await command.ExecuteScalarAsync(ct) as string;
    }

    /// <summary>The first reason stays.</summary>
    public async Task Note(
        string merchantId, string channel, string address, string reason, Guid orderId, DateTimeOffset at,
        CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            insert into notifications.undeliverable (recipient, id, merchant_id, channel, reason, order_id, since)
            values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing
            """);
        command.Parameters.Add(new() { Value = IndexOf(merchantId, channel, address) });
        command.Parameters.Add(new() { Value = Guid.CreateVersion7(at) });
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = channel });
        command.Parameters.Add(new() { Value = reason });
        command.Parameters.Add(new() { Value = orderId });
        command.Parameters.Add(new() { Value = at.ToUniversalTime() });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>A merchant's, the newest first.</summary>
    public async Task<List<UndeliverableAddress>> List(
        string merchantId, Guid? orderId, Guid? before, int limit, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            select id, channel, reason, order_id, since from notifications.undeliverable
            where merchant_id = $1 and ($2 is null or order_id = $2) and ($3 is null or id < $3)
            order by id desc limit $4
            """);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new()
        {
            Value = (object?)orderId ?? DBNull.Value,
            NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid,
        });
        command.Parameters.Add(new()
        {
            Value = (object?)before ?? DBNull.Value,
            NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid,
        });
        command.Parameters.Add(new() { Value = limit });
        var found = new List<UndeliverableAddress>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            found.Add(new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetGuid(3),
                reader.GetFieldValue<DateTimeOffset>(4)));
        return found;
    }

    /// <summary>False: the merchant has no such address.</summary>
    public async Task<bool> Clear(string merchantId, Guid id, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "delete from notifications.undeliverable where merchant_id = $1 and id = $2");
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = id });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    private string IndexOf(string merchantId, string channel, string address) =>
        keys.Index(string.Join('\n', "undeliverable", merchantId, channel, address.Trim().ToLowerInvariant()));
}
