using ServiceDefaults;

namespace Orders.Tests;

public sealed class ClockTests
{
    [Fact]
    public void A_time_of_ours_is_the_same_after_PostgreSQL_has_kept_it()
    {
        var clock = new Clock();
        for (var n = 0; n < 1000; n++)
            (clock.GetUtcNow().Ticks % TimeSpan.TicksPerMicrosecond).ShouldBe(0);
    }
}
