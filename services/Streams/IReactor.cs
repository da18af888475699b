using System.Net.Sockets;
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
    /// checkpoint, hence exactly once. After a passing exception the same events come again; any other parks the stream
    /// whose event threw it, and the reactor goes on with all others.
    /// </summary>
    Task React(IReadOnlyList<Recorded<object>> events, NpgsqlTransaction transaction, CancellationToken ct);

    /// <summary>
    /// Whether events of a type concern it. The others are not read for it, and its checkpoint goes past them within a
    /// second or with the next that do.
    /// </summary>
    bool Concerns(Type eventType) => true;

    /// <summary>
    /// For how long what comes after a batch is gathered, so that the next is worth its reading and its commit. What
    /// comes after a longer silence is handled at once.
    /// </summary>
    TimeSpan Gathers => TimeSpan.Zero;

    /// <summary>What React wrote is committed: whoever waits for it can be woken. Most need no such thing.</summary>
    void Committed()
    {
    }

    /// <summary>
    /// True when the failure says nothing about the events: all of them wait until it is over. Whoever wraps what is
    /// passing keeps it as the inner exception.
    /// </summary>
    bool IsPassing(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
            if (cause is PostgresException { IsTransient: true } or TimeoutException or IOException or SocketException
                or HttpRequestException or OperationCanceledException or AppendUnknownException
                or ContendedStreamException || (cause is NpgsqlException and not PostgresException))
                return true;
        return false;
    }
}
