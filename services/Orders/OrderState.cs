using System.Collections.Immutable;
using Contracts;

namespace Orders;

internal sealed record OrderState
{
    public static readonly OrderState Initial = new();

    public OrderEvent.Placed? Placed { get; init; }
    public DateTimeOffset? ConfirmedAt { get; init; }
    public DateTimeOffset? PackedAt { get; init; }
    public OrderEvent.Cancelled? Cancelled { get; init; }
    public ImmutableDictionary<Guid, Parcel> Parcels { get; init; } = ImmutableDictionary<Guid, Parcel>.Empty;
    public ImmutableDictionary<Guid, Payment> Payments { get; init; } =
        ImmutableDictionary<Guid, Payment>.Empty;
    public ImmutableHashSet<(Guid Id, string State)> Notifications { get; init; } = [];
    public OrderEvent.FeedbackGiven? Feedback { get; init; }
    public ImmutableHashSet<(string Kind, string Message)> Issues { get; init; } = [];
    public ImmutableHashSet<Guid> Erasures { get; init; } = [];

    /// <summary>A parcel may be heard of before its registration is: it is then known by its id only.</summary>
    public Parcel Parcel(Guid id) => Parcels.TryGetValue(id, out var known) ? known : new(id);

    public Payment Payment(Guid id) => Payments.TryGetValue(id, out var known) ? known : new(id);
}

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
