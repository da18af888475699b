using Shipments.Carriers;
using static Shipments.Statuses;

namespace Shipments.Tests;

public sealed class FedExTests
{
    [Fact]
    public void The_documented_answer_is_one_pick_up_with_its_delay()
    {
        var parcel = Sample.Parcel("fedex/track_api_delivered");
        (parcel.TrackingNumber, parcel.Reference).ShouldBe(("123456789012", "ASJFGVAS"));
        var scan = parcel.Scans.ShouldHaveSingleItem();
        (scan.Status, scan.Leg, scan.Detail, scan.Reason!.Code).ShouldBe(
            (PickedUp, Legs.Forward, Details.Delayed, "weather"));
        (scan.OccurredAt, scan.Zone, scan.ZoneSource).ShouldBe(
            (new DateTimeOffset(2018, 2, 2, 19, 1, 0, TimeSpan.Zero), "-07:00", "text"));
        scan.Location!.Text.ShouldBe("SEATTLE, WA, 98101, US");
        parcel.Estimate!.To.ShouldBe(new DateTimeOffset(2021, 10, 15, 23, 59, 59, TimeSpan.FromHours(-7)));
    }

    [Fact]
    public void Of_a_number_given_out_again_the_newest_shipment_counts_and_the_others_are_not_mixed_in()
    {
        const string old = """
            { "trackingNumberInfo": { "trackingNumberUniqueId": "2459000000~771234567890~FX" },
              "latestStatusDetail": { "code": "DL" },
              "scanEvents": [ { "date": "2020-05-30T10:00:00-05:00", "eventType": "DL" } ] }
            """;
        const string current = """
            { "trackingNumberInfo": { "trackingNumberUniqueId": "2460300000~771234567890~FX" },
              "latestStatusDetail": { "code": "IT" },
              "scanEvents": [ { "date": "2024-01-02T10:00:00-05:00", "eventType": "IT" } ] }
            """;
        foreach (var results in (string[])[$"{old}, {current}", $"{current}, {old}"])
        {
            var parcel = Results(results);
            parcel.Scans.ShouldHaveSingleItem().Status.ShouldBe(InTransit);
            parcel.Standing().Status.ShouldBe(InTransit);
        }
    }

    [Fact]
    public void Two_results_without_ids_are_told_apart_by_their_last_scan() =>
        Results("""
            { "scanEvents": [ { "date": "2024-01-02T10:00:00-05:00", "eventType": "OD" } ] },
            { "scanEvents": [ { "date": "2020-01-02T10:00:00-05:00", "eventType": "DL" } ] }
            """).Standing().Status.ShouldBe(OutForDelivery);

    [Theory]
    [InlineData("\"eventType\": \"OC\"", InfoReceived, null)]
    [InlineData("\"eventType\": \"AF\"", InTransit, null)]
    [InlineData("\"eventType\": \"HP\"", AvailableForPickup, null)]
    [InlineData("\"eventType\": \"CD\"", InTransit, "customs")]
    [InlineData("\"eventType\": \"DE\", \"exceptionCode\": \"08\"", DeliveryAttempted, "consignee_unavailable")]
    [InlineData("\"eventType\": \"DE\", \"exceptionCode\": \"07\"", DeliveryAttempted, "consignee_refused")]
    [InlineData("\"eventType\": \"DE\", \"exceptionCode\": \"999\"", Statuses.Exception, "unspecified")]
    [InlineData("\"eventType\": \"SE\", \"exceptionCode\": \"08\"", Statuses.Exception, "consignee_unavailable")]
    [InlineData("\"eventType\": \"SE\", \"delayDetail\": { \"type\": \"WEATHER\", \"status\": \"DELAYED\" }",
        Statuses.Exception, "weather")]
    [InlineData("\"eventType\": \"IT\", \"delayDetail\": { \"type\": \"WEATHER\", \"status\": \"ON_TIME\" }",
        InTransit, null)]
    [InlineData("\"eventType\": \"IT\", \"exceptionCode\": \"14\"", Returning, null)]
    [InlineData("\"eventType\": \"RS\"", Returning, null)]
    [InlineData("\"eventType\": \"CA\"", Cancelled, null)]
    [InlineData("\"eventType\": null, \"derivedStatusCode\": \"OD\"", OutForDelivery, null)]
    [InlineData("\"eventType\": \"RM\"", Unknown, null)]
    [InlineData("\"eventType\": \"??\"", Unknown, null)]
    public void An_event_is_read_with_its_exception_and_delay(string members, string status, string? reason)
    {
        var scan = Scan(members);
        (scan.Status, scan.Reason?.Code).ShouldBe((status, reason));
    }

