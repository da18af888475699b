using Contracts;

namespace Shipments.Tests;

public sealed class PlacesTests
{
    [Theory]
    [InlineData("IN", null, "Asia/Kolkata")]
    [InlineData("JPN", null, "Asia/Tokyo")]
    [InlineData("de", "BY", "Europe/Berlin")]
    [InlineData("US", "CA", "America/Los_Angeles")]
    [InlineData("US", "ny", "America/New_York")]
    // Several zones, and none is guessed.
    [InlineData("US", "TX", null)]
    [InlineData("US", null, null)]
    [InlineData("AU", "NSW", null)]
    [InlineData("ES", null, null)]
    [InlineData("XX", null, null)]
    [InlineData(null, "CA", null)]
    public void A_place_is_in_a_zone_only_where_it_can_be_in_one(string? country, string? region, string? zone) =>
        (Places.ZoneOf(new ScanLocation { Country = country, Region = region })?.Id).ShouldBe(zone);

    [Fact]
    public void Every_zone_there_is_can_be_loaded() => Places.Country("usa").ShouldBe("US");

    [Theory]
    [InlineData("US", -4, true)]
    [InlineData("US", 4, false)]
    [InlineData("IN", 5.5, true)]
    [InlineData("", 4, null)]
    public void A_countrys_clocks_can_be_ahead_of_utc_by_so_much(string country, double hours, bool? can) =>
        Places.HasOffset(new ScanLocation { Country = country }, TimeSpan.FromHours(hours),
            new DateTimeOffset(2024, 4, 23, 12, 0, 0, TimeSpan.Zero)).ShouldBe(can);
}
