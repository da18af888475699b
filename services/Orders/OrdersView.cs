using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ServiceDefaults;
using Streams;

namespace Orders;

/// <summary>
/// Keeps one row an order for the list and the look-up: what is searched by, and the order as it is answered. A row is
/// computed from the order's stream, never changed in part, so it can be thrown away and filled again.
/// </summary>
internal sealed class OrdersView(EventStore store, TrackingLinks links, ApiJson json) : IReactor
{
    internal const string Schema = """
        create table if not exists orders.orders_view (
            merchant_id text not null,
            order_id uuid not null,
            order_number text not null,
            status text not null,
            email text,
            phone text,
            postal_code text,
            tracking_numbers text[] not null,
            placed_at timestamptz not null,
            version bigint not null,
            tracking_url text not null,
            document json not null,
            primary key (merchant_id, order_id));
        create index if not exists orders_view_placed on orders.orders_view (merchant_id, placed_at, order_id);
        create index if not exists orders_view_status on orders.orders_view (merchant_id, status, placed_at, order_id);
        create index if not exists orders_view_email on orders.orders_view (merchant_id, email, placed_at, order_id);
        create index if not exists orders_view_number on orders.orders_view (order_number);
        create index if not exists orders_view_tracking on orders.orders_view using gin (tracking_numbers);
        """;

    private const string Upsert = """
        insert into orders.orders_view as v
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict (merchant_id, order_id) do update set status = excluded.status,
            tracking_numbers = excluded.tracking_numbers, version = excluded.version,
            tracking_url = excluded.tracking_url, document = excluded.document
        where v.version < excluded.version
        """;

    public string Name => "orders_view";

    public async Task React(IReadOnlyList<Recorded<object>> events, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        foreach (var order in events.Where(e => e.Event is OrderEvent).GroupBy(e => (e.Tenant, e.Subject)))
        {
            var (state, version) = await Fold(order.Key.Tenant, order.Key.Subject, [.. order], ct);
            batch.BatchCommands.Add(Row(order.Key.Tenant, order.Key.Subject, state, version));
        }

        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>A stream that begins in this batch need not be read again.</summary>
    private async Task<Loaded<OrderState>> Fold(
        string merchantId, Guid id, List<Recorded<object>> events, CancellationToken ct) =>
        events[0].Version == 1 && events[^1].Version == events.Count
            ? new(events.Select(e => (OrderEvent)e.Event).Aggregate(OrderState.Initial, Order.Evolve), events.Count)
            : await store.Load(Order.Stream, merchantId, id, ct);

    private NpgsqlBatchCommand Row(string merchantId, Guid id, OrderState state, long version)
    {
        var view = OrderView.Of(merchantId, id, state, version, links);
        return new(Upsert)
        {
            Parameters =
            {
                new() { Value = merchantId },
                new() { Value = id },
                new() { Value = view.OrderNumber },
                new() { Value = view.Status },
                Text(SearchKeys.Email(view.Customer.Email)),
                Text(SearchKeys.Phone(view.Customer.Phone)),
                Text(SearchKeys.PostalCode(view.ShippingAddress.PostalCode)),
                new() { Value = TrackingNumbers(view) },
                new() { Value = view.PlacedAt.UtcDateTime },
                new() { Value = version },
                new() { Value = view.TrackingUrl },
                new() { Value = JsonSerializer.Serialize(view, json.Options), NpgsqlDbType = NpgsqlDbType.Json },
            },
        };
    }

    private static string[] TrackingNumbers(OrderView view) =>
        [.. view.Shipments.Select(shipment => SearchKeys.TrackingNumber(shipment.TrackingNumber)).OfType<string>()];

    private static NpgsqlParameter Text(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
