using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Contracts;
using Streams;

namespace Shipments;

// The names and fields of these records are the storage format.
internal abstract record ShipmentEvent
{
    private ShipmentEvent()
    {
    }

    /// <summary>In each event, so that each can be told to others by itself.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>A parcel of an order; without a carrier and a number it is updated by hand.</summary>
    public sealed record Registered : ShipmentEvent
    {
        public string? Carrier { get; init; }
        public string? TrackingNumber { get; init; }
        public string? CarrierUrl { get; init; }
        public string? Service { get; init; }
        public required IReadOnlyList<ItemQuantity> Items { get; init; }
        public Address? ShipFrom { get; init; }
        public string? PromisedDeliveryDate { get; init; }
        public required DateTimeOffset RegisteredAt { get; init; }
    }

    /// <summary>One scan, how the parcel stands after it, and the milestone it is the first to report.</summary>
    public sealed record Scanned : ShipmentEvent
    {
        public required Scan Scan { get; init; }
        public required ShipmentStanding Standing { get; init; }
        public string? Milestone { get; init; }
    }

    public sealed record Corrected : ShipmentEvent
    {
        public string? Carrier { get; init; }
        public string? TrackingNumber { get; init; }
        public string? CarrierUrl { get; init; }
        public required DateTimeOffset CorrectedAt { get; init; }
    }

    /// <summary>
    /// The carrier expects the parcel at another time than it said before. StatedAt: as of which scan.
    /// </summary>
    public sealed record EstimateChanged : ShipmentEvent
    {
        public required EstimatedDelivery Estimate { get; init; }
        public required DateTimeOffset StatedAt { get; init; }
        public required ShipmentStanding Standing { get; init; }
    }

    /// <summary>The order was cancelled. A parcel that is underway by then is not stopped by it.</summary>
    public sealed record Recalled : ShipmentEvent
    {
        public required string Reason { get; init; }
        public required DateTimeOffset RecalledAt { get; init; }
        public required ShipmentStanding Standing { get; init; }
    }
}

internal abstract record ShipmentCommand
{
    private ShipmentCommand()
    {
    }

    public sealed record Register(ShipmentEvent.Registered As) : ShipmentCommand;

    /// <summary>
    /// What one payload says, from a carrier or by hand: any number of scans, old and new, in any order.
    /// </summary>
    public sealed record RecordScans(
        IReadOnlyList<Scan> Scans, EstimatedDelivery? Estimate, DateTimeOffset ReceivedAt) : ShipmentCommand;

    public sealed record CorrectNumber(
        string? Carrier, string? TrackingNumber, string? CarrierUrl, DateTimeOffset Now) : ShipmentCommand;

    public sealed record Recall(string Reason, DateTimeOffset CancelledAt) : ShipmentCommand;
}

internal sealed record Shipment
{
    public static readonly StreamKind<Shipment, ShipmentEvent> Stream = new("shipment", new Shipment(), Evolve);

    public Guid? OrderId { get; private init; }
    public string? Carrier { get; private init; }
    public string? TrackingNumber { get; private init; }
    public Journey Journey { get; private init; } = Journey.Empty;
    public ShipmentStanding Standing { get; private init; } = Journey.Empty.Standing(estimate: null);
    public ImmutableHashSet<string> Milestones { get; private init; } = [];
    public DateTimeOffset? EstimateStatedAt { get; private init; }
    public bool IsRecalled { get; private init; }

    public static Shipment Evolve(Shipment state, ShipmentEvent happened) => happened switch
    {
        ShipmentEvent.Registered e => state with
        {
            OrderId = e.OrderId,
            Carrier = e.Carrier,
            TrackingNumber = e.TrackingNumber,
        },
        ShipmentEvent.Scanned e => state with
        {
            Journey = state.Journey.Add(e.Scan),
            Standing = e.Standing,
            Milestones = e.Milestone is null ? state.Milestones : state.Milestones.Add(e.Milestone),
        },
        ShipmentEvent.Corrected e => state with { Carrier = e.Carrier, TrackingNumber = e.TrackingNumber },
        ShipmentEvent.EstimateChanged e => state with { Standing = e.Standing, EstimateStatedAt = e.StatedAt },
        ShipmentEvent.Recalled e => state with
        {
            Journey = state.Journey.Recall(e.RecalledAt, e.Reason),
            Standing = e.Standing,
            IsRecalled = true,
        },
        _ => state,
    };

