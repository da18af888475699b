using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Benchmarks.Store;
using Npgsql;
using Tools.Platform;

namespace Benchmarks.Api;

/// <summary>
/// <c>GET /v1/orders</c> with a million orders in its view, 700,000 of them the asking merchant's: each filter through
/// the gateway by one client, with the plan that PostgreSQL had for the last of its requests, as it says itself.
/// </summary>
internal static class ListMeasures
{
    private const int Orders = 1_000_000;
    private const int Requests = 300;
    private const double GoalMs = 20;

    public static async Task<IReadOnlyList<Row>> Run(Bench bench)
    {
        await Fill(bench);
        await Explain(bench, on: true);
        using var http = new HttpClient { BaseAddress = bench.Access.Gateway };
        http.DefaultRequestHeaders.Authorization = new("Bearer", bench.Access.StorefrontKey);
        var filters = new Dictionary<string, Func<int, string>>
        {
            ["all"] = _ => "",
            ["a common status"] = _ => "status=delivered",
            ["a rare status"] = _ => "status=cancelled",
            ["a status that no order has"] = _ => "status=returning",
            ["orderNumber"] = n => $"orderNumber=FILL-{n * 997 % Orders}",
            ["orderNumber of no order"] = n => $"orderNumber=NONE-{n}",
            ["email of 1,000 orders"] = _ => $"email={Often(bench)}",
            ["email of one order"] = _ => $"email={Once(bench)}",
            ["email of no order"] = n => $"email=none-{n}@shop.example",
            ["trackingNumber"] = n => $"trackingNumber=FILL{n * 997 % Orders}",
            ["trackingNumber of no order"] = n => $"trackingNumber=NONE{n}",
            ["trackingNumber and status"] = n => $"trackingNumber=FILL{n * 997 % Orders}&status=delivered",
            ["email and status"] = _ => $"email={Often(bench)}&status=confirmed",
            ["placedAfter, a day"] = n => $"placedAfter={Day(n)}&placedBefore={Day(n + 1)}",
            ["placedBefore, a year ago"] = _ => $"placedBefore={Day(365)}",
            ["status and placedBefore"] = n => $"status=cancelled&placedBefore={Day(n)}",
            ["email and placedAfter"] = _ => $"email={Often(bench)}&placedAfter={Day(0)}",
        };
        var deep = await DeepCursor(http);
        filters["a cursor 5,000 orders deep"] = _ => $"cursor={deep}";
        var rows = new List<Row>();
        var plans = new List<string>();
        foreach (var (name, query) in filters)
        {
            var asked = -1;
            async Task<bool> Ask(int _)
            {
                using var answer = await http.GetAsync($"/v1/orders?{query(Math.Abs(asked += 1))}");
                await answer.Content.CopyToAsync(Stream.Null);
                return answer.IsSuccessStatusCode ? true : throw new InvalidOperationException($"{name}: {answer}");
            }

            await Load.Run(1, () => asked < 50, Ask);
            asked = 0;
            var run = await Load.Run(1, () => asked < Requests, Ask);
            var series = new Series("list", [run]);
            var plan = LastPlan();
            rows.Add(new(name, series, series, new($"p99 < {GoalMs} ms", run.P99 < GoalMs)));
            plans.Add($"## {name}: p50 {run.P50:N1} ms, p99 {run.P99:N1} ms\n\n```\n{plan}\n```\n");
            Console.WriteLine($"  {name,-32} p50 {run.P50,6:N1} p99 {run.P99,6:N1} ms  {Access(plan)}");
        }

        await Explain(bench, on: false);
        Console.WriteLine($"Plans: {await Report.SaveText("order-lists", string.Join('\n', plans))}");
        return rows;
    }

    private static string Often(Bench bench) => $"often-{bench.Run}@shop.example";

    private static string Once(Bench bench) => $"once-{bench.Run}@shop.example";

    private static string Day(int n) => DateTime.UtcNow.Date.AddDays((n % 700) - 720)
        .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The scans of a plan, in a line.</summary>
    private static string Access(string plan) => string.Join(", ", plan.Split('\n')
        .Where(line => line.Contains(" on orders_view", StringComparison.Ordinal))
        .Select(line => line.Trim().TrimStart('-', '>', ' ').Split("  (")[0]));

