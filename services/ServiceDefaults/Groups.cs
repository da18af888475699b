using Npgsql;
using Streams;

namespace ServiceDefaults;

/// <summary>
/// What many requests want written at once, written together: what arrives while one group is being written makes up
/// the next, one statement and one commit for all of it. A lone one is written at once. Two of one key never share a
/// group. Each is answered after the commit, and one that PostgreSQL refuses fails alone.
/// </summary>
/// <param name="write">Writes a group in one transaction and answers in its order.</param>
public sealed class Groups<TWanted, TDone> : IAsyncDisposable
{
    private const int GroupMax = 64;

    private readonly Func<IReadOnlyList<TWanted>, Task<IReadOnlyList<TDone>>> write;
    private readonly Gathering<object, Waiting> gathering;

    public Groups(Func<IReadOnlyList<TWanted>, Task<IReadOnlyList<TDone>>> write, Func<TWanted, object> keyOf)
    {
        this.write = write;
        // One writer: a second would only halve the groups.
        gathering = new([new object()], GroupMax,
            (group, next) => !group.Exists(one => keyOf(one.Wanted).Equals(keyOf(next.Wanted))),
            (_, group) => Settle(group));
    }

    public async ValueTask DisposeAsync() => await gathering.Close();

    /// <summary>Written when it returns. Who stops waiting does not undo it.</summary>
    public async Task<TDone> Write(TWanted wanted, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var one = new Waiting(wanted, new(TaskCreationOptions.RunContinuationsAsynchronously));
        await gathering.Do(one);
        return await one.Done.Task.WaitAsync(ct);
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
