using Contracts;
using Microsoft.Extensions.Options;
using ServiceDefaults;
using Streams;
using static Orders.Tests.Given;

namespace Orders.Tests;

public sealed class PublishedTests
{
    private static readonly TrackingLinks Links =
        new(Options.Create(new PlatformOptions { PublicUrl = "https://track.example/" }));

    [Fact]
    public void A_whole_life_is_told_to_others_by_these_messages() => Told(
        new OrderCommand.Place(Order1001),
        new OrderCommand.NotePayment(Paid(CardId, 1, "requested", "pending", 40)),
        new OrderCommand.Pack(Noon.AddHours(1)),
        new OrderCommand.NoteShipmentRegistered(Registered(ParcelA)),
        new OrderCommand.NoteShipmentProgress(
            Progressed(ParcelA, 2, Scan("picked_up", 24), "picked_up", milestone: "shipped")),
        new OrderCommand.NoteShipmentProgress(Progressed(ParcelA, 3, Scan("in_transit", 25), "in_transit")),
        Cancel("late", Noon.AddHours(30))).ShouldBe(
        [
            "OrderPlaced", "OrderMilestoneReached confirmed", "OrderMilestoneReached packed",
            "OrderMilestoneReached shipped", "OrderRecalled",
        ]);

    [Fact]
    public void A_cancellation_in_part_is_told_to_payments_and_to_the_customer()
    {
        var events = Happened(new OrderCommand.Place(Order1001),
            new OrderCommand.CancelItems(Id(1), [new("MUG", 1)], "sold out", Noon.AddHours(1)));
        new Published(Links).From(Stored(events[1])).ShouldBe(new OrderAmountReduced
        {
            MerchantId = "demo",
            OrderId = OrderId,
            ReductionId = Id(1),
            Amount = Euro(10),
            Reason = "sold out",
            Cause = "items_cancelled",
            OccurredAt = Noon.AddHours(1),
        });
        new Published(Links).From(Stored(events[2])).ShouldBeOfType<OrderMilestoneReached>().SubjectId.ShouldBe(Id(1));
    }

    [Fact]
    public void A_returns_steps_are_milestones_but_for_its_refund_which_payments_hear_of()
    {
        var asked = Step(Id(1), 5, "refund_requested", "received") with { Amount = Euro(10), Reason = "broken" };
        new Published(Links).From(Stored(new OrderEvent.ReturnProgressed(asked))).ShouldBeOfType<OrderAmountReduced>()
            .ShouldSatisfyAllConditions(
                told => told.ReductionId.ShouldBe(Id(1)), told => told.Cause.ShouldBe("return"),
                told => told.Amount.ShouldBe(Euro(10)));
        new Published(Links).From(Stored(new OrderEvent.ReturnProgressed(Step(Id(1), 2, "approved", "approved"))))
            .ShouldBeOfType<OrderMilestoneReached>().Milestone.ShouldBe("return_approved");
    }

    [Fact]
    public void A_parcels_milestone_says_which_parcel_and_where()
    {
        var heard = Progressed(ParcelA, 2, Scan("picked_up", 24), "picked_up", milestone: "shipped");
        new Published(Links).From(Stored(new OrderEvent.ShipmentProgressed(heard, "delhivery", "1490"))).ShouldBe(
            new OrderMilestoneReached
            {
                MerchantId = "demo",
                OrderId = OrderId,
                Milestone = "shipped",
                OccurredAt = heard.OccurredAt,
                ShipmentId = ParcelA,
                Carrier = "delhivery",
                TrackingNumber = "1490",
                Zone = "Asia/Kolkata",
            });
    }

    [Fact]
    public void The_customers_link_opens_their_order_and_no_other()
    {
        var placed = (OrderPlaced)new Published(Links).From(Stored(Order1001))!;
        placed.TrackingUrl.ShouldStartWith("https://track.example/track/");
        var token = TrackingToken.TryRead(placed.TrackingUrl.Split('/')[^1])!;
        (token.MerchantId, token.OrderId).ShouldBe(("demo", OrderId));
        token.Opens(Order1001.TrackingSecret).ShouldBeTrue();
        token.Opens(TrackingToken.NewSecret()).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA!!!!!!!!!!!!!!!!!!!!!!demo")]
    public void What_is_no_token_opens_nothing(string token) => TrackingToken.TryRead(token).ShouldBeNull();

    [Fact]
    public void A_look_up_needs_all_that_was_given_to_be_right()
    {
        var known = OrderLookup.Factors("a@b.example", "201234567", "H1082");
        OrderLookup.Match(OrderLookup.Factors("a@b.example", null, null), known).ShouldBeTrue();
        OrderLookup.Match(OrderLookup.Factors(null, "201234567", "H1082"), known).ShouldBeTrue();
        OrderLookup.Match(OrderLookup.Factors("a@b.example", null, "1083"), known).ShouldBeFalse();
        OrderLookup.Match(OrderLookup.Factors(null, null, null), known).ShouldBeFalse();
        OrderLookup.Match(OrderLookup.Factors("a@b.example", null, null), [null, null, null]).ShouldBeFalse();
    }

    [Fact]
    public void People_write_the_same_thing_in_different_ways()
    {
        SearchKeys.Email(" A@B.Example ").ShouldBe("a@b.example");
        SearchKeys.Phone("+36 20 555 01 23").ShouldBe(SearchKeys.Phone("06205550123"));
        SearchKeys.PostalCode("h-1082").ShouldBe("H1082");
        SearchKeys.TrackingNumber("1490 8123 4567 8").ShouldBe("1490812345678");
    }

    private static IEnumerable<string> Told(params OrderCommand[] commands) => Happened(commands)
        .Select(happened => new Published(Links).From(Stored(happened))).OfType<object>()
        .Select(message => message is OrderMilestoneReached reached
            ? $"{message.GetType().Name} {reached.Milestone}"
            : message.GetType().Name);

    private static Recorded<object> Stored(OrderEvent happened) => new(
        OrderId, "demo", Order.Stream.StreamId(OrderId), 1, 1, happened, Noon, null, null, null);
}
