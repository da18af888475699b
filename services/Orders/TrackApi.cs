using System.Text.Json;
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
            "findTrackingLink", "Find an order's tracking link by its number and what the customer knows").Refuses(404);
        track.MapGet("parcel", ParcelLookup.Get).Refuses(404).Describe<PublicParcel>(
            "getPublicParcel", "Read how a parcel stands by nothing but its number");
        track.MapGet("{token}", Get).Versioned().Describe<PublicView>("getPublicTimeline", "Read the customer's view");
        track.MapGet("{token}/stream", Stream).Streams("streamPublicTimeline", "Follow the customer's view");
        track.MapPost("{token}/feedback", GiveFeedback).Describe<OrderFeedback>(
            "givePublicFeedback", "Say what one thinks of one's order");
        track.MapPost("{token}/issues", ReportIssue).Describe<OrderIssue>(
            "reportPublicIssue", "Tell that something is wrong with one's order");
        track.MapPost("{token}/cancel", Cancel).Describe<OrderStanding>(
            "askToCancel", "Ask to cancel one's order: the merchant's policy grants it, or somebody decides");
        track.MapPost("{token}/instructions", Instruct).Describe<AskedOfCarrier>(
            "askCarrier", "Ask the carrier to try again, on another day, or what else the merchant allows", 202);
        track.MapPost("{token}/returns", Return).Describe<OrderReturnView>(
            "askToReturn", "Ask to send something back", 201);
    }

    private static async Task<IResult> Get(
        string token, HttpContext http, EventStore store, PersonalKeys keys, Policies policies, Positions positions,
        TimeProvider clock)
    {
        var (link, events, placed) = await Open(token, http, store);
        var (now, policy) = (clock.GetUtcNow(), await policies.Of(link.MerchantId, http.RequestAborted));
        // What may be done goes by the merchant's policy and the clock too, which the order's version does not tell.
        var actions = CustomerActions.Of(StateOf(events), policy, now);
        var possible = JsonSerializer.SerializeToUtf8Bytes(actions, OrdersJson.Default.CustomerActions);
        if (ETags.NotModified(http, events[^1].Version, possible) && !await positions.May(http, link.OrderId))
            return Results.StatusCode(StatusCodes.Status304NotModified);
        var timeline = await positions.On(Timeline.Of(link.OrderId, events, now), http);
        return Results.Ok(PublicView.Of(timeline, actions, placed, keys.Open));
    }

    /// <summary>Only what the customer was offered: the parcel decides whether it still can be.</summary>
    private static async Task<IResult> Instruct(
        string token, Body<AskCarrier> body, HttpContext http, EventStore store, Policies policies,
        PublicInstructions parcels)
    {
        var (link, events, placed) = await Open(token, http, store);
        var policy = await policies.Of(link.MerchantId, http.RequestAborted);
        var (asked, state) = (body.Value, StateOf(events));
        var parcel = state.Outbound.FirstOrDefault(one => one.Id == asked.ShipmentId)
            ?? throw ProblemException.NotFound("shipment");
        if (!CustomerActions.KindsOf(parcel, policy).Contains(asked.Kind!))
            throw new RuleViolation("not_offered", "This cannot be asked of the parcel's carrier now.");
        var country = placed[^1].ShippingAddress.Country;
        await parcels.Give(link.MerchantId, asked with
        {
            Address = asked.Address is { } address ? address with { Country = address.Country ?? country } : null,
        }, http.RequestAborted);
        return Results.Json(new AskedOfCarrier(parcel.Id, asked.Kind!), statusCode: StatusCodes.Status202Accepted);
    }

    private static OrderState StateOf(IReadOnlyList<Recorded<OrderEvent>> events) =>
        events.Aggregate(OrderState.Initial, (state, recorded) => Order.Evolve(state, recorded.Event));

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

    /// <summary>The merchant's policy grants it, or leaves it to somebody.</summary>
    private static async Task<IResult> Cancel(
        string token, Body<CancelOrder> body, HttpContext http, EventStore store, PersonalKeys keys,
        Policies policies, TimeProvider clock)
    {
        var (link, _, _) = await Open(token, http, store);
        var policy = await policies.Of(link.MerchantId, http.RequestAborted);
        var changed = await Transact(link, OrderStepsApi.Cancellation(
            body.Value with { OccurredAt = null }, Guid.CreateVersion7(), Requester.Customer, policy,
            clock.GetUtcNow()), http, store, keys);
        return Results.Ok(new OrderStanding(OrderStatus.Of(changed.State)));
    }

    private static async Task<IResult> Return(
        string token, Body<RequestReturn> body, HttpContext http, EventStore store, PersonalKeys keys,
        Policies policies, ReturnDesk desk, TimeProvider clock)
    {
        var (link, _, _) = await Open(token, http, store);
        var policy = await policies.Of(link.MerchantId, http.RequestAborted);
        var request = body.Value with { OccurredAt = null };
        var command = request.Command(Guid.CreateVersion7(), Requester.Customer, policy, clock.GetUtcNow());
        var asked = (await Transact(link, command, http, store, keys)).State.Returns[command.Id].Asked;
        await desk.Open(link.MerchantId, link.OrderId, asked, http.RequestAborted);
        return Results.Json(OrderReturnView.Of(new OrderReturn(asked)), statusCode: StatusCodes.Status201Created);
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
        return events is [{ Event: OrderEvent.Placed placed }, ..] && link.Opens(placed.TrackingSecret)
            ? new(link, events, [.. Order.Corrections(events.Select(recorded => recorded.Event))])
            : throw ProblemException.NotFound("tracking link");
    }

    private sealed record Opened(
        TrackingToken Link, IReadOnlyList<Recorded<OrderEvent>> Events, IReadOnlyList<OrderEvent.Placed> Placed);
}
