using Contracts;
using static Orders.Tests.Given;

namespace Orders.Tests;

/// <summary>Holds the code to the tables of docs/order-status.md, and to what is true of any combination.</summary>
public sealed class OrderStatusTests
{
    private static readonly Dictionary<string, ParcelStages> Named = new()
    {
        ["none"] = ParcelStages.None,
        ["waiting"] = ParcelStages.Waiting,
        ["moving"] = ParcelStages.Moving,
        ["last mile"] = ParcelStages.LastMile,
        ["delivered"] = ParcelStages.Delivered,
        ["troubled"] = ParcelStages.Troubled,
        ["going back"] = ParcelStages.GoingBack,
        ["back"] = ParcelStages.Back,
    };

    private static readonly string[] Statuses =
    [
        "pending", "info_received", "picked_up", "in_transit", "out_for_delivery", "delivery_attempted",
        "available_for_pickup", "delivered", "exception", "returning", "returned", "cancelled", "expired",
    ];

    private static readonly (string Status, string Leg)[] Standings =
        [.. from status in Statuses from leg in new[] { "forward", "return" } select (status, leg)];

    [Fact]
    public void A_parcels_stage_is_the_documented_one()
    {
        var rows = Table("| parcel's status |").Where(row => row.Length == 3).ToList();
        rows.Select(row => row[0].Split('`')[1]).ShouldBe(Statuses, ignoreOrder: true);
        foreach (var row in rows)
        {
            OrderStatus.StageOf(row[0].Split('`')[1], "forward").ShouldBe(Named[row[1]], row[0]);
            OrderStatus.StageOf(row[0].Split('`')[1], "return").ShouldBe(Named[row[2]], row[0]);
        }
    }

    [Fact]
    public void Two_parcels_give_the_documented_status()
    {
        var rows = Table("| | waiting |");
        rows.Count.ShouldBe(7);
        foreach (var (row, i) in rows.Select((row, i) => (row, i)))
        {
            foreach (var (cell, j) in row.Skip(1).Select((cell, j) => (cell.Trim('`'), j)).Where(x => x.Item2 >= i))
                OrderStatus.Of((ParcelStages)((1 << i) | (1 << j))).ShouldBe(cell, $"{row[0]} and column {j}");
        }
    }

    [Fact]
    public void Every_combination_of_three_parcels_has_one_status_whatever_their_order()
    {
        foreach (var a in Standings)
        {
            foreach (var b in Standings)
            {
                foreach (var c in Standings)
                {
                    var status = Of([a, b, c]);
                    OrderStatus.All.ShouldContain(status);
                    Of([c, a, b]).ShouldBe(status);
                    Of([b, a, c]).ShouldBe(status);
                    (status == OrderStatus.Delivered).ShouldBe(AllAre(ParcelStages.Delivered, a, b, c), $"{a} {b} {c}");
                    (status == OrderStatus.Returned).ShouldBe(AllAre(ParcelStages.Back, a, b, c), $"{a} {b} {c}");
                    Of([a, b, c], new OrderEvent.Cancelled("x", Noon)).ShouldBe(OrderStatus.Cancelled);
                }
            }
        }
    }

    [Fact]
    public void Up_to_three_parcels_and_unshipped_units_give_what_the_first_true_line_says()
    {
        var lines = Table("| | when | status |").TakeWhile(row => row.Length == 3 && row[0].Length > 0)
            .Select(row => (When: row[1], Status: row[2].Trim('`'))).ToList();
        lines.Count.ShouldBe(19);
        var used = new HashSet<string>();
        foreach (var order in OrderInStages.All())
        {
            var line = lines.First(line => OrderInStages.Conditions[line.When](order));
            used.Add(line.When);
            OrderStatus.Of(order.State).ShouldBe(line.Status, $"{order}: {line.When}");
        }

        lines.Select(line => line.When).Except(used).ShouldBeEmpty("no order is like this");
    }

    [Fact]
    public void Without_a_parcel_the_order_itself_says_how_far_it_is()
    {
        Of([]).ShouldBe("placed");
        Of([], new OrderEvent.Confirmed(Noon)).ShouldBe("confirmed");
        Of([], new OrderEvent.Confirmed(Noon), new OrderEvent.Packed(Noon)).ShouldBe("processing");
        Of([("cancelled", "forward")], new OrderEvent.Confirmed(Noon)).ShouldBe("confirmed");
    }

    [Theory]
    [InlineData("pending", "processing")]
    [InlineData("in_transit", "partially_shipped")]
    [InlineData("out_for_delivery", "out_for_delivery")]
    [InlineData("delivered", "partially_delivered")]
    public void Units_in_no_parcel_are_still_waiting(string parcel, string expected) => OrderStatus.Of(State(
        Order1001,
        new OrderEvent.ShipmentRegistered(Registered(ParcelA, new ItemQuantity("MUG", 2))),
        new OrderEvent.ShipmentProgressed(Progressed(ParcelA, 2, null, parcel)))).ShouldBe(expected);

    private static bool AllAre(ParcelStages stage, params (string Status, string Leg)[] parcels)
    {
        var stages = parcels.Select(p => OrderStatus.StageOf(p.Status, p.Leg))
            .Where(s => s != ParcelStages.None).ToList();
        return stages.Count > 0 && stages.All(s => s == stage);
    }

    private static string Of((string Status, string Leg)[] parcels, params OrderEvent[] more) =>
        OrderStatus.Of(State([Order1001, .. more, .. parcels.SelectMany(Events)]));

    private static IEnumerable<OrderEvent> Events((string Status, string Leg) parcel, int index)
    {
        var id = new Guid(index + 1, 0, 0, new byte[8]);
        yield return new OrderEvent.ShipmentRegistered(Registered(id));
        yield return new OrderEvent.ShipmentProgressed(Progressed(id, 2, null, parcel.Status, parcel.Leg));
    }

    private static List<string[]> Table(string head) =>
    [
        .. File.ReadLines("order-status.md").SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal))
            .Skip(2).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
    ];
}
