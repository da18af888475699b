using Npgsql;

namespace Streams;

/// <summary>
/// Handles events that a reactor could not handle together: each for itself, each stream in its order, a few times.
/// What cannot be handled is undone and told; the others' work stays in the transaction.
/// </summary>
internal static class OneByOne
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(400)];

    /// <summary>The streams that are to be parked, each from the event that failed.</summary>
    /// <exception cref="Exception">A passing one: nothing of the transaction may count.</exception>
    internal static async Task<IReadOnlyList<(ParkedStream Stream, Exception Reason)>> React(
        IReactor reactor, IReadOnlyList<Recorded<object>> events, NpgsqlTransaction transaction, CancellationToken ct)
    {
        var waiting = events.GroupBy(e => (e.Tenant, e.StreamId)).Select(s => new Queue<Recorded<object>>(s)).ToList();
        for (var attempt = 1; ; attempt++)
        {
            var failed = new List<(ParkedStream, Exception)>();
            foreach (var stream in waiting)
                if (await Failure(reactor, stream, transaction, ct) is { } exception)
                    failed.Add((ParkedStream.Of(stream.Peek(), exception, attempt), exception));
            waiting.RemoveAll(stream => stream.Count == 0);
            if (failed.Count == 0 || attempt > Pauses.Length)
                return failed;
            await Task.Delay(Pauses[attempt - 1], ct);
        }
    }

    /// <summary>Handles a stream's events until one fails, which stays first in the queue.</summary>
    private static async Task<Exception?> Failure(
        IReactor reactor, Queue<Recorded<object>> stream, NpgsqlTransaction transaction, CancellationToken ct)
    {
        for (; stream.TryPeek(out var recorded); stream.Dequeue())
        {
            await transaction.SaveAsync(nameof(OneByOne), ct);
            try
            {
                if (recorded.Event is UnreadableEvent unreadable)
                    throw new UnreadableEventException(unreadable.Alias, unreadable.Reason);
                await reactor.React([recorded], transaction, ct);
                // What is only checked at the commit would fail the others too.
                await transaction.Connection!.Run("set constraints all immediate", ct);
                await transaction.ReleaseAsync(nameof(OneByOne), ct);
            }
            catch (Exception exception) when (!ct.IsCancellationRequested
                && (exception is UnreadableEventException || !reactor.IsPassing(exception)))
            {
                await transaction.RollbackAsync(nameof(OneByOne), ct);
                return exception;
            }
        }

        return null;
    }
}
