namespace Notifications.Tests;

public sealed class QuietHoursTests
{
    [Theory]
    // Over midnight, at both ends and inside.
    [InlineData("22:00", "07:00", "Asia/Kolkata", "2026-03-02T16:29:59Z", null)]
    [InlineData("22:00", "07:00", "Asia/Kolkata", "2026-03-02T16:30:00Z", "2026-03-03T01:30:00Z")]
    [InlineData("22:00", "07:00", "Asia/Kolkata", "2026-03-02T20:00:00Z", "2026-03-03T01:30:00Z")]
    [InlineData("22:00", "07:00", "Asia/Kolkata", "2026-03-03T01:30:00Z", null)]
    // By day.
    [InlineData("13:00", "15:00", "Europe/Madrid", "2026-03-02T12:30:00Z", "2026-03-02T14:00:00Z")]
    // Clocks go forward in the night (29 March, 02:00 to 03:00): 07:00 is an hour sooner, 02:30 is never shown.
    [InlineData("22:00", "07:00", "Europe/Berlin", "2026-03-28T21:30:00Z", "2026-03-29T05:00:00Z")]
    [InlineData("22:00", "02:30", "Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29T01:00:00Z")]
    // Clocks go back (25 October, 03:00 to 02:00): 07:00 is an hour later, 02:30 is shown twice.
    [InlineData("22:00", "07:00", "Europe/Berlin", "2026-10-24T21:00:00Z", "2026-10-25T06:00:00Z")]
    [InlineData("22:00", "02:30", "Europe/Berlin", "2026-10-24T21:00:00Z", "2026-10-25T00:30:00Z")]
    [InlineData("22:00", "02:30", "Europe/Berlin", "2026-10-25T01:10:00Z", "2026-10-25T01:30:00Z")]
    public void They_end_on_the_clock_of_the_place(string from, string to, string zone, string now, string? end) =>
        new QuietHours(from, to).EndAfter(At(now), TimeZoneInfo.FindSystemTimeZoneById(zone))
            .ShouldBe(end is null ? null : At(end));

    /// <summary>Each minute of nights in which clocks are changed, at midnight, too.</summary>
    [Theory]
    [InlineData("Europe/Berlin", "2026-03-28T12:00:00Z")]
    [InlineData("Europe/Berlin", "2026-10-24T12:00:00Z")]
    [InlineData("America/New_York", "2026-11-01T00:00:00Z")]
    [InlineData("America/Santiago", "2026-09-05T12:00:00Z")]
    [InlineData("Africa/Cairo", "2026-04-23T12:00:00Z")]
    public void Whoever_waits_until_their_end_does_not_wait_again(string zone, string start)
    {
        var place = TimeZoneInfo.FindSystemTimeZoneById(zone);
        foreach (var (from, to) in ((string, string)[])[("22:00", "07:00"), ("23:30", "00:30"), ("01:15", "02:45")])
            for (var minute = 0; minute < 36 * 60; minute++)
            {
                var (hours, now) = (new QuietHours(from, to), At(start).AddMinutes(minute));
                if (hours.EndAfter(now, place) is not { } end)
                    continue;
                end.ShouldBeGreaterThan(now);
                (end - now).ShouldBeLessThan(TimeSpan.FromHours(11));
                var again = hours.EndAfter(end, place);
                // Where the clock is set back into them, they come once more.
                if (again is not null)
                    place.IsAmbiguousTime(end).ShouldBeTrue($"{now:O} {from} {to} ends {end:O}");
            }
    }

    [Theory]
    [InlineData("22:00", "07:00", true)]
    [InlineData("22:00", "22:00", false)]
    [InlineData("24:00", "07:00", false)]
    [InlineData("7:00", "08:00", false)]
    [InlineData("", "x", false)]
    public void They_are_two_times_of_a_day(string from, string to, bool isValid) =>
        new QuietHours(from, to).IsValid().ShouldBe(isValid);

    private static DateTimeOffset At(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
