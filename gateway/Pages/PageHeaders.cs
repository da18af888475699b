namespace Gateway.Pages;

/// <summary>
/// The headers of every page: only our own files run or load, nothing is stored, nobody frames or indexes it.
/// </summary>
internal static class PageHeaders
{
    public static void Set(HttpResponse response)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = Policy("'self'");
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    /// <summary>
    /// A merchant's logo and map may be loaded from where they are, and nothing else from there. Null: there is none.
    /// </summary>
    public static void AllowImages(HttpResponse response, params ReadOnlySpan<string?> addresses)
    {
        var images = "'self'";
        foreach (var address in addresses)
            if (address is not null && new Uri(address) is var image)
                images += $" https://{image.IdnHost}{(image.IsDefaultPort ? "" : $":{image.Port}")}";
        response.Headers.ContentSecurityPolicy = Policy(images);
    }

    private static string Policy(string images) =>
        $"default-src 'none'; script-src 'self'; style-src 'self'; img-src {images}; connect-src 'self'; " +
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
}
