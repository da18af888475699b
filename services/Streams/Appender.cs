using System.Threading.Channels;
using Npgsql;

namespace Streams;

/// <summary>
/// Writes appends in groups: what arrives while one group is being written makes up the next, in one statement and one
/// transaction, each append with its own version check. A lone append is written at once.
/// </summary>
public sealed class Appender : IAsyncDisposable
{
    private const int GroupMax = 256;
    private const int Writers = 2;

    // Whoever finds a writer idle sends its append itself, up to the first wait: no change of threads in between.
    private readonly Channel<Append> waiting = Channel.CreateUnbounded<Append>(
        new() { AllowSynchronousContinuations = true });
    private readonly Wakeups wakeups;
    private readonly Task[] writers;

    public Appender(NpgsqlDataSource database, string schema, Wakeups wakeups)
    {
        this.wakeups = wakeups;
        writers = [.. Enumerable.Range(0, Writers).Select(_ => Task.Run(() => WriteGroups(new(database, schema))))];
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await Task.WhenAll(writers);
    }

    internal async Task<bool> Write(Append append, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(!waiting.Writer.TryWrite(append), this);
        return await append.Outcome;
    }

    private async Task WriteGroups(GroupWriter writer)
    {
        await using var own = writer;
        var group = new List<Append>(GroupMax);
        var streams = new HashSet<(string, string)>();
        Append? heldBack = null;
        while (heldBack is not null || await waiting.Reader.WaitToReadAsync())
        {
            group.Clear();
            streams.Clear();
            while (group.Count < GroupMax && (heldBack is not null || waiting.Reader.TryRead(out heldBack)))
            {
                // Two appends to one stream cannot be in one statement: the second waits for the next group.
                if (!streams.Add((heldBack.Tenant, heldBack.StreamId)))
                    break;
                group.Add(heldBack);
                heldBack = null;
            }

            if (group.Count > 0)
                await Settle(writer, group);
        }
    }

    private async Task Settle(GroupWriter writer, List<Append> group)
    {
        try
        {
            // One order for all writers: two groups cannot wait for each other's streams.
            group.Sort(static (a, b) => string.CompareOrdinal(a.StreamId, b.StreamId));
            var won = await writer.Write(group);
            wakeups.Committed();
            for (var n = 0; n < group.Count; n++)
                group[n].Settle(won.Contains(n));
        }
        catch (Exception) when (group.Count > 1)
        {
            // Whatever is wrong with one must not hurt its neighbours. Should the group have been committed after all,
            // each sees a conflict, and its Transact finds its own events when it reads again.
            foreach (var append in group)
                await Settle(writer, [append]);
        }
        catch (Exception exception)
        {
            group[0].Fail(exception);
        }
    }
}
