using Contracts;
using MassTransit;
using Npgsql;
using Streams;

namespace Payments;

/// <summary>An order that costs less than was thought: its payments bring less, or give back.</summary>
internal sealed class OrderAmountReducedConsumer(OrderReductions reductions) : IConsumer<OrderAmountReduced>
{
    public async Task Consume(ConsumeContext<OrderAmountReduced> context)
    {
        await reductions.Note(context.Message, context.CancellationToken);
        await reductions.Apply(context.Message.MerchantId, context.Message.OrderId, context.CancellationToken);
    }
}

/// <summary>
/// Shares reductions out over their orders' payments. Each payment remembers its share under the reduction's id, so
/// that after a crash only what nobody has been told of yet is shared out. A reduction that is heard before its order
/// waits in the table.
/// </summary>
internal sealed class OrderReductions(
    NpgsqlDataSource database, EventStore store, KnownOrders orders, ILogger<OrderReductions> log)
{
    public const string Sql = """
        create table if not exists payments.order_reductions (
            merchant_id text not null,
            order_id uuid not null,
            reduction_id uuid not null,
            amount numeric not null,
            currency text not null,
            reason text not null,
            occurred_at timestamptz not null,
            applied_at timestamptz,
            primary key (merchant_id, order_id, reduction_id));
        """;

    public async Task Note(OrderAmountReduced told, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            insert into payments.order_reductions
                (merchant_id, order_id, reduction_id, amount, currency, reason, occurred_at)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict do nothing
            """);
        command.Parameters.Add(new() { Value = told.MerchantId });
        command.Parameters.Add(new() { Value = told.OrderId });
        command.Parameters.Add(new() { Value = told.ReductionId });
        command.Parameters.Add(new() { Value = told.Amount.Amount });
        command.Parameters.Add(new() { Value = told.Amount.Currency });
        command.Parameters.Add(new() { Value = told.Reason });
        command.Parameters.Add(new() { Value = told.OccurredAt.UtcDateTime });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>What the order is reduced by in all.</summary>
    public async Task<decimal> SumOf(string merchantId, Guid orderId, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            select coalesce(sum(amount), 0) from payments.order_reductions where merchant_id = $1 and order_id = $2
            """);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = orderId });
        return (decimal)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Shares out what has not been yet; nothing while the order's payments have yet to come.</summary>
    public async Task Apply(string merchantId, Guid orderId, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if ((await Open(connection, merchantId, orderId, ct)).Count == 0)
            return;
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await KnownOrders.Lock(connection, orderId, ct);
        if (await orders.PaymentsOf(merchantId, orderId, ct) is not { } payments)
            return;
        foreach (var reduction in await Open(connection, merchantId, orderId, ct))
        {
            await Share(merchantId, reduction, payments, ct);
            await using var command = new NpgsqlCommand("""
                update payments.order_reductions set applied_at = now()
                where merchant_id = $1 and order_id = $2 and reduction_id = $3
                """, connection, transaction);
            command.Parameters.Add(new() { Value = merchantId });
            command.Parameters.Add(new() { Value = orderId });
            command.Parameters.Add(new() { Value = reduction.Id });
            await command.ExecuteNonQueryAsync(ct);
        }

        await transaction.CommitAsync(ct);
    }

    private async Task Share(
        string merchantId, Reduction reduction, IReadOnlyList<Guid> paymentIds, CancellationToken ct)
    {
        var payments = await store.LoadAll(merchantId, paymentIds, ct);
        var shares = Shares.Of(reduction, payments);
        foreach (var (paymentId, share) in shares)
            await store.Tell(merchantId, paymentId, new PaymentCommand.Reduce(
                reduction.Id, share, reduction.Reason, reduction.At,
                PaymentStreams.RequestId(reduction.Id, paymentId)), cause: null, ct);
        var told = payments.Sum(payment => Shares.Told(payment.State, reduction.Id));
        if (told + shares.Sum(share => share.Value.Amount) < reduction.Amount.Amount)
            log.LogWarning("Of reduction {Reduction} there is more than its order's payments hold", reduction.Id);
    }

    private static async Task<IReadOnlyList<Reduction>> Open(
        NpgsqlConnection connection, string merchantId, Guid orderId, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select reduction_id, amount, currency, reason, occurred_at from payments.order_reductions
            where merchant_id = $1 and order_id = $2 and applied_at is null
            order by occurred_at, reduction_id
            """, connection);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = orderId });
        var open = new List<Reduction>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            open.Add(new(reader.GetGuid(0), new(reader.GetDecimal(1), reader.GetString(2)), reader.GetString(3),
                reader.GetFieldValue<DateTimeOffset>(4)));
        return open;
    }
}

internal sealed record Reduction(Guid Id, Money Amount, string Reason, DateTimeOffset At);

/// <summary>
/// How a reduction is shared out: first what was taken is given back, then what is held or on its way is never taken,
/// then less cash is collected; last come payments that have failed, which may yet succeed.
/// </summary>
internal static class Shares
{
    public static decimal Told(PaymentState s, Guid reductionId) =>
        s.Reductions.Where(told => told.ReductionId == reductionId).Sum(told => told.Amount.Amount);

    public static IReadOnlyDictionary<Guid, Money> Of(
        Reduction reduction, IReadOnlyList<(Guid Id, PaymentState State)> payments)
    {
        var left = reduction.Amount.Amount - payments.Sum(payment => Told(payment.State, reduction.Id));
        var shares = new Dictionary<Guid, decimal>();
        var open = payments.Where(payment => Told(payment.State, reduction.Id) == 0
            && payment.State.Requested!.Amount.Currency == reduction.Amount.Currency).ToList();
        void Take(Func<PaymentState, decimal> from)
        {
            foreach (var (id, state) in open)
            {
                var part = Math.Min(left, from(state));
                if (part > 0)
                    shares[id] = shares.GetValueOrDefault(id) + part;
                left -= Math.Max(0, part);
            }
        }

        Take(s => s.CancelReason is null ? s.Refundable : 0);
        Take(s => s.IsCod || s.Standing!.Status == "failed" ? 0 : s.Lowerable);
        Take(s => s.IsCod ? s.Lowerable : 0);
        Take(s => s.Standing!.Status == "failed" ? s.Lowerable : 0);
        return shares.ToDictionary(share => share.Key, share => reduction.Amount with { Amount = share.Value });
    }
}
