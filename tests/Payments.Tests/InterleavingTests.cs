using Contracts;
using Payments.Providers;
using Streams;
using static Payments.Tests.Given;

namespace Payments.Tests;

/// <summary>
/// A payment asked for all kinds of things in any order (cancel, ship, capture, refund, return), and a provider that
/// does what it is asked, takes some of it back, and tells of it late, in any order and more than once: each move, the
/// sum so far, or both.
/// </summary>
public sealed class InterleavingTests
{
    private const int Runs = 1000;
    private const int Seed = 20260302;

    [Fact]
    public void Money_stays_consistent_under_any_interleaving()
    {
        var seen = new HashSet<string>();
        var reductions = 0;
        for (var run = 0; run < Runs; run++)
        {
            var payment = new Interleaving(new Random(Seed + run));
            payment.Run();
            seen.Add(payment.State.Standing!.Status);
            reductions += payment.State.Reductions.Count;
        }

        seen.ShouldBe(["captured", "partially_refunded", "refunded", "voided", "failed"], ignoreOrder: true);
        reductions.ShouldBeGreaterThan(Runs / 2);
    }

    private sealed class Interleaving(Random random)
    {
        private readonly List<PaymentCommand> underway = [];
        private readonly bool tellsSums = random.Next(2) == 0;
        private decimal providerCaptured;
        private decimal providerRefunded;
        private bool isOwed;
        private int ids;

        public PaymentState State { get; private set; } = Given.State(Request());

        public void Run()
        {
            var outcome = random.Next(5) == 0 ? FactKind.Failed : FactKind.Authorized;
            Tell(outcome, outcome == FactKind.Authorized ? 100 : null);
            for (var step = 0; step < 40; step++)
            {
                Try(random.Next(14) switch
                {
                    0 => new PaymentCommand.Capture(Id(++ids), Some(), Noon),
                    1 => new PaymentCommand.Refund(Id(++ids), Some() ?? Inr(50), "any", Noon),
                    2 when random.Next(6) == 0 => new PaymentCommand.CancelOrder(Id(++ids), "any", Noon),
                    3 when random.Next(6) == 0 => new PaymentCommand.Void(Id(++ids), "any", Noon),
                    4 or 5 when State.Refundable + State.Lowerable > 0 => Less(),
                    _ when underway.Count > 0 => Heard(),
                    _ when random.Next(4) == 0 => new PaymentCommand.Capture(Id(++ids), Some(), Noon),
                    _ => null,
                });
            }

            while (underway.Count > 0)
                Try(Heard());
            Ended();
        }

        private void Ended()
        {
            State.Standing!.Captured.Amount.ShouldBe(providerCaptured);
            State.Standing.Refunded.Amount.ShouldBe(providerRefunded);
            State.Captures.AnyPending().ShouldBeFalse();
            State.Refunds.AnyPending().ShouldBeFalse();
            if (isOwed)
                return;
            if (State.CancelReason is not null)
                State.Refundable.ShouldBe(0);
            (providerCaptured - providerRefunded).ShouldBeLessThanOrEqualTo(100 - State.ReducedSum);
        }

        private Money? Some() => random.Next(3) == 0 ? null : Inr(random.Next(1, 12_000) / 100m);

        /// <summary>An order is never reduced by more than its payments hold.</summary>
        private PaymentCommand.Reduce Less() => new(
            Id(++ids), Inr(Math.Min(random.Next(1, 6_000) / 100m, State.Refundable + State.Lowerable)), "returned",
            Noon, Id(++ids));

        private PaymentCommand Heard()
        {
            var at = random.Next(underway.Count);
            var heard = underway[at];
            if (random.Next(3) > 0)
                underway.RemoveAt(at);
            return heard;
        }

        private void Try(PaymentCommand? command)
        {
            IReadOnlyList<PaymentEvent> decided;
            try
            {
                decided = command is null ? [] : Payment.Decide(State, command);
            }
            catch (RuleViolation) when (command is not (PaymentCommand.NoteFact or PaymentCommand.Reduce))
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
                    Provided(e);
                    break;
                case PaymentEvent.RefundRequested e when random.Next(8) == 0 && State.CancelReason is null:
                    isOwed = true;
                    underway.Add(Refusal(ProviderOperation.Refund, e.RefundId));
                    break;
                case PaymentEvent.RefundRequested e:
                    Provided(e);
                    break;
                case PaymentEvent.VoidRequested e:
                    Tell(FactKind.Voided, null, e.VoidId);
                    break;
            }
        }

        /// <summary>The sum may be told by anybody, the call's answer names its request.</summary>
        private void Provided(PaymentEvent.CaptureRequested e)
        {
            providerCaptured += e.Amount.Amount;
            if (!tellsSums)
            {
                Tell(FactKind.Captured, e.Amount.Amount, random.Next(2) == 0 ? e.CaptureId : null);
                return;
            }

            Sum(FactKind.Captured, providerCaptured, e.CaptureId);
            Sum(FactKind.Captured, providerCaptured, null);
        }

        private void Provided(PaymentEvent.RefundRequested e)
        {
            providerRefunded += e.Amount.Amount;
            providerRefunded.ShouldBeLessThanOrEqualTo(providerCaptured);
            // A refund can only be taken back by name, if others of the same amount are under way.
            var fact = Tell(FactKind.Refunded, e.Amount.Amount, tellsSums || random.Next(2) == 0 ? e.RefundId : null);
            if (tellsSums)
                Sum(FactKind.Refunded, providerRefunded, null);
            if (!tellsSums || random.Next(6) != 0 || State.CancelReason is not null)
                return;
            isOwed = true;
            providerRefunded -= e.Amount.Amount;
            underway.Add(new PaymentCommand.NoteFact(new(ProviderFact.FailureOf(fact.Id), FactKind.RefundFailed,
                e.Amount, Noon.AddSeconds(++ids), "account closed", e.RefundId), Id(++ids)));
        }

        private PaymentCommand.NoteRefused Refusal(ProviderOperation operation, Guid request) =>
            new(operation, request, "no", Noon, Id(++ids));

        private ProviderFact Tell(FactKind kind, decimal? amount, Guid? request = null)
        {
            var fact = new ProviderFact(
                $"evt_{++ids}", kind, amount is { } some ? Inr(some) : null, Noon.AddSeconds(ids), null, request);
            underway.Add(new PaymentCommand.NoteFact(fact, Id(++ids)));
            return fact;
        }

        private void Sum(FactKind kind, decimal sum, Guid? request) => underway.Add(new PaymentCommand.NoteFact(
            new($"{kind}:{sum}:{(kind == FactKind.Refunded ? ++ids : 0)}", kind, Inr(sum), Noon.AddSeconds(++ids), null,
                request)
            {
                IsTotal = true,
            }, Id(++ids)));
    }
}
