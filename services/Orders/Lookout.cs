using ServiceDefaults;
using Streams;

namespace Orders;

/// <summary>
/// An order is looked at when what was promised must be on its last way, and when its customer may be asked how it was.
/// </summary>
internal sealed class LookoutReactor(WorkQueue queue, EventStore store, Policies policies, TimeProvider clock)
    : WorkReactor(queue)
{
    public override string Name => "lookouts";

    public override TimeSpan Gathers => TimeSpan.FromMilliseconds(100);

    public override bool Concerns(Type eventType) => eventType == typeof(OrderEvent.Placed)
        || eventType == typeof(OrderEvent.ShipmentRegistered) || eventType == typeof(OrderEvent.ShipmentProgressed);

    protected override async ValueTask<WorkItem?> Work(Recorded<object> recorded, CancellationToken ct) =>
        await DueAt(recorded, ct) is not { } due ? null : LookAt(recorded, Lookout.QueueName,
            due > clock.GetUtcNow() ? due - clock.GetUtcNow() : TimeSpan.Zero);

    private async ValueTask<DateTimeOffset?> DueAt(Recorded<object> recorded, CancellationToken ct) =>
        recorded.Event switch
        {
            OrderEvent.Placed { PromisedDeliveryDate: not null } e =>
                Milestones.DueAt(OrderState.Initial with { Placed = e }, await policies.Of(recorded.Tenant, ct)),
            // The promise of a parcel counts where the order has none: whose zone it is meant in, the order knows.
            OrderEvent.ShipmentRegistered { Heard: { PromisedDeliveryDate: not null, ReturnId: null } } =>
                Milestones.DueAt(
                    (await store.Load(Order.Stream, recorded.Tenant, recorded.Subject, ct)).State,
                    await policies.Of(recorded.Tenant, ct)),
            OrderEvent.ShipmentProgressed { Heard: { Milestone: "delivered", Standing.Leg: "forward" } heard } =>
                heard.OccurredAt + (await policies.Of(recorded.Tenant, ct)).AskFeedbackAfter,
            _ => null,
        };
}

/// <summary>Tells what the time of day has made true.</summary>
internal sealed class Lookout(EventStore store, Policies policies, TimeProvider clock) : IWorker
{
    public const string QueueName = "lookouts";

    public string Queue => QueueName;

    /// <summary>The database is all that can fail: it is tried for about a day.</summary>
    public WorkLimits Limits { get; } = new(
        Lanes: 4, Timeout: TimeSpan.FromSeconds(15), PauseMin: TimeSpan.FromSeconds(2),
        PauseMax: TimeSpan.FromMinutes(15), AttemptsMax: 100);

    public async Task Do(WorkItem item, CancellationToken ct)
    {
        var command = new OrderCommand.LookAround(await policies.Of(item.Tenant, ct), clock.GetUtcNow());
        await store.Transact(Order.Stream, item.Tenant, Guid.Parse(item.Body),
            state => Order.Decide(state, command), ct: ct);
    }

    /// <summary>Nobody is told; the page shows what there is to see.</summary>
    public Task GiveUp(WorkItem item, string reason, CancellationToken ct) => Task.CompletedTask;
}
