using Orders.Bulk;
using ServiceDefaults;
using Streams;

namespace Orders;

/// <summary>The storefront's routes for one order: place it, read it, move it on.</summary>
internal static class OrdersApi
{
    internal static void MapOrders(this IEndpointRouteBuilder routes)
    {
        var orders = routes.MapGroup("/v1/orders").RequireScope("storefront");
        orders.MapPost("", Place).Idempotent().Versioned()
            .Describe<OrderView>("placeOrder", "Place an order", 201);
        ImportApi.Map(orders);
        orders.MapGet("", OrderList.Get)
            .Describe<Page<OrderView>>("listOrders", "List and search orders, the newest first");
        orders.MapGet("{id:guid}", Get).Versioned().Describe<OrderView>("getOrder", "Read an order");
        orders.MapPost("{id:guid}/confirm", Confirm).Idempotent().Versioned()
            .Describe<OrderView>("confirmOrder", "Confirm an order");
        orders.MapPost("{id:guid}/pack", Pack).Idempotent().Versioned()
            .Describe<OrderView>("packOrder", "Tell that an order is packed");
        orders.MapPost("{id:guid}/cancel", Cancel).Idempotent().Versioned()
            .Describe<OrderView>("cancelOrder", "Cancel an order: payments are voided or refunded, parcels recalled");
        orders.MapPost("{id:guid}/feedback", GiveFeedback).Idempotent()
            .Describe<OrderFeedback>("giveFeedback", "Record what a customer thinks of an order");
        orders.MapPost("{id:guid}/issues", ReportIssue).Idempotent()
            .Describe<OrderIssue>("reportIssue", "Record what a customer complains of");
        orders.MapGet("{id:guid}/timeline", TimelineApi.Get).Versioned()
            .Describe<TimelineView>("getTimeline", "Read an order's timeline, as it is or as it was known at a time");
        orders.MapGet("{id:guid}/timeline/stream", TimelineApi.Stream)
            .Streams("streamTimeline", "Follow an order's timeline as it grows");
    }

    private static async Task<IResult> Place(
        Caller caller, Body<PlaceOrder> body, HttpContext http, Placement placement, TrackingLinks links)
    {
        var number = body.Value.OrderNumber ?? OrderIds.NumberFor(caller.MerchantId, Idempotency.KeyOf(http));
        var (id, placed) = await placement.Place(
            caller.MerchantId, body.Value, number, Idempotency.CauseOf(http), http.RequestAborted);
        http.Response.Headers.ETag = ETags.Of(placed.Version);
        return Results.Created($"/v1/orders/{id:D}",
            OrderView.Of(caller.MerchantId, id, placed.State, placed.Version, links));
    }

    private static async Task<IResult> Get(
        Caller caller, Guid id, HttpContext http, EventStore store, TrackingLinks links)
    {
        if (await IsUnchanged(http, store, caller.MerchantId, id))
            return Results.StatusCode(StatusCodes.Status304NotModified);
        var order = await store.Load(Order.Stream, caller.MerchantId, id, http.RequestAborted);
        if (!order.Exists)
            throw ProblemException.NotFound("order");
        http.Response.Headers.ETag = ETags.Of(order.Version);
        return Results.Ok(OrderView.Of(caller.MerchantId, id, order.State, order.Version, links));
    }

    /// <summary>A conditional request costs one look at the version as long as nothing has changed.</summary>
    internal static async ValueTask<bool> IsUnchanged(HttpContext http, EventStore store, string merchantId, Guid id)
    {
        if (http.Request.Headers.IfNoneMatch.Count == 0)
            return false;
        var version = await store.Version(Order.Stream, merchantId, id, http.RequestAborted);
        return version > 0 && ETags.NotModified(http, version);
    }

    private static Task<IResult> Confirm(
        Caller caller, Guid id, Body<OrderStep> body, HttpContext http, EventStore store, TrackingLinks links,
        TimeProvider clock) =>
        Change(caller, id, new OrderCommand.Confirm(clock.GetUtcNow(), body.Value.OccurredAt), http, store, links);

    private static Task<IResult> Pack(
        Caller caller, Guid id, Body<OrderStep> body, HttpContext http, EventStore store, TrackingLinks links,
        TimeProvider clock) =>
        Change(caller, id, new OrderCommand.Pack(clock.GetUtcNow(), body.Value.OccurredAt), http, store, links);

    private static Task<IResult> Cancel(
        Caller caller, Guid id, Body<CancelOrder> body, HttpContext http, EventStore store, TrackingLinks links,
        TimeProvider clock) => Change(
            caller, id, new OrderCommand.Cancel(body.Value.Reason!, clock.GetUtcNow(), body.Value.OccurredAt),
            http, store, links);

    private static async Task<IResult> GiveFeedback(
        Caller caller, Guid id, Body<GiveFeedback> body, HttpContext http, EventStore store, PersonalKeys keys,
        TimeProvider clock)
    {
        var (score, comment) = (body.Value.Score!.Value, body.Value.Comment);
        var at = body.Value.OccurredAt ?? clock.GetUtcNow();
        var (order, _) = await Transact(
            caller, id, new OrderCommand.GiveFeedback(score, comment, at), http, store, keys);
        return Results.Ok(new OrderFeedback(score, comment, order.Feedback!.OccurredAt));
    }

    private static async Task<IResult> ReportIssue(
        Caller caller, Guid id, Body<ReportIssue> body, HttpContext http, EventStore store, PersonalKeys keys,
        TimeProvider clock)
    {
        var issue = new OrderIssue(body.Value.Kind!, body.Value.Message!, body.Value.OccurredAt ?? clock.GetUtcNow());
        await Transact(
            caller, id, new OrderCommand.ReportIssue(issue.Kind, issue.Message, issue.OccurredAt), http, store, keys);
        return Results.Ok(issue);
    }

    private static async Task<IResult> Change(
        Caller caller, Guid id, OrderCommand command, HttpContext http, EventStore store, TrackingLinks links)
    {
        var (order, version) = await Transact(caller, id, command, http, store);
        http.Response.Headers.ETag = ETags.Of(version);
        return Results.Ok(OrderView.Of(caller.MerchantId, id, order, version, links));
    }

    private static async Task<(OrderState State, long Version)> Transact(
        Caller caller, Guid id, OrderCommand command, HttpContext http, EventStore store, PersonalKeys? keys = null)
    {
        var changed = await store.Transact(Order.Stream, caller.MerchantId, id,
            state => Order.Decide(state, keys?.Seal(command, state.Placed?.PersonId) ?? command),
            Idempotency.CauseOf(http), ETags.ExpectedVersion(http),
            ct: http.RequestAborted);
        return (changed.State, changed.Version);
    }
}
