using ServiceDefaults;

namespace Notifications.Channels;

/// <summary>
/// Keeps one slow place (a domain whose mail nobody takes) from holding all lanes of a channel: while so many of those
/// under way to it have been so for a second, no more are begun. Those of places that answer are not counted.
/// </summary>
internal sealed class SlowPlaces(TimeProvider clock)
{
    public const int SlowMax = 4;

    private static readonly TimeSpan SlowAfter = TimeSpan.FromSeconds(1);
    // Each look at what waits costs as much as sending it would: it must not be asked for often.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly Lock changing = new();
    private readonly Dictionary<string, List<Turn>> underway = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Until what it gives is disposed somebody is under way to the place.</summary>
    /// <exception cref="NotTriedException">Enough of them are, and take long.</exception>
    public IDisposable Enter(string place)
    {
        var turn = new Turn(this, place, clock.GetTimestamp());
        lock (changing)
        {
            if (!underway.TryGetValue(place, out var others))
                underway[place] = others = [];
            if (others.Count(other => clock.GetElapsedTime(other.Began) >= SlowAfter) >= SlowMax)
                throw new NotTriedException($"{place} is slow to answer", Pause);
            others.Add(turn);
        }

        return turn;
    }

    private void Leave(Turn turn)
    {
        lock (changing)
            if (underway.TryGetValue(turn.Place, out var others) && others.Remove(turn) && others.Count == 0)
                underway.Remove(turn.Place);
    }

    private sealed class Turn(SlowPlaces places, string place, long began) : IDisposable
    {
        public string Place => place;

        public long Began => began;

        public void Dispose() => places.Leave(this);
    }
}
