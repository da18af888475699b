using System.Collections.Immutable;
using Contracts;
using MassTransit;
using Notifications.Webhooks;
using Streams;

namespace Notifications;

/// <summary>Something that the customer may want to hear of.</summary>
internal sealed class OrderMilestoneConsumer(EventStore store, Audience audience, WebhookRecord webhooks)
    : IConsumer<OrderMilestoneReached>
{
    public Task Consume(ConsumeContext<OrderMilestoneReached> context) =>
        Note(context.Message, context.MessageId, context.CancellationToken);

    internal async Task Note(OrderMilestoneReached reached, Guid? messageId, CancellationToken ct)
    {
        var command = Command(reached, await audience.Of(reached, ct));
        await webhooks.Note(reached, command.Occasion, ct);
        await store.Transact(Notification.Stream, reached.MerchantId, reached.OrderId,
            s => Notification.Decide(s, command), Cause.Of(messageId), ct: ct);
    }

    internal static NotificationCommand.NoteMilestone Command(
        OrderMilestoneReached reached, ImmutableArray<Reach> to) => new(
        reached.OrderId, reached.Milestone, reached.ShipmentId,
        new(reached.OccurredAt, reached.Zone, reached.Carrier, reached.TrackingNumber, reached.Reason,
            reached.Amount, reached.SubjectId, reached.Expected, reached.Promise, reached.Proof,
            reached.ReasonCode,
            NotificationIds.OfEvent(
                reached.OrderId, reached.Milestone, reached.ShipmentId ?? reached.SubjectId, reached.Repeat ?? 0)),
        to, reached.Repeat ?? 0, reached.SubjectId);
}
