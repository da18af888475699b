using Shipments.Carriers;
using static Shipments.Statuses;

namespace Shipments.Tests;

public sealed class DhlTests
{
    [Fact]
    public void A_push_with_a_status_alone_is_one_scan()
    {
        var parcel = Sample.Parcel("dhl/push_delivered_third_party_test");
        var scan = parcel.Scans.ShouldHaveSingleItem();
        (parcel.TrackingNumber, scan.Status, scan.CarrierText).ShouldBe(
            ("JD0123", Delivered, "Delivered to recipient"));
        (scan.OccurredAt, scan.ZoneSource, scan.Source).ShouldBe(
            (new DateTimeOffset(2026, 6, 30, 10, 0, 0, TimeSpan.Zero), "text", ScanSource.Carrier));
    }

    [Fact]
    public void The_status_code_decides_whatever_its_text_and_an_offset_is_not_made_up()
    {
        var parcel = Sample.Parcel("dhl/unified_tracking_api_shipments");
        var scan = parcel.Scans.ShouldHaveSingleItem();
        (parcel.TrackingNumber, parcel.Reference, scan.Status).ShouldBe(
            ("7777777770", "YZ3892406173", InfoReceived));
        (scan.OccurredAt, scan.Zone, scan.ZoneSource).ShouldBe(
            (new DateTimeOffset(2018, 3, 2, 6, 53, 47, TimeSpan.Zero), "Europe/Amsterdam", "location"));
        parcel.Estimate!.From.ShouldBe(new DateTimeOffset(2018, 8, 3, 0, 0, 0, TimeSpan.FromHours(2)));
    }

    [Fact]
    public void To_confirm_a_subscription_its_id_and_secret_are_enough() =>
        Sample.Report("dhl/subscription_validate_third_party_test")
            .ShouldBe(new CarrierReport.Handshake("sub-123", "shhh"));

    [Fact]
    public void An_express_parcel_goes_back_by_its_event_code()
    {
        var scan = Sample.Parcel("dhl", """
            { "shipments": [ { "shipmentTrackingNumber": "1234567890", "events": [ { "date": "2022-05-02",
                "time": "10:48:00", "GMTOffset": "+02:00", "typeCode": "RT", "description": "Shipment in transit" } ]
            } ] }
            """).Scans.ShouldHaveSingleItem();
        (scan.Status, scan.Leg).ShouldBe((Returning, Legs.Return));
    }

    [Fact]
    public void The_secret_it_brings_is_not_written_down_as_it_is()
    {
        var body = Sample.Bytes("dhl/subscription_validate_third_party_test");
        var kept = Sample.CarrierOf("dhl/").WithoutSecrets(body, secret => $"sealed {secret.Length}");
        System.Text.Encoding.UTF8.GetString(kept).ShouldNotContain("shhh");
        Sample.Report("dhl", kept).ShouldBe(new CarrierReport.Handshake("sub-123", "sealed 4"));
    }

    [Fact]
    public void What_brings_none_is_written_down_as_it_came()
    {
        var body = Sample.Bytes("dhl/unified_tracking_api_shipments");
        Sample.CarrierOf("dhl/").WithoutSecrets(body, _ => "x").ShouldBeSameAs(body);
    }

    [Theory]
    [InlineData("""{ "scope": "subscription.created", "self": "x" }""", "subscription.created")]
    [InlineData("""{ "scope": "subscription.activate", "self": "x" }""", "subscription.activate")]
    [InlineData("""{ "scope": "subscription.ready" }""", "subscription.ready")]
    public void The_other_words_about_a_subscription_are_ignored_by_their_name(string json, string reason) =>
        Sample.Report("dhl", System.Text.Encoding.UTF8.GetBytes(json)).ShouldBe(new CarrierReport.Ignored(reason));

    [Theory]
    [InlineData("""{ "scope": "subscription.validate", "self": "https://x/subscription/a/b", "secret": "s" }""")]
    [InlineData("""{ "scope": "subscription.validate", "self": "https://x/subscription/..%2fadmin", "secret": "s" }""")]
    [InlineData("""{ "scope": "subscription.validate", "self": "https://x/subscription/a" }""")]
    [InlineData("""{ "scope": "subscription.validate", "self": ["https://x/subscription/a"], "secret": "s" }""")]
    public void A_handshake_that_cannot_be_answered_is_unparseable(string json) =>
        Sample.Report("dhl", System.Text.Encoding.UTF8.GetBytes(json)).ShouldBeOfType<CarrierReport.Unparseable>();

