using Npgsql;
using Streams;

namespace ServiceDefaults;

/// <summary>What some events ask for becomes work, together with the checkpoint.</summary>
public abstract class WorkReactor(WorkQueue queue) : IReactor
{
    private bool added;

    public abstract string Name { get; }

    public virtual TimeSpan Gathers => TimeSpan.Zero;

    public abstract bool Concerns(Type eventType);

    public virtual async Task React(
        IReadOnlyList<Recorded<object>> events, NpgsqlTransaction transaction, CancellationToken ct)
    {
        var items = new List<WorkItem>();
        foreach (var recorded in events)
            if (await Work(recorded, ct) is { } item)
                items.Add(item);
        await queue.Add(transaction, items, ct);
        added |= items.Count > 0;
    }

    /// <summary>Most events ask for nothing, and nobody is woken for that.</summary>
    public void Committed()
    {
        if (added)
            queue.Committed();
        added = false;
    }

    /// <summary>A look at the event's subject, by itself: none waits for an earlier one's time to come.</summary>
    protected static WorkItem LookAt(Recorded<object> recorded, string queue, TimeSpan delay) => new()
    {
        Queue = queue,
        Id = recorded.Id,
        Key = recorded.Id.ToString("D"),
        Tenant = recorded.Tenant,
        Body = recorded.Subject.ToString("D"),
        TraceParent = recorded.TraceParent,
        Delay = delay,
    };

    /// <summary>Null: the event asks for nothing.</summary>
    protected abstract ValueTask<WorkItem?> Work(Recorded<object> recorded, CancellationToken ct);
}
