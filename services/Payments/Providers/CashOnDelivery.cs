namespace Payments.Providers;

/// <summary>
/// Cash has no provider to call: it is collected at the door, and what is given back is paid out by the merchant, so
/// both are so as soon as they are decided. A payment's reference is its own id. There are no accounts, hence no
/// webhooks.
/// </summary>
internal sealed class CashOnDelivery : IPaymentProvider
{
    public const string ProviderName = "cod";

    public string Name => ProviderName;

    public Uri? BaseUrl => null;

    public IReadOnlyList<string> Credentials => [];

    public Task<ProviderAnswer> Authorize(ProviderCall call, CancellationToken ct) =>
        Task.FromResult<ProviderAnswer>(new ProviderAnswer.Accepted(call.PaymentId.ToString("D")));

    public Task<ProviderAnswer> Capture(ProviderCall call, CancellationToken ct) =>
        Task.FromResult<ProviderAnswer>(new ProviderAnswer.Refused("Cash is collected, not captured."));

    public Task<ProviderAnswer> Refund(ProviderCall call, CancellationToken ct) => Done(call, FactKind.Refunded);

    public Task<ProviderAnswer> Void(ProviderCall call, CancellationToken ct) => Done(call, FactKind.Voided);

    public bool IsAuthentic(
        ReadOnlySpan<byte> body, Func<string, string?> header, IReadOnlyList<string> secrets, DateTimeOffset now) =>
        false;

    public IReadOnlyList<ReportedFact> Parse(ReadOnlySpan<byte> body) =>
        throw new FormatException("Cash sends no webhooks.");

    private static Task<ProviderAnswer> Done(ProviderCall call, FactKind kind) =>
        Task.FromResult<ProviderAnswer>(new ProviderAnswer.Done(
            call.PaymentId.ToString("D"),
            new($"cod_{call.Key:N}", kind, call.Amount, call.RequestedAt, call.Reason, call.Key)));
}
