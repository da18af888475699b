using Contracts;
using static Shipments.Statuses;

namespace Shipments.Tests;

public sealed class DtdcTests
{
    [Fact]
    public void A_pushed_booking_is_read()
    {
        var parcel = Sample.Parcel("dtdc/booked");
        var scan = parcel.Scans.ShouldHaveSingleItem();
        (parcel.TrackingNumber, scan.Status, scan.CarrierCode, scan.CarrierText).ShouldBe(
            ("B32242001", PickedUp, "BKD", "Booked"));
        (scan.LocalTime, scan.TimeText, scan.Zone).ShouldBe(("2017-06-21T15:30:00", "21062017 1530", "Asia/Kolkata"));
        scan.Location!.Text.ShouldBe("BANGALORE SURFACE APEX");
    }

    [Theory]
    [InlineData("DLK|OFFICE CLOSED OR DOOR LOCK-(CIR)", "premises_closed")]
    [InlineData("OFFICE CLOSED OR DOOR LOCK-(CIR)", "premises_closed")]
    [InlineData("Receiver Refused Delivery(CIR)", "consignee_refused")]
    [InlineData("DLK", "premises_closed")]
    [InlineData("something new", "unspecified")]
    [InlineData("", "unspecified")]
    public void The_remarks_say_why_a_delivery_failed(string remarks, string reason)
    {
        var scan = Sample.Parcel("dtdc", $$"""
            { "shipment": { "strShipmentNo": "B32242001" },
              "shipmentStatus": { "strAction": "NONDLV", "strRemarks": "{{remarks}}" } }
            """).Scans.Single();
        (scan.Status, scan.Reason!.Code).ShouldBe((DeliveryAttempted, reason));
    }

    [Fact]
    public void The_track_apis_answer_is_read()
    {
        var parcel = Sample.Parcel("dtdc", """
            { "statusCode": 200, "statusFlag": true, "trackHeader": { "strShipmentNo": "7V105153623",
                "strStatus": "Delivered", "strExpectedDeliveryDate": "05042022", "strRefNo": "1001" },
              "trackDetails": [
                { "strCode": "PCAW", "strAction": "Pickup Awaited", "strOrigin": "HUB OFFICE",
                  "strActionDate": "01042022", "strActionTime": "2113", "sTrRemarks": "" },
                { "strCode": "DLV", "strAction": "Delivered", "strOrigin": "MUMBAI", "strActionDate": "04042022",
                  "strActionTime": "1015", "sTrRemarks": "A NAME", "strLatitude": "19.1", "strLongitude": "72.8" } ] }
            """);
        parcel.Scans.Select(scan => (scan.Status, scan.LocalTime)).ShouldBe(
            [(InfoReceived, "2022-04-01T21:13:00"), (Delivered, "2022-04-04T10:15:00")]);
        parcel.Scans[1].Proof.ShouldBe(new DeliveryProof { SignedBy = "A NAME" });
        (parcel.Reference, parcel.Estimate!.From.Month, parcel.Estimate.From.Day).ShouldBe(("1001", 4, 5));
    }

    [Theory]
    [InlineData("12212021", 12, 21)]
    [InlineData("01052022", 1, 5)]
    [InlineData("21122021", 12, 21)]
    public void The_month_of_a_pulled_estimate_stands_first(string edd, int month, int day)
    {
        var estimate = Sample.Parcel("dtdc", $$"""
            { "strCode": "PCAW", "strAction": "Pickup Awaited", "strActionDate": "11122021", "strActionTime": "2113",
              "trackingId": "B32242001", "edd": "{{edd}}" }
            """).Estimate.ShouldNotBeNull();
        (estimate.From.Month, estimate.From.Day).ShouldBe((month, day));
    }

    [Theory]
    [InlineData("RTO", "7V999", "7V999")]
    [InlineData("RTO", "", null)]
    [InlineData("DLV", "7V999", null)]
    public void The_number_of_the_way_back_is_told_where_it_goes_back(string code, string number, string? back) =>
        Sample.Parcel("dtdc", $$"""
            { "shipment": { "strShipmentNo": "B32242001", "strRtoNumber": "{{number}}" },
              "shipmentStatus": { "strAction": "{{code}}", "strActionDate": "11122021", "strActionTime": "2113" } }
            """).ReturnNumber.ShouldBe(back);

    [Theory]
    [InlineData("RTODLV", Returned)]
    [InlineData("rtooutdlv", Returning)]
    [InlineData("DLV", Delivered)]
    public void A_code_is_read_as_a_whole(string code, string status) =>
        Sample.Parcel("dtdc", $$"""
            { "shipment": { "strShipmentNo": "B32242001" },
              "shipmentStatus": { "strAction": "{{code}}", "strActionDesc": "Delivered" } }
            """).Scans.Single().Status.ShouldBe(status);
}
