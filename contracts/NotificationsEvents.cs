namespace Contracts;

/// <summary>
/// What became of a message, or why it waits. Sent by Notifications. State: held (nobody knows yet whom to tell),
/// scheduled (for later), queued (tried, and to be tried again), sent, suppressed (not to be said, or not any more),
/// failed. The last three are the end.
/// </summary>
public sealed record NotificationSettled
{
    public required string MerchantId { get; init; }
    public required Guid OrderId { get; init; }
    public required Guid NotificationId { get; init; }
    public required string Milestone { get; init; }
    public required string Channel { get; init; }
    public required string State { get; init; }
    public string? Reason { get; init; }
    public Guid? ShipmentId { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
}
