using Microsoft.Playwright;
using Testing;

namespace EndToEnd.Tests.Browser;

/// <summary>
/// The pictures of the documents (<c>docs/images/track</c>), drawn anew when TRACKING_PICTURES asks. Two machines never
/// draw the same pixels: what the pages say is held by <see cref="TreeTests"/>.
/// </summary>
[Collection(InBrowser.Name)]
public sealed class PictureTests(Chrome chrome)
{
    private const long BytesMax = 1_500_000;

    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "images", "track");

    private static readonly Picture[] All =
    [
        // With the map, which stands further below.
        .. TrackedStates.Names.Select(state =>
            new Picture(state, state, Height: state is "out-for-delivery" ? 1560 : 844)),
        new("lookup", null),
        new("arabic", "out-for-delivery", "ar"),
        new("hindi", "delayed", "hi"),
        new("dark", "out-for-delivery", Scheme: ColorScheme.Dark),
        new("phone-320", "attempted", "de", Width: 320),
    ];

    [Fact]
    public async Task The_documents_have_a_small_picture_of_each_state()
    {
        if (Environment.GetEnvironmentVariable("TRACKING_PICTURES") is not null)
            foreach (var picture in All)
                await Draw(picture);
        var files = new DirectoryInfo(Folder).GetFiles("*.png");
        files.Select(file => Path.GetFileNameWithoutExtension(file.Name)).Order(StringComparer.Ordinal)
            .ShouldBe(All.Select(picture => picture.Name).Order(StringComparer.Ordinal));
        files.Sum(file => file.Length).ShouldBeLessThan(BytesMax);
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "customer-page.md"));
        foreach (var picture in All)
            page.ShouldContain($"images/track/{picture.Name}.png");
    }

    private async Task Draw(Picture picture)
    {
        await using var visitor = await chrome.Visit(new()
        {
            ViewportSize = new() { Width = picture.Width, Height = picture.Height },
            ColorScheme = picture.Scheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        var path = picture.State is { } state ? $"/track/{(await chrome.In(state)).Token}" : "/track";
        await visitor.Open($"{path}?lang={picture.Language}");
        Directory.CreateDirectory(Folder);
        await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{picture.Name}.png") });
    }

    private sealed record Picture(
        string Name, string? State, string Language = "en", int Width = 390, int Height = 844,
        ColorScheme Scheme = ColorScheme.Light);
}
