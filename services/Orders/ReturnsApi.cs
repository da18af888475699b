using Contracts;
using FluentValidation;
using Npgsql;
using ServiceDefaults;
using Streams;

namespace Orders;

/// <summary>The storefront's routes for returns.</summary>
internal static class ReturnsApi
{
    internal static void MapReturns(this IEndpointRouteBuilder routes)
    {
        var ofOrder = routes.MapGroup("/v1/orders/{id:guid}/returns").RequireScope("storefront");
        ofOrder.MapPost("", Request).Idempotent().Versioned().Describe<ReturnDetails>(
            "requestReturn", "Ask for delivered units to come back", 201);
        ofOrder.MapGet("", OfOrder).Describe<Page<ReturnDetails>>("listOrderReturns", "List an order's returns");
        var returns = routes.MapGroup("/v1/returns").RequireScope("storefront");
        returns.MapGet("", List).Describe<Page<ReturnDetails>>("listReturns", "List returns, the newest first");
        returns.MapGet("{id:guid}", Get).Versioned().Describe<ReturnDetails>("getReturn", "Read a return");
        Step(returns.MapPost("{id:guid}/approve", Approve), "approveReturn", "Approve a return");
        Step(returns.MapPost("{id:guid}/reject", Reject), "rejectReturn", "Refuse a return");
        Step(returns.MapPost("{id:guid}/cancel", Cancel), "cancelReturn", "Call a return off");
        Step(returns.MapPost("{id:guid}/receive", Receive), "receiveReturn", "Tell what of a return has come");
        Step(returns.MapPost("{id:guid}/inspect", Inspect), "inspectReturn", "Tell what of a return is accepted");
        Step(returns.MapPost("{id:guid}/refund", Refund), "refundReturn", "Give back what accepted units were paid");
        returns.MapPost("{id:guid}/exchange", Exchange).Idempotent().Versioned().Describe<OrderView>(
            "exchangeReturn", "Send another order for what comes back", 201, 200);
    }

    private static void Step(RouteHandlerBuilder route, string name, string summary) =>
        route.Idempotent().Versioned().Describe<ReturnDetails>(name, summary);

    private static async Task<IResult> Request(
        OrderChange change, Guid id, Body<RequestReturn> body, Policies policies, ReturnDesk desk, EventStore store)
    {
        var command = body.Value.Command(change.RequestId, body.Value.RequestedBy ?? Requester.Merchant,
            await policies.Of(change.MerchantId, change.Http.RequestAborted), change.Now);
        var order = await change.Transact(id, command);
        await desk.Open(change.MerchantId, id, order.State.Returns[command.Id].Asked, change.Http.RequestAborted);
        var opened = await store.Load(Return.Stream, change.MerchantId, command.Id, change.Http.RequestAborted);
        change.Http.Response.Headers.ETag = ETags.Of(opened.Version);
        return Results.Created($"/v1/returns/{command.Id:D}",
            ReturnDetails.Of(command.Id, opened.State, opened.Version));
    }

    private static async Task<IResult> OfOrder(
        Caller caller, Guid id, HttpContext http, EventStore store, CancellationToken ct)
    {
        var order = await store.Load(Order.Stream, caller.MerchantId, id, ct);
        if (!order.Exists)
            throw ProblemException.NotFound("order");
        var returns = new List<ReturnDetails>();
        foreach (var known in order.State.Returns.Values.InOrder())
        {
            var found = await store.Load(Return.Stream, caller.MerchantId, known.Asked.ReturnId, ct);
            if (found.Exists)
                returns.Add(ReturnDetails.Of(known.Asked.ReturnId, found.State, found.Version));
        }

        return Results.Ok(Page.Of(returns));
    }

    private static Task<IResult> List(
        Caller caller, ListQuery<ReturnQuery> query, NpgsqlDataSource database, PersonalKeys keys,
        CancellationToken ct) =>
        new DocumentQuery("orders.returns_view", "requested_at", "return_id", caller.MerchantId)
            .Where("status = {0}", query.Value.Status)
            .Answer(database, query, keys, ct);

    private static async Task<IResult> Get(
        Caller caller, Guid id, HttpContext http, EventStore store, CancellationToken ct)
    {
        if (await OrdersApi.IsUnchanged(http, store, Return.Stream, caller.MerchantId, id))
            return Results.StatusCode(StatusCodes.Status304NotModified);
        var found = await store.Load(Return.Stream, caller.MerchantId, id, ct);
        if (!found.Exists)
            throw ProblemException.NotFound("return");
        http.Response.Headers.ETag = ETags.Of(found.Version);
        return Results.Ok(ReturnDetails.Of(id, found.State, found.Version));
    }

