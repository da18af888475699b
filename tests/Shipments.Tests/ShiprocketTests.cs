using Contracts;
using Shipments.Carriers;
using static Shipments.Statuses;

namespace Shipments.Tests;

public sealed class ShiprocketTests
{
    [Fact]
    public void A_snapshot_is_read_with_all_its_scans()
    {
        var parcel = Sample.Parcel("shiprocket/official_in_transit");
        parcel.Scans.Count.ShouldBe(17);
        var standing = parcel.Standing();
        (standing.Status, standing.Attempts).ShouldBe((InTransit, 0));
        standing.HandedOverAt.ShouldBe(new DateTimeOffset(2023, 5, 19, 15, 32, 17, TimeSpan.FromHours(5.5)));
        standing.EstimatedDelivery!.From.ShouldBe(new DateTimeOffset(2023, 5, 23, 0, 0, 0, TimeSpan.FromHours(5.5)));
        parcel.Scans.Count(scan => scan.Status == Unknown).ShouldBe(3);
    }

    [Fact]
    public void Scans_keyed_by_number_are_a_list_and_the_summary_tells_what_they_do_not()
    {
        var parcel = Sample.Parcel("shiprocket/readme_delivered_scans_as_object");
        parcel.Scans.Select(scan => (scan.Status, scan.Source)).ShouldBe(
            [(Unknown, ScanSource.Carrier), (Delivered, ScanSource.Summary)]);
        parcel.Standing().DeliveredAt.ShouldBe(new DateTimeOffset(2024, 3, 18, 15, 45, 30, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("UNDELIVERED", DeliveryAttempted, Legs.Forward)]
    [InlineData("Undelivered-2nd Attempt", DeliveryAttempted, Legs.Forward)]
    [InlineData("RTO DELIVERED", Returned, Legs.Return)]
    [InlineData("RTO_OFD", Returning, Legs.Return)]
    [InlineData("RTO-NDR", Returning, Legs.Return)]
    [InlineData("RTO IN-TRANSIT", Returning, Legs.Return)]
    [InlineData("RTO INITIATED", Returning, Legs.Return)]
    [InlineData("Delivered", Delivered, Legs.Forward)]
    [InlineData("Canceled", Cancelled, Legs.Forward)]
    [InlineData("QC FAILED", InfoReceived, Legs.Return)]
    [InlineData("Return Delivered", Returned, Legs.Return)]
    [InlineData("LOST", Statuses.Exception, Legs.Forward)]
    public void A_status_is_read_as_a_whole_never_by_a_word_in_it(string text, string status, string leg)
    {
        var meaning = ShiprocketStatuses.OfText(text).ShouldNotBeNull();
        (meaning.Status, meaning.Leg).ShouldBe((status, leg));
    }

    [Fact]
    public void Every_id_of_both_tables_is_a_known_status_or_on_purpose_none()
    {
        string[] silent = ["8", "10", "11", "18", "29", "41", "42", "52"];
        int[] gaps = [56, 63, 77, 78, 79, 84, 85, 86];
        foreach (var id in Enumerable.Range(1, 90).Except(gaps).Select(i => $"{i}"))
            (ShiprocketStatuses.OfCurrentStatus(id) is null).ShouldBe(silent.Contains(id), id);
        foreach (var id in (string[])["5", "42", "6", "18", "17", "38", "7", "9", "10", "14", "19", "20", "21"])
            ShiprocketStatuses.OfShipmentStatus(id).ShouldNotBeNull(id);
    }

    [Fact]
    public void The_same_number_means_another_thing_in_the_other_table()
    {
        ShiprocketStatuses.OfCurrentStatus("19")!.Status.ShouldBe(OutForDelivery);
        ShiprocketStatuses.OfShipmentStatus("19")!.Status.ShouldBe(InfoReceived);
        ShiprocketStatuses.OfShipmentStatus("NA").ShouldBeNull();
    }

    [Fact]
    public void After_the_return_began_in_transit_is_returning_and_delivered_is_returned()
    {
        var parcel = Sample.Parcel("shiprocket", """
            { "awb": 19041424751540, "current_status": "RTO DELIVERED", "current_timestamp": "25 05 2023 10:00:00",
              "scans": [
                { "date": "2023-05-23 11:00:00", "sr-status": "9", "sr-status-label": "RTO INITIATED" },
                { "date": "2023-05-24 11:00:00", "sr-status": "18", "sr-status-label": "IN TRANSIT" },
                { "date": "2023-05-25 10:00:00", "sr-status": "7", "sr-status-label": "DELIVERED" } ] }
            """);
        parcel.Scans.Select(scan => scan.Status).ShouldBe([Returning, Returning, Returned]);
        parcel.Scans.Select(Milestones.Of).ShouldNotContain("delivered");
    }

    [Fact]
    public void A_return_that_was_called_off_ends_with_the_customer()
    {
        var parcel = Sample.Parcel("shiprocket", """
            { "awb": "19041424751540", "current_status": "DELIVERED", "current_timestamp": "25 05 2023 10:00:00",
              "scans": [
                { "date": "2023-05-23 11:00:00", "sr-status-label": "RTO INITIATED" },
                { "date": "2023-05-25 10:00:00", "sr-status-label": "DELIVERED" } ] }
            """);
        parcel.Standing().Status.ShouldBe(Delivered);
    }

    [Fact]
    public void A_summary_ahead_of_its_scans_counts()
    {
        var parcel = Sample.Parcel("shiprocket", """
            { "Awb": "19041424751540", "Current Status": "UNDELIVERED", "Current Timestamp": "23 05 2023 11:43:52",
              "Scans": [ { "Date": "2023-05-23 09:00:00", "sr status label": "OUT FOR DELIVERY" } ] }
            """);
        var standing = parcel.Standing();
        (standing.Status, standing.Attempts).ShouldBe((DeliveryAttempted, 1));
        standing.LastScanAt.ShouldBe(new DateTimeOffset(2023, 5, 23, 11, 43, 52, TimeSpan.FromHours(5.5)));
    }

    [Fact]
    public void A_return_shipment_is_on_its_way_back_from_the_start() =>
        Sample.Parcel("shiprocket", """
            { "awb": "1", "is_return": "1", "scans": [
                { "date": "2023-05-23 09:00:00", "sr-status-label": "PICKED UP" } ] }
            """).Standing().Status.ShouldBe(Returning);
}
