using Contracts;
using static Orders.Tests.Given;

namespace Orders.Tests;

/// <summary>A parcel's numbers, cash, proof and instructions as its order tells of them.</summary>
public sealed class NumbersTests
{
    private const string Wrong = "1490812345678";
    private const string Right = "1490812345679";

    private static readonly ShipmentProgressed WronglyDelivered = Progressed(
        ParcelA, 2, Of("delivered", 30, Wrong), "delivered", milestone: "delivered");

    [Fact]
    public void A_corrected_number_stays_on_the_timeline_and_takes_its_scans_out_of_the_status()
    {
        var timeline = Timeline(Start, new OrderCommand.NoteShipmentProgress(WronglyDelivered),
            new OrderCommand.NoteShipmentCorrected(Replaced(ParcelA, 3, Wrong, Right)));
        timeline.Status.ShouldBe("processing");
        var parcel = timeline.Shipments.ShouldHaveSingleItem();
        (parcel.TrackingNumber, parcel.Status).ShouldBe((Right, "pending"));
        parcel.Scans.ShouldHaveSingleItem().Discounted.ShouldBe("number_corrected");
        var told = timeline.Entries.Single(entry => entry.Code == "shipment.corrected");
        told.Detail.ShouldStartWith($"delhivery {Right} instead of delhivery {Wrong}");
        timeline.Entries.Single(entry => entry.Code == "shipment.delivered").Detail!
            .ShouldContain("wrong tracking number");
    }

    [Fact]
    public void Heard_in_any_order_a_correction_ends_in_the_same_timeline()
    {
        OrderCommand[] heard =
        [
            new OrderCommand.NoteShipmentProgress(WronglyDelivered),
            new OrderCommand.NoteShipmentCorrected(Replaced(ParcelA, 3, Wrong, Right)),
            new OrderCommand.NoteShipmentProgress(
                Progressed(ParcelA, 4, Of("in_transit", 40, Right), "in_transit", milestone: "shipped")),
        ];
        var status = Timeline(Start, heard).Shipments.Single();
        foreach (var order in (OrderCommand[][])[[heard[1], heard[0], heard[2]], [heard[2], heard[1], heard[0]]])
            Timeline(Start, order).Shipments.Single().ShouldSatisfyAllConditions(
                parcel => (parcel.Status, parcel.TrackingNumber).ShouldBe((status.Status, status.TrackingNumber)),
                parcel => parcel.Scans.Select(scan => (scan.Id, scan.Discounted))
                    .ShouldBe(status.Scans.Select(scan => (scan.Id, scan.Discounted))));
    }

    [Fact]
    public void What_the_wrong_number_told_is_news_again_when_the_right_one_tells_it()
    {
        var state = State(Happened([.. Start, new OrderCommand.NoteShipmentProgress(WronglyDelivered),
            new OrderCommand.NoteShipmentCorrected(Replaced(ParcelA, 3, Wrong, Right))]));
        Order.Decide(state, new OrderCommand.NoteShipmentProgress(
                Progressed(ParcelA, 4, Of("delivered", 90, Right), "delivered", milestone: "delivered") with
                {
                    Repeat = 1,
                }))
            .ShouldHaveSingleItem().ShouldBeOfType<OrderEvent.ShipmentProgressed>()
            .Heard.Milestone.ShouldBe("delivered");
    }

    [Fact]
    public void It_is_news_too_when_it_is_heard_before_the_correction()
    {
        var again = Progressed(ParcelA, 4, Of("delivered", 90, Right), "delivered", milestone: "delivered") with
        {
            Repeat = 1,
        };
        Happened([.. Start, new OrderCommand.NoteShipmentProgress(WronglyDelivered),
                new OrderCommand.NoteShipmentProgress(again),
                new OrderCommand.NoteShipmentCorrected(Replaced(ParcelA, 3, Wrong, Right))])
            .OfType<OrderEvent.ShipmentProgressed>().Count(e => e.Heard.Milestone == "delivered").ShouldBe(2);
    }

