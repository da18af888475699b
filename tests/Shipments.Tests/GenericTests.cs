using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using ServiceDefaults;
using Shipments.Carriers;
using static Shipments.Statuses;

namespace Shipments.Tests;

/// <summary>Carriers that are configuration: a merchant's own, and those that are shipped.</summary>
public sealed class GenericTests
{
    private const string Format = """
        { "parcels": "$.data.parcels[*]", "trackingNumber": "$.id", "reference": ["$.ref", "$.order.no"],
          "estimatedDelivery": "$.eta", "codAmount": "$.cash", "currency": "INR",
          "scans": "$.events[*]", "code": "$.status", "reason": "$.why", "text": "$.words",
          "date": "$.on", "time": "$.at", "timeFormats": ["MM/dd/yyyy hh:mm tt"], "timeZone": "Asia/Dubai",
          "place": "$.hub", "latitude": "$.lat", "longitude": "$.lon", "receiver": "$.by",
          "leg": { "path": "$.back", "return": ["yes"], "forward": ["no"] },
          "codes": [ { "code": "MOVE", "status": "in_transit" }, { "code": "DONE", "status": "delivered" },
                     { "code": "FAIL", "status": "delivery_attempted", "reason": "unspecified" },
                     { "code": "FAIL_shut until *", "status": "delivery_attempted", "reason": "premises_closed" } ] }
        """;

    private const string Payload = """
        { "data": { "parcels": [
          { "id": "p-1", "order": { "no": 77 }, "cash": "499.50", "by": "R. Receiver", "back": "no",
            "eta": "03/04/2026 06:00 PM", "events": [
            { "status": "move", "on": "03/02/2026", "at": "09:30 AM", "hub": "Deira", "lat": 0, "lon": "0.0" },
            { "status": "FAIL", "why": "Shut until 5 March", "words": "Closed", "on": "03/03/2026", "at": "01:00 PM" },
            { "status": "DONE", "on": "03/04/2026", "at": "05:15 PM", "lat": "25.2", "lon": 55.3 } ] },
          { "id": "p-2", "back": "YES", "events": { "status": "DONE", "on": "03/04/2026", "at": "05:15 PM" } },
          { "id": "p-3", "events": [ { "status": "DONE", "on": "03/04/2026", "at": "05:15 PM" } ] } ] } }
        """;

    [Fact]
    public void An_accounts_format_reads_a_batch_of_histories()
    {
        var parcels = Parse("generic", Payload, Format).ShouldBeOfType<CarrierReport.Parcels>().All;
        parcels.Select(parcel => parcel.TrackingNumber).ShouldBe(["P1", "P2", "P3"]);
        var first = parcels[0];
        (first.Reference, first.Cod!.ToCollect!.Amount).ShouldBe(("77", 499.50m));
        first.Estimate!.From.ShouldBe(new DateTimeOffset(2026, 3, 4, 18, 0, 0, TimeSpan.FromHours(4)));
        first.Scans.Select(scan => scan.Status).ShouldBe([InTransit, DeliveryAttempted, Delivered]);
        var (moved, failed, done) = (first.Scans[0], first.Scans[1], first.Scans[2]);
        (moved.OccurredAt, moved.TimeText, moved.Zone, moved.ZoneSource).ShouldBe(
            (new DateTimeOffset(2026, 3, 2, 9, 30, 0, TimeSpan.FromHours(4)), "03/02/2026 09:30 AM", "Asia/Dubai",
                "assumed"));
        (moved.Location!.Text, moved.Location.Latitude).ShouldBe(("Deira", null));
        (failed.Reason!.Code, failed.Reason.Text, failed.CarrierCode).ShouldBe(("premises_closed", "Closed", "FAIL"));
        (done.SignedBy, done.Location!.Latitude).ShouldBe(("R. Receiver", 25.2));
    }

    [Fact]
    public void Where_a_field_tells_the_way_a_delivery_is_believed_only_with_it()
    {
        var parcels = Parse("generic", Payload, Format).ShouldBeOfType<CarrierReport.Parcels>().All;
        parcels.Select(parcel => parcel.Standing().Status).ShouldBe([Delivered, Returned, Pending]);
    }

    [Fact]
    public void Without_a_format_nothing_is_read_and_that_is_said() =>
        Parse("generic", Payload, null).ShouldBeOfType<CarrierReport.Unparseable>().Reason.ShouldContain("format");

    [Fact]
    public void An_account_changes_of_a_shipped_format_what_is_different_for_it()
    {
        const string change = """
            { "trackingNumber": "$.number", "codes": [ { "code": "DLD", "status": "in_transit" },
                                                       { "code": "ZZZ", "status": "out_for_delivery" } ] }
            """;
        string Read(string code, string? format) => ((CarrierReport.Parcels)Parse("pikndel",
            $$"""{ "AWB": "A1", "number": "N1", "OrderStatus": "{{code}}", "Time": "2026-03-02 10:00:00" }""", format))
            .All.Select(parcel => $"{parcel.TrackingNumber} {parcel.Scans[0].Status}").Single();
        (Read("DLD", null), Read("DLD", change)).ShouldBe(("A1 delivered", "N1 in_transit"));
        (Read("ZZZ", null), Read("ZZZ", change)).ShouldBe(("A1 unknown", "N1 out_for_delivery"));
        Read("RTO", change).ShouldBe("N1 returned");
    }

