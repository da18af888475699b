using ServiceDefaults;
using Streams;

namespace Payments;

/// <summary>
/// The merchant's side of payments. A capture, refund or void is a request to the provider: answered with 202 and the
/// payment as it stands, in which it is <c>pending</c> until the provider has said how it ended.
/// </summary>
internal static class PaymentsApi
{
    public static void Map(WebApplication app)
    {
        var payments = app.MapGroup("/v1/payments/{id:guid}").RequireScope("storefront");
        payments.MapGet("/", Get).Versioned().Describe<PaymentView>("getPayment", "Read a payment");
        payments.MapPost("/capture", Capture).Idempotent().Versioned()
            .Describe<PaymentView>("capturePayment", "Capture what is authorized, or a part of it", 202);
        payments.MapPost("/refunds", Refund).Idempotent().Versioned()
            .Describe<PaymentView>("refundPayment", "Refund what is captured, or a part of it", 202);
        payments.MapPost("/void", Void).Idempotent().Versioned()
            .Describe<PaymentView>("voidPayment", "Give back an authorization that is not needed", 202);
        payments.MapPost("/collected", Collected).Idempotent().Versioned()
            .Describe<PaymentView>("collectPayment", "Tell that cash on delivery was collected");
        payments.MapPost("/remitted", Remitted).Idempotent().Versioned()
            .Describe<PaymentView>("remitPayment", "Tell that the carrier has remitted collected cash");
    }

    private static async Task<IResult> Get(
        Guid id, HttpContext http, Caller caller, EventStore store, Arrivals arrivals, CancellationToken ct)
    {
        var payment = await Find(id, caller, store, arrivals, ct);
        return ETags.NotModified(http, payment.Version)
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Ok(PaymentView.Of(id, payment.State));
    }

    private static Task<IResult> Capture(
        Guid id, Body<CapturePayment> body, HttpContext http, Caller caller, EventStore store, Arrivals arrivals,
        TimeProvider clock, CancellationToken ct) => Tell(id, http, caller, store, arrivals,
            new PaymentCommand.Capture(
                Guid.CreateVersion7(), body.Value.Amount, body.Value.OccurredAt ?? clock.GetUtcNow()),
            StatusCodes.Status202Accepted, ct);

    private static Task<IResult> Refund(
        Guid id, Body<RefundPayment> body, HttpContext http, Caller caller, EventStore store, Arrivals arrivals,
        TimeProvider clock, CancellationToken ct) => Tell(id, http, caller, store, arrivals,
            new PaymentCommand.Refund(
                Guid.CreateVersion7(), body.Value.Amount!, body.Value.Reason!, clock.GetUtcNow()),
            StatusCodes.Status202Accepted, ct);

    private static Task<IResult> Void(
        Guid id, Body<VoidPayment> body, HttpContext http, Caller caller, EventStore store, Arrivals arrivals,
        TimeProvider clock, CancellationToken ct) => Tell(id, http, caller, store, arrivals,
            new PaymentCommand.Void(Guid.CreateVersion7(), body.Value.Reason!, clock.GetUtcNow()),
            StatusCodes.Status202Accepted, ct);

    private static Task<IResult> Collected(
        Guid id, Body<CollectPayment> body, HttpContext http, Caller caller, EventStore store, Arrivals arrivals,
        TimeProvider clock, CancellationToken ct) => Tell(id, http, caller, store, arrivals,
            new PaymentCommand.Collect(body.Value.Amount, body.Value.OccurredAt ?? clock.GetUtcNow()),
            StatusCodes.Status200OK, ct);

    private static Task<IResult> Remitted(
        Guid id, Body<RemitPayment> body, HttpContext http, Caller caller, EventStore store, Arrivals arrivals,
        TimeProvider clock, CancellationToken ct) => Tell(id, http, caller, store, arrivals,
            new PaymentCommand.Remit(
                body.Value.Amount!, body.Value.Reference!, body.Value.OccurredAt ?? clock.GetUtcNow()),
            StatusCodes.Status200OK, ct);

    private static async Task<IResult> Tell(
        Guid id, HttpContext http, Caller caller, EventStore store, Arrivals arrivals, PaymentCommand command,
        int status, CancellationToken ct)
    {
        await Find(id, caller, store, arrivals, ct);
        var told = await store.Transact(Payment.Stream, caller.MerchantId, id, s => Payment.Decide(s, command),
            Idempotency.CauseOf(http), ETags.ExpectedVersion(http), ct: ct);
        http.Response.Headers.ETag = ETags.Of(told.Version);
        return Results.Json(PaymentView.Of(id, told.State), statusCode: status);
    }

    private static async Task<Loaded<PaymentState>> Find(
        Guid id, Caller caller, EventStore store, Arrivals arrivals, CancellationToken ct) =>
        await arrivals.Of(async () =>
        {
            var payment = await store.Load(Payment.Stream, caller.MerchantId, id, ct);
            return payment.Exists ? payment : null;
        }, ct) ?? throw ProblemException.NotFound("payment");
}
