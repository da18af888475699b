using Npgsql;
using Testing;

namespace EndToEnd.Tests;

/// <summary>A parcel that nobody hears of becomes visible, is given up, and comes back with its next scan.</summary>
public sealed class SilentParcelTests(Platform platform)
{
    [Fact]
    public async Task A_silent_parcel_is_shown_then_given_up_and_revived_by_a_scan()
    {
        var order = await platform.Place();
        var (shipment, awb) = await platform.Ship(order);
        var scans = Delhivery.Delivered();
        (await platform.Post(awb, scans[1])).Is(200);
        await platform.TimelineWhen(order, "shipped");
        (await Silent()).ShouldNotContain(shipment);

        await NotHeardOfFor(shipment, days: 4);
        var listed = await Eventually.Get(Silent, text => text.Contains(shipment, StringComparison.Ordinal));
        listed.ShouldContain(awb);

        await NotHeardOfFor(shipment, days: 31);
        var expired = await platform.TimelineWhen(order, "attention");
        expired["shipments"]![0]!["status"]!.GetValue<string>().ShouldBe("expired");
        expired.Codes().ShouldContain("shipment.expired");
        (await Silent()).ShouldNotContain(shipment);

        (await platform.Post(awb, scans[2])).Is(200);
        await platform.TimelineWhen(order, "shipped");
        (await platform.Mails(order)).ShouldAllBe(m => m["deliveries"]!.GetValue<int>() == 1);
    }

    private async Task<string> Silent() =>
        (await platform.Ops.Get("/v1/ops/shipments/silent?carrier=delhivery&limit=100")).Is(200).Text;

    /// <summary>As if that much time had passed.</summary>
    private async Task NotHeardOfFor(string shipment, int days)
    {
        await using var source = NpgsqlDataSource.Create(platform.PostgresConnection);
        await using var command = source.CreateCommand(
            "update shipments.watch set heard_at = now() - $2 where shipment_id = $1 and status = 'picked_up'");
        command.Parameters.Add(new() { Value = Guid.Parse(shipment) });
        command.Parameters.Add(new() { Value = TimeSpan.FromDays(days) });
        await Eventually.True(async () => await command.ExecuteNonQueryAsync() == 1);
    }
}
