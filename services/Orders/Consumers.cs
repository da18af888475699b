using Contracts;
using MassTransit;
using Streams;

namespace Orders;

internal sealed class ShipmentRegisteredConsumer(EventStore store) : IConsumer<ShipmentRegistered>
{
    public Task Consume(ConsumeContext<ShipmentRegistered> context) => store.Note(
        context, context.Message.MerchantId, context.Message.OrderId,
        new OrderCommand.NoteShipmentRegistered(context.Message));
}

internal sealed class ShipmentCorrectedConsumer(EventStore store) : IConsumer<ShipmentCorrected>
{
    public Task Consume(ConsumeContext<ShipmentCorrected> context) => store.Note(
        context, context.Message.MerchantId, context.Message.OrderId,
        new OrderCommand.NoteShipmentCorrected(context.Message));
}

internal sealed class ShipmentProgressedConsumer(EventStore store) : IConsumer<ShipmentProgressed>
{
    public Task Consume(ConsumeContext<ShipmentProgressed> context) => store.Note(
        context, context.Message.MerchantId, context.Message.OrderId,
        new OrderCommand.NoteShipmentProgress(context.Message));
}

internal sealed class ShipmentInstructedConsumer(EventStore store) : IConsumer<ShipmentInstructed>
{
    public Task Consume(ConsumeContext<ShipmentInstructed> context) => store.Note(
        context, context.Message.MerchantId, context.Message.OrderId,
        new OrderCommand.NoteShipmentInstructed(context.Message));
}

internal sealed class ShipmentRemappedConsumer(EventStore store) : IConsumer<ShipmentRemapped>
{
    public Task Consume(ConsumeContext<ShipmentRemapped> context) => store.Note(
        context, context.Message.MerchantId, context.Message.OrderId,
        new OrderCommand.NoteShipmentRemapped(context.Message));
}

internal sealed class PaymentProgressedConsumer(EventStore store) : IConsumer<PaymentProgressed>
{
    public Task Consume(ConsumeContext<PaymentProgressed> context) => store.Note(
        context, context.Message.MerchantId, context.Message.OrderId, new OrderCommand.NotePayment(context.Message));
}

internal sealed class NotificationSettledConsumer(EventStore store) : IConsumer<NotificationSettled>
{
    public Task Consume(ConsumeContext<NotificationSettled> context) => store.Note(
        context, context.Message.MerchantId, context.Message.OrderId,
        new OrderCommand.NoteNotification(context.Message));
}

internal static class Noting
{
    /// <summary>
    /// Writes down a fact once, however often the broker delivers it. An order that does not exist is a bug of the
    /// sender's: the exception leads to a few tries, then the message is parked with its reason.
    /// </summary>
    internal static Task Note(
        this EventStore store, ConsumeContext message, string merchantId, Guid orderId, OrderCommand fact) =>
        store.Transact(Order.Stream, merchantId, orderId, state => Order.Decide(state, fact),
            Cause.Of(message.MessageId), ct: message.CancellationToken);
}
