using Shipments.Carriers;
using static Shipments.Statuses;

namespace Shipments.Tests;

public sealed class AfterShipTests
{
    [Fact]
    public void A_parcel_that_crosses_borders_keeps_each_places_time()
    {
        var parcel = Sample.Parcel("aftership/tracking_object_fedex_delivered_mixed_offsets");
        parcel.Scans[0].OccurredAt.ShouldBe(new DateTimeOffset(2018, 7, 23, 6, 21, 39, TimeSpan.Zero));
        parcel.Scans.Select(scan => (scan.Zone, scan.ZoneSource)).Distinct().ShouldBe(
            [("-05:00", "text"), ("+08:00", "text"), ("+09:00", "text")]);
        parcel.Scans.Select(scan => scan.Status).Distinct().ShouldBe(
            [InfoReceived, PickedUp, InTransit, OutForDelivery, Delivered]);
        parcel.Scans[1].Location!.Country.ShouldBe("CN");
        var standing = parcel.Standing();
        (standing.Status, standing.Leg).ShouldBe((Delivered, Legs.Forward));
        parcel.Scans.Single(scan => scan.Status == Delivered).SignedBy.ShouldBe("..XXXXXXXX");
    }

    [Fact]
    public void Delivered_without_a_checkpoint_is_delivered_when_it_was_seen()
    {
        var scan = Sample.Parcel("aftership/tracking_update_delivered_no_checkpoints_tnt").Scans.ShouldHaveSingleItem();
        (scan.Status, scan.Source, scan.Suspect).ShouldBe((Delivered, ScanSource.Summary, null));
        scan.OccurredAt.ShouldBe(new DateTimeOffset(2021, 8, 24, 10, 40, 8, TimeSpan.Zero));
    }

    [Fact]
    public void Pending_is_no_news() =>
        Sample.Report("aftership/tracking_object_fedex_pending_new")
            .ShouldBe(new CarrierReport.Ignored("a tracking that knows nothing yet"));

    [Theory]
    [InlineData("\"country_iso3\": \"JPN\"", "2021-05-13T04:04:00Z", "Asia/Tokyo", "location")]
    [InlineData("\"country_region\": \"DEU\"", "2021-05-13T11:04:00Z", "Europe/Berlin", "location")]
    [InlineData("\"country_iso3\": \"USA\"", "2021-05-13T13:04:00Z", "UTC", "assumed")]
    [InlineData("\"country_iso3\": null", "2021-05-13T13:04:00Z", "UTC", "assumed")]
    public void A_time_without_an_offset_is_the_checkpoints_own(string place, string at, string zone, string source)
    {
        var scan = Tracking($$"""
            "checkpoints": [ { "checkpoint_time": "2021-05-13T13:04:00", "tag": "InTransit", {{place}} } ]
            """).Scans.ShouldHaveSingleItem();
        (scan.OccurredAt, scan.Zone, scan.ZoneSource).ShouldBe((DateTimeOffset.Parse(at, null), zone, source));
        scan.LocalTime.ShouldBe("2021-05-13T13:04:00");
    }

    [Theory]
    [InlineData("Delivered_001", Delivered, null)]
    [InlineData("Delivered_005", Delivered, null)]
    [InlineData("AttemptFail_002", DeliveryAttempted, "consignee_unavailable")]
    [InlineData("AttemptFail_009", DeliveryAttempted, "unspecified")]
    [InlineData("Exception_004", Statuses.Exception, "customs")]
    [InlineData("Exception_006", Statuses.Exception, "payment_not_ready")]
    [InlineData("Exception_010", Returning, null)]
    [InlineData("Exception_011", Returned, null)]
    [InlineData("InTransit_002", PickedUp, null)]
    [InlineData("Pending_001", Unknown, null)]
    [InlineData("Expired_001", Expired, null)]
    public void A_subtag_decides_and_an_unknown_one_leaves_it_to_the_tag(string subtag, string status, string? reason)
    {
        var scan = Tracking($$"""
            "checkpoints": [ { "checkpoint_time": "2021-05-13T13:04:00Z", "subtag": "{{subtag}}",
                "tag": "{{subtag.Split('_')[0]}}" } ]
            """).Scans[0];
        (scan.Status, scan.Reason?.Code).ShouldBe((status, reason));
    }

