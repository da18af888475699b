using ServiceDefaults;
using Streams;

namespace Orders;

internal sealed record TimelineQuery
{
    /// <summary>What was known at this time; now, if not told.</summary>
    public DateTimeOffset? AsOf { get; init; }
}

internal sealed record StreamQuery
{
    /// <summary>The version after which to begin, for a first connection: the timeline's that was read.</summary>
    public long? LastEventId { get; init; }
}

/// <summary>The merchant's timeline of an order, as a document and as it grows.</summary>
internal static class TimelineApi
{
    internal static async Task<IResult> Get(
        Caller caller, Guid id, Query<TimelineQuery> query, HttpContext http, EventStore store, Timelines timelines,
        Positions positions)
    {
        var asOf = query.Value.AsOf;
        if (asOf is null && !await positions.May(http, id)
            && await OrdersApi.IsUnchanged(http, store, Order.Stream, caller.MerchantId, id))
            return Results.StatusCode(StatusCodes.Status304NotModified);
        var timeline = asOf is { } then
            ? await AsKnown(store, caller.MerchantId, id, then, http.RequestAborted)
            : await timelines.Of(caller.MerchantId, id, http.RequestAborted);
        if (timeline is null)
            throw ProblemException.NotFound(asOf is null ? "order" : "order at that time");
        if (ETags.NotModified(http, timeline.Version) && asOf is not null)
            return Results.StatusCode(StatusCodes.Status304NotModified);
        return Results.Ok(asOf is null ? await positions.On(timeline, http) : timeline);
    }

    private static async Task<TimelineView?> AsKnown(
        EventStore store, string merchantId, Guid id, DateTimeOffset then, CancellationToken ct)
    {
        var events = await store.Read(Order.Stream, merchantId, id, then, ct: ct);
        return events.Count == 0 ? null : Timeline.Of(id, events, then);
    }

    internal static Task Stream(
        Caller caller, Guid id, Query<StreamQuery> query, HttpContext http, EntryStream stream) =>
        stream.Write(http, query.Value.LastEventId, caller.MerchantId, id, entry => entry);
}
