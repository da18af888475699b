using System.Collections.Immutable;
using Contracts;

namespace Shipments;

// The names and fields of these records are the storage format.
internal abstract partial record ShipmentEvent
{
    /// <summary>
    /// A scan that came late stands between two deliveries and says that the first was none: the second is news.
    /// </summary>
    public sealed record MilestoneTold : ShipmentEvent
    {
        public required string Milestone { get; init; }
        public required int Repeat { get; init; }
        public string? TrackingNumber { get; init; }
        public required DateTimeOffset ReachedAt { get; init; }
        public required ShipmentStanding Standing { get; init; }
    }
}

/// <summary>
/// The change worth telling a customer that a scan stands for by itself, whatever came before it; null: none.
/// </summary>
internal static class Milestones
{
    public const string Shipped = "shipped";

    public static string? Of(Scan scan) => scan switch
    {
        { Suspect: not null } => null,
        { Status: Statuses.Exception or Statuses.Returned or Statuses.Returning } => scan.Status,
        { Leg: Legs.Return } => null,
        { Status: Statuses.PickedUp or Statuses.InTransit } => Shipped,
        {
            Status: Statuses.OutForDelivery or Statuses.DeliveryAttempted or Statuses.AvailableForPickup
                or Statuses.Delivered
        } => scan.Status,
        _ => null,
    };
}

/// <summary>What was told of a parcel, each time by a scan of which number; null: by hand.</summary>
internal sealed record Tellings
{
    public static readonly Tellings None = new();

    private ImmutableDictionary<string, ImmutableList<string?>> By { get; init; } =
        ImmutableDictionary<string, ImmutableList<string?>>.Empty;

    public Tellings Add(string milestone, string? number) =>
        this with { By = By.SetItem(milestone, Of(milestone).Add(number)) };

    /// <summary>How often it was told in all: what tells one telling from another.</summary>
    public int Count(string milestone) => Of(milestone).Count;

    /// <summary>How often by numbers that the parcel has: what only a wrong one told is news when it is true.</summary>
    public int Count(string milestone, ParcelNumbers numbers) =>
        Of(milestone).Count(number => number is null || numbers.Find(number) is not null);

    private ImmutableList<string?> Of(string milestone) => By.GetValueOrDefault(milestone) ?? [];
}