    [Fact]
    public void Who_signed_stands_with_the_delivery() =>
        Results("""
            { "deliveryDetails": { "receivedByName": "R.RECEIVER" },
              "scanEvents": [ { "date": "2024-01-02T10:00:00-05:00", "eventType": "DL" } ] }
            """).Scans[0].SignedBy.ShouldBe("R.RECEIVER");

    [Fact]
    public void Delivered_after_a_return_to_shipper_is_returned() =>
        Results("""
            { "latestStatusDetail": { "code": "DL", "derivedCode": "DL" }, "scanEvents": [
                { "date": "2024-01-05T10:00:00-05:00", "eventType": "DL" },
                { "date": "2024-01-02T10:00:00-05:00", "eventType": "RS" } ] }
            """).Standing().Status.ShouldBe(Returned);

    [Theory]
    [InlineData("\"countryCode\": \"JP\"", "Asia/Tokyo", "location")]
    [InlineData("\"countryCode\": \"US\", \"stateOrProvinceCode\": \"NY\"", "America/New_York", "location")]
    [InlineData("\"countryCode\": \"US\"", "UTC", "assumed")]
    public void A_time_without_an_offset_is_the_places_own(string place, string zone, string source)
    {
        var scan = Scan($$"""
            "eventType": "IT", "scanLocation": { {{place}} }
            """, date: "2021-10-01T11:23:00");
        (scan.Zone, scan.ZoneSource).ShouldBe((zone, source));
    }

    [Fact]
    public void A_state_update_without_scans_is_as_of_its_event_or_of_the_push()
    {
        var delivered = Results("""
            { "latestStatusDetail": { "code": "DL", "description": "Delivered" }, "dateAndTimes": [
                { "type": "ACTUAL_PICKUP", "dateTime": "2024-01-01T10:00:00-05:00" },
                { "type": "ACTUAL_DELIVERY", "dateTime": "2024-01-03T10:00:00-05:00" } ] }
            """).Standing();
        (delivered.Status, delivered.DeliveredAt).ShouldBe(
            (Delivered, new DateTimeOffset(2024, 1, 3, 15, 0, 0, TimeSpan.Zero)));
        Sample.Parcel("fedex", """
            { "output": { "completeTrackResults": [ { "trackingNumber": "771234567890", "trackResults": [
                { "latestStatusDetail": { "code": "IT" } } ] } ] },
              "outputMetaData": [ { "timestamp": "2024-01-04T10:00:00Z", "attempt": 1 } ] }
            """).Standing().LastScanAt.ShouldBe(new DateTimeOffset(2024, 1, 4, 10, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void A_number_that_fedex_does_not_know_is_no_news() =>
        Sample.Report("fedex", """
            { "output": { "completeTrackResults": [ { "trackingNumber": "771234567890", "trackResults": [
                { "error": { "code": "TRACKING.TRACKINGNUMBER.NOTFOUND", "message": "not found" } } ] } ] } }
            """u8.ToArray()).ShouldBe(new CarrierReport.Ignored("TRACKING.TRACKINGNUMBER.NOTFOUND"));

    [Fact]
    public void Several_numbers_come_in_one_push() =>
        Sample.Report("fedex", """
            { "output": { "completeTrackResults": [
                { "trackingNumber": "771234567890", "trackResults": [
                    { "scanEvents": [ { "date": "2024-01-02T10:00:00Z", "eventType": "PU" } ] } ] },
                { "trackingNumber": "771234567891", "trackResults": [
                    { "scanEvents": [ { "date": "2024-01-02T10:00:00Z", "eventType": "OC" } ] } ] } ] } }
            """u8.ToArray()).ShouldBeOfType<CarrierReport.Parcels>().All
            .Select(parcel => parcel.Standing().Status).ShouldBe([PickedUp, InfoReceived]);

    private static Contracts.Scan Scan(string members, string date = "2024-01-02T10:00:00-05:00") => Results($$"""
        { "scanEvents": [ { "date": "{{date}}", {{members}} } ] }
        """).Scans.ShouldHaveSingleItem();

    private static Parcel Results(string results) => Sample.Parcel("fedex", $$"""
        { "output": { "completeTrackResults": [
            { "trackingNumber": "7712 3456 7890", "trackResults": [ {{results}} ] } ] } }
        """);
}