    [Fact]
    public void Delivered_of_a_parcel_that_goes_back_is_returned_whoever_signed()
    {
        foreach (var subtag in (string[])["Delivered_001", "Delivered_003"])
        {
            var turned = Tracking($$"""
                "return_to_sender": true, "tag": "Delivered", "checkpoints": [
                    { "checkpoint_time": "2021-05-13T13:00:00Z", "tag": "Exception", "subtag": "Exception_010" },
                    { "checkpoint_time": "2021-05-14T13:00:00Z", "tag": "InTransit", "subtag": "InTransit_003" },
                    { "checkpoint_time": "2021-05-15T13:00:00Z", "tag": "Delivered", "subtag": "{{subtag}}" } ]
                """);
            turned.Scans.Select(scan => scan.Status).ShouldBe([Returning, Returning, Returned]);
            var untold = Tracking($$"""
                "return_to_sender": true, "tag": "Delivered", "checkpoints": [
                    { "checkpoint_time": "2021-05-14T13:00:00Z", "tag": "InTransit", "subtag": "InTransit_003" },
                    { "checkpoint_time": "2021-05-15T13:00:00Z", "tag": "Delivered", "subtag": "{{subtag}}" } ]
                """);
            untold.Standing().Status.ShouldBe(Returned);
            untold.Scans.Select(Milestones.Of).ShouldNotContain("delivered");
        }
    }

    [Fact]
    public void In_transit_of_a_parcel_that_goes_back_is_returning()
    {
        var standing = Tracking("""
            "return_to_sender": "true", "tag": "InTransit", "checkpoints": [
                { "checkpoint_time": "2021-05-14T13:00:00Z", "tag": "InTransit", "subtag": "InTransit_003" } ]
            """).Standing();
        (standing.Status, standing.Leg).ShouldBe((Returning, Legs.Return));
    }

    [Fact]
    public void Lost_after_a_delivery_is_an_exception() =>
        Tracking("""
            "tag": "Exception", "subtag": "Exception_013", "checkpoints": [
                { "checkpoint_time": "2021-05-14T13:00:00Z", "tag": "Delivered" },
                { "checkpoint_time": "2021-05-20T13:00:00Z", "tag": "Exception", "subtag": "Exception_013" } ]
            """).Standing().Detail.ShouldBe(Details.Lost);

    [Fact]
    public void Cash_that_was_received_is_said() =>
        Tracking("""
            "checkpoints": [
                { "checkpoint_time": "2021-05-14T13:00:00Z", "tag": "Delivered", "subtag": "Delivered_004" } ]
            """).Scans[0].Cod!.IsCollected.ShouldBeTrue();

    [Fact]
    public void A_revised_estimate_is_news_without_a_checkpoint()
    {
        var parcel = Sample.Parcel("aftership", """
            { "event": "edd_revise", "event_id": "c6e7be2c-e670-42fd-b59f-faf4e559e7d0", "msg": {
                "tracking_number": "123456789", "tag": "Pending", "checkpoints": [],
                "destination_country_iso3": "IND",
                "courier_estimated_delivery_date": { "estimated_delivery_date": "2024-03-08",
                    "estimated_delivery_date_min": "2024-03-07", "estimated_delivery_date_max": "2024-03-09" },
                "aftership_estimated_delivery_date": { "estimated_delivery_date": "2024-03-20" } } }
            """);
        var estimate = parcel.Estimate.ShouldNotBeNull();
        (estimate.From, estimate.Source).ShouldBe(
            (new DateTimeOffset(2024, 3, 7, 0, 0, 0, TimeSpan.FromHours(5.5)), "carrier"));
        estimate.To.ShouldBe(new DateTimeOffset(2024, 3, 9, 23, 59, 59, TimeSpan.FromHours(5.5)));
        parcel.Scans.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("tracking_pending_time", "event tracking_pending_time without news")]
    [InlineData("something_else", "event something_else")]
    public void An_event_without_news_is_ignored_by_its_name(string name, string reason) =>
        Sample.Report("aftership", System.Text.Encoding.UTF8.GetBytes($$"""
            { "event": "{{name}}", "msg": { "tracking_number": "1", "tag": "Pending", "checkpoints": [] } }
            """)).ShouldBe(new CarrierReport.Ignored(reason));

    [Fact]
    public void The_api_lists_several_trackings() =>
        Sample.Report("aftership", """
            { "meta": { "code": 200 }, "data": { "trackings": [
                { "tracking_number": "1", "tag": "InfoReceived", "updated_at": "2021-05-14T13:00:00Z" },
                { "tracking_number": "2", "tag": "Delivered", "updated_at": "2021-05-14T13:00:00Z" } ] } }
            """u8.ToArray()).ShouldBeOfType<CarrierReport.Parcels>().All
            .Select(parcel => parcel.Standing().Status).ShouldBe([InfoReceived, Delivered]);

    private static Parcel Tracking(string members) => Sample.Parcel("aftership", $$"""
        { "event": "tracking_update", "msg": { "tracking_number": "123456789", "slug": "dhl", {{members}} } }
        """);
}
