using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>
/// What a customer can ask for and say on the page, with scripts and without, at a desk and on a phone.
/// </summary>
[Collection(InBrowser.Name)]
public sealed class TrackFormTests(Platform platform, Chrome chrome)
{
    [Theory]
    [InlineData(true, "en")]
    [InlineData(false, "en")]
    [InlineData(false, "ar")]
    public async Task Feedback_is_given(bool script, string language)
    {
        var order = await Delivered();
        await Send(order, script, language, "#feedback", async page =>
        {
            await page.CheckAsync("#feedback input[value='4']");
            await page.FillAsync("#comment", "Quick <b>and</b> careful");
        });
        await platform.TimelineWhen(order, t => t.Codes().Contains("feedback.given"));
    }

    [Theory]
    [InlineData(true, "en")]
    [InlineData(false, "en")]
    [InlineData(false, "ar")]
    public async Task A_problem_is_reported(bool script, string language)
    {
        var order = await Delivered();
        await Send(order, script, language, "#issue", async page =>
        {
            await page.SelectOptionAsync("#issue-kind", "damaged");
            await page.FillAsync("#message", "The shade is torn.");
        }, ".act.issue");
        await platform.TimelineWhen(order, t => t.Codes().Contains("issue.reported"));
    }

    [Theory]
    [InlineData(true, "en")]
    [InlineData(false, "en")]
    [InlineData(false, "ar")]
    public async Task An_order_is_cancelled(bool script, string language)
    {
        var order = await platform.Place("cod");
        await Send(order, script, language, "#cancel",
            page => page.SelectOptionAsync("#cancel-reason", "changed_mind"), ".act.cancel");
        await platform.TimelineWhen(order, "cancelled");
    }

    [Theory]
    [InlineData(true, "en")]
    [InlineData(false, "en")]
    [InlineData(false, "ar")]
    public async Task Something_is_sent_back(bool script, string language)
    {
        var order = await Delivered();
        await Send(order, script, language, "#return", async page =>
        {
            await page.SelectOptionAsync("#back-0", "1");
            await page.SelectOptionAsync("#back-reason", "does_not_fit");
        }, ".act.return");
        await platform.TimelineWhen(order, "return_requested");
    }

    private async Task Send(
        Order order, bool script, string language, string form, Func<IPage, Task> fill, string? act = null)
    {
        await using var visitor = await chrome.Visit(new()
        {
            JavaScriptEnabled = script,
            // From right to left on a phone, else at a desk.
            ViewportSize = language is "ar" ? new() { Width = 320, Height = 640 } : null,
            HasTouch = language is "ar",
        });
        var page = (await visitor.Open($"/track/{order.Token}?lang={language}")).Page;
        if (act is not null)
            await page.ClickAsync(act);
        await fill(page);
        await page.ClickAsync($"{form} button[type=submit]");
        await Expect(page.Locator(".said:not(.bad)")).ToBeVisibleAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", language);
        (await visitor.Fits()).ShouldBeTrue();
        visitor.Faults.ShouldBeEmpty();
    }

    private async Task<Order> Delivered()
    {
        var order = await platform.Place("cod");
        var (_, awb) = await platform.Ship(order);
        foreach (var scan in Delhivery.Delivered())
            (await platform.Post(awb, scan)).Is(200);
        await platform.TimelineWhen(order, "delivered");
        return order;
    }
}
