using System.Collections.Immutable;
using Contracts;
using MassTransit;
using Streams;

namespace Notifications;

/// <summary>Something that the customer may want to hear of.</summary>
internal sealed class OrderMilestoneConsumer(EventStore store, Audience audience) : IConsumer<OrderMilestoneReached>
{
    public async Task Consume(ConsumeContext<OrderMilestoneReached> context)
    {
        var reached = context.Message;
        var command = Command(reached, await audience.Of(reached, context.CancellationToken));
        await store.Transact(Notification.Stream, reached.MerchantId, reached.OrderId,
            s => Notification.Decide(s, command), Cause.Of(context.MessageId), ct: context.CancellationToken);
    }

    internal static NotificationCommand.NoteMilestone Command(
        OrderMilestoneReached reached, ImmutableArray<Reach> to) => new(
        reached.OrderId, reached.Milestone, reached.ShipmentId,
        new(reached.OccurredAt, reached.Zone, reached.Carrier, reached.TrackingNumber, reached.Reason,
            reached.Amount, reached.SubjectId, reached.Expected, reached.Promise, reached.Proof,
            reached.ReasonCode),
        to, reached.Repeat ?? 0, reached.SubjectId);
}
