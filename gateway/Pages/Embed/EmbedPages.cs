using Gateway.Pages.Track;
using ServiceDefaults.Languages;

namespace Gateway.Pages.Embed;

/// <summary>
/// What the element <c>&lt;order-tracking&gt;</c> on a storefront's page needs: its script, the order in a few words of
/// the reader's language, and the words of the form for those who have no link.
/// </summary>
internal static class EmbedPages
{
    public static void MapEmbedded(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/embed.js", (HttpContext http) =>
        {
            Open(http.Response);
            return PageFiles.SendStable("embed.js", http);
        });
        pages.MapGet("/words.json", (HttpContext http) =>
        {
            Open(http.Response);
            return Results.Json(SearchWords.In(Visit.Of(http).LanguageFor(null, null)));
        });
        pages.MapGet("/{token}/summary.json",
            async (string token, HttpContext http, OrderPages shown, CancellationToken ct) =>
            {
                Open(http.Response);
                return await shown.Summary(token, Visit.Of(http), ct) is { } summary
                    ? Results.Json(summary) : Results.NotFound();
            });
    }

    private static void Open(HttpResponse response) => response.OnStarting(() =>
    {
        response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return AnyOrigin.Allow(response);
    });
}

/// <summary>The labels of the form that finds an order.</summary>
internal sealed record SearchWords(
    string Language, string Direction, string Headline, string OrderNumber, string Contact, string Search)
{
    public static SearchWords In(Language language) => new(language.Tag, language.Direction,
        language.Text("lookup.headline"), language.Text("lookup.order_number"), language.Text("lookup.contact"),
        language.Text("lookup.do"));
}
