using Shipments.Carriers;

namespace Shipments.Tests;

public sealed class LocalTimesTests
{
    private static readonly ZoneGuess India = new(LocalTimes.India, "assumed");
    private static readonly ZoneGuess Berlin = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), "account");

    [Theory]
    [InlineData("2019-01-09T17:10:42.767", "2019-01-09T11:40:42.767Z", "assumed")]
    [InlineData("2022-03-24T22:21:41.581000", "2022-03-24T16:51:41.581Z", "assumed")]
    [InlineData("2023-05-23 11:43:52", "2023-05-23T06:13:52Z", "assumed")]
    [InlineData("23 05 2023 11:43:52", "2023-05-23T06:13:52Z", "assumed")]
    [InlineData("03-04-2023 11:43", "2023-04-03T06:13:00Z", "assumed")]
    [InlineData("2024-03-18T15:45:30Z", "2024-03-18T15:45:30Z", "text")]
    [InlineData("2022-04-11T12:38:05+0530", "2022-04-11T07:08:05Z", "text")]
    [InlineData("2021-05-13T13:04:00-05:00", "2021-05-13T18:04:00Z", "text")]
    [InlineData("2024-08-05", "2024-08-04T18:30:00Z", "assumed")]
    [InlineData("23-05-2019 1448", "2019-05-23T09:18:00Z", "assumed")]
    [InlineData("22-Apr-2022 16:58", "2022-04-22T11:28:00Z", "assumed")]
    [InlineData("02 May, 2022, 10:48 ", "2022-05-02T05:18:00Z", "assumed")]
    [InlineData("24 September 2022", "2022-09-23T18:30:00Z", "assumed")]
    public void Carriers_times_are_read(string text, string instant, string zoneSource)
    {
        var moment = LocalTimes.Read(text, India).ShouldNotBeNull();
        (moment.At, moment.ZoneSource).ShouldBe((DateTimeOffset.Parse(instant, null), zoneSource));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("yesterday")]
    [InlineData("12030-01-01T00:00:00")]
    [InlineData("30-12-0000")]
    [InlineData("2023-02-30 11:00:00")]
    [InlineData("2023-05-23 25:00:00")]
    [InlineData("1684822432")]
    [InlineData("22-Foo-2022")]
    [InlineData("23-05-2019 2460")]
    [InlineData("2023-05-23 11:43:52+99:99")]
    public void What_is_no_time_is_none(string? text) => LocalTimes.Read(text, India).ShouldBeNull();

    [Theory]
    // The clocks go from 02:00 to 03:00 on 29 March 2026, and from 03:00 back to 02:00 on 25 October.
    [InlineData("2026-03-29 02:30:00", "2026-03-29T01:30:00Z")]
    [InlineData("2026-10-25 02:30:00", "2026-10-25T00:30:00Z")]
    [InlineData("2026-07-01 12:00:00", "2026-07-01T10:00:00Z")]
    public void A_skipped_and_a_repeated_hour_are_always_the_same_instant(string text, string instant) =>
        LocalTimes.Read(text, Berlin)!.At.ShouldBe(DateTimeOffset.Parse(instant, null));

    [Fact]
    public void A_date_is_its_whole_local_day_of_whatever_length()
    {
        var (from, to) = LocalTimes.ReadDay("2026-03-29", Berlin)!.Value;
        (to - from).ShouldBe(TimeSpan.FromHours(23) - TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("2026-11-23T02:00:00Z", null)]
    [InlineData("2026-11-23T04:00:00Z", "time_in_future")]
    [InlineData("2014-08-21T14:24:00Z", null)]
    [InlineData("2007-09-27T00:00:00Z", null)]
    [InlineData("2000-01-01T00:00:00Z", "time_too_old")]
    [InlineData("1970-01-01T00:00:00Z", "time_too_old")]
    [InlineData("2046-11-22T03:00:00Z", "time_in_future")]
    [InlineData("soon", "time_unreadable")]
    [InlineData(null, "time_missing")]
    public void A_time_that_cannot_be_true_is_flagged_and_kept(string? text, string? suspect)
    {
        var scan = Scans.Of("delhivery", "1", new Reading { Meaning = Meaning.Unknown, TimeText = text, Zone = India },
            new CarrierContext(Sample.ReceivedAt, AccountZone: null));
        (scan.Suspect, scan.TimeText).ShouldBe((suspect, text ?? ""));
    }
}
