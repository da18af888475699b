using Contracts;
using Shipments.Carriers;
using static Shipments.Statuses;

namespace Shipments.Tests;

public sealed class DelhiveryTests
{
    /// <summary>StatusType, status, leg and codes, a line each: DelhiveryCodes.txt.</summary>
    public static TheoryData<string, string, string, string> Codes { get; } = Table();

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_code_means_what_it_means_under_its_type(string type, string code, string status, string leg)
    {
        var meaning = DelhiveryCodes.Of(code, type, null);
        (meaning.Status, meaning.Leg).ShouldBe((status, leg));
        var odd = " " + code.ToUpperInvariant().Replace("-", " - ", StringComparison.Ordinal);
        DelhiveryCodes.Of(odd, type.ToLowerInvariant(), null).ShouldBe(meaning);
    }

    [Theory]
    [InlineData("UD", "Manifested", InfoReceived, Legs.Forward)]
    [InlineData("UD", "Not Picked", InfoReceived, Legs.Forward)]
    [InlineData("UD", "In Transit", InTransit, Legs.Forward)]
    [InlineData("UD", "Pending", InTransit, Legs.Forward)]
    [InlineData("UD", "Dispatched", OutForDelivery, Legs.Forward)]
    [InlineData("DL", "Delivered", Delivered, Legs.Forward)]
    [InlineData("DL", "RTO", Returned, Legs.Return)]
    [InlineData("DL", "DTO", Returned, Legs.Return)]
    [InlineData("RT", "In Transit", Returning, Legs.Return)]
    [InlineData("RT", "Pending", Returning, Legs.Return)]
    [InlineData("RT", "Delivered", Returning, Legs.Return)]
    [InlineData("PP", "Scheduled", InfoReceived, Legs.Return)]
    [InlineData("PU", "In Transit", Returning, Legs.Return)]
    [InlineData("CN", "Canceled", Cancelled, Legs.Forward)]
    [InlineData("LT", "Lost", Statuses.Exception, Legs.Forward)]
    [InlineData("UD", "Delivered", Unknown, Legs.Forward)]
    [InlineData("UD", "Zapped", Unknown, Legs.Forward)]
    [InlineData("QQ", "In Transit", Unknown, Legs.Forward)]
    [InlineData(null, "In Transit", Unknown, Legs.Forward)]
    public void Without_a_known_code_the_type_and_the_documented_word_tell(
        string? type, string word, string status, string leg)
    {
        foreach (var code in (string?[])[null, "X-NEW9Z"])
        {
            var meaning = DelhiveryCodes.Of(code, type, word);
            (meaning.Status, meaning.Leg).ShouldBe((status, leg));
        }
    }

    [Fact]
    public void A_pushed_scan_is_read()
    {
        var parcel = Sample.Parcel("delhivery/scan_push_manifested_default_T_pickup");
        var scan = parcel.Scans.ShouldHaveSingleItem();
        (scan.Status, scan.CarrierCode, scan.CarrierText).ShouldBe((InfoReceived, "X-UCI", "Manifest uploaded"));
        scan.OccurredAt.ShouldBe(new DateTimeOffset(2019, 1, 9, 17, 10, 42, 767, TimeSpan.FromHours(5.5)));
        (scan.LocalTime, scan.TimeText).ShouldBe(("2019-01-09T17:10:42.767", "2019-01-09T17:10:42.767"));
        (scan.Zone, scan.ZoneSource).ShouldBe(("Asia/Kolkata", "assumed"));
        (scan.Location!.City, scan.Location.Region).ShouldBe(("Chandigarh", "Chandigarh"));
        parcel.Reference.ShouldBe("28");
    }

    [Theory]
    [InlineData("pull_delivered_delayed_airport_retrieval", 39, Delivered, 0)]
    [InlineData("pull_in_transit_cod", 9, InTransit, 0)]
    [InlineData("pull_ndr_consignee_unavailable", 24, DeliveryAttempted, 1)]
    [InlineData("pull_not_picked_pickup_failed", 5, InfoReceived, 0)]
    [InlineData("pull_scan_manifested", 1, InfoReceived, 0)]
    public void A_pulled_history_stands_as_the_carrier_says(string sample, int scans, string status, int attempts)
    {
        var parcel = Sample.Parcel($"delhivery/{sample}");
        parcel.Scans.Count.ShouldBe(scans);
        var standing = parcel.Standing();
        (standing.Status, standing.Attempts).ShouldBe((status, attempts));
    }