    [Fact]
    public void A_second_carriers_number_is_on_the_timeline_and_finds_the_order()
    {
        var added = Corrected(ParcelA, 3, "1Z9") with
        {
            Change = "number_added",
            Carrier = "ups",
            Leg = "forward",
            Numbers = [new("delhivery", Wrong, null, "forward", null), new("ups", "1Z9", null, "forward", null)],
        };
        var happened = Happened([.. Start, new OrderCommand.NoteShipmentCorrected(added)]);
        var parcel = State(happened).Parcels[ParcelA];
        (parcel.TrackingNumber, parcel.Carrier).ShouldBe((Wrong, "delhivery"));
        OrderShipment.Of(parcel).Numbers.ShouldBe([Wrong, "1Z9"]);
        Timeline([], [.. Start, new OrderCommand.NoteShipmentCorrected(added)]).Entries
            .Single(entry => entry.Code == "shipment.number_added").ShouldSatisfyAllConditions(
                entry => (entry.Title, entry.Detail).ShouldBe(("Another carrier takes over", "ups 1Z9")));
    }

    [Fact]
    public void An_instruction_and_its_answer_are_on_the_timeline()
    {
        var timeline = Timeline(Start, new OrderCommand.NoteShipmentInstructed(Instructed(ParcelA, 3, "requested")),
            new OrderCommand.NoteShipmentInstructed(Instructed(ParcelA, 4, "refused") with { Reason = "too late" }));
        timeline.Entries.Where(entry => entry.Code.StartsWith("shipment.instruction", StringComparison.Ordinal))
            .Select(entry => (entry.Code, entry.Title, entry.Detail)).ShouldBe([
                ("shipment.instruction_requested", "The carrier is asked for delivery on 2026-03-09", null),
                ("shipment.instruction_refused", "The carrier refuses delivery on 2026-03-09", "too late")]);
        var given = timeline.Shipments.Single().Instructions.ShouldHaveSingleItem();
        (given.Kind, given.State, given.Reason).ShouldBe(("new_slot", "refused", "too late"));
    }

    [Fact]
    public void Cash_and_proof_are_shown_and_of_the_proof_the_public_sees_when_and_the_picture()
    {
        var standing = new ShipmentStanding
        {
            Status = "delivered",
            Leg = "forward",
            DeliveredAt = Noon.AddHours(30),
            Cod = new() { ToCollect = Euro(10), Collected = Euro(10), IsCollected = true },
            Proof = new() { SignedBy = "R. K.", Code = "4711", PhotoUrl = "https://pod.example/1.jpg" },
        };
        var timeline = Timeline(Start, new OrderCommand.NoteShipmentProgress(
            Progressed(ParcelA, 2, Scan("delivered", 30), "delivered") with { Standing = standing }));
        var parcel = timeline.Shipments.Single();
        parcel.Cod.ShouldBe(standing.Cod);
        parcel.ProofOfDelivery.ShouldBe(
            new(Noon.AddHours(30), "R. K.", null, null, "https://pod.example/1.jpg", "4711"));
        PublicView.Of(timeline, new(null, null, [], false), [Order1001]).Shipments.Single()
            .ProofOfDelivery.ShouldBe(new(Noon.AddHours(30), null, PhotoUrl: "https://pod.example/1.jpg"));
    }

    private static readonly OrderCommand[] Start =
    [
        new OrderCommand.Place(Order1001),
        new OrderCommand.NoteShipmentRegistered(Registered(ParcelA)),
    ];

    private static Scan Of(string status, double hours, string number) =>
        Scan(status, hours) with { Carrier = "delhivery", TrackingNumber = number };

    private static TimelineView Timeline(OrderCommand[] start, params OrderCommand[] heard) =>
        Orders.Timeline.Of(OrderId, Recorded(Happened([.. start, .. heard]), Noon), Noon.AddHours(100));
}
