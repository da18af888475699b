using System.Text;
using Shipments.Carriers;
using static Shipments.Statuses;

namespace Shipments.Tests;

public sealed class EasyPostTests
{
    [Theory]
    [InlineData("tracker_updated_canadapost_delivered_prod", 6, Delivered)]
    [InlineData("tracker_updated_fedex_in_transit", 7, InTransit)]
    [InlineData("tracker_updated_ups_delivered_test_mode", 6, Delivered)]
    [InlineData("tracker_object_usps_pre_transit_EZ1000000001", 2, InfoReceived)]
    public void A_tracker_stands_as_easypost_says(string sample, int scans, string status)
    {
        var parcel = Sample.Parcel($"easypost/{sample}");
        parcel.Scans.Count.ShouldBe(scans);
        parcel.Standing().Status.ShouldBe(status);
    }

    [Theory]
    [InlineData("event_other_type_batch_created")]
    [InlineData("tracker_object_usps_unknown_no_scans")]
    public void What_holds_no_news_is_ignored(string sample) =>
        Sample.Report($"easypost/{sample}").ShouldBeOfType<CarrierReport.Ignored>();

    [Fact]
    public void A_thin_event_is_ignored() =>
        Sample.Report("easypost", Encoding.UTF8.GetBytes("""{ "object": "Event", "description": "tracker.updated" }"""))
            .ShouldBeOfType<CarrierReport.Ignored>();

    [Theory]
    [InlineData("unknown", null, Unknown)]
    [InlineData("error", null, Unknown)]
    [InlineData("pre_transit", "label_created", InfoReceived)]
    [InlineData("in_transit", "departed_facility", InTransit)]
    [InlineData("in_transit", "weather_delay", InTransit)]
    [InlineData("in_transit", "return", Returning)]
    [InlineData("in_transit", "damaged", Statuses.Exception)]
    [InlineData("out_for_delivery", "out_for_delivery", OutForDelivery)]
    [InlineData("available_for_pickup", "arrived_at_pickup_location", AvailableForPickup)]
    [InlineData("delivered", "arrived_at_destination", Delivered)]
    [InlineData("delivered", "return", Returned)]
    [InlineData("return_to_sender", "return", Returning)]
    [InlineData("failure", "delivery_exception", Statuses.Exception)]
    [InlineData("failure", "lost", Statuses.Exception)]
    [InlineData("failure", "return", Returning)]
    [InlineData("unknown", "expired", Expired)]
    [InlineData("cancelled", "cancelled", Cancelled)]
    [InlineData("canceled", null, Cancelled)]
    [InlineData("never_heard_of", null, Unknown)]
    public void A_status_with_its_detail_has_one_meaning(string status, string? detail, string meaning) =>
        EasyPostStatuses.Of(status, detail).Status.ShouldBe(meaning);

    [Fact]
    public void A_z_without_a_place_is_only_assumed_to_be_utc()
    {
        var scans = Sample.Parcel("easypost/tracker_updated_canadapost_delivered_prod").Scans;
        (scans[0].Location!.City, scans[0].Zone, scans[0].ZoneSource).ShouldBe(("CITY", "UTC", "text"));
        (scans[1].Location, scans[1].Zone, scans[1].ZoneSource).ShouldBe((null, "UTC", "assumed"));
        scans[1].TimeText.ShouldBe("2021-02-05T00:12:44Z");
    }

    [Fact]
    public void A_delivery_date_is_a_whole_day()
    {
        var estimate = Sample.Parcel("easypost/tracker_updated_fedex_in_transit").Estimate.ShouldNotBeNull();
        (estimate.To - estimate.From).ShouldBe(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Delivered_after_return_to_sender_is_returned()
    {
        var parcel = Sample.Parcel("easypost", """
            { "object": "Tracker", "tracking_code": "EZ5000000005", "status": "delivered", "tracking_details": [
                { "status": "return_to_sender", "datetime": "2024-01-02T00:00:00Z" },
                { "status": "delivered", "datetime": "2024-01-05T00:00:00Z" } ] }
            """);
        (parcel.Standing().Status, parcel.Scans[1].Status).ShouldBe((Returned, Returned));
    }

    [Fact]
    public void A_delivery_dated_before_the_transit_scans_stays_one()
    {
        var parcel = Sample.Parcel("easypost", """
            { "object": "Tracker", "tracking_code": "1", "status": "delivered", "tracking_details": [
                { "status": "delivered", "datetime": "2024-01-02T00:00:00Z" },
                { "status": "in_transit", "datetime": "2024-01-03T00:00:00Z" } ] }
            """);
        (parcel.Scans.Count, parcel.Standing().Status).ShouldBe((2, Delivered));
    }
}
