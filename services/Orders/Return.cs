using System.Collections.Immutable;
using Contracts;
using ServiceDefaults;
using Streams;

namespace Orders;

/// <summary>
/// What can happen to a return. The names and fields of these records are the storage format: add optional fields only.
/// <c>By</c>: customer, merchant, policy.
/// </summary>
internal abstract record ReturnEvent
{
    private ReturnEvent() { }

    /// <summary>In each event, so that each can be told to its order by itself.</summary>
    public required Guid OrderId { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }

    [EventAlias("return_opened")]
    public sealed record Requested(
        IReadOnlyList<ReturnItem> Items, [property: Personal] string Reason, [property: Personal] string? Comment,
        string Resolution, string RequestedBy) : ReturnEvent;

    public sealed record Approved(string By) : ReturnEvent;

    public sealed record Rejected(string Reason, string By) : ReturnEvent;

    [EventAlias("return_cancelled")]
    public sealed record Cancelled(string? Reason, string By) : ReturnEvent;

    public sealed record ParcelRegistered(
        Guid ShipmentId, string? Carrier, string? TrackingNumber, string? CarrierUrl) : ReturnEvent;

    /// <summary><c>Status</c>: the parcel's own.</summary>
    public sealed record ParcelMoved(Guid ShipmentId, string Status) : ReturnEvent;

    public sealed record Received(Guid Id, IReadOnlyList<ItemQuantity> Items) : ReturnEvent;

    public sealed record Inspected(Guid Id, IReadOnlyList<InspectedItem> Items) : ReturnEvent;

    /// <summary>The money is to be given back; by whom it was taken is the payments' business.</summary>
    public sealed record RefundRequested(Money Amount) : ReturnEvent;

    /// <summary>The customer has the money, or the store credit that the merchant keeps for them.</summary>
    public sealed record Refunded(Money Amount) : ReturnEvent;

    /// <summary>Another order is sent instead; <c>TrackingSecret</c> is that one's.</summary>
    public sealed record Exchanged(
        Guid ExchangeOrderId, string OrderNumber, IReadOnlyList<OrderItem> Items, string TrackingSecret) : ReturnEvent;
}

/// <summary><c>Condition</c> is a word in snake case: as_new, worn, damaged, …</summary>
internal sealed record InspectedItem(string Sku, int Quantity, string? Condition, bool Accepted);

internal abstract record ReturnCommand
{
    private ReturnCommand() { }

    /// <summary>The order has decided that there is this return, and what policy makes of it.</summary>
    public sealed record Open(Guid OrderId, OrderEvent.ReturnRequested Asked) : ReturnCommand;

    public sealed record Approve(DateTimeOffset Now) : ReturnCommand;

    public sealed record Reject(string Reason, DateTimeOffset Now) : ReturnCommand;

    public sealed record Cancel(string By, string? Reason, DateTimeOffset Now) : ReturnCommand;

    public sealed record NoteParcel(ShipmentRegistered Heard) : ReturnCommand;

    public sealed record NoteParcelStatus(Guid ShipmentId, string Status, DateTimeOffset At) : ReturnCommand;

    /// <summary>Null: all that is still to come.</summary>
    public sealed record Receive(Guid Id, IReadOnlyList<ItemQuantity>? Items, DateTimeOffset Now) : ReturnCommand;

    public sealed record Inspect(Guid Id, IReadOnlyList<InspectedItem> Items, DateTimeOffset Now) : ReturnCommand;

    /// <summary>Null: what the accepted units were paid.</summary>
    public sealed record Refund(Money? Amount, DateTimeOffset Now) : ReturnCommand;

    public sealed record NoteRefunded(DateTimeOffset At) : ReturnCommand;

    public sealed record Exchange(
        Guid ExchangeOrderId, string OrderNumber, IReadOnlyList<OrderItem>? Items, IReadOnlyList<OrderItem> Ordered,
        string TrackingSecret, DateTimeOffset Now) : ReturnCommand;
}

