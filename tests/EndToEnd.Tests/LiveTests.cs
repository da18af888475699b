using System.Text.Json.Nodes;

namespace EndToEnd.Tests;

public sealed class LiveTests(Platform platform)
{
    [Fact]
    public async Task The_stream_moves_with_the_order_and_resumes_without_gap_or_repeat()
    {
        var order = await platform.Place();
        var seen = new List<(string Id, string Code)>();
        using (var stream = await platform.Storefront.Stream(order.Path + "/timeline/stream"))
        {
            (await platform.Storefront.Post(order.Path + "/confirm")).Is(200);
            await Read(stream, seen, until: "order.confirmed");
        }

        (await platform.Storefront.Post(order.Path + "/pack")).Is(200);
        var (_, awb) = await platform.Ship(order);
        (await platform.Post(awb, Delhivery.Delivered()[1])).Is(200);
        using (var resumed = await platform.Storefront.Stream(
            order.Path + "/timeline/stream", lastEventId: seen[^1].Id))
            await Read(resumed, seen, until: "shipment.picked_up");

        var timeline = await platform.Timeline(order);
        var entries = seen.Select(s => s.Code).Where(code => code != "notification.sent").ToArray();
        entries.ShouldBeUnique();
        timeline.Codes().ShouldBeSubsetOf(
            [.. entries, "order.placed", "notification.sent", "payment.authorized", "payment.requested"]);
        seen.Select(s => long.Parse(s.Id, null)).ShouldBeInOrder();
    }

    [Fact]
    public async Task The_customers_stream_needs_only_the_token_and_tells_nothing_personal()
    {
        var order = await platform.Place();
        using var stream = await platform.Anybody.Stream($"/v1/track/{order.Token}/stream");
        (await platform.Storefront.Post(order.Path + "/confirm")).Is(200);
        var seen = new List<(string, string)>();
        await Read(stream, seen, until: "order.confirmed");

        var view = (await platform.Anybody.Get($"/v1/track/{order.Token}")).Is(200).Text;
        foreach (var personal in (string[])["Asha", "Rao", "Lake View", order.Email, "9800000001"])
            view.ShouldNotContain(personal);
        (await platform.Anybody.Get($"/v1/track/{order.Token[..^6]}AAAAAA")).IsProblem(404);
    }

    [Fact]
    public async Task The_tracking_page_is_readable_without_JavaScript()
    {
        var order = await platform.Place();
        var (_, awb) = await platform.Ship(order);
        foreach (var scan in Delhivery.Delivered())
            (await platform.Post(awb, scan)).Is(200);
        await platform.TimelineWhen(order, "delivered");

        var page = (await platform.Anybody.Get($"/track/{order.Token}")).Is(200);
        page["Content-Type"].ShouldStartWith("text/html");
        page["Content-Security-Policy"].ShouldNotBeNull().ShouldNotContain("unsafe-inline");
        foreach (var text in (string[])["Delivered", awb, "Delhivery", order.Number, "Kolkata"])
            page.Text.ShouldContain(text);
        page.Text.ShouldNotContain(order.Email);
    }

    private static async Task Read(StreamReader stream, List<(string Id, string Code)> seen, string until)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var id = "";
        while (await stream.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("id:", StringComparison.Ordinal))
                id = line[3..].Trim();
            if (!line.StartsWith("data:", StringComparison.Ordinal))
                continue;
            var data = JsonNode.Parse(line[5..])!;
            seen.AddRange((data is JsonArray many ? many.AsEnumerable() : [data])
                .Select(e => (id, e!["code"]!.GetValue<string>())));
            if (seen.Any(s => s.Code == until))
                return;
        }

        Assert.Fail($"The stream ended before {until}");
    }
}
