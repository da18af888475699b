using Contracts;
using Streams;

namespace Notifications;

/// <summary>What of an order's messages others hear: how each one ended.</summary>
internal static class Published
{
    public static object? From(Recorded<object> recorded) => recorded.Event switch
    {
        NotificationEvent.Sent e => Settled(recorded, e, e.Message, "sent", null),
        NotificationEvent.Failed e => Settled(recorded, e, e.Message, "failed", e.Reason),
        NotificationEvent.NotSent e => Settled(recorded, e, e.Message, "failed", e.Reason),
        _ => null,
    };

    private static NotificationSettled Settled(
        Recorded<object> recorded, NotificationEvent happened, Message message, string state, string? reason) => new()
        {
            MerchantId = recorded.Tenant,
            OrderId = recorded.Subject,
            NotificationId = message.Id,
            Milestone = message.Milestone,
            Channel = message.Channel,
            State = state,
            Reason = reason,
            ShipmentId = message.ShipmentId,
            OccurredAt = happened.OccurredAt,
        };
}
