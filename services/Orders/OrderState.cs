using System.Collections.Immutable;
using Contracts;

namespace Orders;

/// <summary>What is known of an order. <c>Placed</c> is with all corrections.</summary>
internal sealed record OrderState
{
    public static readonly OrderState Initial = new();

    public OrderEvent.Placed? Placed { get; init; }
    public DateTimeOffset? ConfirmedAt { get; init; }
    public DateTimeOffset? PackedAt { get; init; }
    public OrderEvent.Cancelled? Cancelled { get; init; }
    public OrderEvent.Verified? Verification { get; init; }
    public OrderEvent.Held? Hold { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }
    public Cancellation? Cancellation { get; init; }

    /// <summary>Requests that were answered: one that comes again is no news.</summary>
    public ImmutableHashSet<Guid> Answered { get; init; } = [];

    public ImmutableDictionary<Guid, OrderEvent.UnitsAllocated> Allocations { get; init; } =
        ImmutableDictionary<Guid, OrderEvent.UnitsAllocated>.Empty;
    public ImmutableList<ItemQuantity> CancelledItems { get; init; } = [];
    public ImmutableDictionary<Guid, OrderReturn> Returns { get; init; } =
        ImmutableDictionary<Guid, OrderReturn>.Empty;

    /// <summary>What the customer pays less, the earliest first.</summary>
    public ImmutableList<Reduction> Reductions { get; init; } = [];

    public ImmutableDictionary<Guid, Parcel> Parcels { get; init; } = ImmutableDictionary<Guid, Parcel>.Empty;
    public ImmutableDictionary<Guid, Payment> Payments { get; init; } =
        ImmutableDictionary<Guid, Payment>.Empty;
    public ImmutableHashSet<(Guid Id, string State)> Notifications { get; init; } = [];
    public OrderEvent.FeedbackGiven? Feedback { get; init; }
    public ImmutableHashSet<(string Kind, string Message)> Issues { get; init; } = [];
    public ImmutableHashSet<Guid> Erasures { get; init; } = [];

    /// <summary>What the customer was told that is told once, and of what: a promise, a parcel.</summary>
    public ImmutableHashSet<(string Milestone, string Of)> Told { get; init; } = [];

    /// <summary>A parcel may be heard of before its registration is: it is then known by its id only.</summary>
    public Parcel Parcel(Guid id) => Parcels.TryGetValue(id, out var known) ? known : new(id);

    public Payment Payment(Guid id) => Payments.TryGetValue(id, out var known) ? known : new(id);

    /// <summary>The parcels that bring the order; not those by which a customer sends something back.</summary>
    public IEnumerable<Parcel> Outbound => Parcels.Values.Where(parcel => parcel.ReturnId is null);
}

/// <summary>Somebody wants the whole order cancelled. <c>State</c>: requested, approved, rejected.</summary>
internal sealed record Cancellation(OrderEvent.CancellationRequested Asked, string State)
{
    public const string Requested = "requested";
    public const string Approved = "approved";
    public const string Rejected = "rejected";

    public bool IsOpen => State != Rejected;
}

/// <summary><c>Id</c>: of the request to cancel items, or of the return.</summary>
internal sealed record Reduction(Guid Id, decimal Amount);

/// <summary>A payment as its order knows it: what was asked for, and the newest that was heard.</summary>
internal sealed record Payment(Guid Id)
{
    public OrderPayment? Asked { get; init; }
    public PaymentProgressed? Progress { get; init; }
    public ImmutableHashSet<long> Versions { get; init; } = [];

    public Payment With(PaymentProgressed heard) => this with
    {
        Progress = heard.Version > (Progress?.Version ?? 0) ? heard : Progress,
        Versions = Versions.Add(heard.Version),
    };
}
