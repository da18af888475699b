using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Testing;

namespace EndToEnd.Tests.Browser;

/// <summary>axe-core on every page in every state: by day and by night, in English and from right to left.</summary>
[Collection(InBrowser.Name)]
public sealed class AccessibilityTests(Platform platform, Chrome chrome)
{
    private static readonly ColorScheme[] Schemes = [ColorScheme.Light, ColorScheme.Dark];

    public static TheoryData<string> States => [.. TrackedStates.Names];

    [Theory]
    [MemberData(nameof(States))]
    public async Task A_state_has_no_violation_fits_on_a_phone_and_asks_nobody_else(string state)
    {
        var order = await chrome.In(state);
        foreach (var language in (string[])["en", "ar"])
        {
            await using var visitor = await chrome.Visit();
            await visitor.Open($"/track/{order.Token}?lang={language}");
            (await visitor.Page.Locator("html").GetAttributeAsync("dir")).ShouldBe(language is "ar" ? "rtl" : "ltr");
            await Picture(visitor.Page, state, language);
            await OpenEveryForm(visitor.Page);
            await HasNoViolation(visitor, $"{state} in {language}");
        }
    }

    [Theory]
    [InlineData("/track")]
    [InlineData("/track?lang=ar")]
    [InlineData("/track/nobodys-token")]
    [InlineData("/track/nobodys-token?lang=ar")]
    [InlineData("/docs")]
    public async Task The_other_pages_have_no_violation(string path)
    {
        await using var visitor = await chrome.Visit();
        await HasNoViolation(await visitor.Open(path), path);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task What_is_said_after_a_wrong_search_has_no_violation(string language)
    {
        await using var visitor = await chrome.Visit();
        await visitor.Open($"/track?lang={language}");
        await visitor.Page.FillAsync("#orderNumber", "no-such-order");
        await visitor.Page.FillAsync("#contact", "nobody@customers.example");
        await visitor.Page.Locator("main form:has(#orderNumber) button").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("#problem")).ToBeVisibleAsync();
        await HasNoViolation(visitor, "not found");
    }

    [Fact]
    public async Task The_scripts_of_the_page_stay_within_50_kB()
    {
        var order = await chrome.In("delivered");
        await using var visitor = await chrome.Visit();
        await visitor.Open($"/track/{order.Token}");
        var scripts = await visitor.Page.Locator("script").EvaluateAllAsync<string[]>("all => all.map(one => one.src)");
        scripts.ShouldNotBeEmpty();
        var bytes = 0;
        foreach (var path in scripts.Select(one => new Uri(one).PathAndQuery))
            bytes += (await platform.Anybody.Get(path)).Is(200).Bytes.Length;
        bytes.ShouldBeInRange(1, 50_000);
    }

    /// <summary>For the documents, when TRACKING_PICTURES asks: two machines never draw the same pixels.</summary>
    private static async Task Picture(IPage page, string state, string language)
    {
        if (Environment.GetEnvironmentVariable("TRACKING_PICTURES") is null)
            return;
        await page.SetViewportSizeAsync(390, 780);
        await page.EmulateMediaAsync(new()
        {
            ColorScheme = language is "ar" ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
        });
        await page.ScreenshotAsync(new()
        {
            Path = Path.Combine(Repository.Root, "docs", "images", "track", $"{state}-{language}.png"),
        });
    }

    private static async Task OpenEveryForm(IPage page) => await page.EvaluateAsync(
        "() => document.querySelectorAll('details').forEach(one => one.open = true)");

    private static async Task HasNoViolation(Visitor visitor, string what)
    {
        // Elements that are moving have a contrast between two.
        await visitor.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        foreach (var scheme in Schemes)
        {
            await visitor.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            var found = (await visitor.Page.RunAxe()).Violations.SelectMany(violation => violation.Nodes.Select(node =>
                $"{violation.Id} ({violation.Help}): {node.Html}"));
            string.Join('\n', found).ShouldBeEmpty($"{what}, {scheme}");
        }

        await visitor.Page.SetViewportSizeAsync(320, 640);
        (await visitor.Fits()).ShouldBeTrue($"{what} sticks out at 320 pixels");
        visitor.Faults.ShouldBeEmpty(what);
    }
}
