using Contracts;
using Payments.Providers;

namespace Payments;

/// <summary>What can be asked of a payment, or told to it. The id given with a command makes a repeat known.</summary>
internal abstract partial record PaymentCommand
{
    private PaymentCommand() { }

    public sealed record Request(
        Guid OrderId, string Method, Money Amount, string Provider, string? Account, string? Reference, string? Token,
        int? Installments, DateTimeOffset At) : PaymentCommand
    {
        /// <summary>manual, automatic; null: as is usual for the method.</summary>
        public string? CaptureMethod { get; init; }
    }

    public sealed record NoteAccepted(
        string Provider, string? Account, string Reference, DateTimeOffset At) : PaymentCommand;

    /// <summary>
    /// <c>Id</c> names the request that follows when money arrives for a cancelled or reduced order.
    /// </summary>
    public sealed record NoteFact(ProviderFact Fact, Guid Id) : PaymentCommand;

    /// <summary>The provider will not do what <c>RequestId</c> asked; final.</summary>
    public sealed record NoteRefused(
        ProviderOperation Operation, Guid RequestId, string Reason, DateTimeOffset At, Guid Id) : PaymentCommand;

    public sealed record Capture(Guid Id, Money? Amount, DateTimeOffset At) : PaymentCommand;

    public sealed record Refund(Guid Id, Money Amount, string Reason, DateTimeOffset At) : PaymentCommand;

    public sealed record Void(Guid Id, string Reason, DateTimeOffset At) : PaymentCommand;

    public sealed record CancelOrder(Guid Id, string Reason, DateTimeOffset At) : PaymentCommand;

    /// <summary><c>Id</c> names the refund or void that it leads to.</summary>
    public sealed record Reduce(
        Guid ReductionId, Money Amount, string Reason, DateTimeOffset At, Guid Id) : PaymentCommand;
}
