using Notifications.Channels;
using ServiceDefaults;

namespace Notifications.Tests;

/// <summary>Who is slow to answer gets no more, and nobody else less.</summary>
public sealed class SlowPlacesTests
{
    private readonly Clock clock = new();

    [Fact]
    public void A_place_that_is_slow_to_answer_gets_no_more_until_it_has_answered()
    {
        var places = new SlowPlaces(clock);
        var underway = Enumerable.Range(0, SlowPlaces.SlowMax).Select(_ => places.Enter("slow.example")).ToList();
        clock.Seconds = 2;
        Should.Throw<NotTriedException>(() => places.Enter("SLOW.example"));
        places.Enter("other.example").Dispose();
        underway[0].Dispose();
        places.Enter("slow.example").Dispose();
    }

    [Fact]
    public void A_place_that_answers_gets_as_much_as_there_is()
    {
        var places = new SlowPlaces(clock);
        for (var n = 0; n < 100; n++)
            places.Enter("busy.example");
    }

    private sealed class Clock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
