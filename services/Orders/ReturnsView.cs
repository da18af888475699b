using System.Text.Json;
using NpgsqlTypes;
using ServiceDefaults;
using Streams;

namespace Orders;

/// <summary>Keeps one row a return for the list: what is searched by, and the return as it is answered.</summary>
internal sealed class ReturnsView(EventStore store, ApiJson json)
    : StreamView<ReturnState, ReturnEvent>(store, Return.Stream, "orders")
{
    internal static readonly string Schema = Sql("orders.returns_view", "returns_view");

    public override string Name => "returns_view";

    public override IReadOnlyList<ViewColumn> Columns { get; } =
    [
        new("merchant_id", NpgsqlDbType.Text),
        new("return_id", NpgsqlDbType.Uuid),
        new("version", NpgsqlDbType.Bigint),
        new("status", NpgsqlDbType.Text),
        new("requested_at", NpgsqlDbType.TimestampTz),
        new("document", NpgsqlDbType.Json),
    ];

    public override string Ddl(string table) => Sql(table, table[(table.IndexOf('.') + 1)..]);

    protected override object?[]? Row(string tenant, Guid id, ReturnState state, long version)
    {
        var view = ReturnDetails.Of(id, state, version);
        return
        [
            tenant, id, version, view.Status, view.RequestedAt.UtcDateTime,
            JsonSerializer.SerializeToUtf8Bytes(view, json.Options),
        ];
    }

    private static string Sql(string table, string name) => $"""
        create table if not exists {table} (
            merchant_id text not null,
            return_id uuid not null,
            version bigint not null,
            status text not null,
            requested_at timestamptz not null,
            document json not null,
            primary key (merchant_id, return_id));
        create index if not exists {name}_requested on {table} (merchant_id, requested_at, return_id);
        create index if not exists {name}_status on {table} (merchant_id, status, requested_at, return_id);
        """;
}
