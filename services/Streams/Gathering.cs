namespace Streams;

/// <summary>
/// Work that costs less done together. Whoever finds a worker idle has it do its own work at once, without a change of
/// threads. What comes while all of them are busy waits and is then done in groups.
/// </summary>
/// <param name="joins">Whether a piece of work may be in one group with those before it.</param>
/// <param name="settle">Does a group and tells each piece its outcome; throws nothing.</param>
internal sealed class Gathering<TWorker, TWork>(
    IReadOnlyCollection<TWorker> workers, int groupMax, Func<List<TWork>, TWork, bool> joins,
    Func<TWorker, List<TWork>, Task> settle)
    where TWorker : class
{
    private readonly Lock gate = new();
    private readonly Stack<TWorker> idle = new(workers);
    private readonly Queue<TWork> waiting = new();
    private TaskCompletionSource? closing;

    /// <summary>Completes when the work is done, or when it waits for its group: its outcome tells.</summary>
    internal async Task Do(TWork work)
    {
        TWorker? worker;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closing is not null, this);
            if (!idle.TryPop(out worker))
                waiting.Enqueue(work);
        }

        if (worker is null)
            return;
        await settle(worker, [work]);
        if (!Rests(worker))
            // Not on the caller's time, nor in its trace.
            ThreadPool.UnsafeQueueUserWorkItem(_ => _ = DoGroups(worker), null);
    }

    /// <summary>Takes no more work and completes when all that was taken is done.</summary>
    internal Task Close()
    {
        lock (gate)
        {
            closing ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (idle.Count == workers.Count)
                closing.TrySetResult();
            return closing.Task;
        }
    }

    private async Task DoGroups(TWorker worker)
    {
        var group = new List<TWork>();
        do
        {
            group.Clear();
            lock (gate)
            {
                while (group.Count < groupMax && waiting.TryPeek(out var next) && joins(group, next))
                    group.Add(waiting.Dequeue());
            }

            if (group.Count > 0)
                await settle(worker, group);
        }
        while (!Rests(worker));
    }

    private bool Rests(TWorker worker)
    {
        lock (gate)
        {
            if (waiting.Count > 0)
                return false;
            idle.Push(worker);
            if (idle.Count == workers.Count)
                closing?.TrySetResult();
            return true;
        }
    }
}
