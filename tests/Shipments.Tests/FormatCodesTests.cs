using System.Text.Json;

namespace Shipments.Tests;

/// <summary>
/// Every code that is known of the carriers that are shipped as formats (FormatCodes.txt), as a payload of its carrier.
/// </summary>
public sealed class FormatCodesTests
{
    private static readonly string[] PullWords = ["pickup attempt", "delivery attempt"];

    public static TheoryData<string, string, string, string> Codes { get; } = Table();

    [Theory]
    [InlineData("udaan")]
    [InlineData("amaze")]
    [InlineData("loadshare")]
    [InlineData("parceldo")]
    [InlineData("smartr")]
    [InlineData("pikndel")]
    [InlineData("pidge")]
    public void A_code_that_nobody_knows_is_nothing_but_shown(string carrier) =>
        Sample.Parcel(carrier, JsonSerializer.Serialize(Payload(carrier, "9999", "")))
            .Scans.ShouldHaveSingleItem().Status.ShouldBe(Statuses.Unknown);

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_code_means_what_it_means(string carrier, string code, string status, string leg)
    {
        var (plain, reason) = Parts(carrier, code);
        var scan = Sample.Parcel(carrier, JsonSerializer.Serialize(Payload(carrier, plain, reason)))
            .Scans.ShouldHaveSingleItem();
        (scan.Status, scan.Leg).ShouldBe((status, leg));
    }

    private static object Payload(string carrier, string code, string reason) => carrier switch
    {
        "udaan" => new { awbNumber = "1", status = code.ToUpperInvariant(), comments = reason },
        "amaze" => new { awb = "1", current_status = code, remarks = reason },
        "loadshare" => new
        {
            waybillNo = "1", eventType = code.ToUpperInvariant(), reasonBO = new { reasonCode = reason },
        },
        "parceldo" => new
        {
            response = (object[])
                [new { waybill = "1", statusId = int.Parse(code, null), reasonCode = reason, isRTO = "N" }],
        },
        "smartr" when code.Length > 3 => new { AwbNumber = "1", Milestone = code, DeliveryAttemptDetails = reason },
        "smartr" => new { awb_number = "1", status_code = code.ToUpperInvariant(), reasonCode = reason },
        "pikndel" => new { AWB = "1", OrderStatus = code.ToUpperInvariant(), ReasonCode = reason.ToUpperInvariant() },
        "pidge" => new { PBID = 1, status = int.Parse(code, null), remarks = reason },
        _ => throw new ArgumentOutOfRangeException(nameof(carrier), carrier, "has no payload here"),
    };

    private static (string Code, string Reason) Parts(string carrier, string code)
    {
        string[] refined = carrier switch
        {
            "udaan" => ["fw_pickup_failed", "fw_delivery_attempted"],
            "amaze" => ["undelivered"],
            "loadshare" => ["pickup_cancelled", "rto_undelivered", "undelivered"],
            "parceldo" => ["114"],
            "smartr" => ["pkf", "sud", .. PullWords],
            "pikndel" => ["can", "pen"],
            "pidge" => ["12", "13", "21"],
            _ => [],
        };
        return Array.Find(refined, one => code.StartsWith(one + "_", StringComparison.Ordinal)) is { } plain
            ? (plain, code[(plain.Length + 1)..]) : (code, "");
    }

    private static TheoryData<string, string, string, string> Table()
    {
        using var resource = new StreamReader(typeof(Sample).Assembly.GetManifestResourceStream("FormatCodes")!);
        var table = new TheoryData<string, string, string, string>();
        foreach (var line in resource.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            var said = line[..colon].Split(' ');
            foreach (var code in line[(colon + 2)..].Split(" | "))
                table.Add(said[0], code, said[1], said[2]);
        }

        return table;
    }
}
