using Contracts;
using MassTransit;
using Streams;

namespace Payments;

/// <summary>An order's payments begin with it.</summary>
internal sealed class OrderPlacedConsumer(
    EventStore store, PaymentRouting routing, KnownOrders orders, OrderReductions reductions) : IConsumer<OrderPlaced>
{
    public async Task Consume(ConsumeContext<OrderPlaced> context)
    {
        var (order, ct) = (context.Message, context.CancellationToken);
        foreach (var payment in order.Payments)
        {
            var (provider, account) = await routing.For(order.MerchantId, payment, ct);
            var request = new PaymentCommand.Request(
                order.OrderId, payment.Method, payment.Amount, provider, account, Reference(payment), payment.Token,
                payment.Installments, order.PlacedAt)
            {
                CaptureMethod = payment.CaptureMethod,
            };
            await store.Transact(Payment.Stream, order.MerchantId, payment.PaymentId,
                s => Payment.Decide(s, request), Cause.Of(context.MessageId), isNew: true, ct: ct);
        }

        var ids = order.Payments.Select(p => p.PaymentId).ToList();
        if (await orders.Noted(order.MerchantId, order.OrderId, ids, order.Total.Amount, ct) is { } cancellation)
            await store.Cancel(order.MerchantId, ids, cancellation, ct);
        await reductions.Apply(order.MerchantId, order.OrderId, ct);
    }

    /// <summary>Nobody else has a name for cash: the payment goes by its own.</summary>
    public static string? Reference(OrderPayment payment) =>
        payment.Method == Providers.CashOnDelivery.ProviderName ? payment.PaymentId.ToString("D") : payment.Reference;
}
