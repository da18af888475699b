using Gateway.Keys;
using ServiceDefaults;
using ServiceDefaults.Languages;

namespace Gateway.Pages.Track;

/// <summary>
/// What makes the page an app that can be installed: a manifest for each order, which opens there, and the worker
/// that keeps the last known page. docs/customer-page.md tells what it keeps.
/// </summary>
internal static class TrackApp
{
    public static void MapTrackApp(this IEndpointRouteBuilder pages)
    {
        // At the folder's own level: a worker sees what lies beside and below it.
        pages.MapGet("/worker.js", (HttpContext http) => PageFiles.SendStable("worker.js", http));
        pages.MapGet("/{token}/app.webmanifest", (string token, HttpContext http, OrderPages shown) =>
            Manifest(token, Visit.Of(http), shown.StoreOf(token)));
    }

    private static IResult Manifest(string token, Visit visit, Appearance? store)
    {
        var language = visit.LanguageFor(null, store?.Language);
        var name = store?.Name ?? language.Text("page.title");
        var start = $"/track/{Uri.EscapeDataString(token)}";
        return Results.Json(new
        {
            Id = start,
            Name = name,
            ShortName = name,
            Lang = language.Tag,
            Dir = language.Direction,
            StartUrl = start,
            Scope = "/track/",
            Display = "standalone",
            BackgroundColor = "#f4f6f8",
            ThemeColor = store?.Colors?.Background ?? "#f4f6f8",
            Icons = new object[]
            {
                new { Src = PageFiles.Path("app-192.png"), Sizes = "192x192", Type = "image/png" },
                new { Src = PageFiles.Path("app-512.png"), Sizes = "512x512", Type = "image/png" },
                new { Src = PageFiles.Path("favicon.svg"), Sizes = "any", Type = "image/svg+xml" },
            },
        }, AppJson, "application/manifest+json");
    }

    private static readonly System.Text.Json.JsonSerializerOptions AppJson = new()
    {
        PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.SnakeCaseLower,
    };
}
