using Contracts;
using ServiceDefaults;
using Streams;
using static Orders.Tests.Given;

namespace Orders.Tests;

/// <summary>
/// A thousand orders to which everything happens in any order: cancelled in part and as a whole, shipped, delivered,
/// sent back, returned, refunded. Whatever is refused, units and money add up, and nothing counts twice.
/// </summary>
public sealed class UnitProperties
{
    private static readonly OrderEvent.Placed Bought = Order1001 with
    {
        Items =
        [
            new("MUG", "Mug", 3, Euro(10), null), new("POT", "Teapot", 2, Euro(25), null),
            new("MUG", "Mug, blue", 1, Euro(12), null),
        ],
        Total = Euro(97),
        Payments = [new() { PaymentId = CardId, Method = "card", Amount = Euro(97) }],
    };

    [Fact]
    public void Units_and_money_add_up_whatever_happens_in_whatever_order()
    {
        for (var seed = 0; seed < 1000; seed++)
            new Life(seed).Play(steps: 40);
    }

    /// <summary>One order, its parcels as their own service knows them, its returns on their own streams.</summary>
    private sealed class Life(int seed)
    {
        private readonly Random random = new(seed);
        private readonly Dictionary<Guid, (ItemQuantity[] Items, string Status, long Version)> parcels = [];
        private readonly Dictionary<Guid, List<ReturnEvent>> returns = [];
        private OrderState order = State(Bought);
        private DateTimeOffset now = Noon;
        private int id;

        internal void Play(int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                now = now.AddSeconds(10);
                Next();
                AddUp();
            }
        }

        private void Next()
        {
            switch (random.Next(9))
            {
                case 0:
                    Do(new OrderCommand.CancelItems(Id(++id), [Some()], "sold out", now));
                    break;
                case 1 when random.Next(4) == 0:
                    Do(new OrderCommand.Cancel(Id(++id), "late", now)
                    {
                        RequestedBy = random.Next(2) == 0 ? Requester.Customer : Requester.Merchant,
                    });
                    break;
                case 2 when random.Next(3) == 0:
                    Do(random.Next(2) == 0 ? new OrderCommand.ApproveCancellation(now)
                        : new OrderCommand.RejectCancellation("no", now));
                    break;
                case 3 or 4:
                    Ship();
                    break;
                case 5 or 6:
                    Move();
                    break;
                case 7:
                    AskBack();
                    break;
                default:
                    MoveReturn();
                    break;
            }
        }

        private void Ship()
        {
            var (parcel, items) = (Id(++id), new[] { Some() });
            var held = parcels.Values.Where(known => known.Status is not ("returned" or "cancelled"))
                .SelectMany(known => known.Items).ToList();
            if (!Do(new OrderCommand.AllocateUnits(parcel, items, held, now)))
                return;
            parcels.Add(parcel, (items, "pending", 1));
            // Its message may come later than others.
            if (random.Next(3) > 0)
                Do(new OrderCommand.NoteShipmentRegistered(Registered(parcel, items)));
        }

        private void Move()
        {
            if (parcels.Count == 0)
                return;
            var (parcel, known) = parcels.ElementAt(random.Next(parcels.Count));
            Do(new OrderCommand.NoteShipmentRegistered(Registered(parcel, known.Items)));
            var status = known.Status switch
            {
                "pending" => order.Cancelled is not null ? "cancelled" : "in_transit",
                "in_transit" => random.Next(4) == 0 ? "returned" : "delivered",
                var end => end,
            };
            parcels[parcel] = known with { Status = status, Version = known.Version + 1 };
            Do(new OrderCommand.NoteShipmentProgress(Progressed(parcel, known.Version + 1, null, status) with
            {
                OccurredAt = now,
            }));
        }

        private void AskBack()
        {
            var item = Some();
            var asked = Asks(Id(++id), new AskedItem(item.Sku, item.Quantity, null)) with { Now = now };
            if (!Do(asked))
                return;
            var requested = order.Returns[asked.Id].Asked;
            returns.Add(asked.Id, []);
            Do(asked.Id, new ReturnCommand.Open(OrderId, requested));
        }

        private void MoveReturn()
        {
            if (returns.Count == 0)
                return;
            var known = returns.Keys.ElementAt(random.Next(returns.Count));
            var item = Some();
            Do(known, random.Next(7) switch
            {
                0 or 1 => new ReturnCommand.Approve(now),
                2 => new ReturnCommand.Receive(Id(++id), random.Next(2) == 0 ? null : [item], now),
                3 => new ReturnCommand.Inspect(
                    Id(++id), [new(item.Sku, item.Quantity, null, random.Next(2) == 0)], now),
                4 => new ReturnCommand.Refund(null, now),
                5 => new ReturnCommand.Reject("worn", now),
                _ => new ReturnCommand.Cancel(Requester.Merchant, null, now),
            });
        }

        /// <summary>False when it was refused. What was decided is not decided again.</summary>
        private bool Do(OrderCommand command)
        {
            try
            {
                var decided = Order.Decide(order, command);
                order = decided.Aggregate(order, Order.Evolve);
                Order.Decide(order, command).ShouldBeEmpty($"{command} again (seed {seed})");
                return decided.Count > 0;
            }
            catch (RuleViolation)
            {
                return false;
            }
        }

        private void Do(Guid id, ReturnCommand command)
        {
            var events = returns[id];
            var state = events.Aggregate(ReturnState.Initial, Return.Evolve);
            try
            {
                foreach (var happened in Return.Decide(state, command))
                {
                    events.Add(happened);
                    state = Return.Evolve(state, happened);
                    if (ReturnSteps.Told(id, events.Count, state, happened) is { } told)
                        Do(new OrderCommand.NoteReturn(told));
                }

                Return.Decide(state, command).ShouldBeEmpty($"{command} again (seed {seed})");
            }
            catch (Exception refused) when (refused is RuleViolation or ProblemException)
            {
                // Not now, or not of this return.
            }
        }

        private void AddUp()
        {
            foreach (var (sku, units) in Units.Of(order, now))
            {
                var what = $"{sku} (seed {seed}): {units}";
                (units.Cancelled + units.Shipped + units.Open).ShouldBe(units.Ordered, what);
                units.Returned.ShouldBeLessThanOrEqualTo(units.Delivered, what);
            }

            order.Reductions.Sum(less => less.Amount).ShouldBeLessThanOrEqualTo(92, $"seed {seed}");
            order.Reductions.Select(less => less.Id).ShouldBeUnique();
            foreach (var (known, events) in returns)
                order.Returns[known].Status.ShouldBe(events.Aggregate(ReturnState.Initial, Return.Evolve).Status);
        }

        private ItemQuantity Some() =>
            random.Next(2) == 0 ? new("MUG", random.Next(1, 4)) : new("POT", random.Next(1, 3));
    }
}
