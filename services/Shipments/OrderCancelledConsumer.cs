using Contracts;
using MassTransit;
using Streams;

namespace Shipments;

/// <summary>
/// Recalls the parcels of a cancelled order. One that is just being registered makes this fail and be tried again;
/// one that is registered later finds the cancellation noted.
/// </summary>
internal sealed class OrderCancelledConsumer(Parcels parcels, EventStore store) : IConsumer<OrderCancelled>
{
    public async Task Consume(ConsumeContext<OrderCancelled> context)
    {
        var cancelled = context.Message;
        await parcels.NoteCancelled(cancelled, context.CancellationToken);
        foreach (var id in await parcels.OfOrder(cancelled.MerchantId, cancelled.OrderId, context.CancellationToken))
        {
            await store.Transact(Shipment.Stream, cancelled.MerchantId, id,
                state => Shipment.Decide(state, new ShipmentCommand.Recall(cancelled.Reason, cancelled.CancelledAt)),
                Cause.Of(context.MessageId), ct: context.CancellationToken);
        }
    }
}
