using System.Text;
using Contracts;
using Microsoft.Extensions.Primitives;
using Shipments.Carriers;
using static Shipments.Statuses;

namespace Shipments.Tests;

public sealed class BlueDartTests
{
    [Fact]
    public void A_batch_out_of_order_is_one_parcel_in_its_order()
    {
        var parcel = Sample.Parcel("bluedart/lite_out_of_order_failed_delivery");
        parcel.Scans.Select(scan => (scan.CarrierCode, scan.Status, scan.LocalTime)).ShouldBe(
        [
            ("001-S", InTransit, "2019-05-23T14:36:00"), ("002-S", OutForDelivery, "2019-05-23T14:48:00"),
            ("003-T", DeliveryAttempted, "2019-05-23T14:52:00"),
        ]);
        var standing = parcel.Standing();
        (standing.Status, standing.Attempts).ShouldBe((DeliveryAttempted, 1));
        standing.Reason.ShouldBe(
            new StatusReason("premises_closed", "consignee", false, "RESIDENCE/OFFICE CLOSED;CANT DELIVER"));
        standing.LastScanAt.ShouldBe(new DateTimeOffset(2019, 5, 23, 14, 52, 0, TimeSpan.FromHours(5.5)));
        parcel.Scans.ShouldAllBe(scan => scan.Zone == "Asia/Kolkata" && scan.ZoneSource == "assumed");
    }

    [Fact]
    public void Two_failed_quality_checks_of_a_reverse_pick_up_are_two_scans_and_no_delivery()
    {
        var parcel = Sample.Parcel("bluedart/batched_two_pickup_cancelled_qc_failed");
        parcel.Scans.Count.ShouldBe(2);
        var scan = parcel.Scans[0];
        (scan.Status, scan.Leg, scan.Detail).ShouldBe((InfoReceived, Legs.Return, Details.PickupFailed));
        scan.Reason.ShouldBe(new StatusReason("quality_check_failed", "consignee", true, "Not the same product"));
        (scan.Zone, scan.ZoneSource).ShouldBe(("Asia/Kolkata", "field"));
        (scan.Location!.City, scan.Location.Latitude).ShouldBe(("CHENNAI", 13.149873333333336));
        parcel.Estimate.ShouldBeNull("two and a half years ahead is a placeholder");
    }

    [Fact]
    public void A_delivery_told_three_times_in_a_batch_is_one_with_its_receiver()
    {
        var told = Shipment("28-05-2019", "28-05-2019", """
            { "Scan": "SHIPMENT DELIVERED|", "ScanCode": "000", "ScanGroupType": "T", "ScanDate": "28-05-2019",
              "ScanTime": "1425", "ScannedLocation": "GOREGAON", "ScanType": "DL", "StatusTimeZone": "IST" }
            """);
        var parcel = Sample.Parcel("bluedart", $$"""{ "statustracking": [{{told}}, {{told}}, {{told}}] }""");
        var scan = parcel.Scans.ShouldHaveSingleItem();
        (scan.Status, scan.CarrierText, scan.SignedBy).ShouldBe((Delivered, "SHIPMENT DELIVERED", "A NEIGHBOUR"));
        scan.Proof.ShouldBe(new DeliveryProof
        {
            SignedBy = "A NEIGHBOUR", Relation = "NEIGHBOUR", SignatureUrl = "https://pod.example/1.jpg", Code = "4711",
        });
        parcel.Estimate!.From.ShouldBe(new DateTimeOffset(2019, 5, 28, 0, 0, 0, TimeSpan.FromHours(5.5)));
    }

    [Fact]
    public void Pictures_that_come_alone_are_proof_and_no_scan()
    {
        var parcel = Sample.Parcel("bluedart", """
            { "statustracking": [ { "Shipment": { "WaybillNo": "69679343790",
              "PODDCImages": { "PODImage": ["https://pod.example/2.jpg"], "DCImage": [], "Imagesequence": "1" } } } ] }
            """);
        parcel.Scans.ShouldBeEmpty();
        parcel.Proof.ShouldBe(new DeliveryProof { PhotoUrl = "https://pod.example/2.jpg" });
    }

    [Theory]
    [InlineData("30-12-0000", "")]
    [InlineData("", "30-12-0000")]
    [InlineData("30-12-12030", "30-12-2099")]
    public void A_sentinel_is_no_promise(string expected, string dynamic) =>
        Sample.Parcel("bluedart", Shipment(expected, dynamic, """{ "ScanCode": "001", "ScanGroupType": "S" }"""))
            .Estimate.ShouldBeNull();

