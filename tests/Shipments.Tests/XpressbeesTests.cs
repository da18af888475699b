using Contracts;
using Shipments.Carriers;
using static Shipments.Statuses;

namespace Shipments.Tests;

public sealed class XpressbeesTests
{
    [Fact]
    public void The_number_in_the_remarks_is_the_reason()
    {
        var parcel = Sample.Parcel("xpressbees/ndr_ud_68");
        var scan = parcel.Scans.ShouldHaveSingleItem();
        (scan.Status, scan.CarrierCode, scan.LocalTime).ShouldBe((DeliveryAttempted, "68-UD", "2021-05-12T13:44:00"));
        scan.Reason.ShouldBe(new StatusReason("out_of_delivery_area", "carrier", true, "68"));
        (scan.Location!.City, scan.Location.Region).ShouldBe(("JAIPUR", "RAJASTHAN"));
        parcel.Estimate!.From.ShouldBe(new DateTimeOffset(2021, 5, 10, 0, 0, 0, TimeSpan.FromHours(5.5)));
    }

    [Fact]
    public void A_pulled_batch_is_read_with_its_months_before_its_days()
    {
        var report = Sample.Report("xpressbees", """
            [ { "AWBNo": "1332921569369", "ReturnMessage": "Successful", "ShipmentSummary": [
                { "Status": "COD Amount Not Ready", "StatusCode": "UD",
                  "StatusDate": "14-04-2022", "StatusTime": "1233", "Location": "JAI/SNG, JAIPUR, RAJASTHAN",
                  "ExpectedDeliveryDate": "4/15/2022 12:33:16 AM" },
                { "Status": "Out For Delivery", "StatusCode": "OFD", "StatusDate": "14-04-2022", "StatusTime": "0905" },
                { "Status": "InTransit", "StatusCode": "IT", "StatusDate": "13-04-2022", "StatusTime": 30 } ] },
              { "AWBNo": "1332921569370", "ShipmentSummary": [
                { "Status": "Delivered", "StatusCode": "DLVD", "StatusDate": "14-04-2022", "StatusTime": "1233" } ] } ]
            """u8.ToArray()).ShouldBeOfType<CarrierReport.Parcels>();
        report.All.Select(parcel => (parcel.TrackingNumber, parcel.Standing().Status, parcel.Scans.Count)).ShouldBe(
            [("1332921569369", DeliveryAttempted, 3), ("1332921569370", Delivered, 1)]);
        var first = report.All[0];
        first.Standing().Reason!.Code.ShouldBe("payment_not_ready");
        first.Scans[2].LocalTime.ShouldBe("2022-04-13T00:30:00");
        first.Estimate!.From.ShouldBe(new DateTimeOffset(2022, 4, 15, 0, 0, 0, TimeSpan.FromHours(5.5)));
    }

    [Theory]
    [InlineData("RPPickDone", "", Returning)]
    [InlineData("RPAttemptNotPick", "12", InfoReceived)]
    [InlineData("DLVD", "", Returned)]
    [InlineData("UD", "7", Returning)]
    [InlineData("it", null, Returning)]
    [InlineData("68", "", Unknown)]
    public void Of_a_reverse_parcel_the_fields_are_swapped(string remarks, string? code, string status) =>
        Sample.Parcel("xpressbees", $$"""
            { "AWBNO": 1332921569369, "Remarks": "{{remarks}}",
              "StatusCode": {{(code is null ? "null" : $"\"{code}\"")}} }
            """).Scans.Single().Status.ShouldBe(status);

    [Fact]
    public void The_code_that_tells_beats_the_words() =>
        Sample.Parcel("xpressbees", """
            { "AWBNO": "1332921569369", "Remarks": "Delivered", "StatusCode": "RTD" }
            """).Scans.Single().Status.ShouldBe(Returned);
}
