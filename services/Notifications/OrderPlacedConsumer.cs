using Contracts;
using MassTransit;
using ServiceDefaults;
using Streams;

namespace Notifications;

/// <summary>Whom to tell of an order, and where its page is.</summary>
internal sealed class OrderPlacedConsumer(EventStore store, PersonalKeys keys) : IConsumer<OrderPlaced>
{
    public Task Consume(ConsumeContext<OrderPlaced> context)
    {
        var order = context.Message;
        var contact = new Contact
        {
            OrderNumber = order.OrderNumber,
            Name = order.Customer.Name,
            Email = order.Customer.Email,
            Phone = order.Customer.Phone,
            Locale = order.Customer.Locale,
            TimeZone = order.Customer.TimeZone,
            TrackingUrl = order.TrackingUrl,
            Items = [.. order.Items.Select(item => new Contact.Line(item.Name, item.Quantity))],
            Total = order.Total,
            Country = order.ShippingAddress.Country,
            PersonId = order.Customer.Id is { } id && keys.Open(id) is var customer && customer != PersonKey.Erased
                ? PersonalKeys.PersonOf(order.MerchantId, customer) : null,
        };
        var command = new NotificationCommand.NoteContact(contact, order.PlacedAt);
        return store.Transact(Notification.Stream, order.MerchantId, order.OrderId,
            s => Notification.Decide(s, command), Cause.Of(context.MessageId), isNew: true,
            ct: context.CancellationToken);
    }
}
