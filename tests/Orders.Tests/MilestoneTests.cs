using Contracts;
using Microsoft.Extensions.Options;
using ServiceDefaults;
using Streams;
using static Orders.Tests.Given;

namespace Orders.Tests;

/// <summary>What a customer is told beyond what carriers report.</summary>
public sealed class MilestoneTests
{
    /// <summary>The promise is 9 March where the customer is, Budapest: until 22:59:59 UTC.</summary>
    private static readonly DateTimeOffset Promised = new(2026, 3, 9, 22, 59, 59, TimeSpan.Zero);

    private static readonly OrderCommand[] Shipped =
    [
        new OrderCommand.Place(Order1001),
        new OrderCommand.NoteShipmentRegistered(Registered(ParcelA)),
        new OrderCommand.NoteShipmentProgress(
            Progressed(ParcelA, 2, Scan("picked_up", 24), "picked_up", milestone: "shipped")),
    ];

    [Fact]
    public void An_estimate_after_the_promise_is_told_once()
    {
        var late = new EstimatedDelivery(Promised.AddHours(10), Promised.AddHours(12), "carrier");
        var told = Told([.. Shipped, Expected(3, late)]).ShouldHaveSingleItem();
        (told.Milestone, told.Promise, told.Expected).ShouldBe(("delayed", "2026-03-09", late));
        var later = late with { To = late.To.AddDays(3) };
        Told([.. Shipped, Expected(3, late), Expected(4, later), Look(Promised)]).Count.ShouldBe(1);
    }

