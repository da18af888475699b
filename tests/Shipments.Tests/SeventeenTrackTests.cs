using Shipments.Carriers;
using static Shipments.Statuses;

namespace Shipments.Tests;

public sealed class SeventeenTrackTests
{
    [Fact]
    public void A_history_is_read_with_its_ordinary_events()
    {
        var parcel = Sample.Parcel("17track/tracking_updated_ups_delivered_full");
        parcel.TrackingNumber.ShouldBe("1Z2617V10397725789");
        parcel.Scans.Select(scan => scan.Status).ShouldBe([Delivered, OutForDelivery, Unknown, Unknown, InfoReceived]);
        parcel.Scans.ShouldAllBe(scan => scan.ZoneSource == "text" && scan.Zone == "-07:00");
        parcel.Standing().DeliveredAt.ShouldBe(new DateTimeOffset(2022, 4, 4, 23, 35, 22, TimeSpan.Zero));
    }

    [Fact]
    public void The_least_there_is_will_do()
    {
        var scan = Sample.Parcel("17track/tracking_updated_in_transit_minimal").Scans.ShouldHaveSingleItem();
        (scan.Status, scan.CarrierText, scan.Source).ShouldBe((InTransit, "Package in transit", ScanSource.Carrier));
    }

    [Fact]
    public void The_end_of_tracking_is_no_news_of_the_parcel() =>
        Sample.Report("17track/tracking_stopped").ShouldBe(new CarrierReport.Ignored("event TRACKING_STOPPED"));

    [Theory]
    [InlineData("\"time_iso\": \"2024-01-15T10:30:00+09:00\"", "2024-01-15T01:30:00Z", "+09:00", "text")]
    [InlineData("\"time_utc\": \"2024-01-15T01:30:00Z\"", "2024-01-15T01:30:00Z", "UTC", "text")]
    [InlineData("\"time_iso\": \"2024-01-15T10:30:00\", \"time_utc\": \"2024-01-15T01:30:00Z\"",
        "2024-01-15T01:30:00Z", "+09:00", "field")]
    [InlineData("\"time_raw\": { \"date\": \"2024-01-15\", \"time\": \"10:30:00\", \"timezone\": \"+09:00\" }",
        "2024-01-15T01:30:00Z", "+09:00", "field")]
    [InlineData("\"time_raw\": { \"date\": \"2024-01-15\", \"time\": \"10:30:00\", \"timezone\": null }",
        "2024-01-15T01:30:00Z", "Asia/Tokyo", "location")]
    public void Any_one_of_the_three_times_will_do(string times, string at, string zone, string source)
    {
        var scan = Update($$"""
            "tracking": { "providers": [ { "events": [ { {{times}}, "stage": "Arrival",
                "address": { "country": "JP" } } ] } ] }
            """).Scans.ShouldHaveSingleItem();
        (scan.OccurredAt, scan.Zone, scan.ZoneSource).ShouldBe((DateTimeOffset.Parse(at, null), zone, source));
    }

    [Fact]
    public void A_scan_fetched_again_under_another_stage_is_the_same_scan()
    {
        string Fetched(string stage) => Update($$"""
            "tracking": { "providers": [ { "events": [ { "time_iso": "2024-01-15T10:30:00+09:00",
                "description": "Arrived at the facility", "stage": {{stage}} } ] } ] }
            """).Scans.ShouldHaveSingleItem().Id;
        Fetched("\"Arrival\"").ShouldBe(Fetched("\"InTransit\""));
        Fetched("\"Arrival\"").ShouldBe(Fetched("null"));
    }

    [Fact]
    public void Without_any_time_a_scan_is_kept_and_decides_nothing()
    {
        var scan = Update("""
            "tracking": { "providers": [ { "events": [ { "time_iso": null, "time_utc": null,
                "time_raw": { "date": null }, "stage": "Delivered", "description": "x" } ] } ] }
            """).Scans.ShouldHaveSingleItem();
        scan.Suspect.ShouldBe("time_missing");
    }

