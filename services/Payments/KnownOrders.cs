using Npgsql;
using NpgsqlTypes;
using Streams;

namespace Payments;

/// <summary>That an order was cancelled: the message's id, its reason and time.</summary>
internal sealed record Cancellation(Guid MessageId, string Reason, DateTimeOffset At);

/// <summary>
/// Which payments an order has, and whether it was cancelled. The two may be heard in either order and at the same
/// time: whoever comes second learns of the first.
/// </summary>
internal sealed class KnownOrders(NpgsqlDataSource database, Wakeups wakeups)
{
    public const string Sql = """
        create table if not exists payments.known_orders (
            merchant_id text not null,
            order_id uuid not null,
            payment_ids uuid[],
            cancel_message_id uuid,
            cancel_reason text,
            cancelled_at timestamptz,
            primary key (merchant_id, order_id));
        alter table payments.known_orders add column if not exists total numeric;
        """;

    /// <summary>
    /// Nobody else shares something out over the order's payments until the transaction ends, in whichever replica.
    /// </summary>
    public static async Task Lock(NpgsqlConnection connection, Guid orderId, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select pg_advisory_xact_lock(hashtextextended('payments of ' || $1::text, 0))", connection);
        command.Parameters.Add(new() { Value = orderId });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The order's payments in the order in which they were asked for; null when it is not known.</summary>
    public async Task<IReadOnlyList<Guid>?> PaymentsOf(string merchantId, Guid orderId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "select payment_ids from payments.known_orders where merchant_id = $1 and order_id = $2");
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = orderId });
        return await command.ExecuteScalarAsync(ct) as Guid[];
    }

    /// <summary>What the order costs; null when it was placed before that was noted.</summary>
    public async Task<decimal?> TotalOf(string merchantId, Guid orderId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "select total from payments.known_orders where merchant_id = $1 and order_id = $2");
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = orderId });
        return await command.ExecuteScalarAsync(ct) as decimal?;
    }

    public async Task<bool> IsCancelled(string merchantId, Guid orderId, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            select exists(select from payments.known_orders
                where merchant_id = $1 and order_id = $2 and cancel_message_id is not null)
            """);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = orderId });
        return await command.ExecuteScalarAsync(ct) is true;
    }

    /// <summary>
    /// Notes payments of the order, whose streams exist by now, after those that it has; tells whether the order was
    /// cancelled already. <paramref name="total"/> null: as known.
    /// </summary>
    public async Task<Cancellation?> Noted(
        string merchantId, Guid orderId, IReadOnlyList<Guid> paymentIds, decimal? total, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            insert into payments.known_orders as o (merchant_id, order_id, payment_ids, total) values ($1, $2, $3, $4)
            on conflict (merchant_id, order_id) do update set
                payment_ids = coalesce(o.payment_ids, array[]::uuid[]) || array(
                    select id from unnest(excluded.payment_ids) with ordinality as new (id, place)
                    where id <> all (coalesce(o.payment_ids, array[]::uuid[])) order by place),
                total = coalesce(o.total, excluded.total)
            returning cancel_message_id, cancel_reason, cancelled_at
            """);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = orderId });
        command.Parameters.Add(new()
        {
            Value = paymentIds.ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid,
        });
        command.Parameters.Add(new() { Value = (object?)total ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Numeric });
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        // Somebody may be waiting for these payments to be known.
        wakeups.Committed();
        return reader.IsDBNull(0) ? null
            : new(reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2));
    }

    /// <summary>Notes the cancellation; tells the payments, null when they have yet to come.</summary>
    public async Task<IReadOnlyList<Guid>?> Cancelled(
        string merchantId, Guid orderId, Cancellation cancellation, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            insert into payments.known_orders as o
                (merchant_id, order_id, cancel_message_id, cancel_reason, cancelled_at)
            values ($1, $2, $3, $4, $5)
            on conflict (merchant_id, order_id) do update set
                cancel_message_id = coalesce(o.cancel_message_id, excluded.cancel_message_id),
                cancel_reason = coalesce(o.cancel_reason, excluded.cancel_reason),
                cancelled_at = coalesce(o.cancelled_at, excluded.cancelled_at)
            returning payment_ids
            """);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = orderId });
        command.Parameters.Add(new() { Value = cancellation.MessageId });
        command.Parameters.Add(new() { Value = cancellation.Reason });
        command.Parameters.Add(new() { Value = cancellation.At.UtcDateTime });
        return await command.ExecuteScalarAsync(ct) as Guid[];
    }
}
