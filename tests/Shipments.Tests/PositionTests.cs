using Microsoft.Extensions.Options;
using ServiceDefaults;

namespace Shipments.Tests;

public sealed class PositionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 4, 0, 0, TimeSpan.Zero);

    [Theory]
    // 04:00 UTC is 09:30 in India: the day there began at 18:30 UTC.
    [InlineData("out_for_delivery", "2026-11-20T03:59:00Z", "Asia/Kolkata", true)]
    [InlineData("out_for_delivery", "2026-11-19T18:31:00Z", "Asia/Kolkata", true)]
    [InlineData("out_for_delivery", "2026-11-19T18:29:00Z", "Asia/Kolkata", false)]
    [InlineData("out_for_delivery", "2026-11-19T18:29:00Z", "+05:30", false)]
    [InlineData("out_for_delivery", "2026-11-19T18:31:00Z", "+0530", true)]
    [InlineData("out_for_delivery", "2026-11-20T03:01:00Z", "-03:00", true)]
    [InlineData("out_for_delivery", "2026-11-20T02:59:00Z", "America/Sao_Paulo", false)]
    [InlineData("out_for_delivery", "2026-11-19T23:59:00Z", null, false)]
    [InlineData("out_for_delivery", "2026-11-20T00:01:00Z", "Nowhere/Land", true)]
    [InlineData("in_transit", "2026-11-20T03:59:00Z", "Asia/Kolkata", false)]
    [InlineData("delivered", "2026-11-20T03:59:00Z", "Asia/Kolkata", false)]
    public void A_courier_is_shown_on_the_day_of_delivery_by_the_places_clock_and_at_no_other_time(
        string status, string at, string? zone, bool isShown)
    {
        var position = new PositionView(12.9, 77.6, DateTimeOffset.Parse(at, null), null);
        LivePositions.Shown(position, status, zone, Now).ShouldBe(isShown ? position : null);
    }

    [Fact]
    public void The_public_sees_it_to_a_hundred_metres()
    {
        new PositionView(12.9716123, -77.5945987, Now, 4).Rounded().ShouldBe(new(12.972, -77.595, Now, 100));
        new PositionView(0, 0, Now, 2000).Rounded().Accuracy.ShouldBe(2000);
    }

    [Fact]
    public void A_point_is_read_back_as_it_was_stored_and_an_erased_one_is_none()
    {
        foreach (var position in (PositionView[])
            [new(12.9716123, -77.5945987, Now, 4.5), new(-90, 180, Now, null), new(1e-7, 0, Now, 0)])
            PositionView.Of(position.Point, Now).ShouldBe(position);
        PositionView.Of(PersonKey.Erased, Now).ShouldBeNull();
    }

    [Fact]
    public void Each_position_that_cannot_be_is_refused_by_its_place()
    {
        PositionReport At(double? latitude, double? longitude, int minutes, double? accuracy = null) =>
            new() { Latitude = latitude, Longitude = longitude, At = Now.AddMinutes(minutes), Accuracy = accuracy };
        Faults(At(12.9, 77.6, 0), At(-90, -180, -1439, 0), At(90, 180, 1)).ShouldBeEmpty();
        Faults(At(90.1, -180.1, 2), At(null, null, -1441, -1), At(double.NaN, 1, 0)).ShouldBe(
        [
            "[0].Latitude", "[0].Longitude", "[0].At", "[1].Latitude", "[1].Longitude", "[1].Accuracy", "[1].At",
            "[2].Latitude",
        ]);
        Faults(new PositionReport { Latitude = 1, Longitude = 1 }).ShouldBe(["[0].At"]);
        Faults().ShouldBe([""]);
        Faults([.. Enumerable.Repeat(At(1, 1, 0), 101)]).ShouldBe([""]);
    }

    private static string[] Faults(params PositionReport[] told) =>
        [.. new PositionListRules(new PositionReportRules(Options.Create(new PositionOptions()), new Clock()))
            .Validate([.. told]).Errors.Select(error => error.PropertyName)];

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
