using Microsoft.Playwright;

namespace EndToEnd.Tests.Browser;

/// <summary>axe-core on every page in every state: by day and by night, in English and from right to left.</summary>
[Collection(InBrowser.Name)]
public sealed class AccessibilityTests(Platform platform, Chrome chrome)
{
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
            await visitor.OpenEveryForm();
            await visitor.HasNoViolation($"{state} in {language}");
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
        await (await visitor.Open(path)).HasNoViolation(path);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task The_choice_of_messages_has_no_violation_nor_what_is_wrong_in_it(string language)
    {
        var order = await chrome.In("shipped");
        await using var visitor = await chrome.Visit();
        await visitor.Open($"/track/{order.Token}/preferences?lang={language}");
        await visitor.HasNoViolation($"preferences in {language}");
        await visitor.Page.FillAsync("#from", "22:00");
        await visitor.Page.ClickAsync("[value=save]");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await visitor.HasNoViolation($"preferences with a fault in {language}");
    }

    [Fact]
    public async Task The_page_behind_the_link_that_ends_messages_has_no_violation()
    {
        var order = await platform.Place();
        (await platform.Storefront.Post(order.Path + "/confirm")).Is(200);
        await platform.TimelineWhen(order, t => t.Codes().Contains("notification.sent"));
        await using var visitor = await chrome.Visit();
        await visitor.Open(await platform.UnsubscribeLink(order));
        await visitor.HasNoViolation("unsubscribe");
        await visitor.Page.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Status)).ToBeVisibleAsync();
        await visitor.HasNoViolation("unsubscribed");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task A_parcel_by_its_number_has_no_violation(string language)
    {
        var timeline = await platform.Timeline(await chrome.In("attempted"));
        var number = (string?)timeline["shipments"]![0]!["trackingNumber"];
        await using var visitor = await chrome.Visit();
        await (await visitor.Open($"/track/parcel/{number}?lang={language}")).HasNoViolation($"parcel in {language}");
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_so_without_a_violation()
    {
        var number = Shop.NewNumber();
        Answer answer;
        do
            answer = await platform.Anybody.Post(
                "/v1/track/lookup", new { orderNumber = number, email = "nobody@customers.example" });
        while (answer.Status == 404);
        answer.Is(429);
        await using var visitor = await chrome.Visit();
        await visitor.Open("/track");
        await visitor.Page.FillAsync("#orderNumber", number);
        await visitor.Page.FillAsync("#contact", "nobody@customers.example");
        await visitor.Page.Locator("main form:has(#orderNumber) button").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("h1")).ToHaveTextAsync("A little slower, please");
        await visitor.HasNoViolation("too many");
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
        await visitor.HasNoViolation("not found");
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
}
