using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Streams;

/// <summary>
/// A stream as far as it has been folded: its state at a version and, as hashes, what has caused its events so far.
/// </summary>
internal sealed record Folded<TState>(
    TState State, long Version, ImmutableHashSet<long> Causes, long SnapshotVersion = 0)
{
    internal static Folded<TState> Nothing<TEvent>(StreamKind<TState, TEvent> kind) where TEvent : class =>
        new(kind.Initial, 0, []);

    internal Folded<TState> With(TState state, int added, string? causedBy) => this with
    {
        State = state,
        Version = Version + added,
        Causes = causedBy is null ? Causes : Causes.Add(CauseHash.Of(causedBy)),
    };

    /// <summary>
    /// So much has been added since the last snapshot that another one pays: what is read again is a fraction of the
    /// stream, and so is what is written for it.
    /// </summary>
    internal bool IsSnapshotDue => Version - SnapshotVersion >= Math.Max(100, SnapshotVersion / 4);

    /// <summary>False: certainly not. True: very likely, and worth a look at the stream.</summary>
    internal bool MayHold(Cause cause) => Causes.Contains(CauseHash.Of(cause.Id));
}

internal static class CauseHash
{
    internal static long Of(string cause)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(cause), hash);
        return BitConverter.ToInt64(hash);
    }
}
