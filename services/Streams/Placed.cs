using Npgsql;

namespace Streams;

/// <summary>Where in the log a statement has put the events of some appends.</summary>
internal static class Placed
{
    /// <summary>The end of a statement that inserts into mt_events.</summary>
    internal const string Returning = "returning id, seq_id, timestamp";

    /// <summary>Tells the appends when it is committed, and which of them, counted from 0, were written.</summary>
    internal static async Task<HashSet<int>> Read(NpgsqlDataReader reader, IReadOnlyList<Append> appends)
    {
        var events = new Dictionary<Guid, (int Append, int N)>(appends.Count);
        for (var i = 0; i < appends.Count; i++)
        {
            // Of an earlier try that failed after all.
            appends[i].Written.Clear();
            for (var n = 0; n < appends[i].Events.Count; n++)
                events.Add(appends[i].Events[n].Id, (i, n));
        }

        var written = new HashSet<int>(appends.Count);
        while (await reader.ReadAsync())
        {
            var (append, n) = events[reader.GetGuid(0)];
            appends[append].Stands(n, reader.GetInt64(1), reader.GetFieldValue<DateTimeOffset>(2));
            written.Add(append);
        }

        while (await reader.NextResultAsync())
        {
            // Only after the last result is it committed; an error of the commit shows itself here.
        }

        return written;
    }
}
