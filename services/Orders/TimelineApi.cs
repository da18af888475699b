using ServiceDefaults;
using Streams;

namespace Orders;

/// <summary>The merchant's timeline of an order, as a document and as it grows.</summary>
internal static class TimelineApi
{
    internal static async Task<IResult> Get(
        Caller caller, Guid id, HttpContext http, EventStore store, TimeProvider clock)
    {
        var asOf = AsOf(http);
        if (asOf is null && await OrdersApi.IsUnchanged(http, store, caller.MerchantId, id))
            return Results.StatusCode(StatusCodes.Status304NotModified);
        var events = await store.Read(Order.Stream, caller.MerchantId, id, asOf, ct: http.RequestAborted);
        if (events.Count == 0)
            throw ProblemException.NotFound(asOf is null ? "order" : "order at that time");
        return ETags.NotModified(http, events[^1].Version)
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Ok(Timeline.Of(id, events, asOf ?? clock.GetUtcNow()));
    }

    internal static Task Stream(Caller caller, Guid id, HttpContext http, EntryStream stream) =>
        stream.Write(http, caller.MerchantId, id, entry => entry);

    private static DateTimeOffset? AsOf(HttpContext http) => http.Request.Query["asOf"] is not [{ Length: > 0 } text]
        ? null
        : Rules.ToInstant(text) ?? throw new ProblemException(400, "bad-query", "The query cannot be understood.",
            "asOf must be an RFC 3339 time with an offset.");
}
