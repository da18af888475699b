using Shipments.Carriers;
using static Shipments.Statuses;

namespace Shipments.Tests;

public sealed class UpsTests
{
    [Theory]
    [InlineData("D_FS_delivered_1", Delivered, "011", "2024-04-23T13:50:04Z", "2024-04-23T09:50:04", "-04:00")]
    [InlineData("I_DP_departure_scan_1", InTransit, "005", "2024-04-23T02:54:00Z", "2024-04-22T22:54:00", "-04:00")]
    [InlineData("I_OT_out_for_delivery_1", OutForDelivery, "021",
        "2024-04-23T13:15:19Z", "2024-04-23T09:15:19", "-04:00")]
    [InlineData("I_YP_preparing_for_delivery_2", InTransit, "071",
        "2024-04-23T04:30:52Z", "2024-04-23T00:30:52", "-04:00")]
    [InlineData("M_MP_manifest_label_created_empty_strings_1", InfoReceived, "003",
        "2024-04-22T09:12:30Z", "2024-04-22T04:12:30", "-05:00")]
    public void An_activity_is_one_scan_in_its_places_time(
        string sample, string status, string code, string at, string local, string zone)
    {
        var parcel = Sample.Parcel($"ups/{sample}");
        var scan = parcel.Scans.ShouldHaveSingleItem();
        (scan.Status, scan.Leg, scan.CarrierCode).ShouldBe((status, Legs.Forward, code));
        scan.OccurredAt.ShouldBe(DateTimeOffset.Parse(at, null));
        (scan.LocalTime, scan.Zone, scan.ZoneSource, scan.Suspect).ShouldBe((local, zone, "field", null));
    }

    [Fact]
    public void A_number_is_known_with_a_space_before_it() =>
        Sample.Parcel("ups/M_MP_manifest_label_created_empty_strings_1").TrackingNumber.ShouldBe("1ZABCXYZ0112346789");

    [Fact]
    public void Who_received_it_is_kept_and_an_old_promise_is_not()
    {
        var parcel = Sample.Parcel("ups/D_FS_delivered_1");
        parcel.Scans[0].SignedBy.ShouldBe("John");
        parcel.Estimate.ShouldBeNull();
        Activity("""
            "activityStatus": { "type": "I", "descriptionCode": "005" }, "scheduledDeliveryDate": "20191014"
            """).Estimate.ShouldBeNull();
    }

