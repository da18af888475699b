using Contracts;
using FluentValidation;
using Microsoft.Extensions.Options;
using ServiceDefaults;
using Shipments.Carriers;
using Shipments.Silence;
using Streams;

namespace Shipments;

/// <summary>
/// What to change: a null stays as it is. <c>Replaces</c>: which number was wrong, where it is not the parcel's own.
/// </summary>
internal sealed record CorrectShipment(string? TrackingNumber, string? Carrier, string? Replaces);

/// <summary>
/// A further number of the parcel: of the carrier that takes over, or, with <c>Leg</c> return, of the way back.
/// </summary>
internal sealed record AddNumber(string? Carrier, string? TrackingNumber, string? Leg);

internal sealed class AddNumberRules : AbstractValidator<AddNumber>
{
    public AddNumberRules(CarrierList carriers)
    {
        RuleFor(r => r.TrackingNumber).NotEmpty().WithMessage("is required")
            .Like(RegisterShipmentRules.NumberFormat).WithMessage(RegisterShipmentRules.NumberHelp);
        RuleFor(r => r.Carrier).Must(name => carriers.Find(name) is not null).When(r => r.Carrier is not null)
            .WithMessage($"is no known carrier: use one of {carriers.Names}");
        RuleFor(r => r.Leg).Must(leg => leg is null or Legs.Forward or Legs.Return)
            .WithMessage("must be forward or return");
    }
}

internal sealed class CorrectShipmentRules : AbstractValidator<CorrectShipment>
{
    public CorrectShipmentRules(CarrierList carriers)
    {
        RuleFor(r => r.TrackingNumber).NotEmpty().When(r => r.Carrier is null)
            .WithMessage("is required, or a carrier is");
        RuleFor(r => r.TrackingNumber).Like(RegisterShipmentRules.NumberFormat)
            .When(r => r.TrackingNumber is not null).WithMessage(RegisterShipmentRules.NumberHelp);
        RuleFor(r => r.Carrier).Must(name => carriers.Find(name) is not null).When(r => r.Carrier is not null)
            .WithMessage($"is no known carrier: use one of {carriers.Names}");
    }
}

/// <summary>The storefront's routes for parcels.</summary>
internal static class ShipmentsApi
{
    public static void MapShipments(this IEndpointRouteBuilder routes)
    {
        var storefront = routes.MapGroup("/v1").RequireScope("storefront");
        storefront.MapPost("orders/{id:guid}/shipments", Register).Idempotent().Describe<ShipmentView>(
            "registerShipment", "Register a parcel of an order", 201).Refuses<UnclearNumber>(422);
        storefront.MapGet("shipments/{id:guid}", Get).Versioned()
            .Describe<ShipmentView>("getShipment", "Read a parcel with all that is known of it");
        storefront.MapPatch("shipments/{id:guid}", Correct).Versioned()
            .Describe<ShipmentView>("correctShipment", "Correct a parcel's number or carrier; its history stays")
            .Refuses<UnclearNumber>(422);
        storefront.MapPost("shipments/{id:guid}/numbers", Add).Idempotent().Versioned().Describe<ShipmentView>(
            "addShipmentNumber", "Give a parcel a further number: of the next carrier, or of the way back", 201, 200)
            .Refuses<UnclearNumber>(422);
        storefront.MapPost("shipments/{id:guid}/scans", Report).Idempotent().Versioned()
            .Describe<ShipmentView>("reportScan", "Tell by hand where a parcel is", 201, 200);
    }

