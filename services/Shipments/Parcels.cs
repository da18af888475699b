using System.Text.Json;
using Contracts;
using Npgsql;
using NpgsqlTypes;

namespace Shipments;

/// <summary>
/// Which parcel a number belongs to, and which parcels an order has. A row is reserved before its stream exists, so
/// that two requests cannot ship the same units, and confirmed from the log (<see cref="ParcelReactor"/>); a
/// reservation that nothing followed is soon forgotten.
/// </summary>
internal sealed class Parcels(NpgsqlDataSource database)
{
    public const string Sql = """
        create table if not exists shipments.parcels (
            shipment_id uuid primary key,
            merchant_id text not null,
            order_id uuid not null,
            carrier text,
            number text,
            items jsonb not null,
            registered_at timestamptz not null default now(),
            is_registered boolean not null default false,
            is_spent boolean not null default false);
        create index if not exists parcels_by_number on shipments.parcels (merchant_id, carrier, number);
        create index if not exists parcels_by_order on shipments.parcels (merchant_id, order_id);
        alter table shipments.parcels add column if not exists ended_at timestamptz;
        create table if not exists shipments.numbers (
            merchant_id text not null,
            carrier text not null,
            number text not null,
            shipment_id uuid not null,
            added_at timestamptz not null,
            since timestamptz,
            until timestamptz,
            primary key (merchant_id, carrier, number, shipment_id));
        create index if not exists numbers_by_shipment on shipments.numbers (shipment_id);
        insert into shipments.numbers (merchant_id, carrier, number, shipment_id, added_at)
            select merchant_id, carrier, number, shipment_id, registered_at from shipments.parcels
            where is_registered and carrier is not null and number is not null
                and not exists (select from shipments.numbers);
        create table if not exists shipments.cancelled_orders (
            merchant_id text not null,
            order_id uuid not null,
            reason text not null,
            cancelled_at timestamptz not null,
            primary key (merchant_id, order_id));
        """;

