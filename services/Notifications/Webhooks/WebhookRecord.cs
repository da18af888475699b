using Contracts;

namespace Notifications.Webhooks;

/// <summary>Keeps what merchants' systems may want to hear again, from a merchant's first endpoint on.</summary>
internal sealed class WebhookRecord(WebhookEndpoints endpoints, WebhookEvents events)
{
    public async Task Note(OrderMilestoneReached reached, Occasion occasion, CancellationToken ct)
    {
        if (Rows.Find(reached.Milestone)?.On.Contains(ChannelNames.Webhook) != true
            || (await endpoints.Of(reached.MerchantId, ct)).Count == 0)
            return;
        await events.Note(new(
            occasion.EventId!.Value, reached.MerchantId, reached.OrderId, WebhookTypes.Of(reached.Milestone),
            reached.OccurredAt, WebhookData.Of(reached.Milestone, reached.OrderId, reached.ShipmentId, occasion)), ct);
    }
}
