namespace Gateway.Pages.Track;

/// <summary>Errors as the customer meets them: in the look of the page, in plain words.</summary>
internal static class Messages
{
    /// <summary>The same for a token that never was and one that no longer is.</summary>
    public static IResult Unknown() => Message(
        StatusCodes.Status404NotFound, "We cannot find this page",
        "This link does not lead to an order. Please check that it is complete, or look the order up.",
        "Look up an order", "/track");

    public static IResult Away(string path) => Message(
        StatusCodes.Status503ServiceUnavailable, "Back in a moment",
        "We cannot reach the order’s details right now. Nothing is lost; please try again shortly.", "Try again", path);

    public static IResult TooMany(string path) => Message(
        StatusCodes.Status429TooManyRequests, "A little slower, please",
        "There were many requests from your network in a short time. Please wait a moment and try again.",
        "Try again", path);

    private static Page<MessagePage> Message(int status, string headline, string text, string action, string href) =>
        new(status, new()
        {
            [nameof(MessagePage.Headline)] = headline,
            [nameof(MessagePage.Text)] = text,
            [nameof(MessagePage.Action)] = action,
            [nameof(MessagePage.Href)] = href,
        });
}