    private static async Task<IResult> Register(
        Caller caller, Guid id, Body<RegisterShipment> body, HttpContext http, OrdersClient orders, Parcels parcels,
        Numbers numbers, EventStore store, TimeProvider clock, CancellationToken ct)
    {
        var request = body.Value;
        var order = await orders.Find(caller.MerchantId, id, ct) ?? throw ProblemException.NotFound("order");
        if (order.Status == "cancelled" || await parcels.RecallOf(caller.MerchantId, id, ct) is not null)
            throw new RuleViolation("order_cancelled", "The order is cancelled: nothing more is shipped of it.");
        var number = await numbers.Resolve(caller.MerchantId, request.Carrier, request.TrackingNumber, ct);
        var shipmentId = IdFor(caller.MerchantId, Idempotency.KeyOf(http));
        var items = await Allocate(caller, id, shipmentId, order, request.Items ?? [], orders, parcels, ct);
        var registered = new ShipmentEvent.Registered
        {
            OrderId = id,
            Carrier = number.Carrier,
            TrackingNumber = number.TrackingNumber,
            CarrierUrl = number.Url,
            Service = request.Service,
            Items = items,
            ShipFrom = request.ShipFrom?.ToAddress(),
            PromisedDeliveryDate = request.PromisedDeliveryDate,
            CashToCollect = request.Cod ?? order.CashFor(items),
            RegisteredAt = clock.GetUtcNow(),
            PersonId = order.Customer?.Id is { } customer ? PersonalKeys.PersonOf(caller.MerchantId, customer) : null,
        };
        await store.Transact(Shipment.Stream, caller.MerchantId, shipmentId,
            state => Shipment.Decide(state, new ShipmentCommand.Register(registered)),
            Idempotency.CauseOf(http), isNew: true, ct: ct);
        // Cancelled meanwhile: the message may have passed by before the parcel was here.
        if (await parcels.RecallOf(caller.MerchantId, id, ct) is { } recall)
            await store.Transact(Shipment.Stream, caller.MerchantId, shipmentId,
                state => Shipment.Decide(state, recall), ct: ct);
        return Results.Created($"/v1/shipments/{shipmentId:D}", await Read(caller, shipmentId, http, store, clock, ct));
    }

    /// <summary>Parcels do not take units from each other; the order does not give what is cancelled.</summary>
    private static async Task<IReadOnlyList<ItemQuantity>> Allocate(
        Caller caller, Guid orderId, Guid shipmentId, OrderFacts order, IReadOnlyList<ItemRequest> asked,
        OrdersClient orders, Parcels parcels, CancellationToken ct)
    {
        var (items, others) = await parcels.Reserve(caller.MerchantId, orderId, shipmentId,
            held => Packing.Choose(order.Wanted, held, asked), ct);
        try
        {
            await orders.Allocate(caller.MerchantId, orderId, shipmentId, items, others, ct);
            return items;
        }
        catch (RuleViolation)
        {
            await parcels.Release(shipmentId, ct);
            throw;
        }
    }

    private static async Task<IResult> Get(
        Caller caller, Guid id, HttpContext http, EventStore store, TimeProvider clock, CancellationToken ct)
    {
        if (http.Request.Headers.IfNoneMatch.Count > 0
            && await store.Version(Shipment.Stream, caller.MerchantId, id, ct) is > 0 and var version
            && await http.RequestServices.GetRequiredService<Positions>().Latest(id, ct) is null
            && ETags.NotModified(http, version))
            return Results.StatusCode(StatusCodes.Status304NotModified);
        return Results.Ok(await Read(caller, id, http, store, clock, ct));
    }

    private static async Task<IResult> Correct(
        Caller caller, Guid id, Body<CorrectShipment> body, HttpContext http, Numbers numbers, EventStore store,
        TimeProvider clock, CancellationToken ct)
    {
        var known = await store.Load(Shipment.Stream, caller.MerchantId, id, ct);
        if (!known.Exists)
            throw ProblemException.NotFound("shipment");
        var replaces = body.Value.Replaces is { } named ? TrackingNumbers.Normalize(named) : null;
        var wrong = known.State.Journey.Numbers.Find(replaces ?? known.State.TrackingNumber);
        var number = await numbers.Resolve(caller.MerchantId,
            body.Value.Carrier ?? wrong?.Carrier ?? known.State.Carrier,
            body.Value.TrackingNumber ?? wrong?.TrackingNumber, ct);
        var command = new ShipmentCommand.CorrectNumber(
            number.Carrier, number.TrackingNumber, number.Url, clock.GetUtcNow(), replaces);
        await store.Transact(Shipment.Stream, caller.MerchantId, id, state => Shipment.Decide(state, command),
            expectedVersion: ETags.ExpectedVersion(http), ct: ct);
        return Results.Ok(await Read(caller, id, http, store, clock, ct));
    }

