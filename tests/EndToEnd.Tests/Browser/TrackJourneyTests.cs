using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>The customer's ways to and over the page.</summary>
[Collection(InBrowser.Name)]
public sealed class TrackJourneyTests(Platform platform, Chrome chrome)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_shopper_finds_the_order_by_its_number_and_an_e_mail_address(bool script)
    {
        var order = await chrome.In("shipped");
        await using var visitor = await chrome.Visit(new() { JavaScriptEnabled = script });
        var page = (await visitor.Open("/track")).Page;
        await page.FillAsync("#orderNumber", order.Number);
        await page.FillAsync("#contact", "somebody@else.example");
        await page.Locator("main form:has(#orderNumber) button").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(page.Locator("#orderNumber")).ToHaveValueAsync(order.Number);

        await page.FillAsync("#contact", order.Email);
        await page.Locator("main form:has(#orderNumber) button").ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"/track/{order.Token}$"));
        await Expect(page.Locator("h1")).ToHaveTextAsync("Your order is on its way");
        visitor.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_new_scan_appears_without_a_reload_and_is_announced()
    {
        var order = await platform.Place();
        var (_, awb) = await platform.Ship(order);
        await using var visitor = await chrome.Visit();
        var page = (await visitor.Open($"/track/{order.Token}")).Page;
        await page.EvaluateAsync("() => { window.stayed = true; }");
        await page.Locator("#issue > summary").ClickAsync();
        await page.FillAsync("#message", "What I am writing");

        foreach (var scan in Delhivery.Delivered()[..5])
            (await platform.Post(awb, scan)).Is(200);

        await Expect(page.Locator("h1")).ToHaveTextAsync("Out for delivery");
        var news = page.Locator("#news");
        await Expect(news).ToContainTextAsync("Out for delivery");
        await Expect(news).ToHaveAttributeAsync("aria-live", "polite");
        await Expect(page.Locator("#message")).ToHaveValueAsync("What I am writing");
        (await page.EvaluateAsync<bool>("() => window.stayed")).ShouldBeTrue();
        visitor.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_page_says_the_same_without_a_script()
    {
        var order = await chrome.In("delivered");
        var said = new List<string>();
        foreach (var script in (bool[])[true, false])
        {
            await using var visitor = await chrome.Visit(new() { JavaScriptEnabled = script });
            await visitor.Open($"/track/{order.Token}");
            said.Add(await visitor.Page.Locator("main").InnerTextAsync());
        }

        said[1].ShouldBe(said[0]);
        said[0].ShouldContain("Delivered");
        said[0].ShouldContain("Bengaluru");
    }

    [Fact]
    public async Task On_paper_stands_what_happened_and_nothing_to_press()
    {
        var order = await chrome.In("delivered");
        await using var visitor = await chrome.Visit();
        var page = (await visitor.Open($"/track/{order.Token}")).Page;
        await page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Dark });
        await Expect(page.Locator(".history").First).ToBeVisibleAsync();
        foreach (var button in await page.Locator("button, nav").AllAsync())
            await Expect(button).ToBeHiddenAsync();
        (await Background(page)).ShouldBe("rgb(255, 255, 255)", "ink is dear, whatever the screen looks like");
    }

    [Fact]
    public async Task By_night_the_page_is_dark()
    {
        await using var visitor = await chrome.Visit(new() { ColorScheme = ColorScheme.Dark });
        (await Background((await visitor.Open("/track")).Page)).ShouldBe("rgb(15, 20, 25)");
    }

    [Fact]
    public async Task Whoever_has_only_a_keyboard_reaches_everything_in_order_and_sends_what_they_think()
    {
        var order = await platform.Place("cod");
        var (_, awb) = await platform.Ship(order);
        foreach (var scan in Delhivery.Delivered())
            (await platform.Post(awb, scan)).Is(200);
        await platform.TimelineWhen(order, "delivered");
        await using var visitor = await chrome.Visit();
        var page = (await visitor.Open($"/track/{order.Token}")).Page;

        var keys = page.Keyboard;
        await keys.PressAsync("Tab");
        await Expect(page.Locator(".skip")).ToBeFocusedAsync();
        await Expect(page.Locator(".skip")).ToBeInViewportAsync();
        await keys.PressAsync("Enter");
        await Expect(page.Locator("main")).ToBeFocusedAsync();

        var reached = new List<int>();
        var count = await page.EvaluateAsync<int>(
            "() => (window.stops = [...document.querySelectorAll('main :is(a[href], button, select, input, textarea, " +
            "summary)')].filter(one => one.checkVisibility() && one.type !== 'hidden')).length");
        for (var n = 0; n < count; n++)
        {
            await keys.PressAsync("Tab");
            var stop = await page.EvaluateAsync<int>("() => window.stops.indexOf(document.activeElement)");
            if (stop < 0)
                break; // past the page's own part: radio buttons are one stop together
            reached.Add(stop);
            (await page.EvaluateAsync<bool>("() => { const one = document.activeElement, mark = one.type === 'radio' " +
                "? one.nextElementSibling : one; return getComputedStyle(mark).outlineStyle !== 'none'; }"))
                .ShouldBeTrue($"stop {stop} shows that it has the focus");
        }

        reached.ShouldBeInOrder();
        reached[^1].ShouldBe(count - 1, "the last one is reached");

        await page.Locator("#feedback input").First.FocusAsync();
        foreach (var key in (string[])["ArrowRight", "ArrowRight", "ArrowRight", "Tab"])
            await keys.PressAsync(key);
        await keys.TypeAsync("Nothing but keys");
        await keys.PressAsync("Tab");
        await keys.PressAsync("Enter");
        await Expect(page.Locator(".said:not(#offline)")).ToBeVisibleAsync();
        await platform.TimelineWhen(order, t => t.Codes().Contains("feedback.given"));
        visitor.Faults.ShouldBeEmpty();
    }

    private static Task<string> Background(IPage page) =>
        page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
}
