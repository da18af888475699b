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

    public sealed record Verify(
        Guid Id, string Outcome, string? Method, [property: Personal] string? Note, DateTimeOffset Now,
        DateTimeOffset? OccurredAt = null) : OrderCommand;

    public sealed record Hold(
        Guid Id, string Reason, DateTimeOffset Now, DateTimeOffset? OccurredAt = null) : OrderCommand;

    public sealed record Release(Guid Id, DateTimeOffset Now, DateTimeOffset? OccurredAt = null) : OrderCommand;

    /// <summary>Null where nothing changes, field by field for the customer.</summary>
    public sealed record Correct(
        Guid Id, Address? ShippingAddress, PlaceOrder.CustomerFields? Customer, DateTimeOffset Now) : OrderCommand;

    public sealed record Complete(DateTimeOffset Now, DateTimeOffset? OccurredAt = null) : OrderCommand;

    /// <summary>By itself, so long after the delivery, when nothing stands against it.</summary>
    public sealed record CompleteIfDue(TimeSpan After, DateTimeOffset Now) : OrderCommand;

    /// <summary>Whether the customer is to be told something because of the time that it is.</summary>
    public sealed record LookAround(Policy Policy, DateTimeOffset Now) : OrderCommand;

    /// <summary>A parcel asks for units; <c>Held</c> is what the order's other parcels have.</summary>
    public sealed record AllocateUnits(
        Guid ShipmentId, IReadOnlyList<ItemQuantity> Items, IReadOnlyList<ItemQuantity> Held,
        DateTimeOffset Now) : OrderCommand;

    /// <summary>The whole order. Of a customer the merchant's policy decides, or leaves it to somebody.</summary>
    public sealed record Cancel(
        Guid Id, string Reason, DateTimeOffset Now, DateTimeOffset? OccurredAt = null) : OrderCommand
    {
        public string RequestedBy { get; init; } = Requester.Merchant;
        public Policy Policy { get; init; } = new();
    }

    public sealed record CancelItems(
        Guid Id, IReadOnlyList<ItemQuantity> Items, string Reason, DateTimeOffset Now,
        DateTimeOffset? OccurredAt = null) : OrderCommand
    {
        public string RequestedBy { get; init; } = Requester.Merchant;
        public Policy Policy { get; init; } = new();
    }

    public sealed record ApproveCancellation(DateTimeOffset Now) : OrderCommand;

    public sealed record RejectCancellation(string Reason, DateTimeOffset Now) : OrderCommand;

    public sealed record RequestReturn : OrderCommand
    {
        public required Guid Id { get; init; }
        public required IReadOnlyList<AskedItem> Items { get; init; }
        [Personal]
        public required string Reason { get; init; }
        [Personal]
        public string? Comment { get; init; }
        public required string Resolution { get; init; }
        public required string RequestedBy { get; init; }
        public required Policy Policy { get; init; }
        public required DateTimeOffset Now { get; init; }
        public DateTimeOffset? OccurredAt { get; init; }
    }

    public sealed record NoteReturn(ReturnProgress Heard) : OrderCommand;

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

/// <summary>Units that somebody wants to send back, and why these.</summary>
internal sealed record AskedItem(string Sku, int Quantity, [property: Personal] string? Reason);

/// <summary>Who asks, or decides.</summary>
internal static class Requester
{
    internal const string Customer = "customer";
    internal const string Merchant = "merchant";
    internal const string Policy = "policy";
}