internal sealed record ReturnState
{
    public static readonly ReturnState Initial = new();

    public ReturnEvent.Requested? Requested { get; init; }
    public ReturnEvent.Approved? Approved { get; init; }
    public ReturnEvent.Rejected? Rejected { get; init; }
    public ReturnEvent.Cancelled? Cancelled { get; init; }
    public ReturnEvent.RefundRequested? RefundRequested { get; init; }
    public ReturnEvent.Refunded? Refunded { get; init; }
    public ReturnEvent.Exchanged? Exchanged { get; init; }
    public DateTimeOffset? ReceivedAt { get; init; }
    public DateTimeOffset? InspectedAt { get; init; }
    public ImmutableHashSet<Guid> Answered { get; init; } = [];
    public ImmutableList<ItemQuantity> Received { get; init; } = [];
    public ImmutableList<InspectedItem> Inspected { get; init; } = [];

    /// <summary>In the order in which they were registered.</summary>
    public ImmutableList<ReturnParcel> Parcels { get; init; } = [];

    public ReturnParcel? Parcel(Guid id) => Parcels.Find(parcel => parcel.Id == id);

    public int Asked(string sku) => Requested!.Items.Where(item => item.Sku == sku).Sum(item => item.Quantity);

    public int Back(string sku) => Received.Where(item => item.Sku == sku).Sum(item => item.Quantity);

    public int Looked(string sku) => Inspected.Where(item => item.Sku == sku).Sum(item => item.Quantity);

    /// <summary>What came back and was not turned down: to inspect it is a right, not a duty.</summary>
    public int Accepted(string sku) =>
        Back(sku) - Inspected.Where(item => item.Sku == sku && !item.Accepted).Sum(item => item.Quantity);

    public bool IsAllBack => Requested!.Items.All(item => Back(item.Sku) >= Asked(item.Sku));

    public string Status =>
        Cancelled is not null ? ReturnStatus.Cancelled
        : Rejected is not null ? ReturnStatus.Rejected
        : Refunded is not null ? ReturnStatus.Refunded
        : Exchanged is not null && IsAllBack ? ReturnStatus.Exchanged
        : ReceivedAt is not null ? ReturnStatus.Received
        : Parcels.Any(parcel => parcel.IsUnderway) ? ReturnStatus.InTransit
        : Approved is not null ? ReturnStatus.Approved
        : ReturnStatus.Requested;

    /// <summary>What the accepted units were paid, exactly: of several prices the first line's first.</summary>
    public Money Value
    {
        get
        {
            var sum = 0m;
            foreach (var item in Requested!.Items)
            {
                var left = Accepted(item.Sku);
                foreach (var price in item.Prices)
                {
                    var taken = Math.Clamp(left, 0, price.Quantity);
                    (sum, left) = (sum + (taken * price.UnitPrice.Amount), left - taken);
                }
            }

            return Requested.Items[0].Prices[0].UnitPrice with { Amount = sum };
        }
    }
}

/// <summary>A parcel by which goods come back.</summary>
internal sealed record ReturnParcel(
    Guid Id, string? Carrier, string? TrackingNumber, string? CarrierUrl, string Status)
{
    public bool IsUnderway => Status is not ("pending" or "info_received" or "cancelled" or "expired");
}

internal static class Return
{
    internal static readonly StreamKind<ReturnState, ReturnEvent> Stream = new("return", ReturnState.Initial, Evolve);

