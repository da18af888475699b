using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>The open page while the platform under it goes away and comes again.</summary>
[Collection(Alone.Name)]
public sealed class TrackRestartTests(Platform platform, Chrome chrome) : IClassFixture<Chrome>
{
    [Fact]
    public async Task The_page_shows_what_happened_while_the_gateway_was_away()
    {
        var order = await platform.Place();
        var (_, awb) = await platform.Ship(order);
        await using var visitor = await chrome.Visit();
        var page = (await visitor.Open($"/track/{order.Token}")).Page;
        await page.EvaluateAsync("() => { window.stayed = true; }");
        foreach (var scan in Delhivery.Delivered()[..2])
            (await platform.Post(awb, scan)).Is(200);
        await Expect(page.Locator("h1")).ToHaveTextAsync("Your order is on its way");

        // Accepted by Shipments, not yet known to Orders, which learns of it when nobody can ask.
        await platform["orders"].Kill();
        (await platform.Post(awb, Delhivery.Delivered()[4])).Is(200);
        await platform["gateway"].Kill();
        platform["orders"].Start();
        await platform["orders"].Ready();
        platform["gateway"].Start();
        await platform["gateway"].Ready();

        await Expect(page.Locator("h1")).ToHaveTextAsync("Out for delivery");
        (await page.EvaluateAsync<bool>("() => window.stayed")).ShouldBeTrue();
    }

    [Fact]
    public async Task While_orders_is_away_the_page_says_so_and_what_to_do()
    {
        var order = await platform.Place();
        await using var visitor = await chrome.Visit();
        await platform["orders"].Kill();
        var page = (await visitor.Open($"/track/{order.Token}")).Page;
        await Expect(page.Locator("h1")).ToHaveTextAsync("Back in a moment");
        await visitor.HasNoViolation("away");
        platform["orders"].Start();
        await platform["orders"].Ready();
        // The gateway sees a moment later that a service is there again.
        await Testing.Eventually.True(async () =>
        {
            await page.Locator("main a.button").ClickAsync();
            return await page.Locator("h1").TextContentAsync() is "We have your order";
        });
    }
}
