using Notifications.Webhooks;
using ServiceDefaults;

namespace Notifications.Channels;

/// <summary>The merchant's own systems: each endpoint that wants the event gets it, see docs/webhooks-out.md.</summary>
internal sealed class MerchantWebhook(WebhookEndpoints endpoints, WebhookPost post) : IChannel
{
    public string Name => ChannelNames.Webhook;

    public WorkLimits Limits => WebhookPost.Limits;

    public bool IsForCustomers => false;

    public async ValueTask<IReadOnlyList<string?>> Recipients(
        string merchantId, Guid orderId, string milestone, CancellationToken ct)
    {
        var type = WebhookTypes.Of(milestone);
        return [.. (await endpoints.Of(merchantId, ct)).Where(endpoint => endpoint.Hears(type))
            .Select(endpoint => endpoint.Id.ToString("D"))];
    }

    public string GroupOf(string merchantId, Message message) => message.Recipient!;

    public async Task<Outcome> Send(Handover handover, CancellationToken ct)
    {
        var id = Guid.Parse(handover.Recipient);
        var endpoint = (await endpoints.Of(handover.MerchantId, ct)).FirstOrDefault(known => known.Id == id);
        if (endpoint is not { IsEnabled: true })
            return new Outcome.Refused(endpoint is null ? "the endpoint was removed" : "the endpoint is disabled");
        var (message, occasion) = (handover.Message, handover.Occasion);
        var data = WebhookData.Of(message.Milestone, handover.OrderId, message.ShipmentId, occasion);
        return await post.Send(endpoint,
            new(occasion.EventId ?? handover.Id, WebhookTypes.Of(message.Milestone), occasion.ReachedAt,
                data.With(handover.Contact)),
            handover.Attempt, isReplay: false, ct);
    }
}
