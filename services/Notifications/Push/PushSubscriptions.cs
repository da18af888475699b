using Contracts;
using Npgsql;
using NpgsqlTypes;
using ServiceDefaults;

namespace Notifications.Push;

/// <summary>
/// A device that wants to hear of an order: where its push service takes messages, and what they are encrypted with
/// (base64url). It tells of a person, and goes with the person's key.
/// </summary>
internal sealed record PushSubscription(
    [property: Personal] string Endpoint, [property: Personal] string P256dh, [property: Personal] string Auth);

/// <summary>The devices, by the order that they want to hear of. An id is made of order and endpoint.</summary>
internal sealed class PushSubscriptions(NpgsqlDataSource database, PersonalKeys keys)
{
    public const int Max = 10;

    public const string Table = "notifications.push_subscriptions";

    public const string Sql = """
        create table if not exists notifications.push_subscriptions (
            id uuid primary key,
            merchant_id text not null,
            order_id uuid not null,
            endpoint text not null,
            p256dh text not null,
            auth text not null,
            ends_at timestamptz,
            created_at timestamptz not null default now());
        create index if not exists push_subscriptions_by_order
            on notifications.push_subscriptions (merchant_id, order_id);
        create index if not exists push_subscriptions_by_age on notifications.push_subscriptions (created_at);
        """;

    public static Guid IdOf(Guid orderId, string endpoint) =>
        StableId.Of("push", orderId.ToString("D"), endpoint);

    /// <summary>
    /// Once more is no different, but for keys that have changed. Null: the order has <see cref="Max"/> others already.
    /// </summary>
    /// <param name="person">Whose device it is; null: nobody's known.</param>
    public async Task<Guid?> Keep(
        TrackingToken order, Guid? person, PushSubscription subscription, DateTimeOffset? endsAt, CancellationToken ct)
    {
        var id = IdOf(order.OrderId, subscription.Endpoint);
        var (endpoint, p256dh, auth) = keys.Seal(subscription, person);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var alone = new NpgsqlCommand(
            "select pg_advisory_xact_lock(hashtextextended($1, 0))", connection);
        alone.Parameters.Add(new() { Value = $"push {order.OrderId:D}" });
        await alone.ExecuteNonQueryAsync(ct);
        await using var keep = new NpgsqlCommand("""
            insert into notifications.push_subscriptions
                (id, merchant_id, order_id, endpoint, p256dh, auth, ends_at)
            select $1, $2, $3, $4, $5, $6, $7
            where $8 > (select count(*) from notifications.push_subscriptions
                where merchant_id = $2 and order_id = $3 and id <> $1)
            on conflict (id) do update set endpoint = excluded.endpoint, p256dh = excluded.p256dh,
                auth = excluded.auth, ends_at = excluded.ends_at, created_at = now()
            """, connection);
        keep.Parameters.Add(new() { Value = id });
        keep.Parameters.Add(new() { Value = order.MerchantId });
        keep.Parameters.Add(new() { Value = order.OrderId });
        keep.Parameters.Add(new() { Value = endpoint });
        keep.Parameters.Add(new() { Value = p256dh });
        keep.Parameters.Add(new() { Value = auth });
        keep.Parameters.Add(new()
        {
            Value = (object?)endsAt?.ToUniversalTime() ?? DBNull.Value,
            NpgsqlDbType = NpgsqlDbType.TimestampTz,
        });
        keep.Parameters.Add(new() { Value = Max });
        var kept = await keep.ExecuteNonQueryAsync(ct) == 1;
        await transaction.CommitAsync(ct);
        return kept ? id : null;
    }

    /// <summary>The ids of an order's, the oldest first.</summary>
    public async Task<IReadOnlyList<string?>> Of(string merchantId, Guid orderId, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            select id from notifications.push_subscriptions
            where merchant_id = $1 and order_id = $2 and (ends_at is null or ends_at > now()) order by created_at, id
            """);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = orderId });
        var ids = new List<string?>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            ids.Add(reader.GetGuid(0).ToString("D"));
        return ids;
    }

    /// <summary>Null: it has ended, or its person is erased.</summary>
    public async Task<PushSubscription?> Find(Guid id, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "select endpoint, p256dh, auth from notifications.push_subscriptions where id = $1");
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            && keys.Open(new PushSubscription(reader.GetString(0), reader.GetString(1), reader.GetString(2)))
                is { Endpoint: not PersonKey.Erased } known ? known : null;
    }

    /// <summary>False: the order has no such device.</summary>
    public async Task<bool> Remove(string merchantId, Guid orderId, Guid id, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            delete from notifications.push_subscriptions where id = $1 and merchant_id = $2 and order_id = $3
            """);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = orderId });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }
}
