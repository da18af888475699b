using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using Testing;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>
/// &lt;order-tracking&gt; on a storefront's own page, of another origin: the example of the documents, as it is.
/// </summary>
[Collection(InBrowser.Name)]
public sealed class EmbedTests(Platform platform, Chrome chrome)
{
    [Fact]
    public async Task A_storefronts_page_shows_the_order_and_keeps_it_up_to_date()
    {
        var order = await platform.Place();
        var (_, awb) = await platform.Ship(order);
        await using var storefront = await Storefront.With(platform, order.Token);
        await using var visitor = await chrome.Visit(new() { BaseURL = storefront.Url });
        var page = (await visitor.Open("/")).Page;
        var element = page.Locator("order-tracking[token]");
        await Expect(element).ToContainTextAsync(order.Number);
        await Expect(element.GetByRole(AriaRole.Link)).ToHaveAttributeAsync(
            "href", $"{platform.Url}/track/{order.Token}");

        foreach (var scan in Delhivery.Delivered()[..5])
            (await platform.Post(awb, scan)).Is(200);
        await Expect(element.GetByRole(AriaRole.Status)).ToHaveTextAsync("Out for delivery");
        visitor.Faults.ShouldAllBe(fault => fault.StartsWith($"asks another host: {platform.Url}/"));
    }

    [Theory]
    [InlineData("de", "Ihre Bestellung wurde zugestellt", "ltr")]
    [InlineData("ar", null, "rtl")]
    public async Task It_speaks_the_language_it_is_told(string language, string? headline, string direction)
    {
        var order = await chrome.In("delivered");
        await using var storefront = await Storefront.With(platform, order.Token, $" lang=\"{language}\"");
        await using var visitor = await chrome.Visit(new() { BaseURL = storefront.Url });
        var element = (await visitor.Open("/")).Page.Locator("order-tracking[token]");
        await Expect(element.Locator("section")).ToHaveAttributeAsync("dir", direction);
        await Expect(element.Locator("section")).ToHaveAttributeAsync("lang", language);
        if (headline is not null)
            await Expect(element.GetByRole(AriaRole.Status)).ToHaveTextAsync(headline);
        await visitor.HasNoViolationByDayAndNight($"the element in {language}");
        await visitor.Page.SetViewportSizeAsync(320, 640);
        (await visitor.Fits()).ShouldBeTrue();
    }

    [Fact]
    public async Task Without_a_link_a_form_leads_to_the_order()
    {
        var order = await chrome.In("shipped");
        await using var storefront = await Storefront.With(platform, "nobodys-token");
        await using var visitor = await chrome.Visit(new() { BaseURL = storefront.Url });
        var page = (await visitor.Open("/")).Page;
        var form = page.Locator("order-tracking[order-number]");
        await Expect(form.Locator("#orderNumber")).ToHaveValueAsync("1001");
        await Expect(page.Locator("order-tracking[token] form")).ToBeVisibleAsync();
        await visitor.HasNoViolationByDayAndNight("the element without a link");
        await form.Locator("#orderNumber").FillAsync(order.Number);
        await form.Locator("#contact").FillAsync(order.Email);
        var opened = await page.Context.RunAndWaitForPageAsync(() => form.Locator("button").ClickAsync());
        await Expect(opened).ToHaveURLAsync($"{platform.Url}/track/{order.Token}");
    }

    [Fact]
    public async Task Other_origins_may_read_what_the_link_opens_and_change_nothing()
    {
        var order = await platform.Place();
        var link = $"/v1/track/{order.Token}";
        (await platform.Anybody.Get(link))["Access-Control-Allow-Origin"].ShouldBe("*");
        (await platform.Anybody.Get("/v1/track/nobody"))["Access-Control-Allow-Origin"].ShouldBe("*");
        (await platform.Anybody.Get($"/track/{order.Token}"))["Access-Control-Allow-Origin"].ShouldBeNull();
        (await platform.Storefront.Get(order.Path))["Access-Control-Allow-Origin"].ShouldBeNull();
        (await platform.Anybody.Post(link + "/issues", new { kind = "other", message = "x" }))
            ["Access-Control-Allow-Origin"].ShouldBeNull();
    }

    /// <summary>The page of docs/ as a shop would serve it, with its platform and order in it.</summary>
    private sealed class Storefront(WebApplication app) : IAsyncDisposable
    {
        public string Url => app.Urls.Single();

        public static async Task<Storefront> With(Platform platform, string token, string attributes = "")
        {
            var html = (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "embed.html")))
                .Replace("http://127.0.0.1:8080", platform.Url, StringComparison.Ordinal)
                .Replace("token=\"\"", $"token=\"{token}\"{attributes}", StringComparison.Ordinal);
            var app = WebApplication.CreateSlimBuilder().Build();
            app.Urls.Add("http://127.0.0.1:0");
            app.MapGet("/", () => Results.Content(html, "text/html; charset=utf-8"));
            await app.StartAsync();
            return new(app);
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
