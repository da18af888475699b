using System.Text;
using Shipments.Carriers;
using static Shipments.Statuses;

namespace Shipments.Tests;

public sealed class EkartTests
{
    [Fact]
    public void A_pushed_delivery_is_read()
    {
        var parcel = Sample.Parcel("ekart/shipment_delivered_cod");
        var scan = parcel.Scans.ShouldHaveSingleItem();
        (parcel.TrackingNumber, scan.Status, scan.CarrierCode).ShouldBe(
            ("ABCC0001201928", Delivered, "shipment_delivered"));
        (scan.LocalTime, scan.Zone, scan.ZoneSource).ShouldBe(("2019-01-27T20:47:52", "Asia/Kolkata", "assumed"));
        scan.Location!.Text.ShouldBe("fkl_Binola_ABC");
    }

    [Fact]
    public void An_event_under_an_id_of_the_clients_own_is_the_same()
    {
        var bare = Encoding.UTF8.GetString(Sample.Bytes("ekart/shipment_delivered_cod"));
        Sample.Parcel("ekart", $$"""{ "64f1c": {{bare}} }""").Scans.Single().Id
            .ShouldBe(Sample.Parcel("ekart", bare).Scans.Single().Id);
    }

    [Fact]
    public void What_stands_behind_a_sub_reason_is_data()
    {
        var scan = Sample.Parcel("ekart", """
            { "vendor_tracking_id": "FMPC1", "event": "shipment_undelivered_attempted",
              "sub_reasons": ["Request for reschedule. Delivery_Date changed to:2021-05-03"] }
            """).Scans.Single();
        (scan.Status, scan.Reason!.Code).ShouldBe((DeliveryAttempted, "rescheduled_by_consignee"));
    }

    [Theory]
    [InlineData("flipkartlogistics-reverse", "OutgoingShipment", "shipment_delivered", Returned)]
    [InlineData("flipkartlogistics", "IncomingShipment", "shipment_delivered", Returned)]
    [InlineData("flipkartlogistics-reverse", "IncomingShipment", "shipment_pickup_complete", Returning)]
    [InlineData("flipkartlogistics", "OutgoingShipment", "return_delivered", Returned)]
    public void A_parcel_fetched_from_a_customer_goes_back(string courier, string type, string name, string status)
    {
        var scan = Sample.Parcel("ekart", $$"""
            { "vendor_tracking_id": "FMPC1", "courier_name": "{{courier}}", "shipment_type": "{{type}}",
              "event": "{{name}}", "status": "delivered" }
            """).Scans.Single();
        (scan.Status, scan.Leg).ShouldBe((status, Legs.Return));
    }

    [Fact]
    public void A_pulled_event_has_its_offset()
    {
        var parcel = Sample.Parcel("ekart", """
            { "status": "out_for_pickup", "event_date": "2022-04-11T12:38:05+0530",
              "event_date_iso8601": "2022-04-11T12:38:05+05:30", "city": "Dwarka", "cs_notes": null,
              "public_description": "shipment_out_for_pickup", "awbNumber": "WSPP2789544767", "edd": "" }
            """);
        var scan = parcel.Scans.ShouldHaveSingleItem();
        (scan.Status, scan.Detail, scan.ZoneSource).ShouldBe((InfoReceived, Details.OutForPickup, "text"));
        (scan.OccurredAt, scan.Location!.City).ShouldBe(
            (new DateTimeOffset(2022, 4, 11, 12, 38, 5, TimeSpan.FromHours(5.5)), "Dwarka"));
    }

    [Fact]
    public void Histories_by_number_are_several_parcels()
    {
        var report = Sample.Report("ekart", """
            { "FMPC1": { "shipment_type": "OutgoingShipment", "history": [
                { "status": "delivered", "event_date": "2022-04-13 10:00:00", "cs_notes": "marked_as_rto" },
                { "status": "rto_created", "event_date": "2022-04-12 10:00:00" } ] },
              "FMPC2": { "history": [ { "status": "in_transit", "event_date": "2022-04-12 10:00:00" } ] } }
            """u8.ToArray()).ShouldBeOfType<CarrierReport.Parcels>();
        report.All.Select(parcel => (parcel.TrackingNumber, parcel.Standing().Status))
            .ShouldBe([("FMPC1", Returned), ("FMPC2", InTransit)]);
    }

    [Fact]
    public void A_return_that_ends_with_the_customer_is_a_delivery() =>
        Sample.Parcel("ekart", """
            [ { "vendor_tracking_id": "FMPC1", "event": "shipment_rto_created", "event_date": "2022-04-12 10:00:00" },
              { "vendor_tracking_id": "FMPC1", "event": "shipment_delivered", "event_date": "2022-04-12 18:00:00" } ]
            """).Standing().Status.ShouldBe(Delivered);

    [Fact]
    public void Where_a_delivery_was_tried_is_no_scan() =>
        Sample.Report("ekart", """
            { "vendor_tracking_id": "FMPC1", "event": "delivery_attempt_metadata",
              "meta_data": { "attempt_location": { "latitude": 12.9, "longitude": 77.6 } } }
            """u8.ToArray()).ShouldBeOfType<CarrierReport.Ignored>();
}
