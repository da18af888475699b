using Shipments.Carriers;
using static Shipments.Statuses;

namespace Shipments.Tests;

public sealed class ShippoTests
{
    [Theory]
    [InlineData("track_object_usps_test_create", 11, Delivered)]
    [InlineData("track_updated_docs_2020_delivered_with_failure_scan", 4, Delivered)]
    public void A_track_stands_as_shippo_says(string sample, int scans, string status)
    {
        var parcel = Sample.Parcel($"shippo/{sample}");
        parcel.Scans.Count.ShouldBe(scans);
        parcel.Standing().Status.ShouldBe(status);
    }

    [Fact]
    public void A_failure_between_transit_and_delivery_stays_in_the_history()
    {
        var scans = Sample.Parcel("shippo/track_updated_docs_2020_delivered_with_failure_scan").Scans;
        scans.Select(scan => scan.Status).ShouldBe([Unknown, InTransit, Statuses.Exception, Delivered]);
        scans[2].Reason!.Code.ShouldBe("unspecified");
        scans[2].Location!.Text.ShouldBe("Memphis, TN, 37501, US");
    }

    [Fact]
    public void Ids_that_change_at_every_fetch_make_no_new_scan()
    {
        const string sample = "shippo/track_object_usps_test_create";
        var once = Sample.Parcel(sample).Scans.Select(scan => scan.Id).ToList();
        var again = System.Text.RegularExpressions.Regex.Replace(
            System.Text.Encoding.UTF8.GetString(Sample.Bytes(sample)), "\"object_id\": \"[0-9a-f]+\"",
            _ => $"\"object_id\": \"{Guid.NewGuid():N}\"");
        Sample.Parcel("shippo", again).Scans.Select(scan => scan.Id).ShouldBe(once);
    }

    [Fact]
    public void A_midnight_z_is_a_local_day_in_disguise()
    {
        var scans = Sample.Parcel("shippo/track_object_usps_test_create").Scans;
        (scans[0].TimeText, scans[0].Zone, scans[0].ZoneSource).ShouldBe(("2016-12-07T00:00:00Z", "UTC", "assumed"));
        (scans[1].Zone, scans[1].ZoneSource).ShouldBe(("UTC", "text"));
        var placed = Track("""
            { "status": "TRANSIT", "status_date": "2024-03-05T00:00:00Z",
              "location": { "state": "CA", "country": "US" } }
            """).Scans[0];
        (placed.Zone, placed.ZoneSource).ShouldBe(("America/Los_Angeles", "location"));
        placed.OccurredAt.ShouldBe(new DateTimeOffset(2024, 3, 5, 8, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void An_eta_at_midnight_is_a_whole_day_where_the_parcel_goes()
    {
        var estimate = Sample.Parcel("shippo/track_object_usps_test_create").Estimate.ShouldNotBeNull();
        estimate.From.ShouldBe(new DateTimeOffset(2016, 12, 8, 0, 0, 0, TimeSpan.FromHours(-8)));
        (estimate.To - estimate.From).ShouldBe(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("PRE_TRANSIT", "information_received", InfoReceived, null)]
    [InlineData("TRANSIT", "package_accepted", PickedUp, null)]
    [InlineData("TRANSIT", "out_for_delivery", OutForDelivery, null)]
    [InlineData("TRANSIT", "delivery_attempted", DeliveryAttempted, "action_required")]
    [InlineData("TRANSIT", "pickup_available", AvailableForPickup, "self_collect")]
    [InlineData("TRANSIT", "package_damaged", Statuses.Exception, "damaged")]
    [InlineData("TRANSIT", "never_heard_of", InTransit, null)]
    [InlineData("RETURNED", "package_unclaimed", Returning, "unclaimed")]
    [InlineData("RETURNED", null, Returning, null)]
    [InlineData("FAILURE", "package_lost", Statuses.Exception, "lost")]
    [InlineData("UNKNOWN", "other", Unknown, null)]
    [InlineData("NEVER_HEARD_OF", null, Unknown, null)]
    public void A_status_with_its_substatus_has_one_meaning(
        string status, string? substatus, string meaning, string? reason)
    {
        var scan = Track($$"""
            { "status": "{{status}}", "status_date": "2024-03-05T10:00:00Z",
              "substatus": {{(substatus is null ? "null" : $$"""{ "code": "{{substatus}}", "text": "t" }""")}} }
            """).Scans[0];
        (scan.Status, scan.Reason?.Code).ShouldBe((meaning, reason));
    }

    [Theory]
    [InlineData("delayed", true, "carrier_delay", true)]
    [InlineData("address_issue", false, "address_issue", false)]
    [InlineData("package_arrived", true, "action_required", true)]
    [InlineData("package_arrived", false, null, null)]
    public void Whether_someone_must_act_is_shippos_to_say(string substatus, bool told, string? reason, bool? acts)
    {
        var scan = Track($$"""
            { "status": "TRANSIT", "status_date": "2024-03-05T10:00:00Z", "status_details": "Said so",
              "substatus": { "code": "{{substatus}}", "action_required": {{(told ? "true" : "false")}} } }
            """).Scans[0];
        (scan.Reason?.Code, scan.Reason?.ActionRequired).ShouldBe((reason, acts));
    }

    [Fact]
    public void A_current_status_ahead_of_the_history_counts()
    {
        var parcel = Sample.Parcel("shippo", """
            { "event": "track_updated", "data": { "tracking_number": "9205590164917337534322",
                "tracking_history": [ { "status": "TRANSIT", "status_date": "2024-03-05T10:00:00Z" } ],
                "tracking_status": { "status": "RETURNED", "status_date": "2024-03-07T10:00:00Z" } } }
            """);
        var standing = parcel.Standing();
        (standing.Status, standing.Leg).ShouldBe((Returning, Legs.Return));
        parcel.Scans[1].Source.ShouldBe(ScanSource.Summary);
    }

    [Theory]
    [InlineData("""{ "event": "transaction_created", "data": { "object_id": "x" } }""", "event transaction_created")]
    [InlineData("""{ "event": "track_updated", "data": { "tracking_number": "1", "tracking_status": null } }""",
        "a track that knows nothing yet")]
    public void What_holds_no_news_is_ignored(string json, string reason) =>
        Sample.Report("shippo", System.Text.Encoding.UTF8.GetBytes(json)).ShouldBe(new CarrierReport.Ignored(reason));

    private static Parcel Track(string status) => Sample.Parcel("shippo", $$"""
        { "carrier": "usps", "tracking_number": "9205590164917337534322", "tracking_history": [ {{status}} ] }
        """);
}
