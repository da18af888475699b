using System.Threading.Channels;
using Npgsql;

namespace ServiceDefaults;

/// <summary>
/// What many requests want written at once, written together: what arrives while one group is being written makes up
/// the next, one statement and one commit for all of it. A lone one is written at once. Two of one key never share a
/// group. Each is answered after the commit, and one that PostgreSQL refuses fails alone.
/// </summary>
/// <param name="write">Writes a group in one transaction and answers in its order.</param>
internal sealed class Groups<TWanted, TDone> : IAsyncDisposable
{
    private const int GroupMax = 64;
    private const int Writers = 2;

    // Whoever finds a writer idle writes itself, up to the first wait: no change of threads in between.
    private readonly Channel<Waiting> waiting = Channel.CreateUnbounded<Waiting>(
        new() { AllowSynchronousContinuations = true });
    private readonly Func<IReadOnlyList<TWanted>, Task<IReadOnlyList<TDone>>> write;
    private readonly Func<TWanted, object> keyOf;
    private readonly Task[] writers;

    public Groups(Func<IReadOnlyList<TWanted>, Task<IReadOnlyList<TDone>>> write, Func<TWanted, object> keyOf)
    {
        (this.write, this.keyOf) = (write, keyOf);
        // A group is nobody's: the request that happens to make this must not lend it its trace.
        using (ExecutionContext.SuppressFlow())
            writers = [.. Enumerable.Range(0, Writers).Select(_ => Task.Run(WriteGroups))];
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await Task.WhenAll(writers);
    }

    /// <summary>Written when it returns. Who stops waiting does not undo it.</summary>
    public Task<TDone> Write(TWanted wanted, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var one = new Waiting(wanted, new(TaskCreationOptions.RunContinuationsAsynchronously));
        ObjectDisposedException.ThrowIf(!waiting.Writer.TryWrite(one), this);
        return one.Done.Task.WaitAsync(ct);
    }

    private async Task WriteGroups()
    {
        var group = new List<Waiting>(GroupMax);
        var keys = new HashSet<object>();
        Waiting? heldBack = null;
        while (heldBack is not null || await waiting.Reader.WaitToReadAsync())
        {
            group.Clear();
            keys.Clear();
            while (group.Count < GroupMax && (heldBack is not null || waiting.Reader.TryRead(out heldBack)))
            {
                if (!keys.Add(keyOf(heldBack.Wanted)))
                    break;
                group.Add(heldBack);
                heldBack = null;
            }

            if (group.Count > 0)
                await Settle(group);
        }
    }

    private async Task Settle(List<Waiting> group)
    {
        try
        {
            var done = await write([.. group.Select(one => one.Wanted)]);
            for (var n = 0; n < group.Count; n++)
                group[n].Done.SetResult(done[n]);
        }
        catch (PostgresException) when (group.Count > 1)
        {
            // Refused and undone as a whole: whatever is wrong with one must not hurt its neighbours.
            foreach (var one in group)
                await Settle([one]);
        }
        catch (Exception exception)
        {
            // Where the connection is lost nobody knows what was written: each request's own repeat finds out.
            foreach (var one in group)
                one.Done.SetException(exception);
        }
    }

    private sealed record Waiting(TWanted Wanted, TaskCompletionSource<TDone> Done);
}
