using Payments.Providers;
using static Payments.Tests.Given;

namespace Payments.Tests;

public sealed class RepetitionTests
{
    private static readonly PaymentState Waiting = State(Request());
    private static readonly PaymentState Capturing = Authorized().After(new PaymentCommand.Capture(Id(1), null, Noon));
    private static readonly PaymentState Refunding =
        Captured().After(new PaymentCommand.Refund(Id(1), Inr(9), "x", Noon));
    private static readonly PaymentState Voiding = Authorized().After(new PaymentCommand.Void(Id(1), "x", Noon));

    private static readonly (PaymentState State, PaymentCommand Command)[] Commands =
    [
        (PaymentState.Initial, Request()),
        (Waiting, new PaymentCommand.NoteAccepted("simulated", "demo", "sim_1", Noon)),
        (Waiting, Fact(FactKind.Authorized, 100)),
        (Waiting, Fact(FactKind.Captured, 100)),
        (Waiting, Fact(FactKind.Refunded, 100)),
        (Waiting, Fact(FactKind.Voided)),
        (Waiting, Fact(FactKind.Failed)),
        (Waiting, new PaymentCommand.NoteRefused(ProviderOperation.Authorize, Id(1), "declined", Noon, Id(9))),
        (Capturing, new PaymentCommand.NoteRefused(ProviderOperation.Capture, Id(1), "expired", Noon, Id(9))),
        (Refunding, new PaymentCommand.NoteRefused(ProviderOperation.Refund, Id(1), "closed", Noon, Id(9))),
        (Voiding, new PaymentCommand.NoteRefused(ProviderOperation.Void, Id(1), "too late", Noon, Id(9))),
        (Authorized(), new PaymentCommand.Capture(Id(1), Inr(40), Noon)),
        (Captured(), new PaymentCommand.Refund(Id(1), Inr(40), "x", Noon)),
        (Authorized(), new PaymentCommand.Void(Id(1), "x", Noon)),
        (State(Request("cod")), new PaymentCommand.Collect(Inr(40), Noon)),
        (Authorized(), new PaymentCommand.CancelOrder(Id(1), "x", Noon)),
        (Captured(), new PaymentCommand.CancelOrder(Id(1), "x", Noon)),
        (Captured(), new PaymentCommand.Reduce(Id(1), Inr(40), "x", Noon, Id(2))),
        (Authorized(), new PaymentCommand.Reduce(Id(1), Inr(100), "x", Noon, Id(2))),
        (Captured(), Dispute(Disputes.Opened)),
        (Refunding, Fact(FactKind.RefundFailed, 9, "re_1:failed", request: Id(1))),
        (State(Request("cod")), new PaymentCommand.NoteCash(Id(1), 5, Inr(40), Noon, Id(2))),
        (State(Request("cod")), new PaymentCommand.Remit(Inr(40), "remit-1", Noon)),
    ];

    [Fact]
    public void Repeating_any_command_decides_nothing()
    {
        foreach (var (state, command) in Commands)
        {
            Payment.Decide(state, command).ShouldNotBeEmpty(command.ToString());
            Payment.Decide(state.After(command), command).ShouldBeEmpty(command.ToString());
        }
    }

    [Fact]
    public void Every_command_is_among_the_repeated() => Commands.Select(c => c.Command.GetType()).Distinct()
        .ShouldBe(typeof(PaymentCommand).GetNestedTypes().Where(t => t.IsSealed), ignoreOrder: true);

    [Fact]
    public void A_fact_heard_twice_is_recorded_once_even_by_two_ways()
    {
        var heard = Fact(FactKind.Captured, 100, "ch_1");
        var state = Waiting.After(heard);
        Payment.Decide(state, heard with { Id = Id(77) }).ShouldBeEmpty();
    }
}