    private static async Task<string> DeepCursor(HttpClient http)
    {
        string? cursor = null;
        for (var page = 0; page < 50; page++)
        {
            var from = cursor is null ? "" : $"&cursor={cursor}";
            var answer = await http.GetFromJsonAsync<JsonNode>($"/v1/orders?limit=100{from}");
            cursor = answer!["nextCursor"]!.GetValue<string>();
        }

        return cursor!;
    }

    /// <summary>
    /// Copies of one real order under other numbers, as rows of the view: two years of them, a tenth of the merchants
    /// with seven tenths of the orders. The indexes are made when the rows are there.
    /// </summary>
    private static async Task Fill(Bench bench)
    {
        using var platform = new PlatformClient(bench.Access);
        foreach (var email in (string[])[Often(bench), Once(bench)])
        {
            var order = Benchmarks.Requests.OrderOf(email[..email.IndexOf('@', StringComparison.Ordinal)]);
            await platform.Place(order with { Customer = order.Customer with { Email = email } });
        }

        await Settling.Until(async () => await Value(bench, $"""
            select count(*) = 2 from orders.orders_view where order_number in ('often-{bench.Run}', 'once-{bench.Run}')
            """) is true);
        Console.WriteLine($"  filling in {Orders:N0} orders");
        var indexes = (string[])(await Value(bench, """
            select array_agg(indexdef) from pg_indexes
            where schemaname = 'orders' and tablename = 'orders_view' and indexdef not like '%UNIQUE%'
            """))!;
        await Value(bench, """
            do $$ declare i text; begin
                for i in select indexname from pg_indexes where schemaname = 'orders' and tablename = 'orders_view'
                    and indexdef not like '%UNIQUE%' loop execute 'drop index orders.' || i; end loop; end $$
            """);
        await Value(bench, $"""
            insert into orders.orders_view (merchant_id, order_id, order_number, status, email, phone, postal_code,
                tracking_numbers, placed_at, version, tracking_url, person_id, document)
            select case when n % 10 < 7 then 'demo' else 'shop-' || n % 997 end, gen_random_uuid(), 'FILL-' || n,
                case when n % 1000 = 3 then 'cancelled' when n % 20 = 1 then 'confirmed' when n % 15 = 2 then 'shipped'
                    else 'delivered' end,
                case when n % 700 = 1 then often.email else md5((n % 300000)::text) end, null, md5((n % 9000)::text),
                array['FILL' || n], now() - n * interval '62 seconds', 12, often.tracking_url,
                gen_random_uuid(), often.document
            from generate_series(1, {Orders}) n, orders.orders_view often where order_number = 'often-{bench.Run}'
            """);
        await Value(bench, string.Join(';', indexes));
        await Value(bench, "vacuum analyze orders.orders_view");
        await Value(bench, "checkpoint");
    }

    /// <summary>Has PostgreSQL write down the plans of Orders' statements, as they were carried out.</summary>
    private static async Task Explain(Bench bench, bool on)
    {
        foreach (var setting in (string[])["session_preload_libraries = 'auto_explain'",
            "auto_explain.log_min_duration = 0", "auto_explain.log_analyze = on", "auto_explain.log_buffers = on",
            "auto_explain.log_timing = off"])
            await Value(bench, on ? $"alter database tracking set {setting}"
                : $"alter database tracking reset {setting.Split(' ')[0]}");
        // Connections that are there know nothing of it.
        await Value(bench, """
            select count(pg_terminate_backend(pid)) from pg_stat_activity
            where application_name = 'orders' and state = 'idle'
            """);
        await Task.Delay(TimeSpan.FromSeconds(2));
    }

    private static string LastPlan()
    {
        var lines = File.ReadAllLines(RunningPlatform.Log("postgres"));
        var last = Array.FindLastIndex(
            lines, line => line.Contains("order by placed_at desc", StringComparison.Ordinal));
        var plan = lines.Skip(Math.Max(last, 0)).Skip(1).TakeWhile(line => line.StartsWith('\t'));
        return string.Join('\n', plan.Select(line => line[1..]));
    }

    private static async Task<object?> Value(Bench bench, string sql)
    {
        await using var command = bench.Database.CreateCommand(sql);
        command.CommandTimeout = 600;
        return await command.ExecuteScalarAsync();
    }
}