    [Theory]
    [InlineData("pre-transit", InfoReceived)]
    [InlineData("transit", InTransit)]
    [InlineData("delivered", Delivered)]
    [InlineData("failure", Statuses.Exception)]
    [InlineData("unknown", Unknown)]
    [InlineData("out-for-delivery", Unknown)]
    public void The_five_status_codes_are_all_that_unified_says(string code, string status) =>
        Shipment($$"""
            "status": { "timestamp": "2024-03-05T10:00:00Z", "statusCode": "{{code}}", "description": "Delivered" }
            """).Scans[0].Status.ShouldBe(status);

    [Fact]
    public void A_status_beside_its_own_event_is_not_told_twice()
    {
        var parcel = Shipment("""
            "status": { "timestamp": "2024-03-05T10:00:00Z", "statusCode": "transit", "description": "Sorted" },
            "events": [
                { "timestamp": "2024-03-05T10:00:00", "statusCode": "transit", "description": "Sorted",
                  "location": { "address": { "countryCode": "DE" } } },
                { "timestamp": "2024-03-04T10:00:00", "statusCode": "pre-transit", "description": "Announced" } ]
            """);
        parcel.Scans.Count.ShouldBe(2);
        parcel.Scans.Select(scan => (scan.Zone, scan.ZoneSource)).ShouldBe(
            [("Europe/Berlin", "location"), ("UTC", "assumed")]);
    }

    [Fact]
    public void A_scan_pushed_alone_and_told_again_in_a_history_is_one()
    {
        const string scan = """
            { "timestamp": "2024-03-05T10:00:00+01:00", "statusCode": "transit", "description": "Sorted" }
            """;
        Shipment($"\"status\": {scan}").Scans[0].Id
            .ShouldBe(Shipment($"\"status\": {scan}, \"events\": [ {scan} ]").Scans.ShouldHaveSingleItem().Id);
    }

    [Fact]
    public void A_division_without_times_is_kept_and_decides_nothing() =>
        Shipment("""
            "status": { "statusCode": "delivered", "status": "Delivered" }
            """).Scans.ShouldHaveSingleItem().Suspect.ShouldBe("time_missing");

    [Fact]
    public void Proof_of_delivery_stands_with_the_delivery()
    {
        var scan = Shipment("""
            "status": { "timestamp": "2024-03-05T10:00:00Z", "statusCode": "delivered" },
            "details": { "proofOfDelivery": { "documentUrl": "https://webpod.dhl.com/webPOD/DHLePODRequest",
                "signatureUrl": "string", "signed": { "familyName": "Doe", "givenName": "John" } } }
            """).Scans[0];
        scan.SignedBy.ShouldBe("John Doe");
        scan.Proof!.SignatureUrl.ShouldBe("https://webpod.dhl.com/webPOD/DHLePODRequest");
    }

    [Fact]
    public void Express_has_event_codes_of_its_own()
    {
        var parcel = Sample.Parcel("dhl", """
            { "shipments": [ { "shipmentTrackingNumber": "7957673080", "status": "Success", "events": [
                { "date": "2024-03-04", "time": "18:11:00", "GMTOffset": "+01:00", "typeCode": "PU",
                  "description": "Shipment picked up", "serviceArea": [ { "code": "PRG", "description": "Prague" } ] },
                { "date": "2024-03-06", "time": "08:11:00", "GMTOffset": "+00:00", "typeCode": "WC",
                  "description": "With delivery courier" },
                { "date": "2024-03-06", "time": "10:11:00", "typeCode": "OK", "signedBy": "Y",
                  "description": "Delivered" } ] } ] }
            """);
        parcel.Scans.Select(scan => scan.Status).ShouldBe([PickedUp, OutForDelivery, Delivered]);
        parcel.Scans[0].OccurredAt.ShouldBe(new DateTimeOffset(2024, 3, 4, 17, 11, 0, TimeSpan.Zero));
        (parcel.Scans[0].Location!.City, parcel.Scans[2].SignedBy).ShouldBe(("Prague", "Y"));
    }

    [Fact]
    public void Several_shipments_come_in_one_push() =>
        Sample.Report("dhl", """
            { "scope": "subscription.push", "shipments": [
                { "id": "1", "status": { "timestamp": "2024-03-05T10:00:00Z", "statusCode": "transit" } },
                { "id": "2", "status": { "timestamp": "2024-03-05T10:00:00Z", "statusCode": "failure" } } ] }
            """u8.ToArray()).ShouldBeOfType<CarrierReport.Parcels>().All
            .Select(parcel => parcel.Standing().Status).ShouldBe([InTransit, Statuses.Exception]);

    private static Parcel Shipment(string members) => Sample.Parcel("dhl", $$"""
        { "scope": "subscription.push", "shipments": [ { "id": "JD0123", "service": "parcel-de", {{members}} } ] }
        """);
}
