using Contracts;
using Streams;

namespace Orders;

/// <summary>What other services hear of an order's events: at most one message for each.</summary>
internal sealed class Published(TrackingLinks links)
{
    internal object? From(Recorded<object> recorded) => recorded.Event switch
    {
        OrderEvent.Placed e => From(recorded, e),
        OrderEvent.Cancelled e => new OrderCancelled
        {
            MerchantId = recorded.Tenant,
            OrderId = recorded.Subject,
            Reason = e.Reason,
            CancelledAt = e.OccurredAt,
        },
        OrderEvent.Confirmed e => Milestone(recorded, "confirmed", e.OccurredAt),
        OrderEvent.MilestoneReached e => Milestone(recorded, e.Milestone, e.OccurredAt) with { Reason = e.Reason },
        OrderEvent.ShipmentProgressed { Heard: { Milestone: { } milestone } heard } e =>
            Milestone(recorded, milestone, heard.OccurredAt) with
            {
                ShipmentId = heard.ShipmentId,
                Carrier = e.Carrier,
                TrackingNumber = e.TrackingNumber,
                Zone = heard.Scan?.Zone,
                Reason = (heard.Scan?.Reason ?? heard.Standing.Reason)?.Text,
                Repeat = heard.Repeat,
            },
        _ => null,
    };

    private OrderPlaced From(Recorded<object> recorded, OrderEvent.Placed e) => new()
    {
        MerchantId = recorded.Tenant,
        OrderId = recorded.Subject,
        OrderNumber = e.OrderNumber,
        PlacedAt = e.PlacedAt,
        Customer = e.Customer,
        ShippingAddress = e.ShippingAddress,
        Items = e.Items,
        Payments = e.Payments,
        Total = e.Total,
        TrackingUrl = links.UrlOf(recorded.Tenant, recorded.Subject, e.TrackingSecret),
    };

    private static OrderMilestoneReached Milestone(Recorded<object> recorded, string name, DateTimeOffset at) => new()
    {
        MerchantId = recorded.Tenant,
        OrderId = recorded.Subject,
        Milestone = name,
        OccurredAt = at,
    };
}
