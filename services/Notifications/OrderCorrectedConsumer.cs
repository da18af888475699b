using Contracts;
using MassTransit;
using Streams;

namespace Notifications;

/// <summary>Whom to tell of an order is put right.</summary>
internal sealed class OrderCorrectedConsumer(EventStore store) : IConsumer<OrderCorrected>
{
    public Task Consume(ConsumeContext<OrderCorrected> context)
    {
        var order = context.Message;
        if (order.Customer is not { } customer)
            return Task.CompletedTask;
        var command = new NotificationCommand.CorrectContact(
            customer.Name, customer.Email, customer.Locale, customer.TimeZone, order.CorrectedAt, customer.Phone);
        return store.Transact(Notification.Stream, order.MerchantId, order.OrderId,
            s => Notification.Decide(s, command), Cause.Of(context.MessageId), ct: context.CancellationToken);
    }
}
