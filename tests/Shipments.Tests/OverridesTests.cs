using System.Text;
using Contracts;
using Shipments.Carriers;
using static Shipments.Statuses;

namespace Shipments.Tests;

/// <summary>A merchant's own meaning of a code stands above the adapter's, whichever adapter it is.</summary>
public sealed class OverridesTests
{
    [Fact]
    public void A_code_that_means_nothing_to_us_means_what_the_merchant_says() =>
        Read("UD", "CS-104", new CodeOverride("cs-104", OutForDelivery)).Status.ShouldBe(OutForDelivery);

    [Fact]
    public void A_code_that_we_know_means_what_the_merchant_says()
    {
        var scan = Read("UD", "X-DDD3FD", new CodeOverride("X-DDD3FD", InTransit, Detail: Details.Held));
        scan.Status.ShouldBe(InTransit);
        scan.Detail.ShouldBe(Details.Held);
    }

    [Fact]
    public void A_parcel_that_goes_back_keeps_going_back_unless_the_merchant_says_otherwise()
    {
        Read("RT", "X-ILL2F", new CodeOverride("X-ILL2F", OutForDelivery)).ShouldSatisfyAllConditions(
            scan => scan.Status.ShouldBe(Returning),
            scan => scan.Leg.ShouldBe(Legs.Return));
        Read("RT", "X-ILL2F", new CodeOverride("X-ILL2F", OutForDelivery, Legs.Forward)).ShouldSatisfyAllConditions(
            scan => scan.Status.ShouldBe(OutForDelivery),
            scan => scan.Leg.ShouldBe(Legs.Forward));
    }

    [Fact]
    public void Another_meaning_makes_no_other_scan() =>
        Read("UD", "CS-104", new CodeOverride("CS-104", Delivered)).Id.ShouldBe(Read("UD", "CS-104").Id);

    [Fact]
    public void The_reason_speaks_the_carriers_words() =>
        Read("UD", "CS-104", new CodeOverride(
                "CS-104", DeliveryAttempted, Reason: new StatusReason("address_issue", "consignee", true, null)))
            .Reason!.Text.ShouldBe("Said at the door");

    private static Scan Read(string type, string code, params CodeOverride[] overrides)
    {
        var json = """
            {"Shipment":{"AWB":"41093210924372","NSLCode":"CODE","Status":{"StatusType":"TYPE",
             "Status":"Partner","StatusDateTime":"2026-03-02T10:00:00","Instructions":"Said at the door"}}}
            """.Replace("CODE", code, StringComparison.Ordinal).Replace("TYPE", type, StringComparison.Ordinal);
        var context = new CarrierContext(Sample.ReceivedAt, null) { Overrides = new Overrides(overrides) };
        return new Delhivery().Parse(Encoding.UTF8.GetBytes(json), context)
            .ShouldBeOfType<CarrierReport.Parcels>().All.ShouldHaveSingleItem().Scans.ShouldHaveSingleItem();
    }
}
