using Orders.Bulk;
using ServiceDefaults;
using Streams;

namespace Orders;

/// <summary>The storefront's routes for orders: place one, read it, say what became of it.</summary>
internal static class OrdersApi
{
    internal static void MapOrders(this IEndpointRouteBuilder routes)
    {
        var orders = routes.MapGroup("/v1/orders").RequireScope("storefront");
        orders.MapPost("", Place).Idempotent(isAtOnce: true).Versioned()
            .Describe<OrderView>("placeOrder", "Place an order", 201);
        ImportApi.Map(orders);
        orders.MapGet("", OrderList.Get)
            .Describe<Page<OrderView>>("listOrders", "List and search orders, the newest first");
        orders.MapGet("{id:guid}", Get).Versioned().Describe<OrderView>("getOrder", "Read an order");
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
        var cause = Idempotency.CauseOf(http);
        if (http.Features.Get<AnswerAtOnce>() is { } answer)
        {
            answer.IsWritten = await placement.PlaceAtOnce(caller.MerchantId, body.Value, number, cause!,
                (id, placed) => answer.Render(Placed(id, placed)), http.RequestAborted);
            return Results.Empty;
        }

        var (id, placed) = await placement.Place(caller.MerchantId, body.Value, number, cause, http.RequestAborted);
        return Placed(id, placed);

        IResult Placed(Guid id, Transacted<OrderState> placed)
        {
            http.Response.Headers.ETag = ETags.Of(placed.Version);
            return Results.Created($"/v1/orders/{id:D}",
                OrderView.Of(caller.MerchantId, id, placed.State, placed.Version, links));
        }
    }

    private static async Task<IResult> Get(
        Caller caller, Guid id, HttpContext http, EventStore store, TrackingLinks links)
    {
        if (await IsUnchanged(http, store, Order.Stream, caller.MerchantId, id))
            return Results.StatusCode(StatusCodes.Status304NotModified);
        var order = await store.Load(Order.Stream, caller.MerchantId, id, http.RequestAborted);
        if (!order.Exists)
            throw ProblemException.NotFound("order");
        http.Response.Headers.ETag = ETags.Of(order.Version);
        return Results.Ok(OrderView.Of(caller.MerchantId, id, order.State, order.Version, links));
    }

    /// <summary>A conditional request costs one look at the version as long as nothing has changed.</summary>
    internal static async ValueTask<bool> IsUnchanged(
        HttpContext http, EventStore store, IStreamKind kind, string merchantId, Guid id)
    {
        if (http.Request.Headers.IfNoneMatch.Count == 0)
            return false;
        var version = await store.Version(kind, merchantId, id, http.RequestAborted);
        return version > 0 && ETags.NotModified(http, version);
    }

    private static async Task<IResult> GiveFeedback(OrderChange change, Guid id, Body<GiveFeedback> body)
    {
        var (score, comment) = (body.Value.Score!.Value, body.Value.Comment);
        var order = await change.Transact(
            id, new OrderCommand.GiveFeedback(score, comment, body.Value.OccurredAt ?? change.Now));
        return Results.Ok(new OrderFeedback(score, comment, order.State.Feedback!.OccurredAt));
    }

    private static async Task<IResult> ReportIssue(OrderChange change, Guid id, Body<ReportIssue> body)
    {
        var issue = new OrderIssue(body.Value.Kind!, body.Value.Message!, body.Value.OccurredAt ?? change.Now);
        await change.Transact(id, new OrderCommand.ReportIssue(issue.Kind, issue.Message, issue.OccurredAt));
        return Results.Ok(issue);
    }
}