    internal static ReturnState Evolve(ReturnState s, ReturnEvent happened) => happened switch
    {
        ReturnEvent.Requested e => s with { Requested = e },
        ReturnEvent.Approved e => s with { Approved = e },
        ReturnEvent.Rejected e => s with { Rejected = e },
        ReturnEvent.Cancelled e => s with { Cancelled = e },
        ReturnEvent.ParcelRegistered e => s with
        {
            Parcels = s.Parcels.Add(new(e.ShipmentId, e.Carrier, e.TrackingNumber, e.CarrierUrl, "pending")),
        },
        ReturnEvent.ParcelMoved e => s with
        {
            Parcels = s.Parcels.ConvertAll(parcel => parcel.Id == e.ShipmentId
                ? parcel with { Status = e.Status } : parcel),
        },
        ReturnEvent.Received e => s with
        {
            Received = s.Received.AddRange(e.Items),
            ReceivedAt = s.ReceivedAt ?? e.OccurredAt,
            Answered = s.Answered.Add(e.Id),
        },
        ReturnEvent.Inspected e => s with
        {
            Inspected = s.Inspected.AddRange(e.Items),
            InspectedAt = e.OccurredAt,
            Answered = s.Answered.Add(e.Id),
        },
        ReturnEvent.RefundRequested e => s with { RefundRequested = e },
        ReturnEvent.Refunded e => s with { Refunded = e },
        ReturnEvent.Exchanged e => s with { Exchanged = e },
        _ => s,
    };

    /// <exception cref="ProblemException">There is no such return.</exception>
    /// <exception cref="RuleViolation">What each decision says.</exception>
    internal static IReadOnlyList<ReturnEvent> Decide(ReturnState s, ReturnCommand command) => command switch
    {
        ReturnCommand.Open c => s.Requested is null ? Opened(c) : [],
        _ when s.Requested is null => throw ProblemException.NotFound("return"),
        ReturnCommand.Approve c => ReturnSteps.Decide(s, c),
        ReturnCommand.Reject c => ReturnSteps.Decide(s, c),
        ReturnCommand.Cancel c => ReturnSteps.Decide(s, c),
        ReturnCommand.NoteParcel { Heard: var heard } => s.Parcel(heard.ShipmentId) is not null ? [] :
        [
            new ReturnEvent.ParcelRegistered(
                heard.ShipmentId, heard.Carrier, heard.TrackingNumber, heard.CarrierUrl)
            {
                OrderId = heard.OrderId,
                OccurredAt = heard.RegisteredAt,
            },
        ],
        ReturnCommand.NoteParcelStatus c => s.Parcel(c.ShipmentId) is not { } parcel || parcel.Status == c.Status ? []
            : [new ReturnEvent.ParcelMoved(c.ShipmentId, c.Status) { OrderId = OrderOf(s), OccurredAt = c.At }],
        ReturnCommand.Receive c => ReturnSteps.Decide(s, c),
        ReturnCommand.Inspect c => ReturnSteps.Decide(s, c),
        ReturnCommand.Refund c => ReturnSteps.Decide(s, c),
        ReturnCommand.NoteRefunded c => s.RefundRequested is not { } asked || s.Refunded is not null ? []
            : [new ReturnEvent.Refunded(asked.Amount) { OrderId = OrderOf(s), OccurredAt = c.At }],
        ReturnCommand.Exchange c => ReturnSteps.Decide(s, c),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "There is no such command."),
    };

    internal static Guid OrderOf(ReturnState s) => s.Requested!.OrderId;

    private static IReadOnlyList<ReturnEvent> Opened(ReturnCommand.Open command)
    {
        var (order, asked) = (command.OrderId, command.Asked);
        var requested = new ReturnEvent.Requested(
            asked.Items, asked.Reason, asked.Comment, asked.Resolution, asked.RequestedBy)
        {
            OrderId = order,
            OccurredAt = asked.OccurredAt,
        };
        return asked.Outcome switch
        {
            ReturnStatus.Approved =>
            [
                requested,
                new ReturnEvent.Approved(Requester.Policy) { OrderId = order, OccurredAt = asked.OccurredAt },
            ],
            ReturnStatus.Rejected =>
            [
                requested,
                new ReturnEvent.Rejected(asked.Note!, Requester.Policy)
                {
                    OrderId = order,
                    OccurredAt = asked.OccurredAt,
                },
            ],
            _ => [requested],
        };
    }
}
