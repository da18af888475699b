using System.Text.Json.Nodes;
using Npgsql;
using Testing;

namespace EndToEnd.Tests;

/// <summary>An event that a service cannot read: what an operator sees of it, and does about it.</summary>
public sealed class ParkedTests(Platform platform)
{
    [Fact]
    public async Task What_a_reactor_cannot_handle_is_listed_and_goes_on_when_it_is_resumed()
    {
        var order = await platform.Place();
        var stream = $"order-{order.Id}";
        (await platform.Storefront.Post(order.Path + "/confirm")).Is(200);
        // As no program of ours would write it, but a hand or a broken tool can.
        await Execute($"""
            with moved as (
                update orders.mt_streams set version = version + 1 where id = '{stream}' returning tenant_id, version)
            insert into orders.mt_events (seq_id, id, stream_id, version, data, type, tenant_id)
            select nextval('orders.mt_events_sequence'), gen_random_uuid(), '{stream}', version, '[]', 'confirmed',
                tenant_id from moved
            """);
        // It stands still for those whom it concerns, the others go past it.
        string[] reactors = ["orders_view", "publisher"];
        await Eventually.True(async () => (await Listed(stream)).Count == reactors.Length);

        var parked = await Listed(stream);
        parked.Select(p => p!["reactor"]!.GetValue<string>()).Order().ShouldBe(reactors.Order());
        // A view that is at an earlier event just then folds the whole stream, and stumbles over it there.
        parked.ShouldAllBe(p => p!["reason"]!.GetValue<string>().Split(':', 2)[0] == "UnreadableEventException"
            || p!["reason"]!.GetValue<string>().Split(':', 2)[0] == "JsonException");

        await Execute($"""
            update orders.mt_events set data = (
                select data from orders.mt_events
                where stream_id = '{stream}' and type = 'confirmed' and data <> '[]' limit 1)
            where stream_id = '{stream}' and data = '[]'
            """);
        (await platform.Storefront.Post("/v1/ops/streams/orders/parked/resume", new { })).IsProblem(403);
        (await platform.Ops.Post("/v1/ops/streams/orders/parked/resume", new { streamId = "order-x" })).IsProblem(404);
        var asked = (await platform.Ops.Post("/v1/ops/streams/orders/parked/resume", new { streamId = stream }))
            .Is(202).Json;
        asked["asked"]!.GetValue<int>().ShouldBe(reactors.Length);
        await Eventually.True(async () => (await Listed(stream)).Count == 0);
    }

    private async Task<List<JsonNode?>> Listed(string stream) =>
        [.. (await platform.Ops.Get("/v1/ops/streams/orders/parked?limit=100")).Is(200).Json["data"]!.AsArray()
            .Where(parked => parked!["streamId"]!.GetValue<string>() == stream)];

    private async Task Execute(string sql)
    {
        await using var source = NpgsqlDataSource.Create(platform.PostgresConnection);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
