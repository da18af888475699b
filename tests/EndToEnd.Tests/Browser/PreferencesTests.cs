using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>The customer chooses their messages, and ends them from a letter; with scripts and without.</summary>
[Collection(InBrowser.Name)]
public sealed class PreferencesTests(Platform platform, Chrome chrome)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Messages_and_quiet_hours_are_chosen_and_what_cannot_be_is_said_at_its_field(bool script)
    {
        var order = await Told();
        await using var visitor = await chrome.Visit(new() { JavaScriptEnabled = script });
        var page = (await visitor.Open($"/track/{order.Token}")).Page;
        await page.ClickAsync(".act.preferences");
        await page.UncheckAsync("[value='packed.email']");
        await page.FillAsync("#from", "22:00");
        await page.FillAsync("#to", "22:00");
        await page.SelectOptionAsync("#zone", "Asia/Kolkata");
        await page.ClickAsync("[value=save]");
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(page.Locator("#from")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.GetByRole(AriaRole.Group, new() { Name = "Quiet hours" })).ToHaveAccessibleDescriptionAsync(
            new Regex("two different times"));
        await Expect(page.Locator("[value='packed.email']")).Not.ToBeCheckedAsync();
        await Expect(page.Locator("#zone")).ToHaveValueAsync("Asia/Kolkata");
        ((bool?)(await Wanted(order))["messages"]!["packed"]!["email"]).ShouldBe(true, "nothing is saved by halves");

        await page.FillAsync("#to", "07:00");
        await page.ClickAsync("[value=save]");
        await Expect(page.GetByRole(AriaRole.Status).First).ToHaveTextAsync("Your choice has been saved.");
        await Expect(page.Locator("[value='packed.email']")).Not.ToBeCheckedAsync();
        var saved = await Wanted(order);
        saved["quietHours"]!.ToJsonString().ShouldBe("""{"from":"22:00","to":"07:00"}""");
        ((string?)saved["timeZone"]).ShouldBe("Asia/Kolkata");
        ((bool?)saved["messages"]!["packed"]!["email"]).ShouldBe(false);
        ((bool?)saved["messages"]!["shipped"]!["email"]).ShouldBe(true);

        await page.CheckAsync("[name=quiet]");
        await page.ClickAsync("[value=save]");
        await Expect(page.Locator("[name=quiet]")).ToBeCheckedAsync();
        await Expect(page.Locator("#from")).ToHaveValueAsync("");
        saved = await Wanted(order);
        ((bool?)saved["quietHoursOff"], saved["quietHours"]).ShouldBe((true, null));

        await page.ClickAsync("[value=stop]");
        await Expect(page.Locator("[name=on]:checked")).ToHaveCountAsync(0);
        await Expect(page.GetByText("You get no more messages about your orders.")).ToBeVisibleAsync();
        await page.ClickAsync("[value=resume]");
        await Expect(page.Locator("[value='packed.email']")).ToBeCheckedAsync();
        ((string?)(await Wanted(order))["timeZone"]).ShouldBe("Asia/Kolkata");
        visitor.Faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_letters_link_ends_its_messages_and_leads_to_where_they_are_turned_on_again(bool script)
    {
        var order = await Told();
        await using var visitor = await chrome.Visit(new() { JavaScriptEnabled = script });
        var page = (await visitor.Open(await platform.UnsubscribeLink(order))).Page;
        await page.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("You get no more e-mails");
        await page.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page).ToHaveURLAsync($"{platform.Url}/track/{order.Token}/preferences");
        await Expect(page.Locator("[value$='.email']:checked")).ToHaveCountAsync(0);
        await page.CheckAsync("[value='shipped.email']");
        await page.ClickAsync("[value=save]");
        await Expect(page.Locator("[value='shipped.email']")).ToBeCheckedAsync();
        var wanted = await Wanted(order);
        ((bool?)wanted["messages"]!["shipped"]!["email"]).ShouldBe(true);
        ((bool?)wanted["messages"]!["packed"]!["email"]).ShouldBe(false);
        visitor.Faults.ShouldBeEmpty();
    }

    /// <summary>An order of which its customer has had a letter.</summary>
    private async Task<Order> Told()
    {
        var order = await platform.Place();
        (await platform.Storefront.Post(order.Path + "/confirm")).Is(200);
        await platform.TimelineWhen(order, t => t.Codes().Contains("notification.sent"));
        return order;
    }

    private async Task<JsonNode> Wanted(Order order) =>
        (await platform.Anybody.Get($"/v1/track/{order.Token}/preferences")).Is(200).Json;
}
