using System.Globalization;
using Gateway.Pages.Track;
using ServiceDefaults.Languages;

namespace Gateway.Tests;

public sealed class ExpectationTests
{
    private const string Kolkata = "Asia/Kolkata";

    private static readonly Language British = Language.Of("en-GB")!;
    private static readonly DateTimeOffset Now = At("2026-11-20T06:00:00Z");

    [Theory]
    [InlineData("2026-11-20T12:00:00+05:30", "2026-11-20T18:00:00+05:30", "Fri, 20 Nov, 12:00 – 18:00")]
    [InlineData("2026-11-20T00:00:00+05:30", "2026-11-20T23:59:59+05:30", "Fri, 20 Nov")]
    [InlineData("2026-11-20T00:00:00+05:30", "2026-11-21T00:00:00+05:30", "Fri, 20 Nov")]
    [InlineData("2026-11-20T00:00:00+00:00", "2026-11-20T23:59:59+00:00", "Fri, 20 Nov")]
    [InlineData("2026-11-20T00:00:00+05:30", "2026-11-22T23:59:59+05:30", "Fri, 20 Nov – Sun, 22 Nov")]
    [InlineData("2026-11-20T12:30:00+00:00", "2026-11-20T12:30:00+00:00", "Fri, 20 Nov, 18:00")]
    public void A_window_is_shown_on_the_clocks_of_the_place_and_a_whole_day_as_that_day(
        string from, string to, string shown) =>
        Of(Estimate(from, to)).Date.ShouldBe(shown);

    [Fact]
    public void Nobody_has_told_a_date_and_the_page_says_that() =>
        Expectation.Of(new() { Status = "shipped" }, Kolkata, Now, British)!.Date.ShouldBe("No delivery date yet");

    [Theory]
    [InlineData("2026-11-19", "First promised for Thu, 19 Nov: now 1 day later.")]
    [InlineData("2026-11-17", "First promised for Tue, 17 Nov: now 3 days later.")]
    [InlineData("2026-11-22", "First promised for Sun, 22 Nov: now 2 days earlier.")]
    [InlineData("2026-11-20", null)]
    public void A_first_promise_stands_beside_the_latest_when_they_differ(string promised, string? shown) =>
        Of(Estimate("2026-11-20T00:00:00+05:30", "2026-11-20T23:59:59+05:30"), promised).First.ShouldBe(shown);

    [Fact]
    public void A_day_that_has_passed_is_called_late()
    {
        var late = Of(Estimate("2026-11-19T00:00:00+05:30", "2026-11-19T23:59:59+05:30"));
        late.Late.ShouldBeTrue();
        late.Who.ShouldBe("Told by Delhivery. That day has passed and no new date has been told.");
    }

    [Theory]
    [InlineData("merchant", "Promised by the store.")]
    [InlineData("carrier", "Told by Delhivery.")]
    [InlineData("model", "Our estimate, from how such parcels have travelled.")]
    public void The_date_says_whose_it_is(string source, string who) =>
        Of(Estimate("2026-11-21T00:00:00+05:30", "2026-11-21T23:59:59+05:30") with { Source = source })
            .Who.ShouldBe(who);

    [Theory]
    [InlineData(0.95, "Told by Delhivery. Very likely.")]
    [InlineData(0.6, "Told by Delhivery. Likely, but it may still change.")]
    [InlineData(0.2, "Told by Delhivery. Uncertain: take it as a rough guide.")]
    public void How_sure_it_is_is_said_in_words(double confidence, string who) =>
        Of(Estimate("2026-11-21T00:00:00+05:30", "2026-11-21T23:59:59+05:30") with { Confidence = confidence })
            .Who.ShouldBe(who);

    [Theory]
    [InlineData("delivered")]
    [InlineData("cancelled")]
    [InlineData("returning")]
    public void What_has_ended_is_not_expected(string status) =>
        Expectation.Of(
            new() { Status = status, PromisedDeliveryDate = "2026-11-20" }, Kolkata, Now, British).ShouldBeNull();

    private static TrackedEstimate Estimate(string from, string to) =>
        new() { From = At(from), To = At(to), Source = "carrier" };

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static Expectation Of(TrackedEstimate estimate, string? promised = null) => Expectation.Of(
        new()
        {
            Status = "shipped",
            EstimatedDelivery = estimate,
            PromisedDeliveryDate = promised,
            Shipments = [new() { Carrier = "delhivery" }],
        },
        Kolkata, Now, British)!;
}
