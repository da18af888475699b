using Contracts;

namespace Payments.Providers;

/// <summary>
/// Who moves the money; chosen by <see cref="Name"/>. Every call carries a key: the same key again has the effect and
/// the answer of the first time. A call that fails or hangs throws and is made again; a refusal is final.
/// </summary>
internal interface IPaymentProvider
{
    string Name { get; }

    /// <summary>Where its API is, unless an account says otherwise; null: it has none.</summary>
    Uri? BaseUrl { get; }

    /// <summary>What an account has to tell so that the API may be called: the names of its credentials.</summary>
    IReadOnlyList<string> Credentials { get; }

    Task<ProviderAnswer> Authorize(ProviderCall call, CancellationToken ct);

    Task<ProviderAnswer> Capture(ProviderCall call, CancellationToken ct);

    Task<ProviderAnswer> Refund(ProviderCall call, CancellationToken ct);

    Task<ProviderAnswer> Void(ProviderCall call, CancellationToken ct);

    /// <summary>Whether one of the secrets signed these very bytes, within the scheme's tolerance of now.</summary>
    bool IsAuthentic(
        ReadOnlySpan<byte> body, Func<string, string?> header, IReadOnlyList<string> secrets, DateTimeOffset now);

    /// <summary>The facts of a webhook's body.</summary>
    /// <exception cref="FormatException">It is not what this provider sends; the message says why.</exception>
    IReadOnlyList<ReportedFact> Parse(ReadOnlySpan<byte> body);
}

internal enum ProviderOperation
{
    Authorize,
    Capture,
    Refund,
    Void,
}

internal enum FactKind
{
    Authorized,
    Captured,
    Refunded,
    RefundFailed,
    Voided,
    Failed,
    Disputed,
}

/// <summary>
/// What a provider is asked, by which account (null for cash). <c>Reference</c> is its name for the payment, null
/// before it has one, <c>Transaction</c> for what holds the money, where that is another. <c>Attempt</c> counts from 1.
/// </summary>
internal sealed record ProviderCall
{
    public required Guid Key { get; init; }
    public required Guid PaymentId { get; init; }
    public required Guid OrderId { get; init; }
    public PaymentAccount? Connection { get; init; }
    public required string Method { get; init; }
    public required Money Amount { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }
    public int Attempt { get; init; } = 1;
    public string? Reference { get; init; }
    public string? Transaction { get; init; }
    public string? Token { get; init; }
    public int? Installments { get; init; }
    public string? Reason { get; init; }
    /// <summary>The money is only to be held until the merchant takes it.</summary>
    public bool IsManual { get; init; }
    /// <summary>Of a capture: what the provider holds, before any part of it was captured.</summary>
    public Money? Authorized { get; init; }
    /// <summary>Of a capture: nothing more will be captured after it.</summary>
    public bool IsLast { get; init; }

    /// <summary>An address below the account's base URL, or the provider's own.</summary>
    public Uri At(IPaymentProvider provider, string path) =>
        new((Connection!.BaseUrl ?? provider.BaseUrl!).AbsoluteUri.TrimEnd('/') + path);
}

/// <summary>What a provider says to a call.</summary>
internal abstract record ProviderAnswer
{
    private ProviderAnswer() { }

    /// <summary>Taken on; a webhook tells how it ends.</summary>
    public sealed record Accepted(string Reference) : ProviderAnswer;

    /// <summary>Done at once; should a webhook tell of it too, it carries the same fact id.</summary>
    public sealed record Done(string Reference, ProviderFact Fact) : ProviderAnswer;

    public sealed record Refused(string Reason) : ProviderAnswer;
}

/// <summary>
/// Something that has happened at the provider. <c>Id</c> is the fact's own, the same however often and by whichever
/// way it is told. <c>Amount</c> null means all of it. <c>RequestId</c> is the key of the call that led to it, if told.
/// </summary>
internal sealed record ProviderFact(
    string Id, FactKind Kind, Money? Amount, DateTimeOffset OccurredAt, string? Reason = null, Guid? RequestId = null)
{
    private const string Failure = ":failed";

    /// <summary><c>Amount</c> is the sum so far, not what this fact adds to it.</summary>
    public bool IsTotal { get; init; }

    /// <summary>What is not captured by now never will be.</summary>
    public bool IsFinal { get; init; }

    /// <summary>The provider's name of what holds the money, where that is not the payment's reference.</summary>
    public string? Transaction { get; init; }

    public ProviderDispute? Dispute { get; init; }

    /// <summary>How a refund's failure is called, which may be heard before or after its success.</summary>
    public static string FailureOf(string id) => id + Failure;

    public static string SuccessOf(string id) => id.EndsWith(Failure, StringComparison.Ordinal)
        ? id[..^Failure.Length] : id;
}

/// <summary>Which dispute a fact is about, and how it stands: opened, won, lost, closed (without a verdict).</summary>
internal sealed record ProviderDispute(string Id, string State);

/// <summary>
/// A fact as a webhook brings it: about the payment that the provider calls <c>Reference</c>, or <c>Alias</c>.
/// </summary>
internal sealed record ReportedFact(string Reference, ProviderFact Fact, string? Alias = null);
