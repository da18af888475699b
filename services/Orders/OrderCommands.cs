using Contracts;

namespace Orders;

/// <summary>
/// What can be asked of an order, or told to it (Note…: a fact from elsewhere, never refused).
/// <c>OccurredAt</c> is when it happened if that is not <c>Now</c>.
/// </summary>
internal abstract record OrderCommand
{
    private OrderCommand() { }

    public sealed record Place(OrderEvent.Placed Order) : OrderCommand;

    public sealed record Confirm(DateTimeOffset Now, DateTimeOffset? OccurredAt = null) : OrderCommand;

    public sealed record Pack(DateTimeOffset Now, DateTimeOffset? OccurredAt = null) : OrderCommand;

    public sealed record Cancel(string Reason, DateTimeOffset Now, DateTimeOffset? OccurredAt = null) : OrderCommand;

    public sealed record NoteShipmentRegistered(ShipmentRegistered Heard) : OrderCommand;

    public sealed record NoteShipmentCorrected(ShipmentCorrected Heard) : OrderCommand;

    public sealed record NoteShipmentProgress(ShipmentProgressed Heard) : OrderCommand;

    public sealed record NoteShipmentInstructed(ShipmentInstructed Heard) : OrderCommand;

    public sealed record NoteShipmentRemapped(ShipmentRemapped Heard) : OrderCommand;

    public sealed record NotePayment(PaymentProgressed Heard) : OrderCommand;

    public sealed record NoteNotification(NotificationSettled Heard) : OrderCommand;

    public sealed record GiveFeedback(
        int Score, [property: Personal] string? Comment, DateTimeOffset OccurredAt) : OrderCommand;

    public sealed record ReportIssue(
        string Kind, [property: Personal] string Message, DateTimeOffset OccurredAt) : OrderCommand;

    public sealed record NoteErased(Guid ErasureId, DateTimeOffset OccurredAt) : OrderCommand;
}
