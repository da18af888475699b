using Contracts;
using MassTransit;
using Streams;

namespace Payments;

/// <summary>An order's payments begin with it.</summary>
internal sealed class OrderPlacedConsumer(EventStore store, PaymentRouting routing, KnownOrders orders)
    : IConsumer<OrderPlaced>
{
    public async Task Consume(ConsumeContext<OrderPlaced> context)
    {
        var (order, ct) = (context.Message, context.CancellationToken);
        foreach (var payment in order.Payments)
        {
            var (provider, account) = await routing.For(order.MerchantId, payment, ct);
            var request = new PaymentCommand.Request(
                order.OrderId, payment.Method, payment.Amount, provider, account, Reference(payment), payment.Token,
                payment.Installments, order.PlacedAt);
            await store.Transact(Payment.Stream, order.MerchantId, payment.PaymentId,
                s => Payment.Decide(s, request), Cause.Of(context.MessageId), isNew: true, ct: ct);
        }

        var ids = order.Payments.Select(p => p.PaymentId).ToList();
        if (await orders.Placed(order.MerchantId, order.OrderId, ids, ct) is { } cancellation)
            await store.Cancel(order.MerchantId, ids, cancellation, ct);
    }

    /// <summary>Nobody else has a name for cash: the payment goes by its own.</summary>
    private static string? Reference(OrderPayment payment) =>
        payment.Method == Providers.CashOnDelivery.ProviderName ? payment.PaymentId.ToString("D") : payment.Reference;
}
