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

    /// <summary>A merchant's logo may be loaded from where it is, and nothing else from there.</summary>
    public static void AllowImage(HttpResponse response, Uri image) =>
        response.Headers.ContentSecurityPolicy =
            Policy($"'self' https://{image.IdnHost}{(image.IsDefaultPort ? "" : $":{image.Port}")}");

    private static string Policy(string images) =>
        $"default-src 'none'; script-src 'self'; style-src 'self'; img-src {images}; connect-src 'self'; " +
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
}
