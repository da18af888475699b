using Contracts;
using MassTransit;
using Streams;

namespace Notifications;

/// <summary>Something that the customer may want to hear of.</summary>
internal sealed class OrderMilestoneConsumer(EventStore store) : IConsumer<OrderMilestoneReached>
{
    public Task Consume(ConsumeContext<OrderMilestoneReached> context)
    {
        var (reached, command) = (context.Message, Command(context.Message));
        return store.Transact(Notification.Stream, reached.MerchantId, reached.OrderId,
            s => Notification.Decide(s, command), Cause.Of(context.MessageId), ct: context.CancellationToken);
    }

    internal static NotificationCommand.NoteMilestone Command(OrderMilestoneReached reached) => new(
        reached.OrderId, reached.Milestone, reached.ShipmentId,
        new(reached.OccurredAt, reached.Zone, reached.Carrier, reached.TrackingNumber, reached.Reason,
            reached.Amount),
        reached.Repeat ?? 0, reached.SubjectId);
}
