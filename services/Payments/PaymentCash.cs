using System.Collections.Immutable;
using Contracts;
using Streams;

namespace Payments;

// The names and fields of these records are the storage format.
internal abstract partial record PaymentEvent
{
    /// <summary>
    /// Cash taken at the door. By hand (<c>ShipmentId</c> null) <c>Amount</c> is all of it, else what the carrier has
    /// taken for that parcel, as of this version of it. <c>Short</c> is what is missing to the amount asked for,
    /// <c>Over</c> what is more than that.
    /// </summary>
    public sealed record Collected(Money Amount, Money Short) : PaymentEvent
    {
        public Money? Over { get; init; }
        public Guid? ShipmentId { get; init; }
        public long? ShipmentVersion { get; init; }
    }

    /// <summary>The carrier has passed cash on to the merchant, under its own reference.</summary>
    public sealed record Remitted(string Reference, Money Amount, Money Short) : PaymentEvent;
}

internal abstract partial record PaymentCommand
{
    public sealed record Collect(Money? Amount, DateTimeOffset At) : PaymentCommand;

    /// <summary>
    /// What a parcel's scans tell of cash. <c>Amount</c> null: all that was to be collected. <c>Id</c> names the refund
    /// that follows when the order wants no money any more.
    /// </summary>
    public sealed record NoteCash(
        Guid ShipmentId, long ShipmentVersion, Money? Amount, DateTimeOffset At, Guid Id) : PaymentCommand;

    public sealed record Remit(Money Amount, string Reference, DateTimeOffset At) : PaymentCommand;
}

/// <summary>
/// Cash on delivery as the two tell of it who may: the merchant of all of it, carriers of each parcel's. Both speak of
/// the same notes and coins, so the greater of the two counts, never their sum.
/// </summary>
internal sealed record Cash
{
    public PaymentEvent.Collected? ByHand { get; init; }
    public ImmutableList<PaymentEvent.Collected> ByCarrier { get; init; } = [];
    public ImmutableList<PaymentEvent.Remitted> Remittances { get; init; } = [];

    public decimal Collected => Math.Max(ByHand?.Amount.Amount ?? 0, ByCarrier.Sum(told => told.Amount.Amount));

    public decimal Remitted => Remittances.Sum(told => told.Amount.Amount);

    public DateTimeOffset? CollectedAt => ByCarrier.Where(told => told.Amount.Amount > 0)
        .Concat(ByHand is null ? [] : [ByHand]).Max(told => (DateTimeOffset?)told.OccurredAt);

    public PaymentEvent.Collected? Of(Guid shipmentId) => ByCarrier.Find(told => told.ShipmentId == shipmentId);

    public Cash With(PaymentEvent.Collected told) => told.ShipmentId is not { } shipmentId
        ? this with { ByHand = told }
        : this with { ByCarrier = ByCarrier.RemoveAll(known => known.ShipmentId == shipmentId).Add(told) };

    public Cash With(PaymentEvent.Remitted told) => this with { Remittances = Remittances.Add(told) };
}

/// <summary>Cash on delivery.</summary>
internal static partial class Payment
{
    private static PaymentState Collected(PaymentState s, PaymentEvent.Collected e)
    {
        var cash = s.Cash.With(e with { After = null });
        return s with { Cash = cash, CapturedAt = cash.CollectedAt };
    }

    /// <summary>What was taken at the door is a fact: too little or too much is written down and flagged.</summary>
    private static IEnumerable<PaymentEvent> Collect(PaymentState s, PaymentCommand.Collect c)
    {
        OnlyCod(s);
        var amount = c.Amount ?? s.Requested!.Amount with { Amount = s.Ceiling };
        SameCurrency(s, amount);
        if (s.CapturedAt is not null && amount.Amount == s.CapturedSum)
            return [];
        if (s.CapturedAt is not null)
            throw new RuleViolation("already_collected", $"{Text(s, s.CapturedSum)} has been collected.");
        if (s.PendingVoid is not null || s.VoidedAt is not null)
            throw new RuleViolation("already_voided", "The payment has been given up.");
        if (amount.Amount <= 0 && s.Requested!.Amount.Amount > 0)
            throw new RuleViolation("amount_too_small", "The amount must be more than zero.");
        return [Weighed(s, new PaymentEvent.Collected(amount, amount) { OccurredAt = c.At })];
    }

    /// <summary>A standing that is older than the one heard is out of date.</summary>
    private static IEnumerable<PaymentEvent> NoteCash(PaymentState s, PaymentCommand.NoteCash c)
    {
        OnlyCod(s);
        var known = s.Cash.Of(c.ShipmentId);
        var byOthers = s.Cash.ByCarrier.Where(told => told != known).Sum(told => told.Amount.Amount);
        var amount = c.Amount ?? s.Requested!.Amount with { Amount = Math.Max(0, s.Ceiling - byOthers) };
        SameCurrency(s, amount);
        if (known?.ShipmentVersion >= c.ShipmentVersion || amount.Amount == (known?.Amount.Amount ?? 0))
            return [];
        var collected = new PaymentEvent.Collected(amount, amount)
        {
            ShipmentId = c.ShipmentId,
            ShipmentVersion = c.ShipmentVersion,
            OccurredAt = c.At,
        };
        return Following(s, Weighed(s, collected), c.Id);
    }

    /// <summary>The carrier's reference makes a repeat known.</summary>
    private static IEnumerable<PaymentEvent> Remit(PaymentState s, PaymentCommand.Remit c)
    {
        OnlyCod(s);
        SameCurrency(s, c.Amount);
        if (s.Cash.Remittances.Find(told => told.Reference == c.Reference) is { } known)
            return known.Amount == c.Amount ? [] : throw new RuleViolation("reference_used",
                $"Under this reference {Text(s, known.Amount.Amount)} has been remitted already.");
        var missing = Math.Max(0, s.CapturedSum - s.Cash.Remitted - c.Amount.Amount);
        return [new PaymentEvent.Remitted(c.Reference, c.Amount, c.Amount with { Amount = missing })
        {
            OccurredAt = c.At,
        }];
    }

    /// <summary>The collection with what is missing or too much once it is counted.</summary>
    private static PaymentEvent.Collected Weighed(PaymentState s, PaymentEvent.Collected told)
    {
        var difference = s.Ceiling - s.Cash.With(told).Collected;
        return told with
        {
            Short = told.Amount with { Amount = Math.Max(0, difference) },
            Over = difference < 0 ? told.Amount with { Amount = -difference } : null,
        };
    }

    private static void OnlyCod(PaymentState s)
    {
        if (!s.IsCod)
            throw new RuleViolation("not_cod", "Only cash on delivery is collected and remitted.");
    }
}
