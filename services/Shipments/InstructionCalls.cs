using ServiceDefaults;
using Shipments.Carriers;
using Streams;

namespace Shipments;

/// <summary>An instruction that its carrier's API takes becomes work.</summary>
internal sealed class InstructionReactor(WorkQueue queue) : WorkReactor(queue)
{
    public override string Name => "instructions";

    public override bool Concerns(Type eventType) => eventType == typeof(ShipmentEvent.Instructed);

    protected override ValueTask<WorkItem?> Work(Recorded<object> recorded, CancellationToken ct) => new(
        recorded.Event is not ShipmentEvent.Instructed { IsHandedOver: true, InstructionId: var id } ? null
        : new WorkItem
        {
            Queue = InstructionCalls.QueueName,
            Id = id,
            Key = recorded.Subject.ToString("D"),
            Tenant = recorded.Tenant,
            Body = "",
            TraceParent = recorded.TraceParent,
        });
}

/// <summary>Hands instructions to carriers, a parcel's one after the other, and writes down the answers.</summary>
internal sealed class InstructionCalls(
    EventStore store, CarrierApiTokens tokens, IEnumerable<IInstructs> carriers, PersonalKeys keys,
    TimeProvider clock) : IWorker
{
    public const string QueueName = "carrier-instructions";

    public string Queue => QueueName;

    /// <summary>An instruction is of use on the day that it is given: it is tried for about four hours.</summary>
    public WorkLimits Limits { get; } = new(
        Lanes: 8, Timeout: TimeSpan.FromSeconds(15), PauseMin: TimeSpan.FromSeconds(2),
        PauseMax: TimeSpan.FromMinutes(10), AttemptsMax: 30);

    public async Task Do(WorkItem item, CancellationToken ct)
    {
        var state = (await store.Load(Shipment.Stream, item.Tenant, Guid.Parse(item.Key), ct)).State;
        if (state.Instructions.Find(one => one.Id == item.Id) is not
            { State: GivenInstruction.Requested, TrackingNumber: { } number } given)
            return;
        var carrier = carriers.FirstOrDefault(one => one.Name == given.Carrier);
        var token = await tokens.Find(item.Tenant, given.Carrier ?? "", ct);
        var answer = carrier is null || token is null
            ? InstructionAnswer.Refused("The carrier's API is not connected any more.")
            : await carrier.Instruct(number, keys.Open(given.Instruction), token, ct);
        await Note(item, answer.IsAccepted ? GivenInstruction.Accepted : GivenInstruction.Refused,
            answer.Reason, answer.Reference, ct);
    }

    public Task GiveUp(WorkItem item, string reason, CancellationToken ct) =>
        Note(item, GivenInstruction.Failed, reason, reference: null, ct);

    private async Task Note(WorkItem item, string state, string? reason, string? reference, CancellationToken ct) =>
        await store.Transact(Shipment.Stream, item.Tenant, Guid.Parse(item.Key), shipment => Shipment.Decide(
            shipment, new ShipmentCommand.NoteAnswer(item.Id, state, reason, reference, clock.GetUtcNow())), ct: ct);
}