    [Theory]
    [InlineData("003", "S", InTransit, Legs.Forward)]
    [InlineData("003", "T", DeliveryAttempted, Legs.Forward)]
    [InlineData("021", "S", InTransit, Legs.Forward)]
    [InlineData("021", "T", Statuses.Exception, Legs.Forward)]
    [InlineData("000", "T", Delivered, Legs.Forward)]
    [InlineData("000", "RT", Returned, Legs.Return)]
    [InlineData("001", "RS", Returning, Legs.Return)]
    [InlineData("065", "RT", Returning, Legs.Return)]
    [InlineData("ZZZ", "RS", Returning, Legs.Return)]
    [InlineData("ZZZ", "T", Unknown, Legs.Forward)]
    [InlineData("3", "T", DeliveryAttempted, Legs.Forward)]
    [InlineData("003", "", Unknown, Legs.Forward)]
    public void A_code_has_a_meaning_only_with_its_group(string code, string group, string status, string leg)
    {
        var scan = Lite($$"""{ "WaybillNo": 57941201614, "ScanCode": "{{code}}", "ScanGroupType": "{{group}}" }""");
        (scan.Status, scan.Leg).ShouldBe((status, leg));
    }

    [Fact]
    public void Numbers_for_texts_lose_their_zeros_and_mean_the_same()
    {
        var scan = Lite("""
            { "WaybillNo": 57941201614, "ScanCode": 1, "ScanGroupType": "S", "ScanDate": "23-05-2019", "ScanTime": 848,
              "StatusTimeZone": "UTC" }
            """);
        (scan.Status, scan.OccurredAt).ShouldBe((InTransit, new DateTimeOffset(2019, 5, 23, 8, 48, 0, TimeSpan.Zero)));
        scan.ZoneSource.ShouldBe("field");
    }

    [Theory]
    [InlineData("DL", Delivered)]
    [InlineData("UD", Unknown)]
    public void A_bare_zero_is_a_delivery_only_where_the_type_says_closed(string type, string status) =>
        Lite($$"""{ "WaybillNo": "1", "ScanCode": 0, "ScanGroupType": "T", "ScanType": "{{type}}" }""")
            .Status.ShouldBe(status);

    [Theory]
    [InlineData("""
        { "trackingId": "57941201614", "Scan": "RETURNED TO ORIGIN AT SHIPPER'S REQUEST", "ScanCode": "074",
          "ScanType": "RT", "ScanGroupType": "T", "ScanDate": "22-Apr-2022", "ScanTime": "16:58",
          "ScannedLocation": "MATHURA", "edd": "24 April 2022" }
        """)]
    [InlineData("""
        { "ShipmentData": { "Shipment": [ { "WaybillNo": "57941201614", "ExpectedDelivery": "24 April 2022",
          "Scans": [ { "ScanDetail": { "ScanCode": "074", "ScanType": "RT", "ScanGroupType": "T",
            "Scan": "RETURNED TO ORIGIN AT SHIPPER'S REQUEST", "ScannedLocation": "MATHURA",
            "ScanDate": "22-Apr-2022", "ScanTime": "16:58" } } ] } ] } }
        """)]
    public void A_pulled_scan_is_read_too(string json)
    {
        var parcel = Sample.Parcel("bluedart", json);
        var scan = parcel.Scans.ShouldHaveSingleItem();
        (scan.Status, scan.Leg, scan.Location!.Text).ShouldBe((Returning, Legs.Return, "MATHURA"));
        scan.OccurredAt.ShouldBe(new DateTimeOffset(2022, 4, 22, 16, 58, 0, TimeSpan.FromHours(5.5)));
        parcel.Estimate!.From.Day.ShouldBe(24);
    }

    [Theory]
    [InlineData("shop", "s3cret", "shop", true)]
    [InlineData("shop", "s3cret", "other", false)]
    [InlineData("shop", "wrong", "shop", false)]
    [InlineData("shop", "s3cret", null, false)]
    [InlineData(null, "s3cret", null, true)]
    [InlineData(null, null, "shop", false)]
    public void Where_the_account_has_a_client_id_it_is_wanted_beside_the_token(
        string? account, string? token, string? client, bool authentic)
    {
        var headers = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase);
        if (token is not null)
            headers["Token"] = token;
        if (client is not null)
            headers["Client-Id"] = client;
        new BlueDart().IsAuthentic(
            new CarrierRequest(Array.Empty<byte>(), headers, new Dictionary<string, StringValues>()),
            new CarrierAuth(CarrierAuth.Header, null, account, ["s3cret"])).ShouldBe(authentic);
    }

    private static Scan Lite(string shipment) =>
        Sample.Parcel("bluedart", $$"""{ "statustracking": { "Shipment": {{shipment}} } }""")
            .Scans.ShouldHaveSingleItem();

    private static string Shipment(string expected, string dynamic, string scan) => $$"""
        { "Shipment": { "WaybillNo": "69679343790", "ShipmentMode": "F", "ExpectedDeliveryDate": "{{expected}}",
          "DynamicExpectedDeliveryDate": "{{dynamic}}", "RefNo": "5671827", "Scans": { "ScanDetail": [ {{scan}} ],
            "DeliveryDetails": { "ReceivedBy": "A NEIGHBOUR", "Relation": "NEIGHBOUR", "IDNumber": "",
              "Signature": ["https://pod.example/1.jpg"], "SecurityCodeDelivery": "4711" } } } }
        """;
}
