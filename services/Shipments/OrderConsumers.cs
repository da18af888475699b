using Contracts;
using MassTransit;
using ServiceDefaults;
using Streams;

namespace Shipments;

/// <summary>
/// An order is to be cancelled while parcels are on their way: the carriers are asked to bring those back, the others
/// are recalled.
/// </summary>
internal sealed class OrderRecalledConsumer(Parcels parcels, Instructing instructing, EventStore store)
    : IConsumer<OrderRecalled>
{
    public async Task Consume(ConsumeContext<OrderRecalled> context)
    {
        var (order, ct) = (context.Message, context.CancellationToken);
        foreach (var id in await parcels.OfOrder(order.MerchantId, order.OrderId, ct))
        {
            var known = await store.Transact(Shipment.Stream, order.MerchantId, id,
                state => Shipment.Decide(state, new ShipmentCommand.Recall(order.Reason, order.RecalledAt)),
                Cause.Of(context.MessageId), ct: ct);
            if (Instructing.IsOpen(known.State))
                await instructing.Ask(order.MerchantId, id, StableId.Of("turn back", $"{context.MessageId}", $"{id}"),
                    new Instruction { Kind = NextSteps.Return, Note = order.Reason }, ct);
        }
    }
}

/// <summary>An order goes to another address: parcels that nobody has yet are given it as an instruction.</summary>
internal sealed class OrderCorrectedConsumer(Parcels parcels, Instructing instructing, EventStore store)
    : IConsumer<OrderCorrected>
{
    public async Task Consume(ConsumeContext<OrderCorrected> context)
    {
        var (order, ct) = (context.Message, context.CancellationToken);
        if (order.ShippingAddress is not { } address)
            return;
        foreach (var id in await parcels.OfOrder(order.MerchantId, order.OrderId, ct))
            if (Instructing.IsOpen((await store.Load(Shipment.Stream, order.MerchantId, id, ct)).State))
                await instructing.Ask(order.MerchantId, id, StableId.Of("readdress", $"{context.MessageId}", $"{id}"),
                    new Instruction { Kind = NextSteps.NewAddress, Address = address }, ct);
    }
}
