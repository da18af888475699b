using Contracts;
using Payments.Providers;

namespace Payments.Tests;

/// <summary>Payments in their usual states, made by the commands that lead there.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    public static readonly Guid Order = new("0198c0de-0000-7000-8000-000000000001");

    public static Guid Id(int n) => new($"0198c0de-0000-7000-9000-{n:D12}");

    public static Money Inr(decimal amount) => new(amount, "INR");

    public static PaymentCommand.Request Request(string method = "card", decimal amount = 100.00m) => new(
        Order, method, Inr(amount), method == "cod" ? "cod" : "simulated", method == "cod" ? null : "demo",
        Reference: null, Token: null, Installments: null, Noon);

    public static PaymentCommand.NoteFact Fact(
        FactKind kind, decimal? amount = null, string? id = null, DateTimeOffset? at = null, Guid? request = null)
    {
        var money = amount is { } some ? Inr(some) : null;
        return new(new(id ?? $"evt_{kind}_{amount}", kind, money, at ?? Noon.AddMinutes(1), null, request),
            Id(900 + (int)kind));
    }

    /// <summary>The provider tells the sum so far.</summary>
    public static PaymentCommand.NoteFact Total(
        FactKind kind, decimal amount, Guid? request = null, DateTimeOffset? at = null, bool isFinal = false) => new(
            new ProviderFact($"evt_{kind}:{amount}", kind, Inr(amount), at ?? Noon.AddMinutes(1), null, request)
            {
                IsTotal = true,
                IsFinal = isFinal,
            }, Id(900 + (int)kind));

    public static PaymentCommand.NoteFact Dispute(
        string state, decimal amount = 100, string id = "dp_1", DateTimeOffset? at = null) => new(
            new ProviderFact($"{id}:{state}", FactKind.Disputed, Inr(amount), at ?? Noon.AddDays(20), "fraudulent")
            {
                Dispute = new(id, state),
            }, Id(950));

    public static PaymentState State(params PaymentCommand[] commands) =>
        commands.Aggregate(PaymentState.Initial, After);

    public static PaymentState After(this PaymentState state, PaymentCommand command) =>
        Payment.Decide(state, command).Aggregate(Payment.Stream.ThroughSnapshot(state), Payment.Evolve);

    public static PaymentState Authorized(decimal amount = 100m) =>
        State(Request(amount: amount), Fact(FactKind.Authorized, amount));

    public static PaymentState Captured(decimal amount = 100m) =>
        State(Request("upi", amount), Fact(FactKind.Captured, amount));

    public static PaymentStanding Standing(
        string status, decimal authorized = 0, decimal captured = 0, decimal refunded = 0, decimal amount = 100.00m,
        string method = "card") =>
        new(Order, method, status, Inr(amount), Inr(authorized), Inr(captured), Inr(refunded));

    public static string RefusalOf(PaymentState state, PaymentCommand command) =>
        Should.Throw<Streams.RuleViolation>(() => Payment.Decide(state, command)).Code;
}