    [Fact]
    public void An_estimate_that_lies_mostly_before_the_promise_is_no_delay()
    {
        var wide = new EstimatedDelivery(Promised.AddDays(-3), Promised.AddDays(1), "model");
        Told([.. Shipped, Expected(3, wide)]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("picked_up", true)]
    [InlineData("delivery_attempted", true)]
    [InlineData("out_for_delivery", false)]
    [InlineData("available_for_pickup", false)]
    [InlineData("delivered", false)]
    public void On_the_promised_day_a_parcel_that_is_not_with_its_courier_is_late(string status, bool isLate)
    {
        OrderCommand[] life = [.. Shipped, Scanned(3, status, 100)];
        bool IsToldAt(double hours) => Told([.. life, Look(Promised.AddHours(hours))])
            .Any(told => told.Milestone == "delayed");
        IsToldAt(-13).ShouldBeFalse("there is time");
        IsToldAt(-12).ShouldBe(isLate);
    }

    [Fact]
    public void An_order_that_nobody_has_sent_is_late_too() =>
        Told([new OrderCommand.Place(Order1001), Look(Promised)]).ShouldHaveSingleItem().Milestone.ShouldBe("delayed");

    [Fact]
    public void What_is_cancelled_unpromised_or_of_the_past_is_never_late()
    {
        Told([Shipped[0], Cancel("late", Noon.AddHours(1)), Look(Promised)])
            .ShouldNotContain(told => told.Milestone == "delayed");
        Told([new OrderCommand.Place(Order1001 with { PromisedDeliveryDate = null }), Look(Promised)]).ShouldBeEmpty();
        Told([new OrderCommand.Place(Order1001 with { CreatedAt = Promised.AddDays(1) }), Look(Promised.AddDays(1))])
            .ShouldBeEmpty();
        Told([Shipped[0], Look(Promised.AddDays(20))]).ShouldBeEmpty();
    }

    [Fact]
    public void Feedback_is_asked_a_day_after_the_last_delivery_unless_it_was_given()
    {
        OrderCommand[] delivered =
            [new OrderCommand.Place(Order1001 with { PromisedDeliveryDate = null }), .. Delivered(ParcelA)];
        Told([.. delivered, Look(Noon.AddHours(73))]).ShouldBeEmpty();
        Told([.. delivered, Look(Noon.AddHours(74)), Look(Noon.AddHours(75))]).Select(told => told.Milestone)
            .ShouldBe(["feedback_asked"]);
        Told([.. delivered, new OrderCommand.GiveFeedback(5, null, Noon.AddHours(60)), Look(Noon.AddHours(74))])
            .ShouldBeEmpty();
        Told([.. delivered, new OrderCommand.ReportIssue("damaged", "x", Noon.AddHours(60)), Look(Noon.AddHours(74))])
            .ShouldBeEmpty();
        Told([.. delivered, Look(Noon.AddDays(30))]).ShouldBeEmpty("an import of the past");
    }

    [Fact]
    public void Customs_that_want_something_are_told_once_a_parcel()
    {
        var held = Scan("exception", 40) with { Reason = new("customs_document", "customs", true, "an invoice") };
        var again = held with { Id = "again", OccurredAt = held.OccurredAt.AddHours(1) };
        var told = Told([.. Shipped,
            new OrderCommand.NoteShipmentProgress(Progressed(ParcelA, 3, held, "exception")),
            new OrderCommand.NoteShipmentProgress(Progressed(ParcelA, 4, again, "exception"))]).ShouldHaveSingleItem();
        (told.Milestone, told.ShipmentId, told.Carrier, told.Reason, told.Zone)
            .ShouldBe(("customs_action", ParcelA, "delhivery", "an invoice", "Asia/Kolkata"));
        var cleared = held with { Reason = new("customs_cleared", "customs", false, null) };
        Told([.. Shipped, new OrderCommand.NoteShipmentProgress(Progressed(ParcelA, 3, cleared, "exception"))])
            .ShouldBeEmpty();
    }

    [Fact]
    public void A_payment_is_told_when_it_is_taken_in_full_or_fails_and_each_refund_is()
    {
        var part = Paid(CardId, 2, "captured", "captured", 40) with { Captured = Euro(15) };
        Messages(Shipped[0], Heard(part)).ShouldBeEmpty();
        Messages(Shipped[0], Heard(part), Heard(Paid(CardId, 3, "captured", "captured", 40)))
            .ShouldBe([("paid", CardId)]);
        Messages(Shipped[0], Heard(Paid(CardId, 2, "failed", "failed", 40))).ShouldBe([("payment_failed", CardId)]);
        var refunds = Messages(Shipped[0], Heard(Paid(CardId, 3, "captured", "captured", 40)),
            Heard(Paid(CardId, 4, "refunded", "partially_refunded", 40)),
            Heard(Paid(CardId, 5, "refunded", "refunded", 40)), Heard(Paid(CardId, 5, "refunded", "refunded", 40)));
        refunds.Select(one => one.Milestone).ShouldBe(["paid", "refunded", "refunded"]);
        refunds.ShouldBeUnique();
    }

    private static OrderCommand.NotePayment Heard(PaymentProgressed heard) => new(heard);

    private static OrderCommand.LookAround Look(DateTimeOffset now) => new(new(), now);

    private static OrderCommand.NoteShipmentProgress Scanned(long version, string status, double hours) =>
        new(Progressed(ParcelA, version, Scan(status, hours), status) with
        {
            Standing = new()
            {
                Status = status,
                Leg = "forward",
                DeliveredAt = status == "delivered" ? Noon.AddHours(hours) : null,
            },
        });

    private static OrderCommand.NoteShipmentProgress Expected(long version, EstimatedDelivery expected) =>
        new(Progressed(ParcelA, version, null, "in_transit") with
        {
            Standing = new() { Status = "in_transit", Leg = "forward", EstimatedDelivery = expected },
        });

    private static List<OrderEvent.MilestoneReached> Told(params OrderCommand[] commands) =>
        [.. Happened(commands).OfType<OrderEvent.MilestoneReached>().Where(told => told.Milestone != "cancelled")];

    private static List<(string Milestone, Guid? Of)> Messages(params OrderCommand[] commands)
    {
        var published = new Published(new(Options.Create(new PlatformOptions { PublicUrl = "https://track.example" })));
        return
        [
            .. Happened(commands).Select(happened => published.From(new Recorded<object>(
                    Id(1), "demo", $"order-{OrderId}", 1, 1, happened, Noon, null, null, null)))
                .OfType<OrderMilestoneReached>().Select(told => (told.Milestone, told.SubjectId)),
        ];
    }
}
