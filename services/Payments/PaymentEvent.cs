using Contracts;

namespace Payments;

/// <summary>
/// What has happened to one payment. The names and fields of these records are the storage format.
/// <c>OccurredAt</c> is the time in the world: the provider's for what it tells, the order's for what an order causes.
/// <c>After</c> is how the payment stands once this has happened, decided and written down with it.
/// </summary>
internal abstract partial record PaymentEvent
{
    private PaymentEvent() { }

    public required DateTimeOffset OccurredAt { get; init; }
    public PaymentStanding? After { get; init; }

    public sealed record Requested : PaymentEvent
    {
        public required Guid OrderId { get; init; }
        public required string Method { get; init; }
        public required Money Amount { get; init; }
        public required string Provider { get; init; }
        public string? Account { get; init; }
        public string? Reference { get; init; }
        public string? Token { get; init; }
        public int? Installments { get; init; }
        /// <summary>Whether the money is taken at once (automatic) or when the merchant says so (manual).</summary>
        public string? CaptureMethod { get; init; }
    }

    /// <summary>The provider has taken the payment on, and calls it by this reference.</summary>
    public sealed record Accepted(string Provider, string? Account, string Reference) : PaymentEvent;

    /// <summary>
    /// <c>Transaction</c>: the provider's name of what holds the money, where it is not the reference.
    /// </summary>
    public sealed record Authorized(string FactId, Money Amount) : PaymentEvent
    {
        public string? Transaction { get; init; }
    }

    public sealed record CaptureRequested(Guid CaptureId, Money Amount) : PaymentEvent;

    /// <summary>
    /// <c>Amount</c> is what is new by it; <c>CaptureId</c> is null when the money was taken without our asking.
    /// <c>InAll</c>: the provider told the sum so far. <c>IsFinal</c>: what is not captured by now never will be.
    /// </summary>
    public sealed record Captured(string FactId, Money Amount, Guid? CaptureId) : PaymentEvent
    {
        public Money? InAll { get; init; }
        public bool? IsFinal { get; init; }
        public string? Transaction { get; init; }
    }

    public sealed record CaptureRefused(Guid CaptureId, string Reason) : PaymentEvent;

    /// <summary><c>IsReduction</c>: of money that came although the order had been reduced by then.</summary>
    public sealed record RefundRequested(Guid RefundId, Money Amount, string Reason) : PaymentEvent
    {
        public bool? IsReduction { get; init; }
    }

    /// <summary>
    /// <c>Amount</c> is what is new by it; <c>RefundId</c> is null when the money was given back without our asking.
    /// <c>InAll</c>: the provider told the sum so far.
    /// </summary>
    public sealed record Refunded(string FactId, Money Amount, Guid? RefundId) : PaymentEvent
    {
        public Money? InAll { get; init; }
    }

    public sealed record RefundRefused(Guid RefundId, string Reason) : PaymentEvent;

    /// <summary>
    /// The provider could not give the money back after all. <c>WasDone</c>: it had told that it did.
    /// </summary>
    public sealed record RefundReturned(
        string FactId, Money Amount, Guid? RefundId, string Reason, bool WasDone) : PaymentEvent;

    public sealed record VoidRequested(Guid VoidId, string Reason) : PaymentEvent;

    public sealed record Voided(string FactId, string? Reason) : PaymentEvent;

    public sealed record VoidRefused(Guid VoidId, string Reason) : PaymentEvent;

    public sealed record Failed(string FactId, string Reason) : PaymentEvent;

    public sealed record OrderCancelled(string Reason) : PaymentEvent;

    /// <summary>
    /// The customer is to pay less. <c>Lowered</c> is the part of <c>Amount</c> that was not taken yet and will not be;
    /// the rest is refunded.
    /// </summary>
    public sealed record Reduced(Guid ReductionId, Money Amount, Money Lowered, string Reason) : PaymentEvent;

    /// <summary>A chargeback, as the provider tells of it. <c>State</c>: opened, won, lost, closed.</summary>
    public sealed record Disputed(
        string FactId, string DisputeId, string State, Money Amount, string? Reason) : PaymentEvent;
}
