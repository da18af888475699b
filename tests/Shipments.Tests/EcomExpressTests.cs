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
