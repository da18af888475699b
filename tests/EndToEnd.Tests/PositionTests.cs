using System.Text.Json.Nodes;
using Npgsql;
using Testing;

namespace EndToEnd.Tests;

public sealed class PositionTests(Platform platform)
{
    [Fact]
    public async Task A_couriers_position_reaches_the_customer_while_the_parcel_is_out_for_delivery_and_not_after()
    {
        var order = await platform.Place();
        var (parcel, awb) = await platform.Ship(order);
        var now = DateTime.UtcNow.AddMinutes(330);
        (await Tell(parcel, At(12.97161, 77.59459))).Is(200).Json["kept"]!.GetValue<int>().ShouldBe(1);
        (await Public(order))["position"].ShouldBeNull();

        await platform.Post(awb, new("Dispatched", "UD", "X-DDD3FD", "Out for delivery", now.AddMinutes(-30)));
        await platform.TimelineWhen(order, "out_for_delivery");
        using var stream = await platform.Anybody.Stream($"/v1/track/{order.Token}/stream");
        (await Tell(parcel, At(12.935, 77.62451, 6))).Is(200).Json["kept"]!.GetValue<int>().ShouldBe(1);
        (await Next(stream)).ShouldBe("event: position");

        // The customer sees the latest, to about a hundred metres; the merchant as it was told.
        var seen = (await Public(order))["position"]!;
        Point(seen).ShouldBe((12.935, 77.625, 100));
        var told = (await platform.Storefront.Get($"/v1/shipments/{parcel}")).Is(200);
        Point(told.Json["position"]!).ShouldBe((12.935, 77.62451, null));
        told["ETag"].ShouldBeNull();

        // Of yesterday's courier, of the future, of nowhere: refused, each by its place.
        (await Tell(parcel, At(12.9, 77.6, 90_000), At(12.9, 77.6, -600), At(91, 181))).IsProblem(
            400, "/0/at", "/1/at", "/2/latitude", "/2/longitude");
        // Told twice, or within seconds of another: left out.
        (await Tell(parcel, At(12.935, 77.62451, 6), At(12.935, 77.62452, 6))).Is(200).Json["kept"]!.GetValue<int>()
            .ShouldBeLessThanOrEqualTo(1);
        (await platform.Storefront.Post($"/v1/shipments/{Guid.NewGuid()}/positions", new[] { At(1, 1) }))
            .IsProblem(404);

        await platform.Post(awb, new("Delivered", "DL", "EOD-38", "Delivered to consignee", now.AddMinutes(-1)));
        await platform.TimelineWhen(order, "delivered");
        (await Public(order))["position"].ShouldBeNull();
        await Eventually.True(async () =>
            (await Tell(parcel, At(12.9, 77.6))).Is(200).Json["kept"]!.GetValue<int>() == 0);
    }

    [Fact]
    public async Task Positions_are_sealed_kept_in_small_number_and_gone_when_their_time_is_over()
    {
        var order = await platform.Place();
        var (parcel, _) = await platform.Ship(order);
        var many = Enumerable.Range(0, 90).Select(i => At(12.9, 77.6, i * 20)).ToArray();
        (await Tell(parcel, many)).Is(200).Json["kept"]!.GetValue<int>().ShouldBe(90);
        (await Count("shipments", parcel)).ShouldBe(50);
        (await Count("orders", parcel)).ShouldBe(1);
        await using var database = NpgsqlDataSource.Create(platform.PostgresConnection);
        foreach (var schema in (string[])["shipments", "orders"])
        {
            await using var points = database.CreateCommand(
                $"select bool_and(point like '~p1.%') from {schema}.positions where shipment_id = '{parcel}'");
            (await points.ExecuteScalarAsync()).ShouldBe(true);
            // As if a day had passed.
            await using var older = database.CreateCommand(
                $"update {schema}.positions set at = at - interval '24 hours' where shipment_id = '{parcel}'");
            await older.ExecuteNonQueryAsync();
        }

        await Eventually.True(async () => await Count("shipments", parcel) + await Count("orders", parcel) == 0);
    }

    private Task<Answer> Tell(string parcel, params object[] positions) =>
        platform.Storefront.Post($"/v1/shipments/{parcel}/positions", positions);

    private static object At(double latitude, double longitude, int secondsAgo = 60) => new
    {
        latitude,
        longitude,
        at = DateTimeOffset.UtcNow.AddSeconds(-secondsAgo),
    };

    private async Task<JsonNode> Public(Order order) =>
        (await platform.Anybody.Get($"/v1/track/{order.Token}")).Is(200).Json["shipments"]![0]!;

    private static (double, double, double?) Point(JsonNode position) => (position["latitude"]!.GetValue<double>(),
        position["longitude"]!.GetValue<double>(), position["accuracy"]?.GetValue<double>());

    private async Task<long> Count(string schema, string parcel)
    {
        await using var database = NpgsqlDataSource.Create(platform.PostgresConnection);
        await using var command = database.CreateCommand(
            $"select count(*) from {schema}.positions where shipment_id = '{parcel}'");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<string> Next(StreamReader stream)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await stream.ReadLineAsync(patience.Token) is { } line)
            if (line.StartsWith("event: position", StringComparison.Ordinal))
                return line;
        throw new InvalidOperationException("The stream ended.");
    }
}
