using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Contracts;
using Streams;

namespace Shipments;

// The names and fields of these records are the storage format; those about numbers, cash and instructions stand in the
// files of their deciders.
internal abstract partial record ShipmentEvent
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
        [Impersonal]
        public Address? ShipFrom { get; init; }
        public string? PromisedDeliveryDate { get; init; }
        public Money? CashToCollect { get; init; }
        /// <summary>What it brings back; null: it brings the order.</summary>
        public Guid? ReturnId { get; init; }
        public required DateTimeOffset RegisteredAt { get; init; }

        /// <summary>The order's customer, under whose key the personal parts are sealed; null: they are not.</summary>
        public Guid? PersonId { get; init; }
    }

    /// <summary>
    /// One scan, how the parcel stands after it, and the milestone it is the first to report. <c>ReadAs</c> when it
    /// counts as something else for this parcel than it says by itself.
    /// </summary>
    public sealed record Scanned : ShipmentEvent
    {
        public required Scan Scan { get; init; }
        public Scan? ReadAs { get; init; }
        public required ShipmentStanding Standing { get; init; }
        public string? Milestone { get; init; }

        /// <summary>How often the milestone was told before; null: never.</summary>
        public int? Repeat { get; init; }
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

internal abstract partial record ShipmentCommand
{
    private ShipmentCommand()
    {
    }

    public sealed record Register(ShipmentEvent.Registered As) : ShipmentCommand;

    /// <summary>
    /// What one payload says, from a carrier or by hand: any number of scans, old and new, in any order.
    /// </summary>
    public sealed record RecordScans(
        IReadOnlyList<Scan> Scans, EstimatedDelivery? Estimate, DateTimeOffset ReceivedAt) : ShipmentCommand
    {
        /// <summary>Whose number the payload is about; null: by hand.</summary>
        public string? TrackingNumber { get; init; }
        public CashOnDelivery? Cod { get; init; }
        public DeliveryProof? Proof { get; init; }
    }

    public sealed record Recall(string Reason, DateTimeOffset CancelledAt) : ShipmentCommand;
}

internal sealed partial record Shipment
{
    public static readonly StreamKind<Shipment, ShipmentEvent> Stream = new("shipment", new Shipment(), Evolve);

    public Guid? OrderId { get; private init; }
    public Guid? PersonId { get; private init; }
    public string? Carrier { get; private init; }
    public string? TrackingNumber { get; private init; }
    public Journey Journey { get; private init; } = Journey.Empty;
    public ShipmentStanding Standing { get; private init; } = Journey.Empty.Standing(estimate: null);

    public Tellings Tellings { get; private init; } = Tellings.None;
    public DateTimeOffset? EstimateStatedAt { get; private init; }
    public bool IsRecalled { get; private init; }
    public ImmutableList<GivenInstruction> Instructions { get; private init; } = [];

    public Shipment With(ImmutableList<GivenInstruction> instructions) => this with { Instructions = instructions };

    public static Shipment Evolve(Shipment state, ShipmentEvent happened) => happened switch
    {
        ShipmentEvent.Registered e => state with
        {
            OrderId = e.OrderId,
            PersonId = e.PersonId,
            Carrier = e.Carrier,
            TrackingNumber = e.TrackingNumber,
            Journey = RegisteredAs(e),
            Standing = RegisteredAs(e).Standing(estimate: null),
        },
        ShipmentEvent.Scanned e => state with
        {
            Journey = state.Journey.Add(Numbered(state, e.Scan)),
            Standing = e.Standing,
            Tellings = e.Milestone is null ? state.Tellings
                : state.Tellings.Add(e.Milestone, Numbered(state, e.Scan).TrackingNumber),
        },
        ShipmentEvent.MilestoneTold e => state with { Tellings = state.Tellings.Add(e.Milestone, e.TrackingNumber) },
        ShipmentEvent.Corrected e => state.With(e),
        ShipmentEvent.NumberAdded e => state with
        {
            Journey = state.Journey.Under(state.Journey.Numbers.Add(
                new NumberUse(e.Carrier, e.TrackingNumber, e.CarrierUrl, e.Leg, e.AddedAt))),
            Standing = e.Standing,
        },
        ShipmentEvent.NumberPassedOn e => state with
        {
            Journey = state.Journey.Under(state.Journey.Numbers.PassOn(e.TrackingNumber, e.From, e.To)),
            Standing = e.Standing,
        },
        ShipmentEvent.HandoverTold e => state with
        {
            Journey = state.Journey.Tell(new Told(e.StatedAt, e.TrackingNumber, e.Cod, e.Proof)),
            Standing = e.Standing,
        },
        ShipmentEvent.Instructed e => Shipments.Instructions.Evolve(state, e),
        ShipmentEvent.InstructionAnswered e => Shipments.Instructions.Evolve(state, e),
        ShipmentEvent.EstimateChanged e => state with { Standing = e.Standing, EstimateStatedAt = e.StatedAt },
        ShipmentEvent.Remapped e => state with
        {
            Journey = state.Journey.Reread(e.Scans),
            Standing = e.Standing,
        },
        ShipmentEvent.GivenUp e => state with
        {
            Journey = state.Journey.GiveUp(e.LastScanAt),
            Standing = e.Standing,
        },
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
        ShipmentCommand.CorrectNumber c => ShipmentNumbers.Decide(state, c),
        ShipmentCommand.AddNumber c => ShipmentNumbers.Decide(state, c),
        ShipmentCommand.PassNumberOn c => ShipmentNumbers.Decide(state, c),
        ShipmentCommand.Instruct c => Shipments.Instructions.Decide(state, c),
        ShipmentCommand.NoteAnswer c => Shipments.Instructions.Decide(state, c),
        ShipmentCommand.Reread c => Rereads.Decide(state, c),
        ShipmentCommand.GiveUp c => Rereads.Decide(state, c),
        ShipmentCommand.Recall c => DecideRecall(state, c),
        _ => throw new ArgumentOutOfRangeException(nameof(command)),
    };

    private static Journey RegisteredAs(ShipmentEvent.Registered e)
    {
        var journey = e.CashToCollect is null ? Journey.Empty : Journey.Empty.Tell(new Told(
            e.RegisteredAt, null, new CashOnDelivery { ToCollect = e.CashToCollect }, Proof: null));
        var (numbers, leg) = e.ReturnId is null
            ? (ParcelNumbers.None, Legs.Forward) : (ParcelNumbers.WayBack, Legs.Return);
        return journey.Under(e.TrackingNumber is null ? numbers
            : numbers.Add(new NumberUse(e.Carrier, e.TrackingNumber, e.CarrierUrl, leg, e.RegisteredAt)));
    }

    /// <summary>A scan from before scans told their number was of the one that the parcel had then.</summary>
    private static Scan Numbered(Shipment state, Scan scan) =>
        scan.TrackingNumber is not null || scan.Source == ScanSource.Manual ? scan
            : scan with { Carrier = state.Carrier, TrackingNumber = state.TrackingNumber };

    // Taken in the order in which they happened, whatever the payload's: a whole history is then folded in one pass.
    private static List<ShipmentEvent> DecideScans(Shipment state, ShipmentCommand.RecordScans command)
    {
        var events = new List<ShipmentEvent>();
        foreach (var scan in command.Scans.OrderBy(scan => scan.OccurredAt))
        {
            if (state.Journey.Knows(scan.Id))
                continue;
            foreach (var happened in DecideScan(state, scan))
            {
                events.Add(happened);
                state = Evolve(state, happened);
            }
        }

        foreach (var tale in Tales(command))
        {
            if (DecideTale(state, tale) is not { } told)
                continue;
            events.Add(told);
            state = Evolve(state, told);
        }

        if (DecideEstimate(state, command) is { } changed)
            events.Add(changed);
        return events;
    }

    /// <summary>
    /// A milestone is told once, by the first scan that reports it; a delivery once more where one before it did not
    /// last. Which are told so depends on which scans are known, and not on the order in which they came.
    /// </summary>
    private static IEnumerable<ShipmentEvent> DecideScan(Shipment state, Scan scan)
    {
        var (read, journey) = (state.Journey.Numbers.Read(scan), state.Journey.Add(scan));
        var standing = journey.Standing(state.Standing.EstimatedDelivery);
        var again = read.Status is Statuses.Delivered or Statuses.DeliveryAttempted or Statuses.Exception
            && IsDeliveredAgain(state, journey);
        var milestone = state.Journey.Numbers.Discounts(scan) is null ? Milestones.Of(read) : null;
        if (milestone is not null && state.Tellings.Count(milestone, journey.Numbers) > 0
            && !(again && milestone == Statuses.Delivered))
            milestone = null;
        yield return new ShipmentEvent.Scanned
        {
            OrderId = state.OrderId!.Value,
            Scan = scan,
            ReadAs = read == scan ? null : read,
            Standing = standing,
            Milestone = milestone,
            Repeat = milestone is not null && state.Tellings.Count(milestone) is > 0 and var before ? before : null,
        };
        if (again && milestone != Statuses.Delivered)
            yield return new ShipmentEvent.MilestoneTold
            {
                OrderId = state.OrderId.Value,
                Milestone = Statuses.Delivered,
                Repeat = state.Tellings.Count(Statuses.Delivered),
                TrackingNumber = Numbered(state, scan).TrackingNumber,
                ReachedAt = journey.Deliveries[^1],
                Standing = standing,
            };
    }

    private static bool IsDeliveredAgain(Shipment state, Journey after) =>
        state.Tellings.Count(Statuses.Delivered, after.Numbers) is > 0 and var told
        && after.Deliveries.Count is var deliveries
        && deliveries > told && deliveries > state.Journey.Deliveries.Count;

    private static DateTimeOffset StatedAt(ShipmentCommand.RecordScans command) =>
        command.Scans.Where(scan => scan.Suspect is null)
            .Select(scan => (DateTimeOffset?)scan.OccurredAt).Max() ?? command.ReceivedAt;

    /// <summary>
    /// A payload's estimate is as of its last scan, so that one heard late does not undo a newer one.
    /// </summary>
    private static ShipmentEvent.EstimateChanged? DecideEstimate(Shipment state, ShipmentCommand.RecordScans command)
    {
        var statedAt = StatedAt(command);
        var known = state.Standing.EstimatedDelivery;
        if (command.Estimate is not { } estimate || estimate == known || statedAt < state.EstimateStatedAt)
            return null;
        // A clock that was never set, or an empty date.
        if ((estimate.To - command.ReceivedAt).Duration() > Scans.AgeMax)
            return null;
        // Of a number that was wrong.
        if (command.TrackingNumber is { } number && state.Journey.Numbers.Find(number) is null)
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
[JsonSerializable(typeof(ShipmentEvent.MilestoneTold))]
[JsonSerializable(typeof(ShipmentEvent.Corrected))]
[JsonSerializable(typeof(ShipmentEvent.NumberAdded))]
[JsonSerializable(typeof(ShipmentEvent.NumberPassedOn))]
[JsonSerializable(typeof(ShipmentEvent.HandoverTold))]
[JsonSerializable(typeof(ShipmentEvent.Instructed))]
[JsonSerializable(typeof(ShipmentEvent.InstructionAnswered))]
[JsonSerializable(typeof(ShipmentEvent.EstimateChanged))]
[JsonSerializable(typeof(ShipmentEvent.Recalled))]
[JsonSerializable(typeof(ShipmentEvent.Remapped))]
[JsonSerializable(typeof(ShipmentEvent.GivenUp))]
[JsonSerializable(typeof(Mappings.MappingEvent.Changed))]
internal sealed partial class ShipmentJson : JsonSerializerContext;
