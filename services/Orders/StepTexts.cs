using Contracts;

namespace Orders;

/// <summary>One event as a line of the timeline. <c>Id</c> is made of what happened, not of its arrival.</summary>
internal sealed record Line(string Code, string Id, DateTimeOffset At, string Title, string? Detail = null);

/// <summary>The lines of what is decided about an order and its returns.</summary>
internal static class StepTexts
{
    /// <summary>What was written for the merchant's eyes stands in the details of these lines.</summary>
    internal static readonly IReadOnlySet<string> Internal = new HashSet<string>(StringComparer.Ordinal)
    {
        "order.held", "order.verified", "order.verification_failed", "return.requested",
    };

    /// <summary>Null for what has no line.</summary>
    internal static Line? Of(OrderEvent happened) => happened switch
    {
        OrderEvent.Confirmed e => new("order.confirmed", "order.confirmed", e.OccurredAt, "Order confirmed"),
        OrderEvent.Packed e => new("order.packed", "order.packed", e.OccurredAt, "Order packed"),
        OrderEvent.Cancelled e => new("order.cancelled", "order.cancelled", e.OccurredAt, "Order cancelled", e.Reason),
        OrderEvent.Verified { Outcome: OrderSteps.Failed } e => new("order.verification_failed", Id(e.Id),
            e.OccurredAt, "The order could not be verified", Texts.Joined(": ", Words(e.Method), e.Note)),
        OrderEvent.Verified e => new("order.verified", Id(e.Id), e.OccurredAt, "Order verified",
            Texts.Joined(": ", Words(e.Method), e.Note)),
        OrderEvent.Held e => new("order.held", Id(e.Id), e.OccurredAt, "Order on hold", e.Reason),
        OrderEvent.Released e => new("order.released", Id(e.Id), e.OccurredAt, "The order goes on"),
        OrderEvent.Corrected { ShippingAddress: not null } e => new("order.corrected", Id(e.Id), e.OccurredAt,
            "Delivery address corrected"),
        OrderEvent.Corrected e => new("order.corrected", Id(e.Id), e.OccurredAt, "Customer's details corrected"),
        OrderEvent.Completed e => new("order.completed", "order.completed", e.OccurredAt, "Order completed"),
        OrderEvent.ItemsCancelled e => new("order.items_cancelled", Id(e.Id), e.OccurredAt, "Items cancelled",
            $"{Units(e.Items)}, {Texts.Of(e.Amount)} less: {e.Reason}"),
        OrderEvent.CancellationRequested e => new("order.cancellation_requested", Id(e.Id), e.OccurredAt,
            "Cancellation asked for", e.Reason),
        OrderEvent.CancellationApproved e => new("order.cancellation_approved",
            $"order.cancellation_approved.{e.OccurredAt:O}", e.OccurredAt, "Cancellation approved"),
        OrderEvent.CancellationRejected e => new("order.cancellation_rejected",
            $"order.cancellation_rejected.{e.OccurredAt:O}", e.OccurredAt, "Cancellation refused", e.Reason),
        OrderEvent.ReturnRequested e => new("return.requested", $"{e.ReturnId}.requested", e.OccurredAt,
            "Return asked for", $"{Units(e.Items.Select(i => new ItemQuantity(i.Sku, i.Quantity)))}: {e.Reason}"),
        OrderEvent.ReturnProgressed { Heard: var heard } => Of(heard),
        _ => null,
    };

    /// <summary>A parcel on its way back is told of once; its scans have lines of their own.</summary>
    private static Line Of(ReturnProgress heard) => new(
        $"return.{heard.Step}",
        heard.ShipmentId is { } parcel ? $"{heard.ReturnId}.{heard.Step}.{parcel}"
            : $"{heard.ReturnId}.{heard.Version}",
        heard.OccurredAt,
        heard.Step switch
        {
            "approved" => "Return approved",
            "rejected" => "Return refused",
            "cancelled" => "Return cancelled",
            "shipped" => "Return shipment prepared",
            "in_transit" => "Return on its way",
            "arrived" => "Return parcel arrived",
            ReturnSteps.Received => "Returned goods received",
            "inspected" => "Returned goods inspected",
            ReturnSteps.RefundRequested => "Refund for the return started",
            ReturnSteps.Refunded => heard.Reason == ReturnSteps.StoreCredit ? "Store credit given" : "Return refunded",
            "exchanged" => "Exchange sent as a new order",
            _ => $"Return {Texts.Words(heard.Step)}",
        },
        heard.Step switch
        {
            "inspected" => heard.Items is { Count: > 0 } taken ? $"Accepted: {Units(taken)}" : "Nothing accepted",
            ReturnSteps.Received => Units(heard.Items!),
            _ => heard.Amount is { } amount ? Texts.Of(amount) : heard.Reason,
        });

    private static string Units(IEnumerable<ItemQuantity> items) =>
        string.Join(", ", items.Select(item => $"{item.Quantity} × {item.Sku}"));

    private static string? Words(string? word) => word is null ? null : Texts.Words(word);

    private static string Id(Guid id) => id.ToString("D");
}
