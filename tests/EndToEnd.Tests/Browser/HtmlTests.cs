using Testing;

namespace EndToEnd.Tests.Browser;

/// <summary>What the gateway sends is HTML as the standard has it, says html-validate.</summary>
[Collection(InBrowser.Name)]
public sealed class HtmlTests(Platform platform, Chrome chrome)
{
    [Fact]
    public async Task Every_page_in_every_state_is_valid()
    {
        Assert.SkipUnless(Node.IsThere, Node.IsMissing);
        var folder = Directory.CreateTempSubdirectory("tracking-pages").FullName;
        foreach (var state in TrackedStates.Names)
            foreach (var language in (string[])["en", "ar"])
                await Keep($"{state}-{language}", $"/track/{(await chrome.In(state)).Token}?lang={language}");
        await Keep("track", "/track");
        await Keep("preferences", $"/track/{(await chrome.In("shipped")).Token}/preferences");
        await Keep("unknown", "/track/nobodys-token", 404);
        await Keep("docs", "/docs");
        await Node.Run("lint-pages", ("PAGES", folder));
        Directory.Delete(folder, recursive: true);

        async Task Keep(string name, string path, int status = 200) => await File.WriteAllBytesAsync(
            Path.Combine(folder, name + ".html"), (await platform.Anybody.Get(path)).Is(status).Bytes);
    }
}
