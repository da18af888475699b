using Notifications.Channels;
using Npgsql;
using ServiceDefaults;
using Streams;

namespace Notifications;

/// <summary>What is queued becomes work, and what waits for its time becomes work then.</summary>
internal sealed class DeliveryReactor(WorkQueue queue, IEnumerable<IChannel> channels, TimeProvider clock) : IReactor
{
    private readonly Dictionary<string, IChannel> byName = channels.ToDictionary(channel => channel.Name);

    public string Name => "deliveries";

    public bool Concerns(Type eventType) =>
        eventType == typeof(NotificationEvent.Queued) || eventType == typeof(NotificationEvent.Scheduled);

    public Task React(IReadOnlyList<Recorded<object>> events, NpgsqlTransaction transaction, CancellationToken ct) =>
        queue.Add(transaction, events.Select(Work).OfType<WorkItem>(), ct);

    public void Committed() => queue.Committed();

    private WorkItem? Work(Recorded<object> recorded) => recorded.Event switch
    {
        NotificationEvent.Queued { Message: var message } => Work(recorded, message, message.Id, TimeSpan.Zero),
        NotificationEvent.Scheduled { Message: var message, DueAt: var due } =>
            Work(recorded, message, recorded.Id, due - clock.GetUtcNow()),
        _ => null,
    };

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
