using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;
using Testing;

namespace Orders.Tests;

/// <summary>
/// The view's own table with 20,000 orders of two merchants, one of them with nine of ten; every hundredth order has a
/// parcel, without a number.
/// </summary>
public sealed class FilledView : IAsyncLifetime
{
    public const int Orders = 20_000;

    public static readonly DateTimeOffset Newest = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    private readonly TestDatabase database = new();

    public async ValueTask InitializeAsync()
    {
        await using var connection = await Open();
        await Execute(connection, $"create schema orders; {OrdersView.Schema}");
        await Execute(connection, $$"""
            insert into orders.orders_view (merchant_id, order_id, order_number, status, email, tracking_numbers,
                placed_at, version, tracking_url, document)
            select case when n % 10 = 0 then 'other' else 'm' end, gen_random_uuid(), 'N-' || n,
                case when n % 100 = 1 then 'cancelled' when n % 10 = 1 then 'confirmed' else 'delivered' end,
                n % 4000 || '@shop.example', array['TRK' || n],
                '{{Newest:O}}'::timestamptz - n * interval '27 minutes', 3, '',
                json_build_object('shipments',
                    case when n % 100 = 7 then '[{"trackingNumber":null}]' else '[]' end::json)
            from generate_series(1, {{Orders}}) n
            """);
        await Execute(connection, "vacuum analyze orders.orders_view");
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    internal async Task<JsonNode> Plan(
        (string Sql, IReadOnlyList<NpgsqlParameter> Parameters) asked, string? without = null)
    {
        await using var connection = await Open();
        await using var transaction = await connection.BeginTransactionAsync();
        if (without is not null)
            await Execute(connection, $"drop index orders.{without}");
        await using var explain = new NpgsqlCommand($"explain (analyze, format json) {asked.Sql}", connection);
        explain.Parameters.AddRange(asked.Parameters.ToArray());
        return JsonNode.Parse((string)(await explain.ExecuteScalarAsync())!)![0]!["Plan"]!;
    }

    /// <summary>The rows that any part of the plan looked at, those that it threw away included.</summary>
    internal static double RowsRead(JsonNode plan) => Number(plan, "Actual Rows") * Number(plan, "Actual Loops")
        + Number(plan, "Rows Removed by Filter") + Number(plan, "Rows Removed by Index Recheck")
        + (plan["Plans"]?.AsArray().Sum(part => RowsRead(part!)) ?? 0);

    private static double Number(JsonNode plan, string name) =>
        plan[name] is { } number ? double.Parse(number.ToString(), CultureInfo.InvariantCulture) : 0;

    private async Task<NpgsqlConnection> Open()
    {
        var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
