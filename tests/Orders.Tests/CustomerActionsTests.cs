using Contracts;
using static Orders.Tests.Given;

namespace Orders.Tests;

public sealed class CustomerActionsTests
{
    private static readonly OrderCommand Place = new OrderCommand.Place(Order1001);

    private static readonly OrderCommand[] Attempted =
    [
        Place, new OrderCommand.NoteShipmentRegistered(Registered(ParcelA)),
        new OrderCommand.NoteShipmentProgress(
            Progressed(ParcelA, 2, Scan("delivery_attempted", 50), "delivery_attempted")),
    ];

    [Theory]
    [InlineData("packed", "at_once")]
    [InlineData("never", "on_request")]
    public void An_order_can_be_cancelled_as_the_policy_says(string until, string expected) =>
        Of([Place], new() { CustomersMayCancelUntil = until }).Cancel.ShouldBe(expected);

    [Fact]
    public void What_is_on_its_way_can_be_asked_for_and_what_was_asked_for_or_has_arrived_cannot()
    {
        Of(Attempted).Cancel.ShouldBe("on_request");
        Of([.. Attempted, Cancel("no", Noon.AddHours(51)) with { RequestedBy = Requester.Customer }])
            .Cancel.ShouldBeNull();
        Of([Place, Cancel("no", Noon.AddHours(1))]).Cancel.ShouldBeNull();
        Of([Place, .. Delivered(ParcelA)]).Cancel.ShouldBeNull();
    }

    [Fact]
    public void What_was_delivered_can_be_sent_back_until_the_window_closes_each_unit_once()
    {
        OrderCommand[] delivered = [Place, .. Delivered(ParcelA)];
        var chance = Of(delivered).Return!;
        chance.Items.ShouldBe([new("MUG", 2), new("POT", 1)]);
        chance.Until.ShouldBe(Noon.AddHours(50).AddDays(30));
        Of([.. delivered, Asks(Id(1), new AskedItem("MUG", 2, null))]).Return!.Items.ShouldBe([new("POT", 1)]);
        Of(delivered, new() { ReturnWindow = TimeSpan.FromHours(1) }).Return.ShouldBeNull();
        Of(Attempted).Return.ShouldBeNull();
    }

    [Fact]
    public void After_a_failed_attempt_the_carrier_can_be_asked_what_the_merchant_lets_customers_ask()
    {
        var chance = Of(Attempted).Instructions.Single();
        chance.ShipmentId.ShouldBe(ParcelA);
        chance.Kinds.ShouldBe(["reattempt", "new_slot"]);
        Of(Attempted, new() { CustomersMayInstruct = ["new_address"] }).Instructions.Single().Kinds
            .ShouldBe(["new_address"]);
        Of(Attempted, new() { CustomersMayInstruct = [] }).Instructions.ShouldBeEmpty();
        Of([Place]).Instructions.ShouldBeEmpty();
    }

    [Fact]
    public void The_carrier_is_not_asked_twice_before_it_has_tried_again()
    {
        OrderCommand[] asked =
            [.. Attempted, new OrderCommand.NoteShipmentInstructed(Instructed(ParcelA, 3, "by_merchant"))];
        Of(asked).Instructions.ShouldBeEmpty();
        Of([.. Attempted, new OrderCommand.NoteShipmentInstructed(Instructed(ParcelA, 3, "refused"))])
            .Instructions.ShouldNotBeEmpty();
        var again = Progressed(ParcelA, 4, Scan("delivery_attempted", 70), "delivery_attempted");
        Of([.. asked, new OrderCommand.NoteShipmentProgress(again)]).Instructions.ShouldNotBeEmpty();
    }

    [Fact]
    public void What_has_arrived_can_be_scored_once()
    {
        OrderCommand[] delivered = [Place, .. Delivered(ParcelA)];
        Of([Place]).Feedback.ShouldBeFalse();
        Of(delivered).Feedback.ShouldBeTrue();
        Of([.. delivered, new OrderCommand.GiveFeedback(5, null, Noon.AddHours(60))]).Feedback.ShouldBeFalse();
    }

    private static CustomerActions Of(OrderCommand[] happened, Policy? policy = null) =>
        CustomerActions.Of(State(Happened(happened)), policy ?? new(), Noon.AddHours(72));
}
