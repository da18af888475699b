namespace Contracts;

/// <summary>
/// A message to a customer has been handed to its channel, or given up. Sent by Notifications. State: sent, failed.
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
