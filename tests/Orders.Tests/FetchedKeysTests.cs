using System.Text.Json.Nodes;
using Npgsql;
using ServiceDefaults;
using Streams;
using static Orders.Tests.SealedOrders;

namespace Orders.Tests;

/// <summary>
/// Whoever opens many persons' texts asks for their keys at once, and what is destroyed meanwhile stays so.
/// </summary>
public sealed class FetchedKeysTests(SealedOrders orders) : IClassFixture<SealedOrders>
{
    private const string Keys = "personal.keys";
    private const string Events = "mt_events";

    // Looks like a sealed text, of a key that nobody has made; the second one's id has bits that no id has.
    private static readonly string[] Alike =
        [$"~p1.{new string('A', 22)}.{new string('A', 38)}~", $"~p1.{new string('_', 22)}.{new string('A', 38)}~"];

    [Fact]
    public async Task A_page_of_documents_is_opened_with_one_look_for_its_keys()
    {
        var (list, looks) = await orders.Looking(Keys, () => orders.List(Merchant));
        looks.ShouldBe(1);
        Names(list).ShouldBe(Enumerable.Range(1, 100).Select(n => $"Customer-{Placed - n}."));
    }

    [Theory]
    [InlineData("orders", "ndjson", 1, 0)]
    [InlineData("orders", "csv", 1, 0)]
    [InlineData("timelines", "ndjson", 1, 1)]
    [InlineData("timelines", "csv", 1, 1)]
    [InlineData("shipments", "ndjson", 1, 1)]
    [InlineData("shipments", "csv", 0, 1)]
    public async Task A_page_of_an_export_looks_once_for_keys_and_once_for_events(
        string what, string format, int forKeys, int forEvents)
    {
        const int Pages = 2;
        var (text, keys) = await orders.Looking(Keys, () => orders.Export(what, format, Merchant));
        var (_, events) = await orders.Looking(Events, () => orders.Export(what, format, Merchant));
        (keys, events).ShouldBe((forKeys * Pages, forEvents * Pages));
        text.ShouldNotContain("~p1.");
        if (forKeys > 0)
            Places(text, Enumerable.Range(0, Placed).Select(n => $"Customer-{n}.")).ShouldBeInOrder();
    }

    [Fact]
    public async Task The_view_is_built_again_with_one_look_for_the_keys_of_a_part()
    {
        var (rebuilt, looks) = await orders.Looking(Keys, orders.Rebuild);
        looks.ShouldBe(1);
        // Other tests erase customers of their own merchants.
        rebuilt.Differences.Where(one => one.Tenant == Merchant).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_live_view_looks_once_for_the_keys_of_a_batch()
    {
        var (store, events) = (orders.Get<EventStore>(), new List<Recorded<object>>());
        for (var n = 0; n < 50; n++)
            events.AddRange((await store.Read(Order.Stream, Merchant, OrderIds.OrderOf(Merchant, $"{n}")))
                .Select(e => new Recorded<object>(e.Id, e.Tenant, e.StreamId, e.Version, e.Position, e.Event,
                    e.RecordedAt, e.TraceId, e.CausationId, e.TraceParent)));
        await using var connection = await orders.Get<NpgsqlDataSource>().OpenConnectionAsync();
        var (_, looks) = await orders.Looking(Keys, async () =>
        {
            await orders.Get<OrdersView>().Apply(events, "orders.orders_view", connection, CancellationToken.None);
            return 0;
        });
        looks.ShouldBe(1);
    }

    [Fact]
    public async Task A_destroyed_key_and_one_that_never_was_are_looked_for_once_with_the_others()
    {
        const string Shop = "forgetful";
        await orders.Place(Shop, 5, n => n < Alike.Length ? Alike[n] : "Mug");
        await orders.Rebuild();
        await orders.Keys.Destroy(PersonOf(Shop, 2), CancellationToken.None);
        var (list, looks) = await orders.Looking(Keys, async () =>
        {
            var first = await orders.List(Shop);
            (await orders.List(Shop)).ShouldBe(first);
            return first;
        });
        looks.ShouldBe(1);
        Names(list).ShouldBe(["Customer-4.", "Customer-3.", PersonKey.Erased, "Customer-1.", "Customer-0."]);
        foreach (var alike in Alike)
            list.ShouldContain($"\"name\":\"{alike}\"");
    }

    [Fact]
    public async Task A_key_destroyed_while_it_is_fetched_is_not_kept()
    {
        const string Shop = "hasty";
        await orders.Place(Shop, 1);
        var (person, keys) = (PersonOf(Shop, 0), orders.Keys);
        var text = keys.Find(person)!.Seal("Customer-0.");
        await keys.Fetch(WhileForgotten(), CancellationToken.None);
        await orders.Execute($"update personal.keys set secret = null, destroyed_at = now() where person = '{person}'");
        keys.Open(text).ShouldBe(PersonKey.Erased);

        // It has begun, and its rows, which still have the key, come when the end of the key is heard.
        IEnumerable<string> WhileForgotten()
        {
            keys.Forget();
            yield return text;
        }
    }

    [Fact]
    public async Task An_order_that_cannot_be_read_costs_only_its_own_line()
    {
        const string Shop = "torn";
        var ids = await orders.Place(Shop, 6);
        await orders.Rebuild();
        await orders.Execute($"""
            update orders.mt_events set data = '[]' where stream_id = '{Order.Stream.StreamId(ids[1])}' and version = 2;
            update orders.mt_events set type = 'unheard' where stream_id = '{Order.Stream.StreamId(ids[3])}'
            """);
        try
        {
            var lines = (await orders.Export("timelines", "ndjson", Shop))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
            lines.Select(line => line["orderId"]!.GetValue<Guid>()).ShouldBe(ids);
            lines.Select(line => line["problem"] is null).ShouldBe([true, false, true, false, true, true]);
            var rows = (await orders.Export("timelines", "csv", Shop)).Split("\r\n");
            ids.Select(id => rows.Count(row => row.StartsWith($"{id:D}", StringComparison.Ordinal)))
                .ShouldBe([4, 1, 4, 1, 4, 4]);
        }
        finally
        {
            // No other test's rebuild can read them either.
            await orders.Execute($"""
                delete from orders.mt_events where tenant_id = '{Shop}';
                delete from orders.orders_view where merchant_id = '{Shop}'
                """);
        }
    }

    private static IEnumerable<string> Names(string list) => JsonNode.Parse(list)!["data"]!.AsArray()
        .Select(order => order!["customer"]!["name"]!.GetValue<string>());

    private static List<int> Places(string text, IEnumerable<string> words) =>
        [.. words.Select(word => text.IndexOf(word, StringComparison.Ordinal))];
}
