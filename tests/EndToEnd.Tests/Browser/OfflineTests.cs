using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>The page as an app: what it shows without a connection, what is pushed to it.</summary>
[Collection(InBrowser.Name)]
public sealed class OfflineTests(Platform platform, Chrome chrome)
{
    [Fact]
    public async Task Without_a_connection_the_last_known_page_is_shown_and_says_of_when()
    {
        var order = await chrome.In("out-for-delivery");
        await using var visitor = await chrome.Visit();
        var page = (await visitor.Open($"/track/{order.Token}")).Page;
        await Kept(page, order);
        var note = page.Locator("#offline");
        await Expect(note).ToBeHiddenAsync();

        await page.Context.SetOfflineAsync(true);
        await page.ReloadAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Out for delivery");
        await Expect(page.Locator(".history").Filter(new() { HasText = "Bengaluru" }).First).ToBeVisibleAsync();
        await Expect(note).ToBeVisibleAsync();
        await Expect(note).ToContainTextAsync("No connection. This is how it stood on");
        await visitor.HasNoViolationByDayAndNight("offline");
        (await visitor.Fits()).ShouldBeTrue();

        await page.Context.SetOfflineAsync(false);
        await Expect(note).ToBeHiddenAsync();
        visitor.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_order_that_nobody_has_looked_at_is_not_there_without_a_connection()
    {
        await using var visitor = await chrome.Visit();
        var page = (await visitor.Open($"/track/{(await chrome.In("placed")).Token}")).Page;
        await Kept(page, await chrome.In("placed"));
        await page.Context.SetOfflineAsync(true);
        await Should.ThrowAsync<PlaywrightException>(() => page.GotoAsync("/track/nobodys-token"));
    }

    [Fact]
    public async Task The_page_can_be_installed_and_opens_at_its_order()
    {
        var order = await chrome.In("placed");
        await using var visitor = await chrome.Visit();
        var page = (await visitor.Open($"/track/{order.Token}")).Page;
        var devtools = await page.Context.NewCDPSessionAsync(page);
        var found = (await devtools.SendAsync("Page.getAppManifest"))!.Value;
        found.GetProperty("errors").GetArrayLength().ShouldBe(0);
        var manifest = JsonNode.Parse(found.GetProperty("data").GetString()!)!;
        ((string?)manifest["start_url"]).ShouldBe($"/track/{order.Token}");
        ((string?)manifest["name"]).ShouldBe("Shop");
        foreach (var icon in manifest["icons"]!.AsArray())
            (await platform.Anybody.Get((string)icon!["src"]!)).Is(200)["Content-Type"].ShouldBe((string)icon["type"]!);
        await Kept(page, order);
        (await devtools.SendAsync("Page.getInstallabilityErrors"))!.Value.GetProperty("installabilityErrors")
            .EnumerateArray().Select(error => error.GetProperty("errorId").GetString())
            // A test's window has no profile of its own.
            .Where(error => error is not "in-incognito").ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_pushed_is_shown_and_leads_to_the_order()
    {
        var order = await chrome.In("placed");
        await using var visitor = await chrome.Visit(new() { Permissions = ["notifications"] });
        var page = (await visitor.Open($"/track/{order.Token}")).Page;
        await Kept(page, order);
        var devtools = await page.Context.NewCDPSessionAsync(page);
        var registration = new TaskCompletionSource<string>();
        devtools.Event("ServiceWorker.workerRegistrationUpdated").OnEvent += (_, told) =>
        {
            foreach (var one in told!.Value.GetProperty("registrations").EnumerateArray())
                registration.TrySetResult(one.GetProperty("registrationId").GetString()!);
        };
        await devtools.SendAsync("ServiceWorker.enable");
        var push = new Dictionary<string, object>
        {
            ["origin"] = platform.Url,
            ["registrationId"] = await registration.Task,
            ["data"] = $$"""{"title":"Out for delivery","body":"Today","url":"/track/{{order.Token}}","tag":"t1"}""",
        };
        const string shown = "async () => (await (await navigator.serviceWorker.ready).getNotifications())"
            + ".map(one => [one.title, one.body, one.tag, one.data.url].join(' | '))";
        // On a busy machine Chromium drops a push that finds no running worker. One tag, so one is shown.
        var notifications = await Testing.Eventually.Get(
            async () =>
            {
                await devtools.SendAsync("ServiceWorker.deliverPushMessage", push);
                return await page.EvaluateAsync<string[]>(shown);
            },
            all => all.Length > 0);
        notifications.ShouldBe([$"Out for delivery | Today | t1 | /track/{order.Token}"]);
    }

    /// <summary>Waits until the worker has the page and what it is made of.</summary>
    private static Task Kept(IPage page, Order order) => Testing.Eventually.True(() => page.EvaluateAsync<bool>(
        """
        async path => {
          const { active } = await navigator.serviceWorker.ready;
          if (active.state !== "activated") return false;
          const page = await (await caches.open("pages-1")).match(path);
          const files = page && [...new Set((await page.text()).match(/\/assets\/[\w.-]+/g))];
          const kept = await caches.open("files-1");
          return !!files && (await Promise.all(files.map(file => kept.match(file)))).every(Boolean);
        }
        """, $"/track/{order.Token}"));
}
