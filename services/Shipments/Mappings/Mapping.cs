using ServiceDefaults;
using Streams;

namespace Shipments.Mappings;

// The names and fields of these records are the storage format.
internal abstract record MappingEvent
{
    private MappingEvent()
    {
    }

    /// <summary>
    /// From now on the carrier's codes mean this, and what stands not among them is the adapter's to read.
    /// <c>ChangedBy</c> is the API key's id.
    /// </summary>
    [EventAlias("mapping_changed")]
    public sealed record Changed : MappingEvent
    {
        public required string Carrier { get; init; }
        public required IReadOnlyList<CodeOverride> Overrides { get; init; }
        public required string Why { get; init; }
        public string? ChangedBy { get; init; }
        public required DateTimeOffset ChangedAt { get; init; }
    }
}

internal abstract record MappingCommand
{
    private MappingCommand()
    {
    }

    public sealed record Change(MappingEvent.Changed To) : MappingCommand;
}

/// <summary>
/// A merchant's own meanings of one carrier's codes; the stream is their history, its version theirs.
/// </summary>
internal sealed record Mapping
{
    public static readonly StreamKind<Mapping, MappingEvent> Stream = new("mapping", new Mapping(), Evolve);

    public IReadOnlyList<CodeOverride> Overrides { get; private init; } = [];

    public static Guid IdFor(string merchantId, string carrier) => StableId.Of("mapping", merchantId, carrier);

    public static Mapping Evolve(Mapping state, MappingEvent happened) => happened switch
    {
        MappingEvent.Changed e => state with { Overrides = e.Overrides },
        _ => state,
    };

    public static IReadOnlyList<MappingEvent> Decide(Mapping state, MappingCommand command) => command switch
    {
        MappingCommand.Change c => state.Overrides.ToHashSet().SetEquals(c.To.Overrides) ? [] : [c.To],
        _ => throw new ArgumentOutOfRangeException(nameof(command)),
    };
}