    private static Task<IResult> Approve(OrderChange change, Guid id, ReturnDesk desk) =>
        Change(change, id, new ReturnCommand.Approve(change.Now), desk);

    private static Task<IResult> Reject(OrderChange change, Guid id, Body<RejectReturn> body, ReturnDesk desk) =>
        Change(change, id, new ReturnCommand.Reject(body.Value.Reason!, change.Now), desk);

    private static Task<IResult> Cancel(OrderChange change, Guid id, Body<CancelReturn> body, ReturnDesk desk) =>
        Change(change, id, new ReturnCommand.Cancel(
            body.Value.RequestedBy ?? Requester.Merchant, body.Value.Reason, change.Now), desk);

    private static Task<IResult> Receive(OrderChange change, Guid id, Body<ReceiveReturn> body, ReturnDesk desk) =>
        Change(change, id, new ReturnCommand.Receive(
            change.RequestId, body.Value.Items?.Select(item => item!.Units).ToList(), change.Now), desk);

    private static Task<IResult> Inspect(OrderChange change, Guid id, Body<InspectReturn> body, ReturnDesk desk) =>
        Change(change, id, new ReturnCommand.Inspect(
            change.RequestId,
            [
                .. body.Value.Items!.Select(item => new InspectedItem(
                    item!.Sku!, item.Quantity!.Value, item.Condition, item.Accepted!.Value)),
            ],
            change.Now), desk);

    private static Task<IResult> Refund(OrderChange change, Guid id, Body<RefundReturn> body, ReturnDesk desk) =>
        Change(change, id, new ReturnCommand.Refund(body.Value.Amount, change.Now), desk);

    /// <summary>201 and the new order, or 200 and the one that is sent already.</summary>
    private static async Task<IResult> Exchange(
        OrderChange change, Guid id, Body<ExchangeReturn> body, ReturnDesk desk, EventStore store,
        TrackingLinks links, CancellationToken ct)
    {
        var known = await store.Load(Return.Stream, change.MerchantId, id, ct);
        if (!known.Exists)
            throw ProblemException.NotFound("return");
        var original = await store.Load(Order.Stream, change.MerchantId, Return.OrderOf(known.State), ct);
        var ordered = original.State.Placed!.Items;
        var number = OrderIds.NumberFor(change.MerchantId, $"exchange {id:D}");
        var command = new ReturnCommand.Exchange(
            OrderIds.OrderOf(change.MerchantId, number), number,
            body.Value.Items?.Select(item => new OrderItem(
                item!.Sku!, item.Name!, item.Quantity!.Value, ordered[0].UnitPrice, item.ImageUrl)).ToList(),
            ordered, TrackingToken.NewSecret(), change.Now);
        var changed = await desk.Change(change.MerchantId, id, command, Idempotency.CauseOf(change.Http),
            ETags.ExpectedVersion(change.Http), ct);
        var sent = await store.Load(Order.Stream, change.MerchantId, command.ExchangeOrderId, ct);
        var view = OrderView.Of(change.MerchantId, command.ExchangeOrderId, sent.State, sent.Version, links);
        return changed.Appended > 0 ? Results.Created($"/v1/orders/{command.ExchangeOrderId:D}", view)
            : Results.Ok(view);
    }

    private static async Task<IResult> Change(OrderChange change, Guid id, ReturnCommand command, ReturnDesk desk)
    {
        var changed = await desk.Change(change.MerchantId, id, command, Idempotency.CauseOf(change.Http),
            ETags.ExpectedVersion(change.Http), change.Http.RequestAborted);
        change.Http.Response.Headers.ETag = ETags.Of(changed.Version);
        return Results.Ok(ReturnDetails.Of(id, changed.State, changed.Version));
    }
}

/// <summary>Which returns.</summary>
internal sealed record ReturnQuery : PageQuery
{
    [OneOf(typeof(ReturnStatus))]
    public string? Status { get; init; }
}

internal sealed class ReturnQueryRules : AbstractValidator<ReturnQuery>
{
    public ReturnQueryRules() => RuleFor(q => q.Status).OneOf(ReturnStatus.All);
}
