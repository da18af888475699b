using System.Text.Json;
using NpgsqlTypes;
using ServiceDefaults;
using Streams;

namespace Orders;

/// <summary>
/// Keeps one row an order for the list and the look-up: what is searched by, and the order as it is answered, with its
/// personal texts sealed. What is personal is searched by keyed hashes.
/// </summary>
internal sealed class OrdersView(EventStore store, TrackingLinks links, ApiJson json, PersonalKeys keys)
    : StreamView<OrderState, OrderEvent>(store, Order.Stream, "orders")
{
    /// <summary>True of the orders that any parcel is registered for, with a number or without; indexed.</summary>
    internal const string HasParcels = "json_array_length(document -> 'shipments') > 0";

    internal static readonly string Schema =
        $"{Sql("orders.orders_view", "orders_view")} alter table orders.orders_view set ({Database.Uncompressed});";

    public override string Name => "orders_view";

    public override IReadOnlyList<ViewColumn> Columns { get; } =
    [
        new("merchant_id", NpgsqlDbType.Text),
        new("order_id", NpgsqlDbType.Uuid),
        new("version", NpgsqlDbType.Bigint),
        new("order_number", NpgsqlDbType.Text),
        new("status", NpgsqlDbType.Text),
        new("email", NpgsqlDbType.Text),
        new("phone", NpgsqlDbType.Text),
        new("postal_code", NpgsqlDbType.Text),
        new("tracking_numbers", NpgsqlDbType.Array | NpgsqlDbType.Text),
        new("placed_at", NpgsqlDbType.TimestampTz),
        new("tracking_url", NpgsqlDbType.Text),
        new("person_id", NpgsqlDbType.Uuid),
        new("document", NpgsqlDbType.Json),
    ];

    public override string Ddl(string table) => Sql(table, table[(table.IndexOf('.') + 1)..]);

    protected override Task Prepare(IReadOnlyList<OrderState> states, CancellationToken ct) =>
        keys.Fetch(states.SelectMany(state => Opened(state.Placed!)).OfType<string>(), ct);

    protected override object?[]? Row(string tenant, Guid id, OrderState state, long version)
    {
        var view = OrderView.Of(tenant, id, state, version, links);
        var placed = state.Placed!;
        var (customer, isErased) = (placed.Customer, keys.IsErased(placed.Customer.Name));
        return
        [
            tenant,
            id,
            version,
            view.OrderNumber,
            view.Status,
            Index(SearchKeys.Email, customer.Email),
            Index(SearchKeys.Phone, customer.Phone),
            Index(SearchKeys.PostalCode, placed.ShippingAddress.PostalCode),
            TrackingNumbers(view),
            view.PlacedAt.UtcDateTime,
            view.TrackingUrl,
            placed.PersonId,
            JsonSerializer.SerializeToUtf8Bytes(view, json.Options),
        ];

        // An erased customer is not found by anything that was theirs.
        string? Index(Func<string?, string?> searchKey, string? text) =>
            isErased || text is null || searchKey(keys.Open(text)) is not { } key ? null : keys.Index(key);
    }

    private static string?[] Opened(OrderEvent.Placed placed) =>
        [placed.Customer.Name, placed.Customer.Email, placed.Customer.Phone, placed.ShippingAddress.PostalCode];

    private static string Sql(string table, string name) => $"""
        create table if not exists {table} (
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
            person_id uuid,
            document json not null,
            primary key (merchant_id, order_id)) with ({Database.Uncompressed});
        create index if not exists {name}_placed on {table} (merchant_id, placed_at, order_id);
        create index if not exists {name}_parcels on {table} (merchant_id, placed_at, order_id) where {HasParcels};
        create index if not exists {name}_status on {table} (merchant_id, status, placed_at, order_id);
        create index if not exists {name}_email on {table} (merchant_id, email, placed_at, order_id);
        create index if not exists {name}_person on {table} (merchant_id, person_id);
        create index if not exists {name}_number on {table} (order_number);
        create index if not exists {name}_tracking on {table} using gin (tracking_numbers);
        """;

    private static string[] TrackingNumbers(OrderView view) =>
        [.. view.Shipments.SelectMany(shipment => shipment.Numbers).Select(SearchKeys.TrackingNumber).OfType<string>()];
}
