using Npgsql;

namespace Streams;

/// <summary>
/// Writes appends in groups: what arrives while one group is being written makes up the next, in one statement and one
/// transaction, each append with its own version check. A lone append is written at once, by its caller.
/// </summary>
public sealed class Appender : IAsyncDisposable
{
    private const int GroupMax = 256;
    private const int Writers = 2;

    private readonly Wakeups wakeups;
    private readonly GroupWriter[] writers;
    private readonly Gathering<GroupWriter, Append> gathering;
    private readonly HashSet<(string Tenant, string StreamId)> streams = [];

    public Appender(NpgsqlDataSource database, string schema, Wakeups wakeups)
    {
        this.wakeups = wakeups;
        writers = [.. Enumerable.Range(0, Writers).Select(_ => new GroupWriter(database, schema))];
        gathering = new(writers, GroupMax, Joins, Settle);
    }

    public async ValueTask DisposeAsync()
    {
        await gathering.Close();
        foreach (var writer in writers)
            await writer.DisposeAsync();
    }

    /// <summary>Others have written and committed these: whom they concern is woken.</summary>
    internal void Committed(IReadOnlyList<Append> appends) => wakeups.Committed(appends);

    internal async Task<bool> Write(Append append, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        await gathering.Do(append);
        return await append.Outcome;
    }

    /// <summary>Two appends to one stream cannot be in one statement: the second waits for the next group.</summary>
    private bool Joins(List<Append> group, Append next)
    {
        if (group.Count == 0)
            streams.Clear();
        return streams.Add((next.Tenant, next.StreamId));
    }

    private async Task Settle(GroupWriter writer, List<Append> group)
    {
        try
        {
            // One order for all writers: two groups cannot wait for each other's streams.
            group.Sort(static (a, b) => string.CompareOrdinal(a.StreamId, b.StreamId));
            if (group.Count == 1)
            {
                var written = await writer.Write(group[0]);
                if (written)
                    wakeups.Committed(group);
                group[0].Settle(written);
                return;
            }

            var won = await writer.Write(group);
            if (won.Count > 0)
                wakeups.Committed(group);
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
