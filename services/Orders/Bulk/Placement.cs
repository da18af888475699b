using Npgsql;
using ServiceDefaults;
using Streams;

namespace Orders.Bulk;

/// <summary>Places an order, asked for alone or as a line of a file.</summary>
internal sealed class Placement : IAsyncDisposable
{
    private const int TriesMax = 3;

    private readonly NpgsqlDataSource database;
    private readonly EventStore store;
    private readonly PersonalKeys keys;
    private readonly Idempotency idempotency;
    private readonly Merchants merchants;
    private readonly TimeProvider clock;
    private readonly Groups<Placing, bool> placings;

    public Placement(
        NpgsqlDataSource database, EventStore store, PersonalKeys keys, Idempotency idempotency, Merchants merchants,
        TimeProvider clock)
    {
        (this.database, this.store, this.keys) = (database, store, keys);
        (this.idempotency, this.merchants, this.clock) = (idempotency, merchants, clock);
        placings = new(Write, placing => placing.Start.StreamId);
    }

    public ValueTask DisposeAsync() => placings.DisposeAsync();

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
        var order = Customers.Sealed(named, await keys.Create(named.PersonId!.Value, ct));
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
                Order.Stream.Initial, new OrderCommand.Place(Customers.Sealed(named, key))), cause);
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

    /// <summary>False for those whose customers' new keys do not count.</summary>
    private async Task<IReadOnlyList<bool>> Write(IReadOnlyList<Placing> group)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        List<NewPersonKey> made = [.. group.Select(placing => placing.NewKey).OfType<NewPersonKey>()];
        var counting = made.Count > 0 ? await keys.Store(made, transaction) : null;
        List<Placing> written =
            [.. group.Where(placing => placing.NewKey is not { } key || counting!.Contains(key))];
        if (written.Count > 0)
        {
            await using var batch = new NpgsqlBatch(connection, transaction);
            batch.BatchCommands.Add(idempotency.Answered([.. written.Select(placing => placing.Answer)]));
            List<StreamStart> starts = [.. written.Select(placing => placing.Start)];
            store.Start(batch, starts);
            await batch.ExecuteNonQueryAsync();
            await transaction.CommitAsync();
            PersonalKeys.Stored(written.Select(placing => placing.NewKey).OfType<NewPersonKey>());
            store.Started(starts);
        }

        return [.. group.Select(written.Contains)];
    }

    private sealed record Placing(StreamStart<OrderState> Start, AnsweredRequest Answer, NewPersonKey? NewKey);
}
