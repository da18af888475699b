using Contracts;
using MassTransit;
using Streams;

namespace Orders;

/// <summary>A parcel of the order, or one by which a return comes back: that is told to the return too.</summary>
internal sealed class ShipmentRegisteredConsumer(EventStore store, ReturnDesk desk) : IConsumer<ShipmentRegistered>
{
    public async Task Consume(ConsumeContext<ShipmentRegistered> context)
    {
        var heard = context.Message;
        await store.Note(
            context, heard.MerchantId, heard.OrderId, new OrderCommand.NoteShipmentRegistered(heard));
        if (heard.ReturnId is { } id)
            await desk.Change(heard.MerchantId, id, new ReturnCommand.NoteParcel(heard), cause: null,
                expectedVersion: null, context.CancellationToken);
    }
}

internal sealed class ShipmentCorrectedConsumer(EventStore store) : IConsumer<ShipmentCorrected>
{
    public Task Consume(ConsumeContext<ShipmentCorrected> context) => store.Note(
        context, context.Message.MerchantId, context.Message.OrderId,
        new OrderCommand.NoteShipmentCorrected(context.Message));
}

internal sealed class ShipmentProgressedConsumer(EventStore store, ReturnDesk desk) : IConsumer<ShipmentProgressed>
{
    public async Task Consume(ConsumeContext<ShipmentProgressed> context)
    {
        var heard = context.Message;
        var order = await store.Note(
            context, heard.MerchantId, heard.OrderId, new OrderCommand.NoteShipmentProgress(heard));
        if (order.State.Parcel(heard.ShipmentId) is { ReturnId: { } id } parcel)
            await desk.Change(heard.MerchantId, id,
                new ReturnCommand.NoteParcelStatus(parcel.Id, parcel.Status, heard.OccurredAt), cause: null,
                expectedVersion: null, context.CancellationToken);
    }
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

/// <summary>Money that is given back may be what a return waits for.</summary>
internal sealed class PaymentProgressedConsumer(EventStore store, ReturnDesk desk) : IConsumer<PaymentProgressed>
{
    public async Task Consume(ConsumeContext<PaymentProgressed> context)
    {
        var heard = context.Message;
        var order = await store.Note(context, heard.MerchantId, heard.OrderId, new OrderCommand.NotePayment(heard));
        await desk.NoteRefunds(heard.MerchantId, order.State, heard.OccurredAt, context.CancellationToken);
    }
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
    internal static Task<Transacted<OrderState>> Note(
        this EventStore store, ConsumeContext message, string merchantId, Guid orderId, OrderCommand fact) =>
        store.Transact(Order.Stream, merchantId, orderId, state => Order.Decide(state, fact),
            Cause.Of(message.MessageId), ct: message.CancellationToken);
}
