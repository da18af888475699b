using Notifications.Channels;
using ServiceDefaults;
using Streams;

namespace Notifications;

/// <summary>What is queued becomes work, and what waits for its time becomes work then.</summary>
internal sealed class DeliveryReactor(WorkQueue queue, IEnumerable<IChannel> channels, TimeProvider clock)
    : WorkReactor(queue)
{
    private readonly Dictionary<string, IChannel> byName = channels.ToDictionary(channel => channel.Name);

    public override string Name => "deliveries";

    public override bool Concerns(Type eventType) =>
        eventType == typeof(NotificationEvent.Queued) || eventType == typeof(NotificationEvent.Scheduled);

    protected override ValueTask<WorkItem?> Work(Recorded<object> recorded, CancellationToken ct) => new(
        recorded.Event switch
        {
            NotificationEvent.Queued { Message: var message } => Work(recorded, message, message.Id, TimeSpan.Zero),
            NotificationEvent.Scheduled { Message: var message, DueAt: var due } =>
                Work(recorded, message, recorded.Id, due - clock.GetUtcNow()),
            _ => null,
        });

    /// <summary>
    /// Each message by itself: one that cannot be delivered holds up no other, of the same order neither.
    /// </summary>
    private WorkItem Work(Recorded<object> recorded, Message message, Guid id, TimeSpan delay) => new()
    {
        Queue = Deliveries.QueueOf(message.Channel),
        Id = id,
        Key = id.ToString("D"),
        Group = byName.GetValueOrDefault(message.Channel)?.GroupOf(recorded.Tenant, message),
        Tenant = recorded.Tenant,
        Body = $"{recorded.Subject:D} {message.Id:D}",
        TraceParent = recorded.TraceParent,
        Delay = delay > TimeSpan.Zero ? delay : TimeSpan.Zero,
    };
}
