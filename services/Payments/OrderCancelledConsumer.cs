using Contracts;
using MassTransit;
using Streams;

namespace Payments;

/// <summary>A cancelled order's money goes back, or is never taken.</summary>
internal sealed class OrderCancelledConsumer(EventStore store, KnownOrders orders) : IConsumer<OrderCancelled>
{
    public async Task Consume(ConsumeContext<OrderCancelled> context)
    {
        var (order, ct) = (context.Message, context.CancellationToken);
        var cancellation = new Cancellation(
            context.MessageId ?? throw new InvalidOperationException("The message has no id."), order.Reason,
            order.CancelledAt);
        // Not placed yet as far as we know: whoever notes the placing will see the cancellation.
        if (await orders.Cancelled(order.MerchantId, order.OrderId, cancellation, ct) is { } payments)
            await store.Cancel(order.MerchantId, payments, cancellation, ct);
    }
}