    [Fact]
    public void Several_providers_tell_one_journey()
    {
        var parcel = Update("""
            "latest_status": { "status": "OutForDelivery", "sub_status": "OutForDelivery_Other" },
            "latest_event": { "time_iso": "2024-01-20T09:00:00+01:00", "description": "In delivery",
                "stage": "OutForDelivery" },
            "tracking": { "providers": [
                { "provider": { "key": 3011, "name": "China Post" }, "events": [
                    { "time_iso": "2024-01-10T09:00:00+08:00", "description": "Accepted",
                      "sub_status": "InTransit_PickedUp" },
                    { "time_iso": "2024-01-12T09:00:00+08:00", "description": "Left", "stage": "Departure" } ] },
                { "provider": { "key": 7041, "name": "DHL" }, "events": [
                    { "time_iso": "2024-01-20T09:00:00+01:00", "description": "In delivery",
                      "sub_status": "OutForDelivery_Other", "stage": "OutForDelivery" } ] } ] }
            """);
        parcel.Scans.Select(scan => scan.Status).ShouldBe([PickedUp, InTransit, OutForDelivery]);
        parcel.Standing().Status.ShouldBe(OutForDelivery);
    }

    [Theory]
    [InlineData("Exception", "Exception_Returning", Returning, null)]
    [InlineData("Exception", "Exception_Returned", Returned, null)]
    [InlineData("Exception", "Exception_Cancel", Cancelled, null)]
    [InlineData("Exception", "Exception_Delayed", Statuses.Exception, "unspecified")]
    [InlineData("DeliveryFailure", "DeliveryFailure_NoBody", DeliveryAttempted, "consignee_unavailable")]
    [InlineData("InTransit", "InTransit_CustomsRequiringInformation", InTransit, "documents_missing")]
    [InlineData("InTransit", "InTransit_NewToUs", InTransit, null)]
    [InlineData("AvailableForPickup", null, AvailableForPickup, null)]
    [InlineData("Expired", "Expired_Other", Expired, null)]
    public void A_latest_status_ahead_of_its_events_counts(string status, string? fine, string meaning, string? reason)
    {
        var standing = Update($$"""
            "latest_status": { "status": "{{status}}", "sub_status": {{(fine is null ? "null" : $"\"{fine}\"")}} },
            "latest_event": { "time_iso": "2024-01-20T09:00:00+01:00", "description": "x", "stage": null }
            """).Standing();
        (standing.Status, standing.Reason?.Code).ShouldBe((meaning, reason));
    }

    [Fact]
    public void Nothing_found_is_no_news() =>
        Sample.Report("17track", """
            { "event": "TRACKING_UPDATED", "data": { "number": "1234567890", "track_info": {
                "latest_status": { "status": "NotFound", "sub_status": "NotFound_Other" } } } }
            """u8.ToArray()).ShouldBe(new CarrierReport.Ignored("a track that knows nothing yet"));

    [Fact]
    public void The_api_answers_for_several_numbers_at_once() =>
        Sample.Report("17track", """
            { "code": 0, "data": { "rejected": [ { "number": "3" } ], "accepted": [
                { "number": "1", "carrier": 3011, "track_info": { "latest_event": {
                    "time_iso": "2024-01-20T09:00:00Z", "stage": "Delivered" } } },
                { "number": "2", "carrier": 3011, "track_info": { "latest_event": {
                    "time_iso": "2024-01-20T09:00:00Z", "stage": "Returned" } } } ] } }
            """u8.ToArray()).ShouldBeOfType<CarrierReport.Parcels>().All
            .Select(parcel => parcel.Standing().Status).ShouldBe([Delivered, Returned]);

    private static Parcel Update(string info) => Sample.Parcel("17track", $$"""
        { "event": "TRACKING_UPDATED", "data": { "number": "1234567890", "carrier": 3011, "tag": "",
            "track_info": { {{info}} } } }
        """);
}
