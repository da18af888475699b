using Microsoft.Playwright;
using Testing;

namespace EndToEnd.Tests.Browser;

/// <summary>What opens pages shares one browser and one order in each state, and runs one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class InBrowser : ICollectionFixture<Chrome>
{
    public const string Name = "in a browser";
}

/// <summary>Debian's Chromium, started when a test first opens a page and shared by all of them.</summary>
public sealed class Chrome(Platform platform) : IAsyncDisposable
{
    /// <summary>As long as anything may take on a machine with other work.</summary>
    private const float PatienceMilliseconds = 60_000;

    private readonly Lazy<Task<(IPlaywright Driver, IBrowser Browser)>> started = new(Start);
    private readonly TrackedStates states = new(platform);

    /// <summary>An order in the state of that name (<see cref="TrackedStates.Names"/>); made once.</summary>
    public Task<Order> In(string state) => states.Of(state);

    /// <summary>A visitor with a browser of their own: no cookie, cache or worker of another test.</summary>
    public async Task<Visitor> Visit(BrowserNewContextOptions? options = null)
    {
        Assert.SkipUnless(Chromium.Program is not null, Chromium.IsMissing);
        options ??= new();
        options.BaseURL ??= platform.Url;
        options.Locale ??= "en-GB";
        var context = await (await started.Value).Browser.NewContextAsync(options);
        context.SetDefaultTimeout(PatienceMilliseconds);
        Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
        return new(await context.NewPageAsync(), options.BaseURL);
    }

    public async ValueTask DisposeAsync()
    {
        if (!started.IsValueCreated)
            return;
        var (driver, browser) = await started.Value;
        await browser.DisposeAsync();
        driver.Dispose();
    }

    private static async Task<(IPlaywright, IBrowser)> Start()
    {
        var driver = await Playwright.CreateAsync();
        return (driver, await driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium.Program,
            Timeout = PatienceMilliseconds,
        }));
    }
}

/// <summary>
/// A page and what must not happen on it: requests to other hosts, what the Content-Security-Policy forbids, scripts
/// that fail.
/// </summary>
public sealed class Visitor : IAsyncDisposable
{
    private readonly List<string> faults = [];

    public Visitor(IPage page, string origin)
    {
        Page = page;
        page.Request += (_, request) => Hold(request.Url.StartsWith(origin + "/", StringComparison.Ordinal),
            $"asks another host: {request.Url}");
        page.Console += (_, message) => Hold(
            !message.Text.Contains("Content Security Policy", StringComparison.Ordinal), message.Text);
        page.PageError += (_, error) => Hold(false, error);
    }

    public IPage Page { get; }

    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (faults)
                return [.. faults];
        }
    }

    public async Task<Visitor> Open(string path)
    {
        await Page.GotoAsync(path);
        return this;
    }

    /// <summary>Nothing sticks out at the side.</summary>
    public async Task<bool> Fits() => await Page.EvaluateAsync<bool>(
        "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth");

    public ValueTask DisposeAsync() => Page.Context.DisposeAsync();

    private void Hold(bool fine, string fault)
    {
        if (fine)
            return;
        lock (faults)
            faults.Add(fault);
    }
}
