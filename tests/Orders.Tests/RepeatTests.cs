using System.Reflection;
using static Orders.Tests.Given;

namespace Orders.Tests;

public sealed class RepeatTests
{
    private static readonly Guid ReturnId = new("0197a000-0000-7000-8000-0000000000e1");

    private static readonly OrderCommand[] Start =
    [
        new OrderCommand.Place(Order1001),
        new OrderCommand.NotePayment(Paid(CardId, 1, "requested", "pending", 40)),
        new OrderCommand.NotePayment(Paid(CardId, 2, "authorized", "authorized", 40)),
        new OrderCommand.Verify(Id(1), "failed", "call", "nobody answers", Noon.AddMinutes(10)),
        new OrderCommand.Verify(Id(2), "verified", "otp", null, Noon.AddMinutes(20)),
        new OrderCommand.Confirm(Noon.AddHours(1)),
        new OrderCommand.Hold(Id(3), "no stock", Noon.AddHours(1)),
        new OrderCommand.Release(Id(4), Noon.AddHours(2)),
        new OrderCommand.Correct(Id(5), Order1001.ShippingAddress with { Line1 = "Otherstreet 1" },
            new() { Phone = "+36 20 555 99 99" }, Noon.AddHours(2)),
        new OrderCommand.CancelItems(Id(6), [new("MUG", 1)], "sold out", Noon.AddHours(2)),
        new OrderCommand.Pack(Noon.AddHours(2)),
        new OrderCommand.AllocateUnits(ParcelA, [new("MUG", 1), new("POT", 1)], [], Noon.AddHours(20)),
        new OrderCommand.NoteShipmentRegistered(Registered(ParcelA, new("MUG", 1), new("POT", 1))),
        new OrderCommand.NoteShipmentCorrected(Corrected(ParcelA, 2, "1490812345679")),
        new OrderCommand.NoteShipmentProgress(
            Progressed(ParcelA, 3, Scan("picked_up", 24), "picked_up", milestone: "shipped")),
        new OrderCommand.NoteShipmentInstructed(Instructed(ParcelA, 9, "requested")),
        new OrderCommand.NoteNotification(Told("shipped")),
        new OrderCommand.NoteShipmentProgress(Progressed(ParcelA, 4, null, "picked_up")),
        new OrderCommand.NoteShipmentRemapped(Remapped(ParcelA, 5, Scan("picked_up", 24), "in_transit")),
        new OrderCommand.Cancel(Id(7), "too slow", Noon.AddHours(40)) { RequestedBy = Requester.Customer },
    ];

    private static readonly OrderCommand[] Kept =
    [
        .. Start,
        new OrderCommand.RejectCancellation("it arrives today", Noon.AddHours(41)),
        new OrderCommand.NoteShipmentProgress(
            Progressed(ParcelA, 6, Scan("delivered", 50), "delivered", milestone: "delivered")),
        new OrderCommand.ReportIssue("damaged", "It broke.", Noon.AddHours(51)),
        new OrderCommand.GiveFeedback(1, null, Noon.AddHours(52)),
        new OrderCommand.NoteErased(new Guid(1, 2, 3, new byte[8]), Noon.AddHours(53)),
        Asks(ReturnId, new AskedItem("MUG", 1, "broken")),
        new OrderCommand.NoteReturn(Step(ReturnId, 2, "rejected", "rejected")),
        new OrderCommand.Complete(Noon.AddHours(80)),
    ];

    private static readonly OrderCommand[] TurnedBack =
    [
        .. Start,
        new OrderCommand.ApproveCancellation(Noon.AddHours(42)),
        new OrderCommand.NoteShipmentProgress(
            Progressed(ParcelA, 6, Scan("returned", 60), "returned", "return", milestone: "returned")),
    ];

    private static readonly OrderCommand[] LeftAlone =
    [
        .. Kept[..^1],
        new OrderCommand.CompleteIfDue(TimeSpan.FromDays(30), Noon.AddDays(60)),
    ];

    private static readonly OrderCommand[] Late =
    [
        .. Start[..^1],
        new OrderCommand.LookAround(new(), Noon.AddDays(7)),
        new OrderCommand.NoteShipmentProgress(
            Progressed(ParcelA, 6, Scan("delivered", 200), "delivered", milestone: "delivered")),
        new OrderCommand.LookAround(new(), Noon.AddHours(224)),
    ];

    [Fact]
    public void Repeating_any_command_decides_nothing()
    {
        foreach (var life in (OrderCommand[][])[Kept, TurnedBack, LeftAlone, Late])
        {
            var events = new List<OrderEvent>();
            foreach (var command in life)
            {
                var decided = Order.Decide(State(events), command);
                decided.ShouldNotBeEmpty($"{command.GetType().Name} should have been news the first time");
                events.AddRange(decided);
                Order.Decide(State(events), command).ShouldBeEmpty($"{command.GetType().Name} at once again");
            }

            foreach (var command in life)
                Order.Decide(State(events), command).ShouldBeEmpty($"{command.GetType().Name} at the end again");
        }
    }

    [Fact]
    public void The_lives_hold_every_command_and_lead_to_every_event()
    {
        OrderCommand[] all = [.. Kept, .. TurnedBack, .. LeftAlone, .. Late];
        all.Select(command => command.GetType()).Distinct().ShouldBe(Nested<OrderCommand>(), ignoreOrder: true);
        Happened(Kept).Concat(Happened(TurnedBack)).Select(happened => happened.GetType()).Distinct()
            .ShouldBe(Nested<OrderEvent>(), ignoreOrder: true);
    }

    private static IEnumerable<Type> Nested<T>() =>
        typeof(T).GetNestedTypes(BindingFlags.Public).Where(type => type.IsSubclassOf(typeof(T)));
}