    private static async Task<IResult> Add(
        Caller caller, Guid id, Body<AddNumber> body, HttpContext http, Numbers numbers, EventStore store,
        TimeProvider clock, CancellationToken ct)
    {
        if (await store.Version(Shipment.Stream, caller.MerchantId, id, ct) == 0)
            throw ProblemException.NotFound("shipment");
        var number = await numbers.Resolve(caller.MerchantId, body.Value.Carrier, body.Value.TrackingNumber, ct);
        var command = new ShipmentCommand.AddNumber(number.Carrier!, number.TrackingNumber!, number.Url,
            body.Value.Leg ?? Legs.Forward, clock.GetUtcNow());
        var recorded = await store.Transact(Shipment.Stream, caller.MerchantId, id,
            state => Shipment.Decide(state, command),
            Idempotency.CauseOf(http), ETags.ExpectedVersion(http), ct: ct);
        var view = await Read(caller, id, http, store, clock, ct);
        return recorded.Appended > 0 ? Results.Created($"/v1/shipments/{id:D}", view) : Results.Ok(view);
    }

    private static async Task<IResult> Report(
        Caller caller, Guid id, Body<ManualScan> body, HttpContext http, EventStore store, PersonalKeys keys,
        TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var command = new ShipmentCommand.RecordScans([body.Value.ToScan(id, now)], null, now);
        var recorded = await store.Transact(Shipment.Stream, caller.MerchantId, id,
            state => state.OrderId is null
                ? throw ProblemException.NotFound("shipment")
                : Shipment.Decide(state, keys.Seal(command, state.PersonId)),
            Idempotency.CauseOf(http), ETags.ExpectedVersion(http), ct: ct);
        var view = await Read(caller, id, http, store, clock, ct);
        return recorded.Appended > 0 ? Results.Created($"/v1/shipments/{id:D}", view) : Results.Ok(view);
    }

    public static async Task<ShipmentView> Read(
        Caller caller, Guid id, HttpContext http, EventStore store, TimeProvider clock, CancellationToken ct)
    {
        var events = await store.Read(Shipment.Stream, caller.MerchantId, id, ct: ct);
        var view = ShipmentView.Of(id, events, clock.GetUtcNow()) ?? throw ProblemException.NotFound("shipment");
        http.Response.Headers.ETag = ETags.Of(view.Version);
        var silence = http.RequestServices.GetRequiredService<IOptions<SilenceOptions>>().Value;
        return view with
        {
            SilentSince = silence.SilentSince(view.Carrier, view.Status, events, clock.GetUtcNow()),
            Position = await PositionOf(view, http, clock.GetUtcNow(), ct),
        };
    }

    private static async Task<PositionView?> PositionOf(
        ShipmentView view, HttpContext http, DateTimeOffset now, CancellationToken ct)
    {
        if (view.Status != LivePositions.Status
            || await http.RequestServices.GetRequiredService<Positions>().Latest(view.Id, ct) is not { } latest)
            return null;
        var point = http.RequestServices.GetRequiredService<PersonalKeys>().Open(latest.Point);
        var zone = view.Scans is [.., var last] ? last.Zone : null;
        var shown = LivePositions.Shown(PositionView.Of(point, latest.At), view.Status, zone, now);
        // It changes without the parcel's version.
        if (shown is not null)
            http.Response.Headers.Remove("ETag");
        return shown;
    }

    /// <summary>A request that is repeated under its key finds the parcel that it made.</summary>
    public static Guid IdFor(string merchantId, string? idempotencyKey) => idempotencyKey is null
        ? Guid.CreateVersion7() : StableId.Of("shipment", merchantId, idempotencyKey);
}
