namespace Tools.Replay;

/// <summary>What must have become of an order, worked out from the data alone; null where they say nothing.</summary>
internal sealed record Expectation
{
    public required string Status { get; init; }
    public required string PaymentStatus { get; init; }
    public required decimal Captured { get; init; }
    public required decimal Refunded { get; init; }
    public required DateTimeOffset? HandedOverAt { get; init; }
    public required DateTimeOffset? DeliveredAt { get; init; }
    public required int? Score { get; init; }

    public static Expectation Of(OlistOrder order)
    {
        var paid = order.ApprovedAt is not null;
        return new()
        {
            Status = order.Status switch
            {
                "created" => "placed",
                "approved" => "confirmed",
                "invoiced" or "processing" => "processing",
                "shipped" => "shipped",
                "delivered" => "delivered",
                "canceled" or "unavailable" => "cancelled",
                _ => throw new InvalidDataException($"{order.Id}: the status {order.Status} is not known."),
            },
            // Cancelling gives back what was paid, and gives up what was not.
            PaymentStatus = (order.IsCancelled, paid) switch
            {
                (true, true) => "refunded",
                (true, false) => "voided",
                (false, true) => "captured",
                (false, false) => "pending",
            },
            Captured = paid ? order.Paid : 0,
            Refunded = paid && order.IsCancelled ? order.Paid : 0,
            HandedOverAt = order.HandedOverAt,
            DeliveredAt = order.DeliveryAt,
            Score = order.Reviews.Count == 0 ? null : order.Reviews[^1].Score,
        };
    }
}
