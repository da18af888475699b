using System.Globalization;
using System.Text.Json;
using Gateway.Pages.Track;
using ServiceDefaults.Languages;

namespace Gateway.Tests;

public sealed class JourneyTests
{
    private static readonly Language British = Language.Of("en-GB")!;
    private static readonly TrackedOrder Order = Read(Samples.OutForDelivery);

    [Fact]
    public void Each_step_has_the_day_on_which_it_was_reached()
    {
        Journey.Steps(Order).Select(step => (step.Name, step.State, step.At?.Day(British))).ShouldBe(
        [
            ("ordered", StepState.Done, "Mon, 16 Nov"),
            ("shipped", StepState.Done, "Tue, 17 Nov"),
            ("out_for_delivery", StepState.Current, "Fri, 20 Nov"),
            ("delivered", StepState.Ahead, null),
        ]);
    }

    [Fact]
    public void A_cancelled_order_has_two_steps() =>
        Journey.Steps(Order with { Status = "cancelled" }).Select(step => step.Name).ShouldBe(["ordered", "cancelled"]);

    [Theory]
    [InlineData("placed", 0)]
    [InlineData("partially_shipped", 1)]
    [InlineData("out_for_delivery", 2)]
    [InlineData("delivered", 3)]
    [InlineData("something_new", 0)]
    public void A_status_stands_at_its_step(string status, int step) =>
        Journey.Steps(Order with { Status = status })[step].State.ShouldBe(StepState.Current);

    [Fact]
    public void A_scan_whose_time_cannot_be_true_decides_no_step()
    {
        var parcel = Order.Shipments[0];
        var order = Order with
        {
            Shipments = [parcel with { Scans = [.. parcel.Scans.Select(scan => scan with { Suspect = "future" })] }],
        };
        Journey.Steps(order)[1].At.ShouldBeNull();
        Journey.Zone(order).ShouldBeNull();
    }

    [Fact]
    public void The_history_is_by_days_the_latest_first_and_tells_the_age_of_what_it_says()
    {
        var history = History.Of(Order, British);
        history.OneZone.ShouldBe("Kolkata time");
        history.Days.Select(day => day.Day).ShouldBe(
        [
            "Friday, 20 November 2026", "Thursday, 19 November 2026", "Wednesday, 18 November 2026",
            "Tuesday, 17 November 2026", "Monday, 16 November 2026",
        ]);
        var latest = history.Days[0].Lines[0];
        latest.Heard.ShouldBe("Told by Delhivery, received 1 minute later");
        latest.Place.ShouldBe("Bengaluru Koramangala (Karnataka)");
        history.Days[^1].Lines[^1].Title.ShouldBe("Order placed");
    }

    [Fact]
    public void Words_said_twice_are_shown_once_and_places_without_underscores()
    {
        var entry = Order.Entries[^1] with { Location = "Mumbai_Chembur_D (Maharashtra)" };
        var parcel = Order.Shipments[0];
        var order = Order with
        {
            Entries = [entry],
            Shipments = [parcel with { Scans = [parcel.Scans[^1] with { CarrierText = "Out For Delivery" }] }],
        };
        var line = History.Of(order, British).Days[0].Lines[0];
        (line.Title, line.Notes.Count, line.Place).ShouldBe(("Out for delivery", 0, "Mumbai Chembur D (Maharashtra)"));
    }

    [Fact]
    public void A_scan_is_told_in_the_readers_language_with_the_carriers_own_words_beside_it()
    {
        var (parcel, german) = (Order.Shipments[0], Language.Of("de")!);
        var scan = parcel.Scans[^1] with
        {
            Status = "delivery_attempted", Detail = "notice_left", CarrierText = "Consignee unavailable",
            Reason = new("consignee_unavailable", "consignee", false, null), Suspect = "time_in_future",
        };
        var order = Order with
        {
            Entries = [Order.Entries[^1] with { Code = "shipment.delivery_attempted" }],
            Shipments = [parcel with { Scans = [scan] }],
        };
        var line = History.Of(order, german).Days[0].Lines[0];
        line.Title.ShouldBe("Zustellung nicht gelungen");
        line.Notes.ShouldBe(
        [
            new("Der Zusteller hat eine Benachrichtigung hinterlassen", false),
            new("Es war niemand da, um es anzunehmen", false),
            new("Consignee unavailable", true),
            new("Die Zeit, die der Paketdienst dafür nennt, kann nicht stimmen.", false),
        ]);
    }

    [Fact]
    public void News_that_came_a_day_late_say_so()
    {
        var entry = Order.Entries[^1] with { RecordedAt = Order.Entries[^1].OccurredAt.AddHours(20) };
        History.Of(Order with { Entries = [entry] }, British).Days[0].Lines[0].Heard
            .ShouldBe("Told by Delhivery, received 20 hours later");
    }

    [Theory]
    [InlineData("Asia/Kolkata", "14:30", "Kolkata time")]
    [InlineData("America/Sao_Paulo", "06:00", "Sao Paulo time")]
    [InlineData("+05:45", "14:45", "UTC+05:45")]
    [InlineData("-03:00", "06:00", "UTC−03:00")]
    [InlineData("Nowhere/Land", "09:00", "UTC")]
    [InlineData(null, "09:00", "UTC")]
    public void An_instant_is_shown_on_the_clocks_of_its_place(string? zone, string clock, string named)
    {
        var at = PlaceTime.At(DateTimeOffset.Parse("2026-11-20T09:00:00Z", CultureInfo.InvariantCulture), zone);
        (at.Clock(British), at.Zone(British)).ShouldBe((clock, named));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "status": "new", "shipments": [{ "scans": [{ "zone": "" }] }], "entries": [{}] }""")]
    [InlineData("""{ "status": null, "shipments": null, "entries": null, "unknown": 1 }""")]
    public void An_answer_with_less_or_other_than_expected_is_still_shown(string json)
    {
        var order = Read(json);
        Words.Headline(order, British).ShouldNotBeEmpty();
        Journey.Steps(order).ShouldNotBeEmpty();
        History.Of(order, British).ShouldNotBeNull();
        order.Shipments.ShouldAllBe(parcel => Words.Status(parcel, British).Length > 0);
    }

    private static TrackedOrder Read(string json) => JsonSerializer.Deserialize(json, TrackJson.Default.TrackedOrder)!;
}
