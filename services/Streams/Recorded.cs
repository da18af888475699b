using System.Diagnostics;

namespace Streams;

/// <summary>
/// An event as it stands in the log. <c>Version</c> counts from 1 in its stream, <c>Position</c> grows over the whole
/// log (with holes), <c>RecordedAt</c> is the database's clock at the append, <c>CausationId</c> the message that
/// caused it.
/// </summary>
public sealed record Recorded<TEvent>(
    Guid Id,
    string Tenant,
    string StreamId,
    long Version,
    long Position,
    TEvent Event,
    DateTimeOffset RecordedAt,
    string? TraceId,
    string? CausationId,
    string? TraceParent) where TEvent : class
{
    /// <summary>The guid of the stream's id: "order-0198…" without its category.</summary>
    public Guid Subject => Recorded.SubjectOf(StreamId);

    /// <summary>The trace in which the event was appended, for whoever goes on from it.</summary>
    public ActivityContext TraceContext =>
        ActivityContext.TryParse(TraceParent, null, isRemote: true, out var context) ? context : default;

    internal Recorded<T> As<T>() where T : class => With((T)(object)Event);

    internal Recorded<T> With<T>(T happened) where T : class =>
        new(Id, Tenant, StreamId, Version, Position, happened, RecordedAt, TraceId, CausationId, TraceParent);
}

internal static class Recorded
{
    internal static Guid SubjectOf(string streamId) => Guid.Parse(streamId.AsSpan(streamId.Length - 36));
}

/// <summary>
/// What made an append happen: the id of a message or request. A stream that has an event with this cause ignores the
/// next attempt, so a broker's redelivery changes nothing.
/// </summary>
public sealed record Cause(string Id)
{
    public static Cause Of(Guid? messageId) => new(messageId?.ToString("D")
        ?? throw new ArgumentNullException(nameof(messageId), "A message without an id cannot be consumed once."));
}

/// <summary>A folded stream. Version 0: it does not exist.</summary>
public sealed record Loaded<TState>(TState State, long Version)
{
    public bool Exists => Version > 0;
}

/// <summary>A stream after a decision: its state and version then, and how many events the decision added.</summary>
public sealed record Transacted<TState>(TState State, long Version, int Appended);
