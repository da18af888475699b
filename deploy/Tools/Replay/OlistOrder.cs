namespace Tools.Replay;

/// <summary>An order of the Olist data set with all that the files say of it; instants are Brasília's.</summary>
internal sealed record OlistOrder
{
    public required string Id { get; init; }
    /// <summary>created, approved, invoiced, processing, shipped, delivered, canceled, unavailable.</summary>
    public required string Status { get; init; }
    public required DateTimeOffset PurchasedAt { get; init; }
    public required DateTimeOffset? ApprovedAt { get; init; }
    public required DateTimeOffset? HandedOverAt { get; init; }
    public required DateTimeOffset? DeliveredAt { get; init; }
    public required DateOnly PromisedDate { get; init; }
    public required string CustomerId { get; init; }
    public required Place ShipTo { get; init; }
    public required Place? ShipFrom { get; init; }
    public required IReadOnlyList<Item> Items { get; init; }
    public required IReadOnlyList<Payment> Payments { get; init; }
    public required IReadOnlyList<Review> Reviews { get; init; }

    public bool IsCancelled => Status is "canceled" or "unavailable";

    public decimal Paid => Payments.Sum(payment => payment.Value);

    /// <summary>
    /// Two delivered orders have no delivery date: the promised day stands in for it.
    /// </summary>
    public DateTimeOffset? DeliveryAt => DeliveredAt ?? (Status == "delivered"
        ? BrasiliaTime.Read(PromisedDate.ToDateTime(TimeOnly.MinValue))
        : null);

    /// <summary>
    /// The data do not say when: the last thing known before the delivery, since what is delivered can no longer be
    /// cancelled, only returned (six cancelled orders were delivered all the same).
    /// </summary>
    public DateTimeOffset? CancelledAt => IsCancelled
        ? new[] { PurchasedAt, ApprovedAt ?? PurchasedAt, HandedOverAt ?? PurchasedAt }.Max()
        : null;

    internal sealed record Item(string ProductId, decimal Price, decimal Freight);

    /// <summary><c>Type</c>: credit_card, debit_card, boleto, voucher, not_defined.</summary>
    internal sealed record Payment(int Number, string Type, int Installments, decimal Value);

    internal sealed record Review(int Score, DateTimeOffset AnsweredAt);

    internal sealed record Place(string ZipPrefix, string City, string State, double? Latitude, double? Longitude);
}
