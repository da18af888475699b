using Contracts;
using Payments.Providers;
using Streams;
using static Payments.Tests.Given;

namespace Payments.Tests;

/// <summary>
/// A payment asked for all kinds of things in any order, and a provider that does what it is asked, tells of it late,
/// in any order and more than once.
/// </summary>
public sealed class InterleavingTests
{
    private const int Runs = 1000;
    private const int Seed = 20260302;

    [Fact]
    public void Money_stays_consistent_under_any_interleaving()
    {
        var seen = new HashSet<string>();
        for (var run = 0; run < Runs; run++)
        {
            var payment = new Interleaving(new Random(Seed + run));
            payment.Run();
            seen.Add(payment.State.Standing!.Status);
        }

        seen.ShouldBe(["captured", "partially_refunded", "refunded", "voided", "failed"], ignoreOrder: true);
    }

    private sealed class Interleaving(Random random)
    {
        private readonly List<PaymentCommand> underway = [];
        private decimal providerCaptured;
        private decimal providerRefunded;
        private int ids;

        public PaymentState State { get; private set; } = Given.State(Request());

        public void Run()
        {
            var outcome = random.Next(5) == 0 ? FactKind.Failed : FactKind.Authorized;
            Tell(outcome, outcome == FactKind.Authorized ? 100 : null);
            for (var step = 0; step < 40; step++)
            {
                Try(random.Next(12) switch
                {
                    0 => new PaymentCommand.Capture(Id(++ids), Some(), Noon),
                    1 => new PaymentCommand.Refund(Id(++ids), Some() ?? Inr(50), "any", Noon),
                    2 when random.Next(4) == 0 => new PaymentCommand.CancelOrder(Id(++ids), "any", Noon),
                    3 when random.Next(6) == 0 => new PaymentCommand.Void(Id(++ids), "any", Noon),
                    _ when underway.Count > 0 => Heard(),
                    _ => new PaymentCommand.Capture(Id(++ids), Some(), Noon),
                });
            }

            while (underway.Count > 0)
                Try(Heard());
            providerCaptured.ShouldBe(State.Standing!.Captured.Amount);
            providerRefunded.ShouldBe(State.Standing.Refunded.Amount);
            if (State.CancelReason is not null)
                State.Refundable.ShouldBe(0);
        }

        private Money? Some() => random.Next(3) == 0 ? null : Inr(random.Next(1, 12_000) / 100m);

        private PaymentCommand Heard()
        {
            var at = random.Next(underway.Count);
            var heard = underway[at];
            if (random.Next(3) > 0)
                underway.RemoveAt(at);
            return heard;
        }

        private void Try(PaymentCommand command)
        {
            IReadOnlyList<PaymentEvent> decided;
            try
            {
                decided = Payment.Decide(State, command);
            }
            catch (RuleViolation) when (command is not PaymentCommand.NoteFact)
            {
                return;
            }

            State = decided.Aggregate(Payment.Stream.ThroughSnapshot(State), Payment.Evolve);
            foreach (var happened in decided)
            {
                Consistent(happened.After!);
                Provide(happened);
            }
        }

        private static void Consistent(PaymentStanding after)
        {
            after.Refunded.Amount.ShouldBeInRange(0, after.Captured.Amount);
            after.Captured.Amount.ShouldBeInRange(0, after.Authorized.Amount);
            after.Authorized.Amount.ShouldBeInRange(0, 100);
        }

        private void Provide(PaymentEvent asked)
        {
            switch (asked)
            {
                case PaymentEvent.CaptureRequested e when random.Next(5) == 0:
                    underway.Add(Refusal(ProviderOperation.Capture, e.CaptureId));
                    break;
                case PaymentEvent.CaptureRequested e:
                    providerCaptured += e.Amount.Amount;
                    Tell(FactKind.Captured, e.Amount.Amount, e.CaptureId);
                    break;
                case PaymentEvent.RefundRequested e when random.Next(5) == 0 && State.CancelReason is null:
                    underway.Add(Refusal(ProviderOperation.Refund, e.RefundId));
                    break;
                case PaymentEvent.RefundRequested e:
                    providerRefunded += e.Amount.Amount;
                    providerRefunded.ShouldBeLessThanOrEqualTo(providerCaptured);
                    Tell(FactKind.Refunded, e.Amount.Amount, e.RefundId);
                    break;
                case PaymentEvent.VoidRequested e:
                    Tell(FactKind.Voided, null, e.VoidId);
                    break;
            }
        }

        private PaymentCommand.NoteRefused Refusal(ProviderOperation operation, Guid request) =>
            new(operation, request, "no", Noon, Id(++ids));

        private void Tell(FactKind kind, decimal? amount, Guid? request = null) => underway.Add(
            new PaymentCommand.NoteFact(
                new($"evt_{++ids}", kind, amount is { } some ? Inr(some) : null, Noon.AddSeconds(ids), null,
                    random.Next(2) == 0 ? request : null),
                Id(++ids)));
    }
}
