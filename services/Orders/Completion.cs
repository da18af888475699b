using ServiceDefaults;
using Streams;

namespace Orders;

/// <summary>
/// An order of which a parcel was delivered is looked at again when its policy says that it is completed, and once more
/// when a return that stood against it has ended. The time counts from when the delivery was heard of.
/// </summary>
internal sealed class CompletionReactor(WorkQueue queue, Policies policies) : WorkReactor(queue)
{
    public override string Name => "completions";

    public override bool Concerns(Type eventType) =>
        eventType == typeof(OrderEvent.ShipmentProgressed) || eventType == typeof(OrderEvent.ReturnProgressed);

    protected override async ValueTask<WorkItem?> Work(Recorded<object> recorded, CancellationToken ct) =>
        recorded.Event switch
        {
            OrderEvent.ShipmentProgressed { Heard: { Milestone: "delivered", Standing.Leg: "forward" } } =>
                LookAt(recorded, Completions.QueueName, (await policies.Of(recorded.Tenant, ct)).CompleteAfter),
            OrderEvent.ReturnProgressed { Heard: var heard } when !ReturnStatus.IsOpen(heard.Status) =>
                LookAt(recorded, Completions.QueueName, TimeSpan.Zero),
            _ => null,
        };
}

/// <summary>Completes orders whose time has come and against which nothing stands.</summary>
internal sealed class Completions(EventStore store, Policies policies, TimeProvider clock) : IWorker
{
    public const string QueueName = "completions";

    public string Queue => QueueName;

    /// <summary>The database is all that can fail: it is tried for about a day.</summary>
    public WorkLimits Limits { get; } = new(
        Lanes: 4, Timeout: TimeSpan.FromSeconds(15), PauseMin: TimeSpan.FromSeconds(2),
        PauseMax: TimeSpan.FromMinutes(15), AttemptsMax: 100);

    public async Task Do(WorkItem item, CancellationToken ct)
    {
        var policy = await policies.Of(item.Tenant, ct);
        var command = new OrderCommand.CompleteIfDue(policy.CompleteAfter, clock.GetUtcNow());
        await store.Transact(Order.Stream, item.Tenant, Guid.Parse(item.Body),
            state => Order.Decide(state, command), ct: ct);
    }

    /// <summary>The merchant may still complete it by hand.</summary>
    public Task GiveUp(WorkItem item, string reason, CancellationToken ct) => Task.CompletedTask;
}