    public static IReadOnlyList<ShipmentEvent> Decide(Shipment state, ShipmentCommand command) => command switch
    {
        ShipmentCommand.Register c => state.OrderId is null ? [c.As] : [],
        _ when state.OrderId is null =>
            throw new InvalidOperationException("A parcel is registered before anything else."),
        ShipmentCommand.RecordScans c => DecideScans(state, c),
        ShipmentCommand.CorrectNumber c => DecideCorrection(state, c),
        ShipmentCommand.Recall c => DecideRecall(state, c),
        _ => throw new ArgumentOutOfRangeException(nameof(command)),
    };

    // Taken in the order in which they happened, whatever the payload's: a whole history is then folded in one pass.
    private static List<ShipmentEvent> DecideScans(Shipment state, ShipmentCommand.RecordScans command)
    {
        var events = new List<ShipmentEvent>();
        foreach (var scan in command.Scans.OrderBy(scan => scan.OccurredAt))
        {
            if (state.Journey.Knows(scan.Id))
                continue;
            var milestone = Shipments.Milestones.Of(scan);
            var scanned = new ShipmentEvent.Scanned
            {
                OrderId = state.OrderId!.Value,
                Scan = scan,
                Standing = state.Journey.Add(scan).Standing(state.Standing.EstimatedDelivery),
                Milestone = milestone is null || state.Milestones.Contains(milestone) ? null : milestone,
            };
            events.Add(scanned);
            state = Evolve(state, scanned);
        }

        if (DecideEstimate(state, command) is { } changed)
            events.Add(changed);
        return events;
    }

    /// <summary>
    /// A payload's estimate is as of its last scan, so that one heard late does not undo a newer one.
    /// </summary>
    private static ShipmentEvent.EstimateChanged? DecideEstimate(Shipment state, ShipmentCommand.RecordScans command)
    {
        var statedAt = command.Scans.Where(scan => scan.Suspect is null)
            .Select(scan => (DateTimeOffset?)scan.OccurredAt).Max() ?? command.ReceivedAt;
        var known = state.Standing.EstimatedDelivery;
        if (command.Estimate is not { } estimate || estimate == known || statedAt < state.EstimateStatedAt)
            return null;
        // Two statements of one instant: the later day is the one that will be true at the latest.
        if (statedAt == state.EstimateStatedAt && estimate.To <= known?.To)
            return null;
        return new ShipmentEvent.EstimateChanged
        {
            OrderId = state.OrderId!.Value,
            Estimate = estimate,
            StatedAt = statedAt,
            Standing = state.Journey.Standing(estimate),
        };
    }

    private static ShipmentEvent[] DecideCorrection(Shipment state, ShipmentCommand.CorrectNumber command) =>
        state.Carrier == command.Carrier && state.TrackingNumber == command.TrackingNumber
            ? []
            : [new ShipmentEvent.Corrected
            {
                OrderId = state.OrderId!.Value,
                Carrier = command.Carrier,
                TrackingNumber = command.TrackingNumber,
                CarrierUrl = command.CarrierUrl,
                CorrectedAt = command.Now,
            }];

    private static ShipmentEvent[] DecideRecall(Shipment state, ShipmentCommand.Recall command) =>
        state.IsRecalled
            ? []
            : [new ShipmentEvent.Recalled
            {
                OrderId = state.OrderId!.Value,
                Reason = command.Reason,
                RecalledAt = command.CancelledAt,
                Standing = state.Journey.Recall(command.CancelledAt, command.Reason)
                    .Standing(state.Standing.EstimatedDelivery),
            }];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ShipmentEvent.Registered))]
[JsonSerializable(typeof(ShipmentEvent.Scanned))]
[JsonSerializable(typeof(ShipmentEvent.Corrected))]
[JsonSerializable(typeof(ShipmentEvent.EstimateChanged))]
[JsonSerializable(typeof(ShipmentEvent.Recalled))]
internal sealed partial class ShipmentJson : JsonSerializerContext;
