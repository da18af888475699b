using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>
/// The button that lets a device show news. A browser of the tests has no push service: the subscription it would have
/// got is put in its place, all else is real.
/// </summary>
[Collection(InBrowser.Name)]
public sealed class PushButtonTests(Chrome chrome)
{
    private const string Subscribed = """
        PushManager.prototype.subscribe = async options => {
          if (!options.userVisibleOnly || !/^[\w-]{87}$/.test(options.applicationServerKey)) throw new Error("no key");
          return { toJSON: () => ({
            endpoint: "https://push.example/send/1", expirationTime: null,
            keys: {
              p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
              auth: "BTBZMqHH6r4Tts7J_aSIgg",
            } }) };
        };
        """;

    [Fact]
    public async Task A_device_is_told_of_the_order_until_it_is_not_to_be_any_more()
    {
        var order = await chrome.In("placed");
        await using var visitor = await chrome.Visit(new() { Permissions = ["notifications"] });
        await visitor.Page.AddInitScriptAsync(Subscribed);
        var page = (await visitor.Open($"/track/{order.Token}")).Page;
        var (button, said) = (page.Locator("#push button"), page.Locator("#push [role=status]"));
        await Expect(button).ToHaveTextAsync("Notify me on this device");
        await button.ClickAsync();
        await Expect(said).ToHaveTextAsync("This device shows you what happens with this order.");
        await Expect(button).ToHaveTextAsync("Stop notifications on this device");

        await page.ReloadAsync();
        await Expect(button).ToHaveTextAsync("Stop notifications on this device");
        await button.ClickAsync();
        await Expect(said).ToHaveTextAsync("This device shows no more news of this order.");
        await Expect(button).ToHaveTextAsync("Notify me on this device");
        (await visitor.Fits()).ShouldBeTrue();
        visitor.Faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Object.defineProperty(Notification, 'permission', { get: () => 'denied' });")]
    [InlineData("delete window.PushManager;")]
    [InlineData(null)]
    public async Task Where_nothing_may_or_can_be_shown_there_is_no_button(string? browser)
    {
        await using var visitor = await chrome.Visit(new() { JavaScriptEnabled = browser is not null });
        if (browser is not null)
            await visitor.Page.AddInitScriptAsync(browser);
        var page = (await visitor.Open($"/track/{(await chrome.In("placed")).Token}")).Page;
        if (browser is not null)
            await page.EvaluateAsync("async () => { await navigator.serviceWorker.ready; }");
        await Expect(page.Locator("#push")).ToBeHiddenAsync();
        visitor.Faults.ShouldBeEmpty();
    }
}
