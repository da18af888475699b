using System.Text;
using System.Text.Json;
using Contracts;
using Shipments.Carriers;
using static Shipments.Statuses;

namespace Shipments.Tests;

/// <summary>
/// One journey of each Indian carrier that pushes events: a failed attempt, then back to the seller. However the events
/// come, one by one in any order or as one batch, and some of them twice, the parcel stands the same.
/// </summary>
public sealed class IndianJourneysTests
{
    private static readonly Dictionary<string, string[]> Journeys = new()
    {
        ["bluedart"] = [.. new[] { "015-S", "002-S", "011-T", "074-RT", "000-RT" }.Select((code, i) => $$"""
            { "Shipment": { "WaybillNo": "75456956632", "ScanCode": "{{code.Split('-')[0]}}",
              "ScanGroupType": "{{code.Split('-')[1]}}", "ScanDate": "0{{i + 1}}-06-2024", "ScanTime": "0830" } }
            """)],
        ["ekart"] = [.. new[]
        {
            "shipment_pickup_complete", "shipment_out_for_delivery", "shipment_undelivered_attempted",
            "shipment_rto_created", "shipment_rto_completed",
        }.Select((name, i) => $$"""
            { "vendor_tracking_id": "75456956632", "event": "{{name}}", "sub_reasons": ["Rejected"],
              "event_date": "2024-06-0{{i + 1}} 08:30:00" }
            """)],
        ["xpressbees"] = [.. new[] { "PUD", "OFD", "UD", "RTON", "RTD" }.Select((code, i) => $$"""
            { "AWBNO": "75456956632", "StatusCode": "{{code}}", "Remarks": "37", "StatusDate": "0{{i + 1}}-06-2024",
              "StatusTime": "0830" }
            """)],
        ["ecomexpress"] = [.. new[] { "0011", "006", "221", "777", "999" }.Select((code, i) => $$"""
            { "awb": "75456956632", "reason_code_number": "{{code}}", "datetime": "2024-06-0{{i + 1}} 08:30:00" }
            """)],
        ["shadowfax"] = [.. new[] { "picked", "ofd", "cancelled_by_customer", "rts", "rts_d" }.Select((name, i) => $$"""
            { "awb_number": "75456956632", "event": "{{name}}", "event_timestamp": "2024-06-0{{i + 1}} 08:30:00" }
            """)],
        ["dtdc"] = [.. new[] { "PCUP", "OUTDLV", "NONDLV", "RTO", "RTODLV" }.Select((code, i) => $$"""
            { "shipment": { "strShipmentNo": "75456956632" }, "shipmentStatus": { "strAction": "{{code}}",
              "strRemarks": "PRF", "strActionDate": "0{{i + 1}}062024", "strActionTime": "0830" } }
            """)],
        ["clickpost"] = [.. new[] { 4, 6, 9, 12, 14 }.Select((code, i) => $$"""
            { "waybill": "75456956632", "clickpost_status_code": {{code}}, "additional": { "ndr_status_code": 2 },
              "timestamp": "2024-06-0{{i + 1}}T08:30:00Z" }
            """)],
    };

    public static TheoryData<string> Carriers { get; } = [.. Journeys.Keys];

    [Theory]
    [MemberData(nameof(Carriers))]
    public void A_journey_there_and_back_stands_the_same_however_it_is_told(string carrier)
    {
        var events = Journeys[carrier];
        var expected = Told(carrier, events);
        (expected.Status, expected.Leg, expected.Attempts).ShouldBe((Returned, Legs.Return, 1));
        foreach (var order in Orders(events.Length))
            Told(carrier, [.. order.Select(i => events[i]), events[order[0]]]).ShouldBe(expected);
        var batch = carrier == "bluedart" ? $$"""{ "statustracking": [{{string.Join(',', events)}}] }"""
            : $"[{string.Join(',', events.Reverse())}]";
        Sample.Parcel(carrier, batch).Standing().ShouldBe(expected);
    }

    [Theory]
    [MemberData(nameof(Carriers))]
    public void After_the_attempt_the_customer_has_refused_it(string carrier)
    {
        var standing = Told(carrier, Journeys[carrier][..3]);
        (standing.Status, standing.Reason!.Code, standing.Reason.Party).ShouldBe(
            (DeliveryAttempted, "consignee_refused", "consignee"));
        standing.LastScanAt.ShouldBe(new DateTimeOffset(2024, 6, 3, 8, 30, 0, TimeSpan.FromHours(5.5)));
    }

    private static ShipmentStanding Told(string carrier, IEnumerable<string> pushes) =>
        pushes.SelectMany(push => Sample.Parcel(carrier, push).Scans)
            .Aggregate(Journey.Empty, (journey, scan) => journey.Add(scan)).Standing(estimate: null);

    private static IEnumerable<int[]> Orders(int count) =>
        count == 0 ? [[]]
        : Orders(count - 1).SelectMany(order => Enumerable.Range(0, count).Select(
            at => (int[])[.. order[..at], count - 1, .. order[at..]]));
}
