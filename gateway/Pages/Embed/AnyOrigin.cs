using Microsoft.Net.Http.Headers;

namespace Gateway.Pages.Embed;

/// <summary>
/// What a tracking link opens may be read by scripts of any page, since a storefront shows it on its own
/// (<c>&lt;order-tracking&gt;</c>). No cookie goes along, so nobody sees more than the link itself would show; what
/// changes something is left out, and so is the look-up.
/// </summary>
internal static class AnyOrigin
{
    public static Task MayRead(HttpContext http, RequestDelegate next)
    {
        var isRead = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        if (isRead && http.Request.Path.StartsWithSegments("/v1/track"))
            // When the answer starts: a problem clears the headers that were set before it.
            http.Response.OnStarting(() => Allow(http.Response));
        return next(http);
    }

    public static Task Allow(HttpResponse response)
    {
        response.Headers[HeaderNames.AccessControlAllowOrigin] = "*";
        return Task.CompletedTask;
    }
}
