using Contracts;
using ServiceDefaults;
using Streams;

namespace Shipments;

/// <summary>The parcels by which customers send goods back: registered and tracked as any other.</summary>
internal static class ReturnShipmentsApi
{
    public static void MapReturnShipments(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/returns/{id:guid}/shipments", Register).RequireScope("storefront").Idempotent()
            .Describe<ShipmentView>("registerReturnShipment", "Register a parcel by which a return comes back", 201)
            .Refuses<UnclearNumber>(422);

    private static async Task<IResult> Register(
        Caller caller, Guid id, Body<RegisterShipment> body, HttpContext http, OrdersClient orders, Numbers numbers,
        EventStore store, TimeProvider clock, CancellationToken ct)
    {
        var request = body.Value;
        var returned = await orders.FindReturn(caller.MerchantId, id, ct) ?? throw ProblemException.NotFound("return");
        if (returned.Status is not ("approved" or "in_transit" or "received"))
            throw new RuleViolation("not_approved", $"The return is {returned.Status}: nothing is sent back for it.");
        var order = await orders.Find(caller.MerchantId, returned.OrderId, ct);
        var number = await numbers.Resolve(caller.MerchantId, request.Carrier, request.TrackingNumber, ct);
        var shipmentId = ShipmentsApi.IdFor(caller.MerchantId, Idempotency.KeyOf(http));
        var registered = new ShipmentEvent.Registered
        {
            OrderId = returned.OrderId,
            ReturnId = id,
            Carrier = number.Carrier,
            TrackingNumber = number.TrackingNumber,
            CarrierUrl = number.Url,
            Service = request.Service,
            Items = Packing.Choose(returned.Items, [], request.Items ?? []),
            PromisedDeliveryDate = request.PromisedDeliveryDate,
            RegisteredAt = clock.GetUtcNow(),
            PersonId = order?.Customer?.Id is { } customer
                ? PersonalKeys.PersonOf(caller.MerchantId, customer) : null,
        };
        await store.Transact(Shipment.Stream, caller.MerchantId, shipmentId,
            state => Shipment.Decide(state, new ShipmentCommand.Register(registered)),
            Idempotency.CauseOf(http), isNew: true, ct: ct);
        return Results.Created($"/v1/shipments/{shipmentId:D}",
            await ShipmentsApi.Read(caller, shipmentId, http, store, clock, ct));
    }
}
