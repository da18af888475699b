using System.Text;

namespace Streams;

/// <summary>
/// A kind of stream: where its events are (<paramref name="category"/> "order" makes stream ids "order-{guid}"),
/// what it starts as and how an event changes it. <paramref name="evolve"/> is pure and only assigns.
/// </summary>
public sealed class StreamKind<TState, TEvent>(string category, TState initial, Func<TState, TEvent, TState> evolve)
    : IStreamKind where TEvent : class
{
    public TState Initial => initial;

    public Type EventType => typeof(TEvent);

    public string Category => category;

    /// <summary>The stream's id as stored: the category, a hyphen, the guid in its hyphened form.</summary>
    public string StreamId(Guid id) => $"{category}-{id:D}";

    /// <summary>
    /// The state as it comes back from a snapshot. Tests of a decider fold through it, so that a state which a snapshot
    /// would change fails them.
    /// </summary>
    public TState ThroughSnapshot(TState state)
    {
        var json = StateJson<TState>.Write(state);
        var restored = StateJson<TState>.Read(json);
        return StateJson<TState>.Write(restored).AsSpan().SequenceEqual(json)
            ? restored
            : throw new InvalidOperationException($"{typeof(TState)} is another one after a snapshot.");
    }

    internal TState Evolve(TState state, TEvent happened) => evolve(state, happened);
}

/// <summary>What the registry of event types needs to know of a <see cref="StreamKind{TState,TEvent}"/>.</summary>
public interface IStreamKind
{
    string Category { get; }

    /// <summary>The closed set's base record; its sealed nested records are the events.</summary>
    Type EventType { get; }
}

/// <summary>
/// The stored name of an event where the snake case of its record's name would collide in its schema.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EventAliasAttribute(string alias) : Attribute
{
    public string Alias => alias;
}

internal static class Aliases
{
    /// <summary>Marten's rule: "ShipmentRegistered" is stored as "shipment_registered".</summary>
    internal static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && (!char.IsUpper(name[i - 1]) || NextIsLower(name, i)))
                text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    private static bool NextIsLower(string name, int i) => i + 1 < name.Length && char.IsLower(name[i + 1]);
}