    /// <summary>What the inbox keeps payloads about these orders' parcels under.</summary>
    public async Task<IReadOnlyList<string>> InboxKeys(
        string merchantId, IReadOnlyList<Guid> orders, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            select distinct n.carrier, n.number
            from shipments.parcels p join shipments.numbers n on n.shipment_id = p.shipment_id
            where p.merchant_id = $1 and p.order_id = any ($2)
            """);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = orders.ToArray() });
        var keys = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            keys.Add(ParcelReactor.Key(reader.GetString(0), reader.GetString(1)));
        return keys;
    }

    // Longer than the append that follows a reservation can take.
    private const string IsAlive = "(is_registered or registered_at > now() - interval '1 minute')";

    /// <summary>
    /// The parcels that have or had a number, the first first: a carrier gives its numbers out again.
    /// </summary>
    public async Task<IReadOnlyList<NumberHolder>> Holders(
        string merchantId, string carrier, string number, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            select n.shipment_id, n.since, n.until, n.added_at, p.ended_at
            from shipments.numbers n join shipments.parcels p on p.shipment_id = n.shipment_id
            where n.merchant_id = $1 and n.carrier = $2 and n.number = $3
            order by n.since nulls first, n.added_at, n.shipment_id
            """);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = carrier });
        command.Parameters.Add(new() { Value = number });
        var holders = new List<NumberHolder>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        DateTimeOffset? At(int column) =>
            reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
        while (await reader.ReadAsync(ct))
            holders.Add(new(reader.GetGuid(0), At(1), At(2), At(3)!.Value, At(4)));
        return holders;
    }

    public async Task<IReadOnlyList<Guid>> OfOrder(string merchantId, Guid orderId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select shipment_id from shipments.parcels where merchant_id = $1 and order_id = $2 and {IsAlive}");
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = orderId });
        var ids = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            ids.Add(reader.GetGuid(0));
        return ids;
    }

    /// <summary>
    /// Reserves units of an order for a parcel. <paramref name="choose"/> gets what the order's other parcels hold
    /// and says what this one does; when it throws, nothing is reserved. The same parcel again gets what it got.
    /// </summary>
    public async Task<Reservation> Reserve(
        string merchantId, Guid orderId, Guid shipmentId,
        Func<IReadOnlyList<ItemQuantity>, IReadOnlyList<ItemQuantity>> choose, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var turns = new NpgsqlCommand(
            "select pg_advisory_xact_lock(hashtextextended($1, 0))", connection, transaction);
        turns.Parameters.Add(new() { Value = $"ship {merchantId} {orderId}" });
        await turns.ExecuteNonQueryAsync(ct);
        var (own, others) = await Held(transaction, merchantId, orderId, shipmentId, ct);
        if (own is not null)
            return new(own, others);
        var chosen = choose(others);
        await using var insert = new NpgsqlCommand("""
            insert into shipments.parcels (shipment_id, merchant_id, order_id, items) values ($1, $2, $3, $4)
            on conflict (shipment_id) do update set items = excluded.items, registered_at = now()
            """, connection, transaction);
        insert.Parameters.Add(new() { Value = shipmentId });
        insert.Parameters.Add(new() { Value = merchantId });
        insert.Parameters.Add(new() { Value = orderId });
        insert.Parameters.Add(Json(chosen));
        await insert.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return new(chosen, others);
    }

    /// <summary>Forgets a reservation of which nothing comes.</summary>
    public async Task Release(Guid shipmentId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "delete from shipments.parcels where shipment_id = $1 and not is_registered");
        command.Parameters.Add(new() { Value = shipmentId });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Remembered, since the message may pass by before a parcel of the order is here.</summary>
    public async Task NoteCancelled(OrderCancelled cancelled, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            insert into shipments.cancelled_orders (merchant_id, order_id, reason, cancelled_at) values ($1, $2, $3, $4)
            on conflict do nothing
            """);
        command.Parameters.Add(new() { Value = cancelled.MerchantId });
        command.Parameters.Add(new() { Value = cancelled.OrderId });
        command.Parameters.Add(new() { Value = cancelled.Reason });
        command.Parameters.Add(new() { Value = cancelled.CancelledAt.ToUniversalTime() });
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<ShipmentCommand.Recall?> RecallOf(string merchantId, Guid orderId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "select reason, cancelled_at from shipments.cancelled_orders where merchant_id = $1 and order_id = $2");
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = orderId });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new ShipmentCommand.Recall(reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1))
            : null;
    }

    public static NpgsqlParameter Json(IReadOnlyList<ItemQuantity> items) =>
        new() { Value = JsonSerializer.Serialize(items), NpgsqlDbType = NpgsqlDbType.Jsonb };

    private static async Task<(IReadOnlyList<ItemQuantity>? Own, IReadOnlyList<ItemQuantity> Others)> Held(
        NpgsqlTransaction transaction, string merchantId, Guid orderId, Guid shipmentId, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"""
            select shipment_id, items from shipments.parcels
            where merchant_id = $1 and order_id = $2 and not is_spent and {IsAlive}
            """, transaction.Connection, transaction);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = orderId });
        await using var reader = await command.ExecuteReaderAsync(ct);
        ItemQuantity[]? own = null;
        var others = new List<ItemQuantity>();
        while (await reader.ReadAsync(ct))
        {
            var items = JsonSerializer.Deserialize<ItemQuantity[]>(reader.GetString(1))!;
            if (reader.GetGuid(0) == shipmentId)
                own = items;
            else
                others.AddRange(items);
        }

        return (own, others);
    }
}

/// <summary>The units of a parcel, and those of the order's other parcels.</summary>
internal sealed record Reservation(IReadOnlyList<ItemQuantity> Items, IReadOnlyList<ItemQuantity> Others);
