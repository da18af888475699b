using System.Text;
using System.Text.Json;
using Gateway.Pages.Track;
using ServiceDefaults.Languages;

namespace Gateway.Tests;

public sealed class DeliveryCalendarTests
{
    private const string Page = "https://track.example/track/token";

    private static readonly DateTimeOffset Now = new(2026, 11, 20, 6, 0, 0, TimeSpan.Zero);
    private static readonly TrackedOrder Order =
        JsonSerializer.Deserialize(Samples.OutForDelivery, TrackJson.Default.TrackedOrder)!;

    [Fact]
    public void A_window_is_an_entry_of_its_hours_that_a_later_download_moves()
    {
        var lines = Lines(Order);
        lines.ShouldContain("DTSTART:20261120T063000Z");
        lines.ShouldContain("DTEND:20261120T123000Z");
        lines.ShouldContain("SEQUENCE:17");
        lines.ShouldContain("UID:019aa9d4-6a53-7c11-9d2b-3f1c5c1f0a01@tracking");
        Lines(Order with { Version = 18 }).Single(line => line.StartsWith("UID", StringComparison.Ordinal))
            .ShouldBe(lines.Single(line => line.StartsWith("UID", StringComparison.Ordinal)));
    }

    [Fact]
    public void Whole_days_are_an_entry_of_days_that_ends_the_day_after_the_last()
    {
        var days = Order with { EstimatedDelivery = null, PromisedDeliveryDate = "2026-11-23" };
        Lines(days).ShouldContain("DTSTART;VALUE=DATE:20261123");
        Lines(days).ShouldContain("DTEND;VALUE=DATE:20261124");
    }

    [Fact]
    public void What_nobody_expects_is_no_entry() =>
        DeliveryCalendar.Of(Order with { Status = "delivered" }, Page, null, Language.English, Now).ShouldBeNull();

    [Fact]
    public void Names_from_outside_break_no_line_and_lines_are_folded_at_75_octets()
    {
        var calendar = DeliveryCalendar.Of(
            Order with
            {
                OrderNumber = "1;2,3\\4\r\nATTENDEE:mailto:x@y.example",
                Destination = new(new string('ब', 60), null, null),
            },
            Page, null, Language.Of("hi")!, Now)!;
        calendar.Split("\r\n").ShouldNotContain(line => line.StartsWith("ATTENDEE", StringComparison.Ordinal));
        calendar.Replace("\r\n ", "", StringComparison.Ordinal).ShouldContain(@"1\;2\,3\\4  ATTENDEE");
        calendar.Split("\r\n").ShouldAllBe(line => Encoding.UTF8.GetByteCount(line) <= 75);
        calendar.ShouldEndWith("END:VCALENDAR\r\n");
    }

    private static string[] Lines(TrackedOrder order) =>
        DeliveryCalendar.Of(order, Page, null, Language.English, Now)!.Split("\r\n");
}
