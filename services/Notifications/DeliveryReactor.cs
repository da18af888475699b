using Npgsql;
using ServiceDefaults;
using Streams;

namespace Notifications;

/// <summary>What is queued becomes work.</summary>
internal sealed class DeliveryReactor(WorkQueue queue) : IReactor
{
    public string Name => "deliveries";

    public Task React(IReadOnlyList<Recorded<object>> events, NpgsqlTransaction transaction, CancellationToken ct) =>
        queue.Add(transaction, events.Select(Work).OfType<WorkItem>(), ct);

    public void Committed() => queue.Committed();

    /// <summary>
    /// Each message by itself: one that cannot be delivered holds up no other, of the same order neither.
    /// </summary>
    private static WorkItem? Work(Recorded<object> recorded) =>
        recorded.Event is not NotificationEvent.Queued { Message.Id: var id } ? null : new()
        {
            Queue = Delivery.QueueName,
            Id = id,
            Key = id.ToString("D"),
            Tenant = recorded.Tenant,
            Body = recorded.Subject.ToString("D"),
            TraceParent = recorded.TraceParent,
        };
}
