using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ServiceDefaults.OpenApi;

/// <summary>Which problems a route may answer with, by the conventions on it, and what statuses are called.</summary>
internal static class ApiStatuses
{
    public static IReadOnlyList<int> Refusals(
        bool isRead, bool isMaking, bool hasPath, bool hasQuery, bool hasBody, EndpointMetadataCollection metadata)
    {
        var isOpen = metadata.GetMetadata<IScoped>()?.Scope is null;
        var isIdempotent = metadata.GetMetadata<IdempotentRoute>() is not null;
        var isChecked = !isRead && !isMaking && metadata.GetMetadata<VersionedRoute>() is not null;
        var raw = metadata.GetOrderedMetadata<RawBody>();
        var isRaw = raw.Count > 0;
        (int Status, bool May)[] all =
        [
            (304, isRead && metadata.GetMetadata<VersionedRoute>() is not null),
            (400, hasQuery || !isRead),
            (401, !isOpen || isRaw),
            (403, !isOpen),
            (404, hasPath),
            (409, !isRead),
            (412, isChecked),
            (413, hasBody || isRaw),
            (415, hasBody || raw.Count > 1),
            (422, isIdempotent),
            (429, true),
            (502, true),
            (503, true),
            (504, true),
        ];
        return [.. all.Where(one => one.May).Select(one => one.Status)];
    }

    public static string Text(int status) => status switch
    {
        200 => "Done, or as it was already.",
        201 => "Made.",
        202 => "Taken on: what becomes of it shows later.",
        204 => "Done; there is nothing to say.",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Nobody has words for it."),
    };

    public static string Name(int status) => status switch
    {
        304 => "NotModified",
        400 => "BadRequest",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "NotFound",
        409 => "Conflict",
        412 => "Stale",
        413 => "TooLarge",
        415 => "UnsupportedMediaType",
        422 => "Unprocessable",
        429 => "TooManyRequests",
        502 => "BrokenOff",
        503 => "Unavailable",
        504 => "TimedOut",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Nobody has a name for it."),
    };

    public static string Code(int status) => status.ToString(CultureInfo.InvariantCulture);
}
