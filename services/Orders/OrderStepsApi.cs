using ServiceDefaults;
using Streams;

namespace Orders;

/// <summary>The routes that move an order on, keep it back, put it right or end it.</summary>
internal static class OrderStepsApi
{
    internal static void MapOrderSteps(this IEndpointRouteBuilder routes)
    {
        var order = routes.MapGroup("/v1/orders/{id:guid}").RequireScope("storefront");
        order.MapPatch("", Correct).Versioned().Describe<OrderView>(
            "correctOrder", "Correct where an order goes to, or who gets it");
        Step(order.MapPost("confirm", Confirm), "confirmOrder", "Confirm an order");
        Step(order.MapPost("verify", Verify), "verifyOrder", "Tell that buyer or address were checked");
        Step(order.MapPost("hold", Hold), "holdOrder", "Keep an order from being packed and shipped");
        Step(order.MapPost("release", Release), "releaseOrder", "Let an order that was held go on");
        Step(order.MapPost("pack", Pack), "packOrder", "Tell that an order is packed");
        Step(order.MapPost("complete", Complete), "completeOrder", "End an order of which all has arrived");
        Step(order.MapPost("cancel", Cancel), "cancelOrder",
            "Cancel an order, or some of its items: payments are voided or refunded, parcels recalled");
        Step(order.MapPost("cancellation/approve", ApproveCancellation),
            "approveCancellation", "Grant what a customer asked for");
        Step(order.MapPost("cancellation/reject", RejectCancellation),
            "rejectCancellation", "Refuse what a customer asked for");
        // Between services: the gateway has no way here.
        routes.MapPost("/internal/orders/{id:guid}/allocations", Allocate).RequireScope("internal");
        routes.MapPost("/internal/orders/{id:guid}/positions", Positions.Note).RequireScope("internal");
    }

    private static void Step(RouteHandlerBuilder route, string name, string summary) =>
        route.Idempotent().Versioned().Describe<OrderView>(name, summary);

    private static Task<IResult> Correct(OrderChange change, Guid id, Body<CorrectOrder> body) =>
        change.Answer(id, new OrderCommand.Correct(
            change.RequestId, body.Value.ShippingAddress?.ToAddress(), body.Value.Customer, change.Now));

    private static Task<IResult> Confirm(OrderChange change, Guid id, Body<OrderStep> body) =>
        change.Answer(id, new OrderCommand.Confirm(change.Now, body.Value.OccurredAt));

    private static Task<IResult> Verify(OrderChange change, Guid id, Body<VerifyOrder> body) =>
        change.Answer(id, new OrderCommand.Verify(change.RequestId, body.Value.Outcome!, body.Value.Method,
            body.Value.Note, change.Now, body.Value.OccurredAt));

    private static Task<IResult> Hold(OrderChange change, Guid id, Body<HoldOrder> body) =>
        change.Answer(id, new OrderCommand.Hold(
            change.RequestId, body.Value.Reason!, change.Now, body.Value.OccurredAt));

    private static Task<IResult> Release(OrderChange change, Guid id, Body<OrderStep> body) =>
        change.Answer(id, new OrderCommand.Release(change.RequestId, change.Now, body.Value.OccurredAt));

    private static Task<IResult> Pack(OrderChange change, Guid id, Body<OrderStep> body) =>
        change.Answer(id, new OrderCommand.Pack(change.Now, body.Value.OccurredAt));

    private static Task<IResult> Complete(OrderChange change, Guid id, Body<OrderStep> body) =>
        change.Answer(id, new OrderCommand.Complete(change.Now, body.Value.OccurredAt));

    private static async Task<IResult> Cancel(
        OrderChange change, Guid id, Body<CancelOrder> body, Policies policies, CancellationToken ct) =>
        await change.Answer(id, Cancellation(body.Value, change.RequestId,
            body.Value.RequestedBy ?? Requester.Merchant, await policies.Of(change.MerchantId, ct), change.Now));

    private static Task<IResult> ApproveCancellation(OrderChange change, Guid id) =>
        change.Answer(id, new OrderCommand.ApproveCancellation(change.Now));

    private static Task<IResult> RejectCancellation(OrderChange change, Guid id, Body<RejectCancellation> body) =>
        change.Answer(id, new OrderCommand.RejectCancellation(body.Value.Reason!, change.Now));

    private static async Task<IResult> Allocate(
        Caller caller, Guid id, Body<AllocateUnits> body, EventStore store, TimeProvider clock, CancellationToken ct)
    {
        var command = new OrderCommand.AllocateUnits(
            body.Value.ShipmentId, body.Value.Items, body.Value.Held, clock.GetUtcNow());
        await store.Transact(Order.Stream, caller.MerchantId, id, state => Order.Decide(state, command), ct: ct);
        return Results.NoContent();
    }

    /// <summary>Of some items, or of all.</summary>
    internal static OrderCommand Cancellation(
        CancelOrder asked, Guid id, string requestedBy, Policy policy, DateTimeOffset now) => asked.Items is null
        ? new OrderCommand.Cancel(id, asked.Reason!, now, asked.OccurredAt)
        {
            RequestedBy = requestedBy,
            Policy = policy,
        }
        : new OrderCommand.CancelItems(
            id, [.. asked.Items.Select(item => item!.Units)], asked.Reason!, now, asked.OccurredAt)
        {
            RequestedBy = requestedBy,
            Policy = policy,
        };
}

/// <summary>A merchant's request to change one of its orders, with what every such request needs.</summary>
internal sealed record OrderChange(Caller Caller, HttpContext Http)
{
    private EventStore Store { get; } = Http.RequestServices.GetRequiredService<EventStore>();

    private PersonalKeys Keys { get; } = Http.RequestServices.GetRequiredService<PersonalKeys>();

    public string MerchantId => Caller.MerchantId;

    public DateTimeOffset Now { get; } = Http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    public Guid RequestId { get; } = OrderIds.RequestOf(Caller.MerchantId, Idempotency.KeyOf(Http));

    public static async ValueTask<OrderChange> BindAsync(HttpContext http) => new(await Caller.BindAsync(http), http);

    public Task<Transacted<OrderState>> Transact(Guid id, OrderCommand command) => Store.Transact(
        Order.Stream, MerchantId, id, state => Order.Decide(state, Keys.Seal(command, state.Placed?.PersonId)),
        Idempotency.CauseOf(Http), ETags.ExpectedVersion(Http), ct: Http.RequestAborted);

    /// <summary>The order as it is after <paramref name="command"/>.</summary>
    public async Task<IResult> Answer(Guid id, OrderCommand command)
    {
        var changed = await Transact(id, command);
        Http.Response.Headers.ETag = ETags.Of(changed.Version);
        return Results.Ok(OrderView.Of(MerchantId, id, changed.State, changed.Version,
            Http.RequestServices.GetRequiredService<TrackingLinks>()));
    }
}
