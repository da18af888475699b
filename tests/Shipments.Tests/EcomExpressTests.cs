using Shipments.Carriers;
using static Shipments.Statuses;

namespace Shipments.Tests;

public sealed class EcomExpressTests
{
    [Fact]
    public void A_placeholder_for_a_time_is_flagged_and_the_rest_is_read()
    {
        var parcel = Sample.Parcel("ecomexpress/rts_777_template");
        var scan = parcel.Scans.ShouldHaveSingleItem();
        (scan.Status, scan.Leg, scan.CarrierCode, scan.CarrierText).ShouldBe(
            (Returning, Legs.Return, "777", "777 - RTS - Return To Shipper"));
        (scan.Suspect, scan.TimeText).ShouldBe(("time_unreadable", "YYYY-MM-DD HH:MM:SS"));
        parcel.Standing().Status.ShouldBe(Pending, "what has no time decides nothing");
    }

    [Fact]
    public void The_child_code_says_more_than_its_parent()
    {
        var scan = Sample.Parcel("ecomexpress", """
            { "awb": 123456789, "datetime": "2022-05-02 10:48:00", "reason_code": "221 - Consignee Refused To Accept",
              "reason_code_number": 221, "child_reason_code_number": "22101" }
            """).Scans.Single();
        (scan.Status, scan.Reason!.Code, scan.CarrierCode).ShouldBe(
            (DeliveryAttempted, "open_delivery_demanded", "22101"));
    }

    [Fact]
    public void A_pulled_history_is_read_with_its_months_names()
    {
        var parcel = Sample.Parcel("ecomexpress", """
            { "awb_number": "123456789", "expected_date": "03-May-2022", "ref_awb": "", "scans": [
                { "updated_on": "02 May, 2022, 10:48 ", "reason_code": "006 - Outscan", "location_city": "Vadodara" },
                { "updated_on": "01 May, 2022, 22:05", "reason_code_number": "005" } ] }
            """);
        parcel.Scans.Select(scan => (scan.Status, scan.LocalTime)).ShouldBe(
            [(OutForDelivery, "2022-05-02T10:48:00"), (InTransit, "2022-05-01T22:05:00")]);
        parcel.Estimate!.From.ShouldBe(new DateTimeOffset(2022, 5, 3, 0, 0, 0, TimeSpan.FromHours(5.5)));
    }

    [Fact]
    public void A_history_pulled_as_XML_is_read_as_the_same_in_JSON()
    {
        var report = Sample.Report("ecomexpress", """
            <?xml version="1.0" encoding="utf-8"?>
            <ecomexpress-objects version="1.0"><object pk="1" model="awb">
              <field type="BigIntegerField" name="awb_number">123456789</field>
              <field type="CharField" name="orderid">1001</field>
              <field type="CharField" name="ref_awb">None</field>
              <field type="CharField" name="rts_shipment">0</field>
              <field type="CharField" name="expected_date">03-May-2022</field>
              <field type="CharField" name="scans">
                <object pk="2" model="scan_stages">
                  <field type="DateTimeField" name="updated_on">02 May, 2022, 10:48 </field>
                  <field type="CharField" name="reason_code">006 - Outscan</field>
                  <field type="CharField" name="reason_code_number">006</field>
                  <field type="CharField" name="location_city">Vadodara</field>
                </object>
                <object pk="3" model="scan_stages">
                  <field type="DateTimeField" name="updated_on">01 May, 2022, 22:05</field>
                  <field type="CharField" name="reason_code_number">005</field>
                </object>
              </field>
            </object></ecomexpress-objects>
            """u8.ToArray());
        var parcel = report.ShouldBeOfType<CarrierReport.Parcels>().All.ShouldHaveSingleItem();
        (parcel.TrackingNumber, parcel.Reference, parcel.ReturnNumber).ShouldBe(("123456789", "1001", null));
        parcel.Scans.Select(scan => (scan.Status, scan.LocalTime)).ShouldBe(
            [(OutForDelivery, "2022-05-02T10:48:00"), (InTransit, "2022-05-01T22:05:00")]);
        Sample.Parcel("ecomexpress", """
            { "awb_number": "123456789", "scans": [ { "updated_on": "02 May, 2022, 10:48", "location_city": "Vadodara",
                "reason_code": "006 - Outscan", "reason_code_number": "006" } ] }
            """).Scans.Single().Id.ShouldBe(parcel.Scans[0].Id);
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]><a>&b;</a>")]
    [InlineData("<ecomexpress-objects><object>")]
    [InlineData("<html><body>502 Bad Gateway</body></html>")]
    public void XML_that_is_none_of_theirs_is_unparseable(string xml) =>
        Sample.Report("ecomexpress", System.Text.Encoding.UTF8.GetBytes(xml))
            .ShouldBeOfType<CarrierReport.Unparseable>();

    [Fact]
    public void The_number_of_the_way_back_is_told_where_it_goes_back()
    {
        Parcel Pushed(string code) => Sample.Parcel("ecomexpress", $$"""
            { "awb": "123456789", "reason_code_number": "{{code}}", "datetime": "2022-05-02 10:00:00",
              "ref_awb": "987654321" }
            """);
        Pushed("777").ReturnNumber.ShouldBe("987654321");
        Pushed("006").ReturnNumber.ShouldBeNull();
    }

    [Fact]
    public void A_code_that_nobody_knows_is_nothing_but_shown()
    {
        var scan = Sample.Parcel("ecomexpress", """
            { "awb": "123456789", "reason_code_number": "98765", "reason_code": "98765 - Delivered to the moon",
              "datetime": "2022-05-02 10:00:00" }
            """).Scans.ShouldHaveSingleItem();
        (scan.Status, scan.CarrierCode).ShouldBe((Unknown, "98765"));
    }

    [Fact]
    public void Delivered_after_the_return_began_is_returned() =>
        Sample.Parcel("ecomexpress", """
            [ { "awb": "1", "reason_code_number": "999", "datetime": "2022-05-09 10:00:00", "status": "Delivered" },
              { "awb": "1", "reason_code_number": "777", "datetime": "2022-05-02 10:00:00", "status": "Returned" } ]
            """).Standing().Status.ShouldBe(Returned);

    [Fact]
    public void A_shipment_marked_as_returned_goes_back_whatever_its_code() =>
        Sample.Parcel("ecomexpress", """
            { "awb": "1", "rts_shipment": 1, "scans": [ { "reason_code_number": "999" } ] }
            """).Scans.Single().Status.ShouldBe(Returned);
}
