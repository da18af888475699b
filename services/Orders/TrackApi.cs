using ServiceDefaults;
using Streams;

namespace Orders;

/// <summary>What a customer may do with the tracking link, without a key. A wrong token is a 404.</summary>
internal static class TrackApi
{
    internal static void MapTracking(this IEndpointRouteBuilder routes)
    {
        var track = routes.MapGroup("/v1/track");
        track.MapPost("lookup", OrderLookup.Post).Describe<TrackingLink>(
            "findTrackingLink", "Find an order's tracking link by its number and what the customer knows");
        track.MapGet("{token}", Get).Versioned().Describe<PublicView>("getPublicTimeline", "Read the customer's view");
        track.MapGet("{token}/stream", Stream).Streams("streamPublicTimeline", "Follow the customer's view");
        track.MapPost("{token}/feedback", GiveFeedback).Describe<OrderFeedback>(
            "givePublicFeedback", "Say what one thinks of one's order");
        track.MapPost("{token}/issues", ReportIssue).Describe<OrderIssue>(
            "reportPublicIssue", "Tell that something is wrong with one's order");
    }

    private static async Task<IResult> Get(
        string token, HttpContext http, EventStore store, PersonalKeys keys, TimeProvider clock)
    {
        var (link, events, placed) = await Open(token, http, store);
        return ETags.NotModified(http, events[^1].Version)
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Ok(PublicView.Of(Timeline.Of(link.OrderId, events, clock.GetUtcNow()), placed, keys.Open));
    }

    private static async Task Stream(
        string token, Query<StreamQuery> query, HttpContext http, EventStore store, PersonalKeys keys,
        EntryStream stream)
    {
        var (link, _, placed) = await Open(token, http, store);
        var personal = new PersonalData(placed, keys.Open);
        await stream.Write(http, query.Value.LastEventId, link.MerchantId, link.OrderId,
            entry => PublicView.Shown(entry, personal));
    }

    private static async Task<IResult> GiveFeedback(
        string token, Body<FeedbackFields> body, HttpContext http, EventStore store, PersonalKeys keys,
        TimeProvider clock)
    {
        var (link, _, _) = await Open(token, http, store);
        var given = new OrderFeedback(body.Value.Score!.Value, body.Value.Comment, clock.GetUtcNow());
        await Transact(link, new OrderCommand.GiveFeedback(given.Score, given.Comment, given.OccurredAt), http, store,
            keys);
        return Results.Ok(given);
    }

    private static async Task<IResult> ReportIssue(
        string token, Body<IssueFields> body, HttpContext http, EventStore store, PersonalKeys keys,
        TimeProvider clock)
    {
        var (link, _, _) = await Open(token, http, store);
        var issue = new OrderIssue(body.Value.Kind!, body.Value.Message!, clock.GetUtcNow());
        await Transact(link, new OrderCommand.ReportIssue(issue.Kind, issue.Message, issue.OccurredAt), http, store,
            keys);
        return Results.Ok(issue);
    }

    private static Task<Transacted<OrderState>> Transact(
        TrackingToken link, OrderCommand command, HttpContext http, EventStore store, PersonalKeys keys) =>
        store.Transact(Order.Stream, link.MerchantId, link.OrderId,
            state => Order.Decide(state, keys.Seal(command, state.Placed?.PersonId)), ct: http.RequestAborted);

    private static async Task<Opened> Open(string token, HttpContext http, EventStore store)
    {
        if (TrackingToken.TryRead(token) is not { } link)
            throw ProblemException.NotFound("tracking link");
        var events = await store.Read(Order.Stream, link.MerchantId, link.OrderId, ct: http.RequestAborted);
        return events is [{ Event: OrderEvent.Placed placed }, ..] && link.Opens(placed)
            ? new(link, events, [.. Order.Corrections(events.Select(recorded => recorded.Event))])
            : throw ProblemException.NotFound("tracking link");
    }

    private sealed record Opened(
        TrackingToken Link, IReadOnlyList<Recorded<OrderEvent>> Events, IReadOnlyList<OrderEvent.Placed> Placed);
}
