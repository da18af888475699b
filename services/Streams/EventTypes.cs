using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Streams;

/// <summary>The events of one schema: stored name ↔ record ↔ how it is written as JSON (source-generated).</summary>
public sealed class EventTypes
{
    private readonly Dictionary<string, EventType> byAlias = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, EventType> byType = [];

    public EventTypes(JsonSerializerContext json, params IEnumerable<IStreamKind> kinds)
    {
        var strict = new JsonSerializerOptions(json.Options) { Converters = { new WholeText() } };
        foreach (var type in kinds.SelectMany(kind => Events(kind.EventType)))
        {
            var alias = type.GetCustomAttribute<EventAliasAttribute>()?.Alias ?? Aliases.SnakeCase(type.Name);
            var info = json.GetTypeInfo(type) ?? throw new InvalidOperationException(
                $"{type.FullName} has no [JsonSerializable] line in {json.GetType().Name}.");
            var known = new EventType(alias, $"{type.FullName}, {type.Assembly.GetName().Name}", info, strict);
            if (!byAlias.TryAdd(alias, known))
                throw new InvalidOperationException($"Two events are stored as '{alias}': give one an [EventAlias].");
            byType.Add(type, known);
        }
    }

    public IEnumerable<string> KnownAliases => byAlias.Keys;

    /// <summary>The stored names of those that <paramref name="concerns"/>; null: all concern it.</summary>
    internal string[]? Concerning(Func<Type, bool> concerns) => byType.Keys.All(concerns) ? null
        : [.. byType.Where(known => concerns(known.Key)).Select(known => known.Value.Alias)];

    internal EventType Of(object happened) => byType.TryGetValue(happened.GetType(), out var type)
        ? type
        : throw new InvalidOperationException($"{happened.GetType()} is not an event of a registered stream kind.");

    /// <summary>The event, or null when its type is not known here.</summary>
    internal object? Read(string alias, ReadOnlySpan<byte> data) =>
        byAlias.TryGetValue(alias, out var type) ? JsonSerializer.Deserialize(data, type.Json) : null;

    /// <exception cref="UnknownEventTypeException">Its type is not known here.</exception>
    internal Recorded<TEvent> Parsed<TEvent>(Recorded<StoredEvent> stored) where TEvent : class => stored.With(
        Read(stored.Event.Alias, stored.Event.Data) as TEvent
            ?? throw new UnknownEventTypeException(stored.StreamId, stored.Event.Alias));

    private static IEnumerable<Type> Events(Type closedSet) =>
        closedSet.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic)
        .Where(nested => nested is { IsAbstract: false } && nested.IsSubclassOf(closedSet));

    internal sealed record EventType(
        string Alias, string DotNetType, JsonTypeInfo Json, JsonSerializerOptions Strict);
}
