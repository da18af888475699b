namespace Streams;

/// <summary>
/// A request that the rules do not allow now. <paramref name="code"/> is stable and for programs, the message for
/// people.
/// </summary>
public sealed class RuleViolation(string code, string message) : Exception(message)
{
    public string Code => code;
}

/// <summary>The caller decided on a version that is no longer the last one (If-Match).</summary>
public sealed class StaleVersionException(string streamId, long expected, long actual)
    : Exception($"{streamId} is at version {actual}, not {expected}.")
{
    public long Actual => actual;
}

/// <summary>
/// Too many others changed the same stream at the same time. Nothing was appended; the request can be sent again.
/// </summary>
public sealed class ContendedStreamException(string streamId, int attempts)
    : Exception($"{streamId} was changed by others during each of {attempts} attempts.");

/// <summary>
/// The database went away while an append was under way and did not come back in time: it may or may not be committed.
/// Sending the same request again is safe.
/// </summary>
public sealed class AppendUnknownException(string streamId, Exception inner)
    : Exception($"Whether the append to {streamId} was committed is unknown.", inner);

/// <summary>An event that cannot be stored as it is: a NUL or half a character in a text, or too many bytes.</summary>
public sealed class UnstorableEventException(string alias, string reason)
    : Exception($"The event '{alias}' cannot be stored: {reason}.");

/// <summary>An event of a known type whose stored body cannot be read.</summary>
public sealed class UnreadableEventException(string alias, string reason)
    : Exception($"The event '{alias}' cannot be read: {reason}");

/// <summary>A stream holds an event that this version does not know, so it must not decide on it.</summary>
public sealed class UnknownEventTypeException(string streamId, string alias)
    : Exception($"{streamId} holds an event of the unknown type '{alias}': a newer version wrote it.");
