using static Shipments.Statuses;

namespace Shipments.Tests;

public sealed class ManualScanTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(DeliveryAttempted, "unspecified")]
    [InlineData(Statuses.Exception, "unspecified")]
    [InlineData(OutForDelivery, null)]
    public void What_needs_a_reason_has_one_where_the_person_gives_none(string status, string? reason) =>
        (Told(status, reason: null).Reason?.Code).ShouldBe(reason);

    [Fact]
    public void What_is_not_said_of_a_known_reason_is_as_it_usually_is()
    {
        var usual = Told(DeliveryAttempted, new() { Code = "consignee_refused" }).Reason!;
        (usual.Party, usual.ActionRequired).ShouldBe(("consignee", true));
        var said = Told(DeliveryAttempted, new()
        {
            Code = "consignee_refused",
            Party = "carrier",
            ActionRequired = false,
        }).Reason!;
        (said.Party, said.ActionRequired).ShouldBe(("carrier", false));
    }

    private static Contracts.Scan Told(string status, ReasonRequest? reason) =>
        new ManualScan { Status = status, OccurredAt = "2026-03-02T07:00:00Z", Reason = reason }
            .ToScan(Guid.Empty, Now);
}
