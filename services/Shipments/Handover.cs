using System.Collections.Immutable;
using Contracts;

namespace Shipments;

// The names and fields of these records are the storage format.
internal abstract partial record ShipmentEvent
{
    /// <summary>Cash or proof that a payload told of the whole parcel, or that came after its scan was known.</summary>
    public sealed record HandoverTold : ShipmentEvent
    {
        public string? TrackingNumber { get; init; }
        public CashOnDelivery? Cod { get; init; }
        public DeliveryProof? Proof { get; init; }
        public required DateTimeOffset StatedAt { get; init; }
        public required ShipmentStanding Standing { get; init; }
    }
}

internal sealed partial record Shipment
{
    /// <summary>
    /// What the payload says of the whole parcel, as of its last scan, and what its scans say: one that was known
    /// already may tell its proof only now.
    /// </summary>
    private static IEnumerable<Told> Tales(ShipmentCommand.RecordScans command) =>
        command.Scans.Where(scan => scan.Suspect is null && (scan.Cod ?? (object?)scan.Proof) is not null)
            .Select(scan => new Told(scan.OccurredAt, scan.TrackingNumber, scan.Cod, scan.Proof))
            .Append(new Told(StatedAt(command), command.TrackingNumber, command.Cod, command.Proof));

    private static ShipmentEvent.HandoverTold? DecideTale(Shipment state, Told told)
    {
        var known = state.Journey.Standing(state.Standing.EstimatedDelivery);
        var standing = state.Journey.Tell(told).Standing(state.Standing.EstimatedDelivery);
        return (standing.Cod, standing.Proof) == (known.Cod, known.Proof) ? null : new ShipmentEvent.HandoverTold
        {
            OrderId = state.OrderId!.Value,
            TrackingNumber = told.TrackingNumber,
            Cod = told.Cod,
            Proof = told.Proof,
            StatedAt = told.At,
            Standing = standing,
        };
    }
}

/// <summary>
/// What was told of cash on delivery and of who took the parcel: of each thing the word of the latest instant, whatever
/// the order in which the words arrive; of one instant the greater amount, or the last in the alphabet.
/// </summary>
internal sealed record Handover
{
    public static readonly Handover Nothing = new();

    private const string Relation = nameof(DeliveryProof.Relation);
    private const string SignatureUrl = nameof(DeliveryProof.SignatureUrl);
    private const string PhotoUrl = nameof(DeliveryProof.PhotoUrl);
    private const string Code = nameof(DeliveryProof.Code);
    private const string SignedBy = nameof(DeliveryProof.SignedBy);

    private (DateTimeOffset At, Money Money)? ToCollect { get; init; }
    private (DateTimeOffset At, Money Money)? Collected { get; init; }
    private bool IsCollected { get; init; }
    private ImmutableSortedDictionary<string, (DateTimeOffset At, string Text)> Proofs { get; init; } =
        ImmutableSortedDictionary<string, (DateTimeOffset At, string Text)>.Empty;

    public Handover With(DateTimeOffset at, CashOnDelivery? cod, DeliveryProof? proof) => this with
    {
        ToCollect = Latest(ToCollect, at, cod?.ToCollect),
        Collected = Latest(Collected, at, cod?.Collected),
        IsCollected = IsCollected || cod?.IsCollected is true,
        Proofs = Parts(proof).Aggregate(Proofs, (all, part) => Latest(all, part.Name, at, part.Text)),
    };

    /// <summary>Null where nothing is to be collected and nothing was.</summary>
    public CashOnDelivery? Cod
    {
        get
        {
            var isCollected = IsCollected || (Collected is { } got && ToCollect is { } due
                && got.Money.Currency == due.Money.Currency && got.Money.Amount >= due.Money.Amount);
            return Collected is null && !IsCollected && ToCollect is null or { Money.Amount: 0 } ? null
                : new CashOnDelivery
                {
                    ToCollect = ToCollect?.Money,
                    Collected = Collected?.Money ?? (isCollected ? ToCollect?.Money : null),
                    IsCollected = isCollected,
                };
        }
    }

    public DeliveryProof? Proof => Proofs.IsEmpty ? null : new DeliveryProof
    {
        SignedBy = Told(SignedBy),
        Relation = Told(Relation),
        SignatureUrl = Told(SignatureUrl),
        PhotoUrl = Told(PhotoUrl),
        Code = Told(Code),
    };

    private static (string Name, string? Text)[] Parts(DeliveryProof? proof) => proof is null ? [] :
    [
        (SignedBy, proof.SignedBy), (Relation, proof.Relation), (SignatureUrl, proof.SignatureUrl),
        (PhotoUrl, proof.PhotoUrl), (Code, proof.Code),
    ];

    private string? Told(string name) => Proofs.TryGetValue(name, out var told) ? told.Text : null;

    private static (DateTimeOffset, Money)? Latest(
        (DateTimeOffset At, Money Money)? known, DateTimeOffset at, Money? told) =>
        told is null ? known
        : known is { } k && (k.At > at || (k.At == at && k.Money.Amount >= told.Amount)) ? known
        : (at, told);

    private static ImmutableSortedDictionary<string, (DateTimeOffset At, string Text)> Latest(
        ImmutableSortedDictionary<string, (DateTimeOffset At, string Text)> known, string name, DateTimeOffset at,
        string? told) =>
        string.IsNullOrWhiteSpace(told) ? known
        : known.TryGetValue(name, out var k)
            && (k.At > at || (k.At == at && string.CompareOrdinal(k.Text, told) >= 0)) ? known
        : known.SetItem(name, (at, told));
}
