using Notifications.Channels;
using ServiceDefaults;
using Streams;

namespace Notifications.Webhooks;

/// <summary>Posts what is to be posted again, or beside the orders' messages: as often as these are tried.</summary>
internal sealed class WebhookErrandWorker(
    WebhookEndpoints endpoints, WebhookEvents events, WebhookPost post, EventStore store) : IWorker
{
    public string Queue => WebhookErrands.Queue;

    public WorkLimits Limits => WebhookPost.Limits;

    public async Task Do(WorkItem item, CancellationToken ct)
    {
        var (endpointId, eventId, isReplay) = WebhookErrands.Read(item);
        var endpoint = (await endpoints.Of(item.Tenant, ct)).FirstOrDefault(known => known.Id == endpointId);
        if (endpoint is not { IsEnabled: true } || await events.Find(item.Tenant, eventId, ct) is not { } happened)
            return;
        var order = happened.OrderId is not { } orderId ? null
            : (await store.Load(Notification.Stream, item.Tenant, orderId, ct)).State.Contact;
        var outcome = await post.Send(endpoint,
            new(happened.Id, happened.Type, happened.OccurredAt, happened.Data.With(order)), item.Attempt, isReplay,
            ct);
        if (outcome is Outcome.Again again)
            throw new TryLaterException(again.Reason, again.After);
    }

    /// <summary>The log has every attempt, and says so.</summary>
    public Task GiveUp(WorkItem item, string reason, CancellationToken ct) => Task.CompletedTask;
}
