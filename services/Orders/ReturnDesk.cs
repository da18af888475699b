using Npgsql;
using ServiceDefaults;
using Streams;

namespace Orders;

/// <summary>
/// Keeps an order and its returns at one. The order decides that there is a return, the return what becomes of it, and
/// what it decides is noted on the order. Everything here bears a repeat: whoever caused something sees to it at once,
/// and <see cref="ReturnReactor"/> sees to it again from the log, should that process have died.
/// </summary>
internal sealed class ReturnDesk(EventStore store)
{
    /// <summary>Opens the return that the order has decided on.</summary>
    internal async Task Open(string merchantId, Guid orderId, OrderEvent.ReturnRequested asked, CancellationToken ct)
    {
        await store.Transact(Return.Stream, merchantId, asked.ReturnId,
            state => Return.Decide(state, new ReturnCommand.Open(orderId, asked)), isNew: true, ct: ct);
        await Follow(merchantId, asked.ReturnId, ct);
    }

    internal async Task<Transacted<ReturnState>> Change(
        string merchantId, Guid id, ReturnCommand command, Cause? cause, long? expectedVersion, CancellationToken ct)
    {
        var changed = await store.Transact(
            Return.Stream, merchantId, id, state => Return.Decide(state, command), cause, expectedVersion, ct: ct);
        if (changed.Appended == 0)
            return changed;
        await Follow(merchantId, id, ct);
        var now = await store.Load(Return.Stream, merchantId, id, ct);
        return new(now.State, now.Version, changed.Appended);
    }

    /// <summary>What was heard of a payment may be what returns wait for.</summary>
    internal async Task NoteRefunds(string merchantId, OrderState order, DateTimeOffset at, CancellationToken ct)
    {
        foreach (var id in OrderReturns.Refunded(order))
            await Change(merchantId, id, new ReturnCommand.NoteRefunded(at), null, null, ct);
    }

    /// <summary>Tells the order what its return has decided, and sees to what follows from it.</summary>
    internal async Task Follow(string merchantId, Guid id, CancellationToken ct)
    {
        var events = await store.Read(Return.Stream, merchantId, id, ct: ct);
        if (events is not [{ Event: ReturnEvent.Requested { OrderId: var orderId } }, ..])
            return;
        var order = await store.Transact(
            Order.Stream, merchantId, orderId, state => Note(state, Told(id, events)), ct: ct);
        if (events.Select(e => e.Event).OfType<ReturnEvent.Exchanged>().FirstOrDefault() is { } exchanged)
            await store.Transact(Order.Stream, merchantId, exchanged.ExchangeOrderId, state => Order.Decide(
                state, new OrderCommand.Place(Exchange(order.State.Placed!, id, exchanged))), isNew: true, ct: ct);
        // Nothing was ever taken, or it is given back already.
        if (OrderReturns.Refunded(order.State).Contains(id))
            await Change(merchantId, id, new ReturnCommand.NoteRefunded(events[^1].Event.OccurredAt), null, null, ct);
    }

    private static List<ReturnProgress> Told(Guid id, IReadOnlyList<Recorded<ReturnEvent>> events)
    {
        var told = new List<ReturnProgress>();
        var state = ReturnState.Initial;
        foreach (var recorded in events)
        {
            state = Return.Evolve(state, recorded.Event);
            if (ReturnSteps.Told(id, recorded.Version, state, recorded.Event) is { } step)
                told.Add(step);
        }

        return told;
    }

    private static List<OrderEvent> Note(OrderState order, IReadOnlyList<ReturnProgress> told)
    {
        var noted = new List<OrderEvent>();
        foreach (var step in told)
            foreach (var happened in Order.Decide(order, new OrderCommand.NoteReturn(step)))
            {
                noted.Add(happened);
                order = Order.Evolve(order, happened);
            }

        return noted;
    }

    /// <summary>Goods for goods: to the same customer, and nothing is to be paid for them.</summary>
    private static OrderEvent.Placed Exchange(OrderEvent.Placed original, Guid id, ReturnEvent.Exchanged e) => new()
    {
        OrderNumber = e.OrderNumber,
        PlacedAt = e.OccurredAt,
        CreatedAt = e.OccurredAt,
        Customer = original.Customer,
        ShippingAddress = original.ShippingAddress,
        ShipFrom = original.ShipFrom,
        Items = e.Items,
        Payments = [],
        Total = original.Total with { Amount = 0 },
        TrackingSecret = e.TrackingSecret,
        PersonId = original.PersonId,
        ExchangeOf = new(id, e.OrderId),
    };
}

/// <summary>Sees to it that an order and its returns are at one, whoever died in between.</summary>
internal sealed class ReturnReactor(ReturnDesk desk) : IReactor
{
    public string Name => "returns";

    public bool Concerns(Type eventType) =>
        eventType == typeof(OrderEvent.ReturnRequested) || eventType.IsAssignableTo(typeof(ReturnEvent));

    public async Task React(
        IReadOnlyList<Recorded<object>> events, NpgsqlTransaction transaction, CancellationToken ct)
    {
        foreach (var recorded in events)
            if (recorded.Event is OrderEvent.ReturnRequested asked)
                await desk.Open(recorded.Tenant, recorded.Subject, asked, ct);
            else if (recorded.Event is ReturnEvent)
                await desk.Follow(recorded.Tenant, recorded.Subject, ct);
    }
}
