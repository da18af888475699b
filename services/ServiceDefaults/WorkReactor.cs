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

    /// <summary>Null: the event asks for nothing.</summary>
    protected abstract ValueTask<WorkItem?> Work(Recorded<object> recorded, CancellationToken ct);
}
