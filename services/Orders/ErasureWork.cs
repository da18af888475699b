using Npgsql;
using ServiceDefaults;
using Streams;

namespace Orders;

/// <summary>An erasure that is asked for becomes work.</summary>
internal sealed class ErasureReactor(WorkQueue queue) : WorkReactor(queue)
{
    // By then the view knows the orders that were placed before.
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    public override string Name => "erasures";

    public override bool Concerns(Type eventType) => eventType == typeof(ErasureEvent.Requested);

    protected override ValueTask<WorkItem?> Work(Recorded<object> recorded, CancellationToken ct) => new(
        recorded.Event is not ErasureEvent.Requested ? null : new WorkItem
        {
            Queue = ErasureWork.QueueName,
            Id = recorded.Subject,
            Key = recorded.Subject.ToString("D"),
            Tenant = recorded.Tenant,
            Body = "",
            TraceParent = recorded.TraceParent,
            Delay = Delay,
        });
}

/// <summary>
/// Removes what the end of a person's key does not reach: what is searched by, and the payloads that carriers and
/// payment providers sent about the person's orders. Then tries whether anything can still be read.
/// </summary>
internal sealed class ErasureWork(
    EventStore store, PersonalKeys keys, NpgsqlDataSource database, ErasurePartners partners, TimeProvider clock)
    : IWorker
{
    public const string QueueName = "erasures";

    public string Queue => QueueName;

    /// <summary>A service that is away comes back: tried for some two weeks.</summary>
    public WorkLimits Limits { get; } = new(
        Lanes: 4, Timeout: TimeSpan.FromMinutes(2), PauseMin: TimeSpan.FromSeconds(2),
        PauseMax: TimeSpan.FromHours(1), AttemptsMax: 350);

    public async Task Do(WorkItem item, CancellationToken ct)
    {
        if ((await store.Load(Erasure.Stream, item.Tenant, item.Id, ct)).State.Requested is not { } requested)
            return;
        await keys.Destroy(requested.PersonId, ct);
        await Tell(item, new ErasureCommand.NoteKeyDestroyed(clock.GetUtcNow()), ct);
        var orders = await OrdersOf(item.Tenant, requested.PersonId, ct);
        foreach (var order in orders)
            await store.Transact(Order.Stream, item.Tenant, order,
                state => Order.Decide(state, new OrderCommand.NoteErased(item.Id, clock.GetUtcNow())), ct: ct);
        await Tell(item, new ErasureCommand.NoteRemoved(
            "orders", "orders that nobody finds by the customer any more", orders.Count, 0, clock.GetUtcNow()), ct);
        foreach (var partner in ErasurePartners.Names)
        {
            var erased = await partners.Erase(partner, item.Tenant, orders, ct);
            await Tell(item, new ErasureCommand.NoteRemoved(
                partner, "payloads as they were received", erased.Count, erased.Left, clock.GetUtcNow()), ct);
        }

        await NoneIsFound(item.Tenant, requested.PersonId, ct);
        var (texts, readable) = await Try(item.Tenant, orders, ct);
        await Tell(item, new ErasureCommand.NoteVerified(texts, readable, clock.GetUtcNow()), ct);
    }

    /// <summary>The report stays open: its status says that something is still to be done.</summary>
    public Task GiveUp(WorkItem item, string reason, CancellationToken ct) => Task.CompletedTask;

    private async Task<(int Texts, int Readable)> Try(
        string merchantId, IReadOnlyList<Guid> orders, CancellationToken ct)
    {
        var (texts, readable) = (0, 0);
        foreach (var order in orders)
            foreach (var recorded in await store.Read(Order.Stream, merchantId, order, ct: ct))
                PersonalParts.Map(recorded.Event, text =>
                {
                    texts++;
                    readable += keys.Open(text) == PersonKey.Erased ? 0 : 1;
                    return text;
                });
        return (texts, readable);
    }

    /// <summary>The report says that it is done when nobody finds the person's orders by what was theirs.</summary>
    /// <exception cref="InvalidOperationException">The view is behind: looked at again later.</exception>
    private async Task NoneIsFound(string merchantId, Guid person, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            select count(*) from orders.orders_view
            where merchant_id = $1 and person_id = $2 and coalesce(email, phone, postal_code) is not null
            """);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = person });
        if (await command.ExecuteScalarAsync(ct) is long and > 0 and var left)
            throw new InvalidOperationException($"{left} orders are still found by the customer: the view is behind.");
    }

    private async Task<List<Guid>> OrdersOf(string merchantId, Guid person, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "select order_id from orders.orders_view where merchant_id = $1 and person_id = $2");
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = person });
        var orders = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            orders.Add(reader.GetGuid(0));
        return orders;
    }

    private Task<Transacted<ErasureState>> Tell(
        WorkItem item, ErasureCommand command, CancellationToken ct) => store.Transact(
        Erasure.Stream, item.Tenant, item.Id, state => Erasure.Decide(state, command), ct: ct);
}
