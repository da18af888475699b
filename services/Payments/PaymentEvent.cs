using Contracts;

namespace Payments;

/// <summary>
/// What has happened to one payment. The names and fields of these records are the storage format.
/// <c>OccurredAt</c> is the time in the world: the provider's for what it tells, the order's for what an order causes.
/// <c>After</c> is how the payment stands once this has happened, decided and written down with it.
/// </summary>
internal abstract record PaymentEvent
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
    }

    /// <summary>The provider has taken the payment on, and calls it by this reference.</summary>
    public sealed record Accepted(string Provider, string? Account, string Reference) : PaymentEvent;

    public sealed record Authorized(string FactId, Money Amount) : PaymentEvent;

    public sealed record CaptureRequested(Guid CaptureId, Money Amount) : PaymentEvent;

    /// <summary><c>CaptureId</c> is null when the money was taken without our asking.</summary>
    public sealed record Captured(string FactId, Money Amount, Guid? CaptureId) : PaymentEvent;

    public sealed record CaptureRefused(Guid CaptureId, string Reason) : PaymentEvent;

    public sealed record RefundRequested(Guid RefundId, Money Amount, string Reason) : PaymentEvent;

    /// <summary><c>RefundId</c> is null when the money was given back without our asking.</summary>
    public sealed record Refunded(string FactId, Money Amount, Guid? RefundId) : PaymentEvent;

    public sealed record RefundRefused(Guid RefundId, string Reason) : PaymentEvent;

    public sealed record VoidRequested(Guid VoidId, string Reason) : PaymentEvent;

    public sealed record Voided(string FactId, string? Reason) : PaymentEvent;

    public sealed record VoidRefused(Guid VoidId, string Reason) : PaymentEvent;

    public sealed record Failed(string FactId, string Reason) : PaymentEvent;

    /// <summary>Cash taken at the door; <c>Short</c> is what is missing to the amount asked for.</summary>
    public sealed record Collected(Money Amount, Money Short) : PaymentEvent;

    public sealed record OrderCancelled(string Reason) : PaymentEvent;
}
