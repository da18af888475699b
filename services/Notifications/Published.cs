using Contracts;
using Streams;

namespace Notifications;

/// <summary>What of an order's messages others hear: why one waits, and how it ended.</summary>
internal static class Published
{
    public static object? From(Recorded<object> recorded) => recorded.Event switch
    {
        NotificationEvent.Held e => Settled(recorded, e, e.Message, "held", "the order is not known yet"),
        NotificationEvent.Scheduled e =>
            Settled(recorded, e, e.Message, "scheduled", $"{e.Reason}: until {e.DueAt:yyyy-MM-dd HH:mm} UTC"),
        NotificationEvent.PutOff e => Settled(recorded, e, e.Message, "queued", e.Reason),
        NotificationEvent.Suppressed e => Settled(recorded, e, e.Message, "suppressed", e.Reason),
        NotificationEvent.Sent e => Settled(
            recorded, e, e.Message, "sent", e.With is null ? null : "in one message with others"),
        NotificationEvent.Failed e => Settled(recorded, e, e.Message, "failed", e.Reason),
        NotificationEvent.Bounced e => Settled(recorded, e, e.Message, "failed", e.Reason),
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
