using Npgsql;

namespace Streams;

/// <summary>
/// Reads on after the commit: every event of the schema, in commit order, at least once, one replica at a time.
/// </summary>
public interface IReactor
{
    /// <summary>The checkpoint's name; changing it starts from the beginning.</summary>
    string Name { get; }

    /// <summary>
    /// Handles some events. What is written through <paramref name="transaction"/> is committed together with the
    /// checkpoint, hence exactly once. An exception means: the same events again, after a pause.
    /// </summary>
    Task React(IReadOnlyList<Recorded<object>> events, NpgsqlTransaction transaction, CancellationToken ct);

    /// <summary>What React wrote is committed: whoever waits for it can be woken. Most need no such thing.</summary>
    void Committed()
    {
    }
}
