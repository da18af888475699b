using Contracts;
using Streams;

namespace Shipments;

// The names and fields of these records are the storage format.
internal abstract partial record ShipmentEvent
{
    /// <summary>
    /// A number was wrong; <c>Replaced</c> says which, null: the parcel's own. Its scans do not count any more.
    /// </summary>
    public sealed record Corrected : ShipmentEvent
    {
        public string? Carrier { get; init; }
        public string? TrackingNumber { get; init; }
        public string? CarrierUrl { get; init; }
        public string? Replaced { get; init; }
        public string? ReplacedCarrier { get; init; }
        public required DateTimeOffset CorrectedAt { get; init; }
        public IReadOnlyList<ShipmentNumber>? Numbers { get; init; }
        public ShipmentStanding? Standing { get; init; }
    }

    /// <summary>Another carrier takes over, or the way back has a number of its own.</summary>
    public sealed record NumberAdded : ShipmentEvent
    {
        public required string Carrier { get; init; }
        public required string TrackingNumber { get; init; }
        public string? CarrierUrl { get; init; }
        public required string Leg { get; init; }
        public required DateTimeOffset AddedAt { get; init; }
        public required IReadOnlyList<ShipmentNumber> Numbers { get; init; }
        public required ShipmentStanding Standing { get; init; }
    }

    /// <summary>
    /// The carrier has given the number to another parcel, which scans are of <c>From</c> then on; null: not after all.
    /// </summary>
    public sealed record NumberPassedOn : ShipmentEvent
    {
        public required string TrackingNumber { get; init; }
        public DateTimeOffset? From { get; init; }
        public required Guid To { get; init; }
        public required DateTimeOffset PassedOnAt { get; init; }
        public required IReadOnlyList<ShipmentNumber> Numbers { get; init; }
        public required ShipmentStanding Standing { get; init; }
    }
}

internal abstract partial record ShipmentCommand
{
    /// <summary><c>Replaces</c>: which number was wrong, null: the parcel's own.</summary>
    public sealed record CorrectNumber(
        string? Carrier, string? TrackingNumber, string? CarrierUrl, DateTimeOffset Now,
        string? Replaces = null) : ShipmentCommand;

    public sealed record AddNumber(
        string Carrier, string TrackingNumber, string? CarrierUrl, string Leg, DateTimeOffset Now) : ShipmentCommand;

    /// <summary>
    /// At <c>Now</c> the parcel <c>To</c> was given a number that this one has; not <c>IsHeld</c>: it has it no more.
    /// </summary>
    public sealed record PassNumberOn(
        string TrackingNumber, Guid To, bool IsHeld, DateTimeOffset Now) : ShipmentCommand;
}

internal sealed partial record Shipment
{
    private Shipment With(ShipmentEvent.Corrected e)
    {
        var state = this;
        var isOwn = e.Replaced is null || e.Replaced == state.TrackingNumber;
        var wrong = e.Replaced ?? state.TrackingNumber;
        var journey = e.TrackingNumber is null ? state.Journey : state.Journey.Under(state.Journey.Numbers.Replace(
            wrong, new NumberUse(e.Carrier, e.TrackingNumber, e.CarrierUrl,
                state.Journey.Numbers.Find(wrong)?.Leg ?? Legs.Forward, e.CorrectedAt)));
        return state with
        {
            Carrier = isOwn ? e.Carrier : state.Carrier,
            TrackingNumber = isOwn ? e.TrackingNumber : state.TrackingNumber,
            Journey = journey,
            Standing = e.Standing ?? state.Standing,
            EstimateStatedAt = e.TrackingNumber == wrong ? state.EstimateStatedAt : null,
        };
    }
}

/// <summary>What is decided about a parcel's numbers (docs/ordering.md has the rules and their reasons).</summary>
internal static class ShipmentNumbers
{
    /// <summary>
    /// A parcel may be in the carrier's hands for so long before it is registered here, and a carrier does not give a
    /// number out again so soon.
    /// </summary>
    private static readonly TimeSpan LeadMax = TimeSpan.FromDays(7);

