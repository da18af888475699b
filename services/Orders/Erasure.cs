using System.Collections.Immutable;
using Streams;

namespace Orders;

/// <summary>
/// What was done to erase a customer, one stream for each key that is destroyed: the proof report is read from it. The
/// names and fields of these records are the storage format. Nothing in them tells of the person.
/// </summary>
internal abstract record ErasureEvent
{
    private ErasureEvent() { }

    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary><c>Why</c>: request, retention. <c>RequestedBy</c>: the id of the key that asked.</summary>
    public sealed record Requested(Guid PersonId, string Why, string? RequestedBy) : ErasureEvent;

    /// <summary>From now on nothing that was sealed for the person can be read, wherever it stands.</summary>
    public sealed record KeyDestroyed : ErasureEvent;

    /// <summary>
    /// What does not go with the key was removed. <c>Where</c>: orders, shipments, payments. <c>Left</c>: webhooks that
    /// tell of others too and wait; they are thrown away as they age.
    /// </summary>
    public sealed record Removed(string Where, string What, int Count, int Left) : ErasureEvent;

    /// <summary>The person's texts in the orders' events were tried one by one.</summary>
    public sealed record Verified(int Texts, int Readable) : ErasureEvent;
}

internal abstract record ErasureCommand
{
    private ErasureCommand() { }

    public sealed record Request(Guid PersonId, string Why, string? By, DateTimeOffset At) : ErasureCommand;

    public sealed record NoteKeyDestroyed(DateTimeOffset At) : ErasureCommand;

    public sealed record NoteRemoved(string Where, string What, int Count, int Left, DateTimeOffset At)
        : ErasureCommand;

    public sealed record NoteVerified(int Texts, int Readable, DateTimeOffset At) : ErasureCommand;
}

internal sealed record ErasureState
{
    public static readonly ErasureState Initial = new();

    public ErasureEvent.Requested? Requested { get; init; }
    public DateTimeOffset? KeyDestroyedAt { get; init; }
    public ImmutableList<ErasureEvent.Removed> Removed { get; init; } = [];
    public ErasureEvent.Verified? Verified { get; init; }
}

internal static class Erasure
{
    internal static readonly StreamKind<ErasureState, ErasureEvent> Stream =
        new("erasure", ErasureState.Initial, Evolve);

    internal static ErasureState Evolve(ErasureState state, ErasureEvent happened) => happened switch
    {
        ErasureEvent.Requested e => state with { Requested = e },
        ErasureEvent.KeyDestroyed e => state with { KeyDestroyedAt = e.OccurredAt },
        ErasureEvent.Removed e => state with { Removed = state.Removed.Add(e) },
        ErasureEvent.Verified e => state with { Verified = e },
        _ => state,
    };

    /// <summary>Each step once: the work may be done again after a crash.</summary>
    internal static IReadOnlyList<ErasureEvent> Decide(ErasureState state, ErasureCommand command) => command switch
    {
        ErasureCommand.Request c => state.Requested is not null ? []
            : [new ErasureEvent.Requested(c.PersonId, c.Why, c.By) { OccurredAt = c.At }],
        ErasureCommand.NoteKeyDestroyed c => state.KeyDestroyedAt is not null ? []
            : [new ErasureEvent.KeyDestroyed { OccurredAt = c.At }],
        ErasureCommand.NoteRemoved c => state.Removed.Any(known => known.Where == c.Where) ? []
            : [new ErasureEvent.Removed(c.Where, c.What, c.Count, c.Left) { OccurredAt = c.At }],
        ErasureCommand.NoteVerified c => state.Verified is not null ? []
            : [new ErasureEvent.Verified(c.Texts, c.Readable) { OccurredAt = c.At }],
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "There is no such command."),
    };
}
