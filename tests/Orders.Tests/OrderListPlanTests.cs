using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;
using Testing;

namespace Orders.Tests;

/// <summary>
/// How PostgreSQL answers the list of orders, on a table of 20,000: each filter by an index, reading hardly more rows
/// than it shows. By rows, not by time: what holds here holds for a million.
/// </summary>
public sealed class OrderListPlanTests(OrderListPlanTests.Filled filled) : IClassFixture<OrderListPlanTests.Filled>
{
    private const int Limit = 20;

    // What a page may cost: its rows, those that another filter takes out again, the look into the index.
    private const int ReadMax = 500;

    private static readonly DateTimeOffset Newest = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Filters => [.. Asked.Keys];

    private static Dictionary<string, OrderQuery> Asked { get; } = new()
    {
        ["nothing"] = new(),
        ["a common status"] = new() { Status = "delivered" },
        ["a rare status"] = new() { Status = "cancelled" },
        ["a number"] = new() { OrderNumber = "N-777" },
        ["no number there is"] = new() { OrderNumber = "N-none" },
        ["an e-mail"] = new() { Email = "7@shop.example" },
        ["no e-mail there is"] = new() { Email = "nobody@shop.example" },
        ["a tracking number"] = new() { TrackingNumber = "TRK-777" },
        ["no tracking number there is"] = new() { TrackingNumber = "TRK-none" },
        ["a tracking number and a status"] = new() { TrackingNumber = "TRK-777", Status = "delivered" },
        ["an e-mail and a status"] = new() { Email = "7@shop.example", Status = "delivered" },
        ["placed after"] = new() { PlacedAfter = Newest.AddDays(-1) },
        ["placed before"] = new() { PlacedBefore = Newest.AddDays(-300) },
        ["placed in between, with a status"] =
            new() { PlacedAfter = Newest.AddDays(-200), PlacedBefore = Newest.AddDays(-100), Status = "delivered" },
        ["an e-mail placed after"] = new() { Email = "7@shop.example", PlacedAfter = Newest.AddDays(-300) },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Each_filter_reads_hardly_more_than_it_shows(string filter)
    {
        (await filled.RowsRead(Asked[filter])).ShouldBeLessThan(ReadMax);
        // Where a page ends in the middle of the list, the next begins there.
        (await filled.RowsRead(Asked[filter], $"{Newest.AddDays(-180).Ticks:x}.{Guid.Empty:N}"))
            .ShouldBeLessThan(ReadMax);
    }

    [Theory]
    [InlineData("orders_view_placed", "nothing")]
    [InlineData("orders_view_status", "a rare status")]
    [InlineData("orders_view_number", "a number")]
    [InlineData("orders_view_email", "an e-mail")]
    [InlineData("orders_view_tracking", "a tracking number")]
    public async Task Without_its_index_a_filter_reads_all(string index, string filter) =>
        (await filled.RowsRead(Asked[filter], without: index)).ShouldBeGreaterThan(ReadMax);

    /// <summary>With a million orders the merchant's index beside it took 80 ms: it names 700,000 of them.</summary>
    [Fact]
    public async Task A_tracking_number_is_looked_for_by_its_own_index_alone()
    {
        foreach (var (_, asked) in Asked.Where(one => one.Value.TrackingNumber is not null))
            (await filled.Plan(asked)).ToJsonString().ShouldSatisfyAllConditions(
                plan => plan.ShouldContain("orders_view_tracking"),
                plan => System.Text.RegularExpressions.Regex.Count(plan, "\"Index Name\"").ShouldBe(1));
    }

    /// <summary>The view's own table, two merchants, one of them with nine orders of ten.</summary>
    public sealed class Filled : IAsyncLifetime
    {
        private const int Orders = 20_000;

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
                    '{{Newest:O}}'::timestamptz - n * interval '27 minutes', 3, '', '{}'
                from generate_series(1, {{Orders}}) n
                """);
            await Execute(connection, "vacuum analyze orders.orders_view");
        }

        public ValueTask DisposeAsync() => database.DisposeAsync();

        internal async Task<double> RowsRead(OrderQuery asked, string? after = null, string? without = null) =>
            Read(await Plan(asked, after, without));

        internal async Task<JsonNode> Plan(OrderQuery asked, string? after = null, string? without = null)
        {
            var (sql, parameters) = OrderList.Of("m", asked, text => text).Asked(after, Limit);
            await using var connection = await Open();
            await using var transaction = await connection.BeginTransactionAsync();
            if (without is not null)
                await Execute(connection, $"drop index orders.{without}");
            await using var explain = new NpgsqlCommand($"explain (analyze, format json) {sql}", connection);
            explain.Parameters.AddRange(parameters.ToArray());
            return JsonNode.Parse((string)(await explain.ExecuteScalarAsync())!)![0]!["Plan"]!;
        }

        /// <summary>The rows that any part of the plan looked at, those that it threw away included.</summary>
        private static double Read(JsonNode plan) => Number(plan, "Actual Rows") * Number(plan, "Actual Loops")
            + Number(plan, "Rows Removed by Filter") + Number(plan, "Rows Removed by Index Recheck")
            + (plan["Plans"]?.AsArray().Sum(part => Read(part!)) ?? 0);

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
}
