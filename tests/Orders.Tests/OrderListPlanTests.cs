using System.Text.Json.Nodes;

namespace Orders.Tests;

/// <summary>
/// How PostgreSQL answers the list of orders, on a table of 20,000: each filter by an index, reading hardly more rows
/// than it shows. By rows, not by time: what holds here holds for a million.
/// </summary>
public sealed class OrderListPlanTests(FilledView filled) : IClassFixture<FilledView>
{
    private const int Limit = 20;

    // What a page may cost: its rows, those that another filter takes out again, the look into the index.
    private const int ReadMax = 500;

    private static readonly DateTimeOffset Newest = FilledView.Newest;

    public static TheoryData<string> Filters => [.. Asked.Keys];

    private static Dictionary<string, OrderQuery> Asked { get; } = new()
    {
        ["nothing"] = new(),
        ["a common status"] = new() { Status = "delivered" },
        ["a rare status"] = new() { Status = "cancelled" },
        ["a number"] = new() { OrderNumber = "N-777" },
        ["no number there is"] = new() { OrderNumber = "N-none" },
        ["an e-mail"] = new() { Email = "7@shop.example" },
        ["no e-mail there is"] = new() { Email = "nobody@shop.example" },
        ["a tracking number"] = new() { TrackingNumber = "TRK-777" },
        ["no tracking number there is"] = new() { TrackingNumber = "TRK-none" },
        ["a tracking number and a status"] = new() { TrackingNumber = "TRK-777", Status = "delivered" },
        ["an e-mail and a status"] = new() { Email = "7@shop.example", Status = "delivered" },
        ["placed after"] = new() { PlacedAfter = Newest.AddDays(-1) },
        ["placed before"] = new() { PlacedBefore = Newest.AddDays(-300) },
        ["placed in between, with a status"] =
            new() { PlacedAfter = Newest.AddDays(-200), PlacedBefore = Newest.AddDays(-100), Status = "delivered" },
        ["an e-mail placed after"] = new() { Email = "7@shop.example", PlacedAfter = Newest.AddDays(-300) },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Each_filter_reads_hardly_more_than_it_shows(string filter)
    {
        FilledView.RowsRead(await Plan(Asked[filter])).ShouldBeLessThan(ReadMax);
        // Where a page ends in the middle of the list, the next begins there.
        FilledView.RowsRead(await Plan(Asked[filter], $"{Newest.AddDays(-180).Ticks:x}.{Guid.Empty:N}"))
            .ShouldBeLessThan(ReadMax);
    }

    [Theory]
    [InlineData("orders_view_placed", "nothing")]
    [InlineData("orders_view_status", "a rare status")]
    [InlineData("orders_view_number", "a number")]
    [InlineData("orders_view_email", "an e-mail")]
    [InlineData("orders_view_tracking", "a tracking number")]
    public async Task Without_its_index_a_filter_reads_all(string index, string filter) =>
        FilledView.RowsRead(await Plan(Asked[filter], without: index)).ShouldBeGreaterThan(ReadMax);

    /// <summary>With a million orders the merchant's index beside it took 80 ms: it names 700,000 of them.</summary>
    [Fact]
    public async Task A_tracking_number_is_looked_for_by_its_own_index_alone()
    {
        foreach (var (_, asked) in Asked.Where(one => one.Value.TrackingNumber is not null))
            (await Plan(asked)).ToJsonString().ShouldSatisfyAllConditions(
                plan => plan.ShouldContain("orders_view_tracking"),
                plan => System.Text.RegularExpressions.Regex.Count(plan, "\"Index Name\"").ShouldBe(1));
    }

    private Task<JsonNode> Plan(OrderQuery asked, string? after = null, string? without = null) =>
        filled.Plan(OrderList.Of("m", asked, text => text).Asked(after, Limit), without);
}