    [Fact]
    public void A_scheduled_delivery_is_a_day_of_the_place_or_its_window()
    {
        var day = Sample.Parcel("ups/I_OT_out_for_delivery_1").Estimate.ShouldNotBeNull();
        day.From.ShouldBe(new DateTimeOffset(2024, 4, 23, 0, 0, 0, TimeSpan.FromHours(-4)));
        (day.To - day.From).ShouldBe(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        var window = Activity("""
            "activityStatus": { "type": "I", "descriptionCode": "021" }, "scheduledDeliveryDate": "20240423",
            "deliveryStartTime": "101500", "deliveryEndTime": "141500",
            "activityLocation": { "stateProvince": "NC", "country": "US" }
            """).Estimate.ShouldNotBeNull();
        (window.To - window.From).ShouldBe(TimeSpan.FromHours(4));
    }

    [Theory]
    // The difference of the two is the zone; UPS' own gmtOffset settles which is which, then the country.
    [InlineData("095004", "135004", "\"-04.00\"", "US", "2024-04-23T13:50:04Z", "-04:00", "field")]
    [InlineData("135004", "095004", "\"-04.00\"", "US", "2024-04-23T13:50:04Z", "-04:00", "field")]
    [InlineData("135004", "095004", "\"\"", "US", "2024-04-23T13:50:04Z", "-04:00", "field")]
    [InlineData("135004", "095004", "null", "AE", "2024-04-23T09:50:04Z", "+04:00", "field")]
    [InlineData("135004", "095004", "null", "", "2024-04-23T09:50:04Z", "+04:00", "field")]
    [InlineData("095004", "", "\"-04.00\"", "US", "2024-04-23T13:50:04Z", "-04:00", "field")]
    [InlineData("095004", "", "null", "JP", "2024-04-23T00:50:04Z", "Asia/Tokyo", "location")]
    [InlineData("095004", "", "null", "US", "2024-04-23T09:50:04Z", "UTC", "assumed")]
    [InlineData("", "135004", "null", "US", "2024-04-23T13:50:04Z", "UTC", "field")]
    [InlineData("095004", "135117", "null", "JP", "2024-04-23T00:50:04Z", "Asia/Tokyo", "location")]
    public void Local_and_gmt_time_make_a_pair(
        string local, string gmt, string offset, string country, string at, string zone, string source)
    {
        var scan = Activity($$"""
            "activityStatus": { "type": "I", "code": "DP" }, "localActivityDate": "20240423",
            "localActivityTime": "{{local}}", "gmtActivityDate": "20240423", "gmtActivityTime": "{{gmt}}",
            "gmtOffset": {{offset}}, "activityLocation": { "country": "{{country}}" }
            """, dated: false).Scans.ShouldHaveSingleItem();
        (scan.OccurredAt, scan.Zone, scan.ZoneSource).ShouldBe((DateTimeOffset.Parse(at, null), zone, source));
    }

    [Fact]
    public void Numbers_for_texts_have_lost_their_zeros()
    {
        var scan = Activity("""
            "activityStatus": { "type": "D", "code": "FS", "descriptionCode": 11 }, "localActivityDate": 20240423,
            "localActivityTime": 95004, "gmtActivityDate": 20240423, "gmtActivityTime": 135004
            """, dated: false).Scans.ShouldHaveSingleItem();
        (scan.CarrierCode, scan.LocalTime, scan.Zone).ShouldBe(("011", "2024-04-23T09:50:04", "-04:00"));
    }

    [Theory]
    [InlineData("D", "FS", null, Delivered, null)]
    [InlineData("I", "DP", null, InTransit, Details.Departed)]
    [InlineData("I", "DP", "005", InTransit, Details.Departed)]
    [InlineData("I", "ZZ", "999", InTransit, null)]
    [InlineData("X", null, null, Statuses.Exception, null)]
    [InlineData("X", "ZZ", "064", DeliveryAttempted, null)]
    [InlineData("MV", null, null, Cancelled, null)]
    [InlineData("U", null, null, Unknown, null)]
    [InlineData("Q", "ZZ", "999", Unknown, null)]
    [InlineData("I", null, "036", Returning, null)]
    [InlineData("D", null, "034", Returned, null)]
    public void The_finest_code_that_is_known_decides(
        string? type, string? code, string? fine, string status, string? detail)
    {
        var scan = Activity($$"""
            "activityStatus": { "type": {{Json(type)}}, "code": {{Json(code)}}, "descriptionCode": {{Json(fine)}} }
            """).Scans.ShouldHaveSingleItem();
        (scan.Status, scan.Detail).ShouldBe((status, detail));
        if (status is Returning or Returned)
            scan.Leg.ShouldBe(Legs.Return);
    }

    [Fact]
    public void Every_failed_attempt_says_whose_it_is_and_whether_to_act()
    {
        var scan = Activity("""
            "activityStatus": { "type": "X", "descriptionCode": "062", "description": "Funds required" }
            """).Scans.ShouldHaveSingleItem();
        scan.Reason.ShouldBe(Reasons.CashNotReady.Saying("Funds required"));
    }

    [Fact]
    public void Activities_of_several_parcels_come_in_one_array_and_those_of_one_together()
    {
        var parcels = Sample.Report("ups", """
            [ { "trackingNumber": "1ZABCXYZ0112346789", "activityStatus": { "type": "I", "code": "OT" },
                "localActivityDate": "20240423", "localActivityTime": "091519" },
              { "trackingNumber": "1Z204W4R0308071865", "activityStatus": { "type": "M", "code": "MP" },
                "localActivityDate": "20240422", "localActivityTime": "091519" },
              { "trackingNumber": "1ZABCXYZ0112346789", "activityStatus": { "type": "I", "code": "DP" },
                "localActivityDate": "20240422", "localActivityTime": "091519" } ]
            """u8.ToArray()).ShouldBeOfType<CarrierReport.Parcels>().All;
        parcels.Select(parcel => (parcel.TrackingNumber, parcel.Scans.Count)).ShouldBe(
            [("1ZABCXYZ0112346789", 2), ("1Z204W4R0308071865", 1)]);
    }

    [Fact]
    public void The_track_api_tells_the_same_activities_as_a_history()
    {
        var parcel = Sample.Parcel("ups", """
            { "trackResponse": { "shipment": [ { "inquiryNumber": "1Z204W4R0308071865", "package": [ {
                "trackingNumber": "1Z204W4R0308071865", "deliveryInformation": { "receivedBy": "JOHN" },
                "activity": [
                  { "location": { "address": { "city": "CHARLOTTE", "stateProvince": "NC", "countryCode": "US" } },
                    "status": { "type": "D", "description": "DELIVERED", "code": "FS", "statusCode": "011" },
                    "date": "20240423", "time": "095004", "gmtDate": "20240423", "gmtTime": "13:50:04",
                    "gmtOffset": "-04:00" },
                  { "status": { "type": "M", "description": "Shipper created a label", "code": "MP",
                      "statusCode": "003" }, "date": "20240420", "time": "101010" } ] } ] } ] } }
            """);
        parcel.Scans.Select(scan => scan.Status).ShouldBe([Delivered, InfoReceived]);
        (parcel.Standing().Status, parcel.Scans[0].SignedBy, parcel.Scans[0].Zone).ShouldBe(
            (Delivered, "JOHN", "-04:00"));
    }

    [Fact]
    public void A_number_alone_is_no_report() =>
        Sample.Report("ups", """{ "trackingNumber": "1Z204W4R0308071865" }"""u8.ToArray())
            .ShouldBeOfType<CarrierReport.Unparseable>();

    private static string Json(string? text) => text is null ? "null" : $"\"{text}\"";

    private static Parcel Activity(string members, bool dated = true) => Sample.Parcel("ups", $$"""
        { "trackingNumber": "1Z204W4R0308071865", {{members}}
          {{(dated ? ", \"localActivityDate\": \"20240423\", \"localActivityTime\": \"095004\"" : "")}} }
        """);
}
