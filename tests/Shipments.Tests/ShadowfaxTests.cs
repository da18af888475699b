using Contracts;
using static Shipments.Statuses;

namespace Shipments.Tests;

public sealed class ShadowfaxTests
{
    [Fact]
    public void A_pushed_cancellation_is_read()
    {
        var parcel = Sample.Parcel("shadowfax/cancelled_by_customer");
        var scan = parcel.Scans.ShouldHaveSingleItem();
        (parcel.TrackingNumber, parcel.Reference).ShouldBe(("SF1234567890ABC", "ABC1234567890"));
        (scan.Status, scan.CarrierText, scan.LocalTime).ShouldBe(
            (Cancelled, "Cancelled By Customer", "2020-01-01T10:10:10"));
        (scan.Zone, scan.ZoneSource).ShouldBe(("Asia/Kolkata", "assumed"));
    }

    [Fact]
    public void A_delivery_comes_with_its_receiver()
    {
        var scan = Sample.Parcel("shadowfax", """
            { "awb_number": "SF610198449AAA", "order_id": "FL1", "event_timestamp": "2023-05-18 16:22:13",
              "current_location": "CHN_Ambattur_EXP", "comments": "Item Delivered at CHN_Ambattur_EXP",
              "event": "delivered", "status": "Delivered", "otp_verified": "Y", "client_id": 2245, "type": "FWD",
              "recipient_info": { "recipient": "Customer", "recipient_name": "A Name",
                "recipient_signature": "['https://pod.example/1.pdf']" } }
            """).Scans.Single();
        (scan.Status, scan.Leg, scan.Location!.Text).ShouldBe((Delivered, Legs.Forward, "CHN_Ambattur_EXP"));
        scan.Proof.ShouldBe(new DeliveryProof
        {
            SignedBy = "A Name", Relation = "Customer", SignatureUrl = "https://pod.example/1.pdf",
        });
    }

    [Fact]
    public void A_pulled_history_is_in_utc_and_says_so()
    {
        var parcel = Sample.Parcel("shadowfax", """
            { "message": "Success", "order_details": { "awb_number": "SF222344412TST", "status": "rts_nd" },
              "tracking_details": [
                { "created": "2022-03-01T08:00:00Z", "status_id": "rts_nd", "status": "Undelivered", "remarks": "x" },
                { "created": "2022-02-28T08:58:57Z", "location": "Hub", "status_id": "new", "status": "New" } ] }
            """);
        parcel.Standing().Status.ShouldBe(Returning);
        parcel.Scans.ShouldAllBe(scan => scan.ZoneSource == "text" && scan.Zone == "UTC");
    }

    [Fact]
    public void A_bulk_answer_is_several_parcels() =>
        Sample.Report("shadowfax", """
            { "message": "Success", "data": [
                { "awb_number": "SF1", "status": "ofd", "promised_delivery_date": "2022-03-03T00:00:00Z",
                  "tracking_details": [ { "created": "2022-03-01T08:00:00Z", "status_id": "ofd" } ] },
                { "awb_number": "SF2", "tracking_details": [
                    { "created": "2022-03-01T08:00:00Z", "status_id": "lost" } ] }
            ] }
            """u8.ToArray()).ShouldBeOfType<Carriers.CarrierReport.Parcels>()
            .All.Select(parcel => parcel.Standing().Status).ShouldBe([OutForDelivery, Statuses.Exception]);

    [Theory]
    [InlineData("R123", "FWD", "delivered", Returned)]
    [InlineData("SF1", "REV", "ofp", InfoReceived)]
    [InlineData("SF1", "REV", "picked", Returning)]
    [InlineData("SF1", "REV", "sent_to_fwd", Returning)]
    public void A_reverse_parcel_goes_back(string awb, string type, string name, string status)
    {
        var scan = Sample.Parcel("shadowfax",
            $$"""{ "awb_number": "{{awb}}", "event": "{{name}}", "type": "{{type}}" }""").Scans.Single();
        (scan.Status, scan.Leg).ShouldBe((status, Legs.Return));
    }

    [Theory]
    [InlineData("R123", Returned, Legs.Return)]
    [InlineData("SF1", Unknown, Legs.Forward)]
    public void Only_of_a_reverse_parcel_the_words_stand_for_the_event(string awb, string status, string leg)
    {
        var scan = Sample.Parcel(
            "shadowfax", $$"""{ "awb_number": "{{awb}}", "status": "Returned To Client" }""").Scans.Single();
        (scan.Status, scan.Leg).ShouldBe((status, leg));
    }

    [Theory]
    [InlineData("na", DeliveryAttempted)]
    [InlineData("NA", Unknown)]
    public void Not_attempted_is_no_missing_value(string name, string status) =>
        Sample.Parcel("shadowfax", $$"""{ "awb_number": "SF1", "event": "{{name}}", "comments": "x" }""")
            .Scans.Single().Status.ShouldBe(status);

    [Fact]
    public void The_remark_of_a_hold_says_why()
    {
        var scan = Sample.Parcel("shadowfax",
            """{ "awb_number": "SF1", "event": "on_hold", "comments": "Payment issue" }""").Scans.Single();
        (scan.Status, scan.Reason!.Code).ShouldBe((DeliveryAttempted, "payment_not_ready"));
    }
}
