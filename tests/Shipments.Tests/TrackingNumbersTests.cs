namespace Shipments.Tests;

public sealed class TrackingNumbersTests
{
    private static readonly string[] All = ["delhivery", "shiprocket", "easypost"];

    [Theory]
    [InlineData("1Z999AA10123456784", "easypost")]
    [InlineData("EZ1000000001", "easypost")]
    [InlineData("9400 1000 0000 0000 0000 00", "easypost")]
    [InlineData("SF123456789", "shiprocket")]
    public void A_number_of_one_kind_has_one_candidate(string number, string carrier) =>
        TrackingNumbers.Detect(number, All).ShouldHaveSingleItem().Carrier.ShouldBe(carrier);

    [Fact]
    public void A_number_that_may_be_several_carriers_has_several_candidates() =>
        TrackingNumbers.Detect("41093210924372", All).Select(c => c.Carrier).ShouldBe(["delhivery", "shiprocket"]);

    [Fact]
    public void The_merchants_accounts_decide_between_candidates() =>
        TrackingNumbers.Detect("4109-3210-924372", ["delhivery"]).ShouldHaveSingleItem().Carrier.ShouldBe("delhivery");

    [Fact]
    public void A_number_of_no_known_kind_has_no_candidate() =>
        TrackingNumbers.Detect("hello", All).ShouldBeEmpty();
}