    [Theory]
    [InlineData("parceldo", """{ "waybill": "1", "statusId": "111", "isRTO": "Y", "date": "2026/03/02 10:00:00" }""",
        Returned)]
    [InlineData("parceldo", """{ "waybill": "1", "statusId": 111, "isRTO": "N", "date": "2026/03/02 10:00:00" }""",
        Delivered)]
    [InlineData("parceldo", """{ "waybill": "1", "statusId": 111, "date": "2026/03/02 10:00:00" }""", Pending)]
    [InlineData("loadshare",
        """{ "trackingId": "1", "eventType": "UNDELIVERED", "reasonCode": 95, "eventTime": "1772425800000" }""",
        DeliveryAttempted)]
    [InlineData("loadshare", """
        { "waybillNo": "1", "eventType": "RTO_UNDELIVERED", "eventTime": "2026-03-02 10:00:00",
          "reasonBO": { "reasonDescription": "{\"reasonCode\": \"1009\"}" } }
        """, Returning)]
    [InlineData("smartr", """
        { "AwbNumber": "1", "Milestone": "Delivery Attempt", "DeliveryAttemptDetails": "No response from consignee",
          "eventdatetime": "02/03/2026T10:00", "isRto": false }
        """, DeliveryAttempted)]
    [InlineData("smartr",
        """{ "AwbNumber": "1", "Milestone": "Delivered", "eventdatetime": "02/03/2026T10:00", "isRto": true }""",
        Returned)]
    [InlineData("amaze", """
        { "awb": "1", "current_status": "Undelivered", "updatedAt": "2026-03-02 10:00:00",
          "remarks": "Customer asking for future delivery on 2026-03-05" }
        """, DeliveryAttempted)]
    [InlineData("udaan", """
        [{ "awbNumber": "1", "status": "RT_HUB_INSCAN", "statusDescription": "In transit",
           "statusUpdateDate": "2026-03-02", "statusUpdateTime": "10:00:00", "comments": null }]
        """, Returning)]
    public void A_shipped_format_reads_what_else_its_carrier_sends(string carrier, string payload, string status)
    {
        var parcel = Parse(carrier, payload, null).ShouldBeOfType<CarrierReport.Parcels>().All.ShouldHaveSingleItem();
        parcel.Standing().Status.ShouldBe(status);
        parcel.Scans.ShouldHaveSingleItem().Suspect.ShouldBeNull();
    }

    [Fact]
    public void Shipped_formats_are_whole_and_right()
    {
        var shipped = Generic.All.Cast<Generic>().Where(carrier => carrier.Name != Generic.Unnamed).ToList();
        shipped.Select(carrier => carrier.Name)
            .ShouldBe(["amaze", "loadshare", "parceldo", "pidge", "pikndel", "smartr", "udaan"]);
        foreach (var carrier in shipped)
        {
            CarrierFormatRules.IsWhole(carrier.Written).ShouldBeTrue(carrier.Name);
            new CarrierFormatRules().Validate(carrier.Written!).Errors.ShouldBeEmpty(carrier.Name);
        }
    }

    [Theory]
    [InlineData("""{ "trackingNumber": "id" }""", "TrackingNumber")]
    [InlineData("""{ "code": ["$.a", "$..b"] }""", "Code")]
    [InlineData("""{ "parcels": "$[?@.a]" }""", "Parcels")]
    [InlineData("""{ "timeFormats": ["dd-MM-yyyy", "HH:mm"] }""", "TimeFormats[1]")]
    [InlineData("""{ "timeZone": "Asia/Nowhere" }""", "TimeZone")]
    [InlineData("""{ "codAmount": "$.cod" }""", "Currency")]
    [InlineData("""{ "leg": { "path": "x", "return": ["Y"] } }""", "Leg.Path")]
    [InlineData("""{ "leg": { "path": "$.x" } }""", "Leg.Return")]
    [InlineData("""{ "codes": [{ "code": "a", "status": "in_transit" }, { "code": "b", "status": "there" }] }""",
        "Codes[1]")]
    public void What_is_wrong_with_a_format_is_said_where_it_is(string format, string property) =>
        new CarrierFormatRules().Validate(Read(format)!).Errors
            .ShouldHaveSingleItem().PropertyName.ShouldBe(property);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_signature_in_hex_or_base64_proves_the_sender(bool hex)
    {
        var body = Encoding.UTF8.GetBytes(Payload);
        var mac = HMACSHA256.HashData("s3cret"u8, body);
        var request = new CarrierRequest(body, new Dictionary<string, StringValues>
        {
            ["X-Sign"] = hex ? Convert.ToHexString(mac) : Convert.ToBase64String(mac),
        }, new Dictionary<string, StringValues>());
        var carrier = Sample.CarrierOf("generic");
        carrier.IsAuthentic(request, new CarrierAuth("hmac", "X-Sign", null, ["old", "s3cret"])).ShouldBeTrue();
        carrier.IsAuthentic(request, new CarrierAuth("hmac", "X-Sign", null, ["other"])).ShouldBeFalse();
    }

    [Fact]
    public void A_trial_shows_how_a_parcel_would_stand_and_what_is_not_mapped()
    {
        var view = CarrierTrials.View(Parse("generic", Payload.Replace("\"move\"", "\"ODD\"",
            StringComparison.Ordinal), Format));
        view.Outcome.ShouldBe("parcels");
        (view.Parcels[0].Standing.Status, view.Parcels[0].Standing.Attempts).ShouldBe((Delivered, 1));
        view.Parcels[0].Unmapped.ShouldBe(["ODD"]);
    }

    private static CarrierFormat? Read(string? format) => format is null ? null
        : JsonSerializer.Deserialize<CarrierFormat>(format, ApiJson.Plain);

    private static CarrierReport Parse(string carrier, string payload, string? format) =>
        Sample.CarrierOf(carrier).Parse(
            Encoding.UTF8.GetBytes(payload), new CarrierContext(Sample.ReceivedAt, null) { Format = Read(format) });
}