    /// <exception cref="RuleViolation">number_unknown: the parcel does not have the number to be replaced.</exception>
    public static IReadOnlyList<ShipmentEvent> Decide(Shipment state, ShipmentCommand.CorrectNumber command)
    {
        var wrong = command.Replaces ?? state.TrackingNumber;
        var known = state.Journey.Numbers.Find(wrong);
        var (carrier, number) = known is null ? (state.Carrier, state.TrackingNumber) : (known.Carrier, wrong);
        if ((carrier, number) == (command.Carrier, command.TrackingNumber)
            || (command.Replaces is not null && known is null
                && state.Journey.Numbers.Find(command.TrackingNumber)?.Carrier == command.Carrier))
            return [];
        if (command.Replaces is not null && known is null)
            throw new RuleViolation("number_unknown", $"The parcel has no number {command.Replaces}.");
        var corrected = new ShipmentEvent.Corrected
        {
            OrderId = state.OrderId!.Value,
            Carrier = command.Carrier,
            TrackingNumber = command.TrackingNumber,
            CarrierUrl = command.CarrierUrl,
            Replaced = wrong,
            ReplacedCarrier = carrier,
            CorrectedAt = command.Now,
        };
        var journey = Shipment.Evolve(state, corrected).Journey;
        var estimate = number == command.TrackingNumber ? state.Standing.EstimatedDelivery : null;
        return [corrected with { Numbers = Told(journey), Standing = journey.Standing(estimate) }];
    }

    public static IReadOnlyList<ShipmentEvent> Decide(Shipment state, ShipmentCommand.AddNumber command)
    {
        if (state.Journey.Numbers.All.Exists(use =>
            use.TrackingNumber == command.TrackingNumber && use.Carrier == command.Carrier))
            return [];
        var added = new ShipmentEvent.NumberAdded
        {
            OrderId = state.OrderId!.Value,
            Carrier = command.Carrier,
            TrackingNumber = command.TrackingNumber,
            CarrierUrl = command.CarrierUrl,
            Leg = command.Leg,
            AddedAt = command.Now,
            Numbers = [],
            Standing = state.Standing,
        };
        var journey = Shipment.Evolve(state, added).Journey;
        return [added with { Numbers = Told(journey), Standing = StandingOf(state, journey) }];
    }

    /// <summary>
    /// The number is the other parcel's from the end of this one on, or from the last that was heard of it; at most
    /// <see cref="LeadMax"/> before the other was registered, and from then on at the latest.
    /// </summary>
    public static IReadOnlyList<ShipmentEvent> Decide(Shipment state, ShipmentCommand.PassNumberOn command)
    {
        if (state.Journey.Numbers.Find(command.TrackingNumber) is not { } use
            || (command.IsHeld ? use.PassedTo is not null : use.PassedTo != command.To))
            return [];
        var over = (state.Journey.EndedAt ?? state.Standing.LastScanAt)?.AddMicroseconds(1);
        var earliest = command.Now - LeadMax;
        DateTimeOffset? from = !command.IsHeld ? null
            : over > command.Now ? command.Now
            : over > earliest ? over
            : earliest;
        var passed = new ShipmentEvent.NumberPassedOn
        {
            OrderId = state.OrderId!.Value,
            TrackingNumber = command.TrackingNumber,
            From = from,
            To = command.To,
            PassedOnAt = command.Now,
            Numbers = [],
            Standing = state.Standing,
        };
        var journey = Shipment.Evolve(state, passed).Journey;
        return [passed with { Numbers = Told(journey), Standing = StandingOf(state, journey) }];
    }

    private static ShipmentStanding StandingOf(Shipment state, Journey journey) =>
        journey.Standing(state.Standing.EstimatedDelivery);

    public static IReadOnlyList<ShipmentNumber> Told(Journey journey) =>
    [
        .. journey.Numbers.All.Select(use =>
            new ShipmentNumber(use.Carrier, use.TrackingNumber, use.Url, use.Leg, use.Until)),
    ];
}
