using Npgsql;
using ServiceDefaults;
using Streams;

namespace Orders.Bulk;

/// <summary>Places an order, asked for alone or as a line of a file.</summary>
internal sealed class Placement : IAsyncDisposable
{
    private const int TriesMax = 3;

    private readonly EventStore store;
    private readonly PersonalKeys keys;
    private readonly Idempotency idempotency;
    private readonly Merchants merchants;
    private readonly TimeProvider clock;
    private readonly HeldConnection connection;
    private readonly Groups<Placing, bool> placings;

    public Placement(
        NpgsqlDataSource database, EventStore store, PersonalKeys keys, Idempotency idempotency, Merchants merchants,
        TimeProvider clock)
    {
        (this.store, this.keys, this.idempotency) = (store, keys, idempotency);
        (this.merchants, this.clock) = (merchants, clock);
        connection = new(database);
        placings = new(Write, placing => placing.Start.StreamId);
    }

    public async ValueTask DisposeAsync()
    {
        await placings.DisposeAsync();
        await connection.DisposeAsync();
    }

    /// <param name="merchantId">Whose order it is.</param>
    /// <param name="asked">A valid request.</param>
    /// <param name="number">Its number, unique with the merchant.</param>
    /// <param name="cause">Makes a repeat of the request known.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="RuleViolation">order_number_taken</exception>
    public async Task<(Guid Id, Transacted<OrderState> Placed)> Place(
        string merchantId, PlaceOrder asked, string number, Cause? cause, CancellationToken ct)
    {
        var (id, named) = await Named(merchantId, asked, number, ct);
        var order = (await keys.Create(named.PersonId!.Value, ct)).SealParts(named);
        return (id, await store.Transact(Order.Stream, merchantId, id,
            state => Order.Decide(state, new OrderCommand.Place(order)), cause, isNew: true, ct: ct));
    }

    /// <summary>
    /// The same in one commit with the request's answer, its key and the customer's key, and with what others place at
    /// once. False: nothing is written, or nobody knows; <see cref="Place"/> finds out why.
    /// </summary>
    public async Task<bool> PlaceAtOnce(
        string merchantId, PlaceOrder asked, string number, Cause cause,
        Func<Guid, Transacted<OrderState>, Task<AnsweredRequest>> answer, CancellationToken ct)
    {
        var (id, named) = await Named(merchantId, asked, number, ct);
        for (var tries = 0; tries < TriesMax; tries++)
        {
            var (key, isNew) = keys.KnownOrNew(named.PersonId!.Value);
            var start = store.Starting(Order.Stream, merchantId, id, Order.Decide(
                Order.Stream.Initial, new OrderCommand.Place(key.SealParts(named))), cause);
            var answered = await answer(id, start.Started);
            try
            {
                // Else the customer has a key already, which is known now.
                if (await placings.Write(new(start, answered, isNew), ct))
                    return true;
            }
            catch (NpgsqlException)
            {
                return false;
            }
        }

        return false;
    }

    private async Task<(Guid Id, OrderEvent.Placed Named)> Named(
        string merchantId, PlaceOrder asked, string number, CancellationToken ct)
    {
        var id = OrderIds.OrderOf(merchantId, number);
        var order = asked.ToOrder(id, number, TrackingToken.NewSecret(), clock.GetUtcNow())
            .For(await merchants.Of(merchantId, ct));
        return (id, Customers.Named(keys, merchantId, id, order));
    }

    /// <summary>False for those whose customers have keys already, which are known now.</summary>
    private async Task<IReadOnlyList<bool>> Write(IReadOnlyList<Placing> group)
    {
        try
        {
            await Start(group);
            return [.. group.Select(_ => true)];
        }
        catch (PostgresException taken) when (PersonalKeys.IsTaken(taken))
        {
            var had = await keys.Had([.. NewKeys(group).Select(key => key.Person)]);
            List<Placing> rest = [.. group.Where(IsKept)];
            if (rest.Count == group.Count)
                // Two of these want a key for one person, or the one that was there is destroyed meanwhile.
                throw;
            if (rest.Count > 0)
                await Start(rest);
            return [.. group.Select(IsKept)];

            bool IsKept(Placing placing) => placing.NewKey is not { } key || !had.Contains(key.Person);
        }
    }

    /// <summary>One commit and one round trip.</summary>
    private async Task Start(IReadOnlyList<Placing> group)
    {
        List<NewPersonKey> made = [.. NewKeys(group)];
        var answers = idempotency.Answered([.. group.Select(placing => placing.Answer)]);
        await store.Start(await connection.Open(), [.. group.Select(placing => placing.Start)],
            made.Count > 0 ? [keys.Storing(made), answers] : [answers]);
        PersonalKeys.Stored(made);
    }

    private static IEnumerable<NewPersonKey> NewKeys(IEnumerable<Placing> group) =>
        group.Select(placing => placing.NewKey).OfType<NewPersonKey>();

    private sealed record Placing(StreamStart<OrderState> Start, AnsweredRequest Answer, NewPersonKey? NewKey);
}
