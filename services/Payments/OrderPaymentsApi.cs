using Contracts;
using Npgsql;
using ServiceDefaults;
using Streams;

namespace Payments;

/// <summary>
/// An order's payments. One more is asked for when the customer tries again after a failure, or pays in several ways.
/// </summary>
internal static class OrderPaymentsApi
{
    public static void Map(WebApplication app)
    {
        var payments = app.MapGroup("/v1/orders/{id:guid}/payments").RequireScope("storefront");
        payments.MapGet("/", List).Describe<Page<PaymentView>>("listPayments", "List an order's payments");
        payments.MapPost("/", Add).Idempotent().Describe<PaymentView>(
            "addPayment", "Ask for one more payment of an order: after a failure, or in another way", 201);
    }

    private static async Task<IResult> List(
        Guid id, Caller caller, EventStore store, KnownOrders orders, Arrivals arrivals, CancellationToken ct)
    {
        var ids = await arrivals.Of(() => orders.PaymentsOf(caller.MerchantId, id, ct), ct)
            ?? throw ProblemException.NotFound("order");
        var payments = await store.LoadAll(caller.MerchantId, ids, ct);
        return Results.Ok(Page.Of(payments.Select(payment => PaymentView.Of(payment.Id, payment.State))));
    }

    private static async Task<IResult> Add(
        Guid id, Body<PaymentFields> body, HttpContext http, Caller caller, OrderPayments payments,
        CancellationToken ct)
    {
        var paymentId = Idempotency.KeyOf(http) is { } key
            ? OrderPayments.NamedBy(caller.MerchantId, id, key) : Guid.CreateVersion7();
        var told = await payments.Add(caller.MerchantId, id, paymentId, body.Value, Idempotency.CauseOf(http), ct);
        http.Response.Headers.ETag = ETags.Of(told.Version);
        return Results.Created($"/v1/payments/{paymentId:D}", PaymentView.Of(paymentId, told.State));
    }
}

/// <summary>Adds payments to orders, as long as there is something left to pay.</summary>
internal sealed class OrderPayments(
    NpgsqlDataSource database, EventStore store, PaymentRouting routing, KnownOrders orders,
    OrderReductions reductions, Arrivals arrivals, TimeProvider clock)
{
    /// <summary>A repeated request finds the payment that the first one made.</summary>
    public static Guid NamedBy(string merchantId, Guid orderId, string idempotencyKey) =>
        new(System.Security.Cryptography.SHA256.HashData(
            System.Text.Encoding.UTF8.GetBytes($"{merchantId}\n{orderId:D}\n{idempotencyKey}")).AsSpan(0, 16));

    /// <exception cref="RuleViolation">
    /// order_cancelled, wrong_currency, already_paid, amount_too_large.
    /// </exception>
    public async Task<Transacted<PaymentState>> Add(
        string merchantId, Guid orderId, Guid paymentId, PaymentFields asked, Cause? cause, CancellationToken ct)
    {
        _ = await arrivals.Of(() => orders.PaymentsOf(merchantId, orderId, ct), ct)
            ?? throw ProblemException.NotFound("order");
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await KnownOrders.Lock(connection, orderId, ct);
        var known = await orders.PaymentsOf(merchantId, orderId, ct) ?? [];
        if (!known.Contains(paymentId))
            await Check(merchantId, orderId, asked.Amount!, known, ct);

        var payment = new OrderPayment
        {
            PaymentId = paymentId,
            Method = asked.Method!,
            Amount = asked.Amount!,
            Provider = asked.Provider,
            Account = asked.Account,
            Reference = asked.Reference,
        };
        var (provider, account) = await routing.For(merchantId, payment, ct);
        var request = new PaymentCommand.Request(
            orderId, payment.Method, payment.Amount, provider, account, OrderPlacedConsumer.Reference(payment),
            asked.Token, asked.Installments, clock.GetUtcNow())
        {
            CaptureMethod = asked.CaptureMethod,
        };
        var told = await store.Transact(Payment.Stream, merchantId, paymentId, s => Payment.Decide(s, request), cause,
            isNew: true, ct: ct);
        if (await orders.Noted(merchantId, orderId, [paymentId], total: null, ct) is { } cancellation)
            await store.Cancel(merchantId, [paymentId], cancellation, ct);
        await transaction.CommitAsync(ct);
        return told;
    }

    private async Task Check(
        string merchantId, Guid orderId, Money amount, IReadOnlyList<Guid> known, CancellationToken ct)
    {
        if (await orders.IsCancelled(merchantId, orderId, ct))
            throw new RuleViolation("order_cancelled", "The order is cancelled: it takes no money any more.");
        var payments = await store.LoadAll(merchantId, known, ct);
        var currency = payments[0].State.Requested!.Amount.Currency;
        if (amount.Currency != currency)
            throw new RuleViolation("wrong_currency", $"The order is in {currency}.");
        if (await orders.TotalOf(merchantId, orderId, ct) is not { } total)
            return;
        var left = total - await reductions.SumOf(merchantId, orderId, ct)
            - payments.Sum(payment => payment.State.Holds);
        if (left <= 0)
            throw new RuleViolation("already_paid", "The order's payments bring all that it costs: void one first.");
        if (amount.Amount > left)
            throw new RuleViolation("amount_too_large",
                $"The order's payments leave {Payment.Text(amount with { Amount = left })} to be paid.");
    }
}
