using Contracts;
using Shipments.Carriers;
using static Shipments.Statuses;

namespace Shipments.Tests;

public sealed class ClickPostTests
{
    [Theory]
    [InlineData("delivered_v0_no_additional", Delivered, null, "2016-07-12T17:12:36.71")]
    [InlineData("out_for_delivery", OutForDelivery, null, "2017-08-02T13:23:02")]
    [InlineData(
        "ndr_failed_delivery_customer_unavailable", DeliveryAttempted, "consignee_unavailable",
        "2016-07-12T17:12:36.71")]
    [InlineData("ndr_open_delivery_delhivery", DeliveryAttempted, "open_delivery_demanded", "2024-01-20T08:40:14")]
    public void A_webhook_is_read(string sample, string status, string? reason, string local)
    {
        var scan = Sample.Parcel($"clickpost/{sample}").Scans.ShouldHaveSingleItem();
        (scan.Status, scan.Reason?.Code, scan.LocalTime).ShouldBe((status, reason, local));
        (scan.Zone, scan.ZoneSource).ShouldBe(("Asia/Kolkata", "assumed"), "its Z is no zone");
    }

    [Fact]
    public void A_promise_for_the_day_of_the_failed_attempt_is_that_day() =>
        Sample.Parcel("clickpost/ndr_open_delivery_delhivery").Estimate!.To
            .ShouldBe(new DateTimeOffset(2024, 1, 20, 23, 59, 59, TimeSpan.FromHours(5.5)));

    [Fact]
    public void The_accounts_zone_is_that_of_its_times() =>
        Sample.Report("clickpost", Sample.Bytes("clickpost/out_for_delivery"), TimeZoneInfo.Utc)
            .ShouldBeOfType<CarrierReport.Parcels>().All.Single().Scans.Single().OccurredAt
            .ShouldBe(new DateTimeOffset(2017, 8, 2, 13, 23, 2, TimeSpan.Zero));

    [Theory]
    [InlineData(11, "Pending", Returning)]
    [InlineData(13, "Dispatched", Returning)]
    [InlineData(14, "Delivered", Returned)]
    [InlineData(15, "Pending", Returning)]
    [InlineData(21, "In Transit", Returning)]
    [InlineData(26, "In Transit", Returning)]
    [InlineData(27, "In Transit", Returning)]
    [InlineData(8, "RTO Delivered", Delivered)]
    public void The_code_that_tells_beats_the_couriers_words(int code, string words, string status) =>
        Sample.Parcel("clickpost", $$"""
            { "waybill": "1", "clickpost_status_code": "{{code}}", "status": "{{words}}", "remark": "{{words}}" }
            """).Scans.Single().Status.ShouldBe(status);

    [Theory]
    [InlineData(101, InfoReceived)]
    [InlineData(4, Returning)]
    [InlineData(8, Returned)]
    public void A_return_order_goes_back(int code, string status)
    {
        var scan = Sample.Parcel("clickpost", $$"""
            { "waybill": "1", "clickpost_status_code": {{code}}, "remark": "Delivered",
              "additional": { "is_rvp": true, "latest_status": { "clickpost_status_code": {{code}} } } }
            """).Scans.Single();
        (scan.Status, scan.Leg).ShouldBe((status, Legs.Return));
    }

    [Fact]
    public void The_track_apis_answer_is_parcels_by_their_waybills()
    {
        var report = Sample.Report("clickpost", """
            { "meta": { "status": 200, "success": true }, "result": {
                "69590558973": { "valid": true, "latest_status": { "clickpost_status_code": 8 }, "scans": [
                    { "clickpost_status_code": 8, "timestamp": "2018-03-16 18:56:00", "remark": "SHIPMENT DELIVERED" },
                    { "clickpost_status_code": 6, "timestamp": "2018-03-16 13:11:00", "remark": "OUT" } ] },
                "69590558974": { "valid": false } } }
            """u8.ToArray()).ShouldBeOfType<CarrierReport.Parcels>();
        var parcel = report.All.ShouldHaveSingleItem();
        (parcel.TrackingNumber, parcel.Scans.Count, parcel.Standing().Status).ShouldBe(("69590558973", 2, Delivered));
    }

    [Fact]
    public void What_is_the_latest_beside_an_event_is_not_that_event() =>
        Sample.Parcel("clickpost", """
            { "waybill": "1", "clickpost_status_code": 6, "timestamp": "2018-08-06T14:48:57.002000Z",
              "additional": { "latest_status": { "clickpost_status_code": 8 } } }
            """).Scans.Single().Status.ShouldBe(OutForDelivery);
}
