using Npgsql;
using Payments.Providers;
using ServiceDefaults;
using Streams;

namespace Payments;

/// <summary>
/// What a payment's events ask of its provider becomes work; what the provider calls it becomes known.
/// </summary>
internal sealed class ProviderReactor(WorkQueue queue, PaymentReferences references) : WorkReactor(queue)
{
    public override string Name => "providers";

    public override bool Concerns(Type eventType) => eventType == typeof(PaymentEvent.Requested)
        || eventType == typeof(PaymentEvent.Accepted) || eventType == typeof(PaymentEvent.CaptureRequested)
        || eventType == typeof(PaymentEvent.RefundRequested) || eventType == typeof(PaymentEvent.VoidRequested);

    public override async Task React(
        IReadOnlyList<Recorded<object>> events, NpgsqlTransaction transaction, CancellationToken ct)
    {
        foreach (var (recorded, provider, reference) in events.Select(Named))
            if (reference is not null)
                await references.Add(recorded.Tenant, provider!, reference, recorded.Subject, ct);
        await base.React(events, transaction, ct);
    }

    private static (Recorded<object> Recorded, string? Provider, string? Reference) Named(Recorded<object> recorded) =>
        recorded.Event switch
        {
            PaymentEvent.Requested e => (recorded, e.Provider, e.Reference),
            PaymentEvent.Accepted e => (recorded, e.Provider, e.Reference),
            _ => (recorded, null, null),
        };

    /// <summary>
    /// A payment that came with a reference has been started elsewhere: its provider will tell of it.
    /// </summary>
    protected override ValueTask<WorkItem?> Work(Recorded<object> recorded, CancellationToken ct) => new(
        recorded.Event switch
        {
            PaymentEvent.Requested { Reference: null } => Work(recorded, recorded.Subject, ProviderOperation.Authorize),
            PaymentEvent.CaptureRequested e => Work(recorded, e.CaptureId, ProviderOperation.Capture),
            PaymentEvent.RefundRequested e => Work(recorded, e.RefundId, ProviderOperation.Refund),
            PaymentEvent.VoidRequested e => Work(recorded, e.VoidId, ProviderOperation.Void),
            _ => null,
        });

    private static WorkItem Work(Recorded<object> recorded, Guid requestId, ProviderOperation operation) => new()
    {
        Queue = ProviderCalls.QueueName,
        Id = requestId,
        Key = recorded.Subject.ToString("D"),
        Tenant = recorded.Tenant,
        Body = operation.ToString(),
        TraceParent = recorded.TraceParent,
    };
}
