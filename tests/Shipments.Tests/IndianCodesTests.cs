using System.Text.Json;
using System.Text.RegularExpressions;

namespace Shipments.Tests;

/// <summary>
/// Every code that is known of the Indian carriers (IndianCodes.txt), as a payload of its carrier through the adapter.
/// </summary>
public sealed class IndianCodesTests
{
    private const string Number = "75456956632";

    public static TheoryData<string, string, string, string, string> Codes { get; } = Table();

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_code_means_what_it_means(string carrier, string form, string code, string status, string leg)
    {
        var scan = Sample.Parcel(carrier, JsonSerializer.Serialize(Payload(carrier, form, code)))
            .Scans.ShouldHaveSingleItem();
        (scan.Status, scan.Leg).ShouldBe((status, leg));
    }

    private static object Payload(string carrier, string form, string code) => (carrier, form) switch
    {
        ("bluedart", _) => BlueDart(code),
        ("ekart", "pushed") => Ekart(code),
        ("ekart", _) => new { awbNumber = Number, status = code, event_date = "2022-04-11T12:38:05+0530" },
        ("xpressbees", "fetched") => new
        {
            AWBNO = Number, Remarks = code.Split('-')[0], StatusCode = code.Split('-')[1], StatusDate = "12-05-2021",
        },
        ("xpressbees", "pulled") => new
        {
            AWBNo = Number,
            ShipmentSummary = (object[])[new { Status = Xpressbees(code).Words, StatusCode = Xpressbees(code).Code }],
        },
        ("xpressbees", _) => new
        {
            AWBNO = Number, Remarks = Xpressbees(code).Words, StatusCode = Xpressbees(code).Code,
        },
        ("ecomexpress", _) => new { awb = Number, reason_code_number = code.ToUpperInvariant() },
        ("shadowfax", "pulled") => new
        {
            order_details = new { awb_number = Number },
            tracking_details = (object[])[new { status_id = Shadowfax(code).Event, remarks = Shadowfax(code).Remark }],
        },
        ("shadowfax", _) => new
        {
            awb_number = Number, @event = Shadowfax(code).Event, comments = Shadowfax(code).Remark,
            type = form == "fetched" ? "REV" : "FWD",
        },
        ("dtdc", _) => new
        {
            shipment = new { strShipmentNo = Number },
            shipmentStatus = new { strAction = Dtdc(code).Action.ToUpperInvariant(), strRemarks = Dtdc(code).Remarks },
        },
        ("clickpost", _) => new { waybill = Number, clickpost_status_code = int.Parse(code, null) },
        _ => throw new ArgumentOutOfRangeException(nameof(carrier), carrier, "has no payload here"),
    };

    private static object BlueDart(string code)
    {
        var at = code.LastIndexOf('-');
        var shipment = new
        {
            WaybillNo = Number, ScanCode = code[..at].Trim(), ScanGroupType = code[(at + 1)..].ToUpperInvariant(),
        };
        return new { statustracking = (object[])[new { Shipment = shipment }] };
    }

    private static object Ekart(string code)
    {
        var parts = Regex.Match(code, "^(shipment_undelivered_(?:un)?attempted|shipment_rto_(?:created|cancelled)"
            + "|shipment_rto_undelivered|pickup_not_picked_(?:un)?attempted|return_undelivered_attempted"
            + "|return_rejected_by_seller)_(.+)$");
        var pickup = code.StartsWith("pickup_not_picked", StringComparison.Ordinal);
        var subs = pickup ? parts.Groups[2].Value.Split('_') : [parts.Groups[2].Value];
        return new
        {
            vendor_tracking_id = Number,
            @event = parts.Success ? parts.Groups[1].Value : code,
            sub_reasons = parts.Success ? subs[..1] : [],
            reason = subs.Length > 1 ? subs[1] : "",
        };
    }

    private static (string Words, string Code) Xpressbees(string code)
    {
        var parts = Regex.Match(code, "^(.*?)-(rto-it|rto-ofd|rto-stg|[a-z]+)$");
        return (parts.Groups[1].Value, parts.Groups[2].Value.ToUpperInvariant());
    }

    private static (string Event, string Remark) Shadowfax(string code)
    {
        var parts = Regex.Match(
            code, "^(pickup_on_hold|on_hold|nc|na|recd_at_fwd_dc|cancelled_by_customer|cancelled)_([^_]+)$");
        return parts.Success ? (parts.Groups[1].Value, parts.Groups[2].Value) : (code, "");
    }

    private static (string Action, string Remarks) Dtdc(string code)
    {
        var parts = Regex.Match(code, "^(nondlv|pcno)_(.+)$");
        return parts.Success ? (parts.Groups[1].Value, parts.Groups[2].Value.ToUpperInvariant()) : (code, "");
    }

    private static TheoryData<string, string, string, string, string> Table()
    {
        using var resource = new StreamReader(typeof(Sample).Assembly.GetManifestResourceStream("IndianCodes")!);
        var table = new TheoryData<string, string, string, string, string>();
        foreach (var line in resource.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            var said = line[..colon].Split(' ');
            foreach (var code in line[(colon + 2)..].Split(" | "))
                table.Add(said[0], said[1], code, said[2], said[3]);
        }

        return table;
    }
}
