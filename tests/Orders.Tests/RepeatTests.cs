using System.Reflection;
using static Orders.Tests.Given;

namespace Orders.Tests;

public sealed class RepeatTests
{
    private static readonly OrderCommand[] WholeLife =
    [
        new OrderCommand.Place(Order1001),
        new OrderCommand.NotePayment(Paid(CardId, 1, "requested", "pending", 40)),
        new OrderCommand.NotePayment(Paid(CardId, 2, "authorized", "authorized", 40)),
        new OrderCommand.Confirm(Noon.AddHours(1)),
        new OrderCommand.Pack(Noon.AddHours(2)),
        new OrderCommand.NoteShipmentRegistered(Registered(ParcelA)),
        new OrderCommand.NoteShipmentCorrected(Corrected(ParcelA, 2, "1490812345679")),
        new OrderCommand.NoteShipmentProgress(
            Progressed(ParcelA, 3, Scan("picked_up", 24), "picked_up", milestone: "shipped")),
        new OrderCommand.NoteShipmentInstructed(Instructed(ParcelA, 9, "requested")),
        new OrderCommand.NoteNotification(Told("shipped")),
        new OrderCommand.NoteShipmentProgress(Progressed(ParcelA, 4, null, "picked_up")),
        new OrderCommand.NoteShipmentRemapped(Remapped(ParcelA, 5, Scan("picked_up", 24), "in_transit")),
        new OrderCommand.Cancel("too slow", Noon.AddHours(40)),
        new OrderCommand.ReportIssue("not_received", "Where is it?", Noon.AddHours(41)),
        new OrderCommand.GiveFeedback(1, null, Noon.AddHours(42)),
        new OrderCommand.NoteErased(new Guid(1, 2, 3, new byte[8]), Noon.AddHours(43)),
    ];

    [Fact]
    public void Repeating_any_command_decides_nothing()
    {
        var events = new List<OrderEvent>();
        foreach (var command in WholeLife)
        {
            var decided = Order.Decide(State(events), command);
            decided.ShouldNotBeEmpty($"{command.GetType().Name} should have been news the first time");
            events.AddRange(decided);
            Order.Decide(State(events), command).ShouldBeEmpty($"{command.GetType().Name} at once again");
        }

        foreach (var command in WholeLife)
            Order.Decide(State(events), command).ShouldBeEmpty($"{command.GetType().Name} at the end again");
    }

    [Fact]
    public void The_whole_life_holds_every_command_and_leads_to_every_event()
    {
        WholeLife.Select(command => command.GetType()).Distinct().ShouldBe(Nested<OrderCommand>(), ignoreOrder: true);
        Happened(WholeLife).Select(happened => happened.GetType()).Distinct()
            .ShouldBe(Nested<OrderEvent>(), ignoreOrder: true);
    }

    private static IEnumerable<Type> Nested<T>() =>
        typeof(T).GetNestedTypes(BindingFlags.Public).Where(type => type.IsSubclassOf(typeof(T)));
}
