using System.Diagnostics.CodeAnalysis;

namespace ServiceDefaults;

/// <summary>The keys that were used last.</summary>
internal sealed class KeyCache
{
    private const int Max = 100_000;

    internal LastUsed<PersonKey> OfPersons { get; } = new(Max);

    /// <summary>Null and existing: destroyed. Those that do not exist only look like one.</summary>
    internal LastUsed<(PersonKey? Key, bool Exists)> ByIds { get; } = new(Max);

    internal void Keep(Guid person, PersonKey key)
    {
        OfPersons.Set(person, key);
        ByIds.Set(key.Id, (key, true));
    }
}

/// <summary>
/// What was used last, at most <paramref name="max"/> and at least half of it, in two generations: what is used comes
/// into the younger one, and when that is full the older one goes as a whole. Nothing that comes is refused, and
/// nothing is sorted.
/// </summary>
internal sealed class LastUsed<T>(int max)
{
    private readonly Lock gate = new();
    private Dictionary<Guid, T> younger = [];
    private Dictionary<Guid, T> older = [];

    internal int Count => younger.Count + older.Count;

    internal bool TryGet(Guid id, [MaybeNullWhen(false)] out T value)
    {
        lock (gate)
        {
            if (younger.TryGetValue(id, out value))
                return true;
            if (!older.TryGetValue(id, out value))
                return false;
            Set(id, value);
            return true;
        }
    }

    internal void Set(Guid id, T value)
    {
        lock (gate)
        {
            older.Remove(id);
            if (younger.Count == max / 2 && !younger.ContainsKey(id))
            {
                (younger, older) = (older, younger);
                younger.Clear();
            }

            younger[id] = value;
        }
    }
}
