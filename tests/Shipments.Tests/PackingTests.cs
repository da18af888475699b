using Contracts;
using ServiceDefaults;
using Streams;

namespace Shipments.Tests;

public sealed class PackingTests
{
    private static readonly OrderedItem[] Ordered = [new("A", 2), new("B", 1), new("A", 1)];

    [Fact]
    public void Without_items_a_parcel_holds_all_that_is_left() =>
        Packing.Choose(Ordered, [new ItemQuantity("A", 1)], [])
            .ShouldBe([new ItemQuantity("A", 2), new ItemQuantity("B", 1)]);

    [Fact]
    public void Lines_of_one_sku_are_one() =>
        Packing.Choose(Ordered, [], [new ItemRequest("A", 1), new ItemRequest("A", 2)])
            .ShouldBe([new ItemQuantity("A", 3)]);

    [Fact]
    public void More_than_is_left_is_refused() =>
        Should.Throw<RuleViolation>(() => Packing.Choose(Ordered, [new("A", 2)], [new("A", 2)]))
            .Code.ShouldBe("more_than_left");

    [Fact]
    public void Nothing_left_is_nothing_to_ship() =>
        Should.Throw<RuleViolation>(() => Packing.Choose(Ordered, [new("A", 3), new("B", 1)], []))
            .Code.ShouldBe("nothing_to_ship");

    [Fact]
    public void An_item_that_is_not_in_the_order_is_named_by_its_place() =>
        Should.Throw<ProblemException>(() => Packing.Choose(Ordered, [], [new("A", 1), new("Z", 1)]))
            .Errors.ShouldNotBeNull().ShouldHaveSingleItem().Pointer.ShouldBe("/items/1/sku");
}