    [Theory]
    [InlineData("pull_in_transit_cod", 3000)]
    [InlineData("pull_ndr_consignee_unavailable", null)]
    public void What_is_to_be_collected_is_told(string sample, int? rupees) =>
        (Sample.Parcel($"delhivery/{sample}").Cod?.ToCollect).ShouldBe(
            rupees is { } amount ? new Money(amount, "INR") : null);

    [Fact]
    public void A_failed_attempt_says_why_and_who_must_act()
    {
        var last = Sample.Parcel("delhivery/pull_ndr_consignee_unavailable").Standing();
        last.Reason.ShouldBe(new StatusReason("consignee_unavailable", "consignee", false, "Consignee Unavailable"));
        last.EstimatedDelivery!.To.ShouldBe(new DateTimeOffset(2026, 9, 4, 23, 59, 59, TimeSpan.FromHours(5.5)));
    }

    [Fact]
    public void The_pushed_and_the_pulled_form_of_a_scan_are_one()
    {
        var pushed = Sample.Parcel("delhivery", Push("UD", "In Transit", "X-PPOM"));
        var pulled = Sample.Parcel("delhivery", """
            { "ShipmentData": [ { "Shipment": { "AWB": 41093210924372, "Scans": [ { "ScanDetail": {
                "ScanDateTime": "2026-08-31T17:15:22.500", "ScanType": "UD", "Scan": "In Transit",
                "StatusCode": "x-ppom", "StatusDateTime": "2026-08-31 17:15:22.5",
                "ScannedLocation": "Jaipur_Sez_GW (Rajasthan)", "Instructions": "what  the carrier wrote" } } ] } } ] }
            """);
        pulled.Scans.ShouldHaveSingleItem().Id.ShouldBe(pushed.Scans.ShouldHaveSingleItem().Id);
    }

    [Theory]
    [InlineData("RT", "In Transit", "X-OLL4F", Returning)]
    [InlineData("DL", "Delivered", "RD-AC", Returned)]
    [InlineData("DL", "Delivered", "RT-110", Returned)]
    [InlineData("DL", "Delivered", "EOD-135", Delivered)]
    public void The_field_that_tells_beats_the_text(string type, string text, string code, string status) =>
        Sample.Parcel("delhivery", Push(type, text, code)).Standing().Status.ShouldBe(status);

    [Fact]
    public void Several_pushes_in_one_body_are_several_parcels()
    {
        var (one, other) = (Push("UD", "In Transit", "X-PPOM"), Push("UD", "In Transit", "X-PPOM", "26805710004126"));
        Sample.Report("delhivery", System.Text.Encoding.UTF8.GetBytes($"[{one},{other},{one}]"))
            .ShouldBeOfType<CarrierReport.Parcels>().All.Select(p => (p.TrackingNumber, p.Scans.Count))
            .ShouldBe([("41093210924372", 1), ("26805710004126", 1)]);
    }

    [Theory]
    [InlineData("""{ "waybill": "1", "EPOD": "aGk=", "orderID": "7" }""")]
    [InlineData("""{ "Waybill": "1", "Weight_images": [], "doc": "aGk=" }""")]
    [InlineData("""{ "waybillId": "1", "returnId": "7", "Image": "aGk=" }""")]
    public void Pushes_of_images_are_known_and_no_scans(string push) =>
        Sample.Report("delhivery", System.Text.Encoding.UTF8.GetBytes(push)).ShouldBeOfType<CarrierReport.Ignored>();

    private static string Push(string type, string status, string code, string awb = "41093210924372") => $$"""
        { "Shipment": { "AWB": "{{awb}}", "NSLCode": "{{code}}", "ReferenceNo": null, "Status": {
            "Status": "{{status}}", "StatusType": "{{type}}", "StatusDateTime": "2026-08-31T17:15:22.5",
            "StatusLocation": "Jaipur_Sez_GW (Rajasthan)", "Instructions": "What the carrier wrote" } } }
        """;

    private static TheoryData<string, string, string, string> Table()
    {
        using var resource = new StreamReader(typeof(Sample).Assembly.GetManifestResourceStream("DelhiveryCodes")!);
        var table = new TheoryData<string, string, string, string>();
        foreach (var line in resource.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var said = line.Split(':')[0].Split(' ');
            foreach (var code in line.Split(':')[1].Split(',', StringSplitOptions.TrimEntries))
                table.Add(said[0], code, said[1], said[2]);
        }

        return table;
    }
}
