namespace Gateway.Pages.Track;

/// <summary>Errors as the customer meets them: in the look of the page, in plain words.</summary>
internal static class Messages
{
    /// <summary>The same for a token that never was and one that no longer is.</summary>
    public static IResult Unknown(Visit visit, string path) => Message(
        StatusCodes.Status404NotFound, "error.unknown", "error.unknown_do", "/track", visit, path);

    public static IResult Away(Visit visit, string path) => Message(
        StatusCodes.Status503ServiceUnavailable, "error.away", "error.again", path, visit, path);

    public static IResult TooMany(Visit visit, string path) => Message(
        StatusCodes.Status429TooManyRequests, "error.too_many", "error.again", path, visit, path);

    private static Page<MessagePage> Message(
        int status, string headline, string action, string href, Visit visit, string path) => new(status, new()
        {
            [nameof(MessagePage.Language)] = visit.LanguageFor(null, null),
            [nameof(MessagePage.Visit)] = visit,
            [nameof(MessagePage.Headline)] = headline,
            [nameof(MessagePage.Action)] = action,
            [nameof(MessagePage.Href)] = href,
            [nameof(MessagePage.Path)] = path,
        });
}
