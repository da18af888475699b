using System.Text.Json.Nodes;
using Orders.Bulk;

namespace Orders.Tests;

/// <summary>How PostgreSQL answers the exports, on a table of 20,000 orders of which 200 have a parcel.</summary>
public sealed class ExportPlanTests(FilledView filled) : IClassFixture<FilledView>
{
    private const int Parcels = FilledView.Orders / 100;

    // Each row counts in the index and in what the page is made of.
    private const int ReadMax = 2 * Parcels;

    private static readonly (DateTime, Guid) Start = (new(1, 1, 1, 0, 0, 0, DateTimeKind.Utc), Guid.Empty);

    [Theory]
    [InlineData(null, Parcels)]
    [InlineData("delivered", Parcels)]
    [InlineData("cancelled", 0)]
    public async Task An_export_of_parcels_looks_at_no_order_without_one(string? status, int orders)
    {
        var plan = await Plan("shipments", new() { Status = status });
        Found(plan).ShouldBe(orders);
        FilledView.RowsRead(plan).ShouldBeLessThanOrEqualTo(ReadMax);
    }

    [Fact]
    public async Task Without_its_index_it_would_look_at_them_all() =>
        FilledView.RowsRead(await Plan("shipments", new(), without: "orders_view_parcels"))
            .ShouldBeGreaterThan(FilledView.Orders / 2);

    [Theory]
    [InlineData("orders")]
    [InlineData("timelines")]
    public async Task The_other_exports_read_a_page_of_all(string what)
    {
        var plan = await Plan(what, new());
        Found(plan).ShouldBe(200);
        FilledView.RowsRead(plan).ShouldBeLessThanOrEqualTo(ReadMax);
    }

    private static int Found(JsonNode plan) => (int)(double)plan["Actual Rows"]!;

    private Task<JsonNode> Plan(string what, ExportQuery query, string? without = null) =>
        filled.Plan(ExportApi.Asked(what, "m", query, Start), without);
}
