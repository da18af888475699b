using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace ServiceDefaults;

/// <summary>Conditional requests: a resource's ETag is its stream's version.</summary>
public static class ETags
{
    public static string Of(long version) => $"\"v{version.ToString(CultureInfo.InvariantCulture)}\"";

    /// <summary>Sets the ETag; true when the caller has this version already and a 304 is the answer.</summary>
    public static bool NotModified(HttpContext http, long version) => NotModified(http, Of(version));

    /// <summary>
    /// The same for an answer that depends on more than its stream: <paramref name="rest"/> is what the rest came to.
    /// </summary>
    public static bool NotModified(HttpContext http, long version, ReadOnlySpan<byte> rest) =>
        NotModified(http, $"{Of(version)[..^1]}-{Convert.ToHexStringLower(SHA256.HashData(rest).AsSpan(..6))}\"");

    private static bool NotModified(HttpContext http, string tag)
    {
        http.Response.Headers.ETag = tag;
        return Names(http.Request.Headers.IfNoneMatch).Any(name => name == tag || name == "*");
    }

    /// <summary>
    /// A condition that nobody would look at must not be passed over: who sends one relies on it.
    /// </summary>
    internal static Task Guard(HttpContext http, RequestDelegate next) =>
        http.Request.Headers.IfMatch.Count > 0 && !HttpMethods.IsGet(http.Request.Method)
        && http.GetEndpoint()?.Metadata is { } route && route.GetMetadata<Described>() is not null
        && route.GetMetadata<VersionedRoute>() is null && !Names(http.Request.Headers.IfMatch).SequenceEqual(["*"])
            ? throw new ProblemException(400, "no-etag", "If-Match cannot be checked here.",
                "What this request changes has no version: send it without the condition.")
            : next(http);

    /// <summary>The version that If-Match asks for; null without the header, or with <c>*</c>.</summary>
    /// <exception cref="ProblemException">400 for what is no ETag of ours, and for several.</exception>
    public static long? ExpectedVersion(HttpContext http)
    {
        var names = Names(http.Request.Headers.IfMatch).ToArray();
        if (names is [] or ["*"])
            return null;
        var name = string.Join(", ", names);
        return name.Length > 3 && name.StartsWith("\"v", StringComparison.Ordinal) && name[^1] == '"'
            && long.TryParse(name.AsSpan(2, name.Length - 3),
                NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new ProblemException(400, "bad-etag",
                "If-Match does not hold one ETag of this resource.", $"It was {name}.");
    }

    private static IEnumerable<string> Names(Microsoft.Extensions.Primitives.StringValues header) => header
        .SelectMany(value => (value ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .Select(name => name.StartsWith("W/", StringComparison.Ordinal) ? name[2..] : name);
}
