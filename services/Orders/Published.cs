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
        OrderEvent.Packed e => Milestone(recorded, "packed", e.OccurredAt),
        OrderEvent.MilestoneReached e => From(recorded, e),
        OrderEvent.PaymentProgressed { Heard: var heard } when Milestones.Of(heard) is { } milestone =>
            Milestone(recorded, milestone, heard.OccurredAt) with
            {
                Reason = heard.Reason,
                Amount = heard.Change == "captured" ? heard.Captured : heard.Amount,
                SubjectId = heard.PaymentId,
            },
        OrderEvent.CancellationApproved e => new OrderRecalled
        {
            MerchantId = recorded.Tenant,
            OrderId = recorded.Subject,
            Reason = e.Reason,
            RecalledAt = e.OccurredAt,
        },
        OrderEvent.Corrected e => new OrderCorrected
        {
            MerchantId = recorded.Tenant,
            OrderId = recorded.Subject,
            Customer = e.Customer,
            ShippingAddress = e.ShippingAddress,
            CorrectedAt = e.OccurredAt,
        },
        OrderEvent.ItemsCancelled e =>
            Reduced(recorded, e.Id, e.Amount, e.Reason, "items_cancelled", e.OccurredAt),
        OrderEvent.ReturnRequested e =>
            Milestone(recorded, "return_requested", e.OccurredAt) with { SubjectId = e.ReturnId },
        OrderEvent.ReturnProgressed { Heard: { Step: ReturnSteps.RefundRequested } heard } =>
            Reduced(recorded, heard.ReturnId, heard.Amount!, heard.Reason!, "return", heard.OccurredAt),
        OrderEvent.ReturnProgressed { Heard: var heard } =>
            Milestone(recorded, $"return_{heard.Step}", heard.OccurredAt) with
            {
                Reason = heard.Reason,
                Amount = heard.Amount,
                SubjectId = heard.ReturnId,
            },
        OrderEvent.ShipmentProgressed { Heard: { Milestone: { } milestone } heard } e =>
            Milestone(recorded, milestone, heard.OccurredAt) with
            {
                ShipmentId = heard.ShipmentId,
                Carrier = e.Carrier,
                TrackingNumber = e.TrackingNumber,
                Zone = heard.Scan?.Zone,
                Reason = (heard.Scan?.Reason ?? heard.Standing.Reason)?.Text,
                ReasonCode = (heard.Scan?.Reason ?? heard.Standing.Reason)?.Code,
                Repeat = heard.Repeat,
                Proof = milestone == "delivered" ? ProofOf(heard) : null,
            },
        _ => null,
    };

    private static OrderMilestoneReached From(Recorded<object> recorded, OrderEvent.MilestoneReached e) =>
        Milestone(recorded, e.Milestone, e.OccurredAt) with
        {
            Reason = e.Reason,
            ReasonCode = e.ReasonCode,
            Amount = e.Amount,
            SubjectId = e.SubjectId,
            ShipmentId = e.ShipmentId,
            Carrier = e.Carrier,
            TrackingNumber = e.TrackingNumber,
            Zone = e.Zone,
            Promise = e.Promise,
            Expected = e.Expected,
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

    private static DeliveryProof? ProofOf(ShipmentProgressed heard) => heard.Scan?.Proof ?? heard.Standing.Proof
        ?? (heard.Scan?.SignedBy is { } name ? new() { SignedBy = name } : null);

    private static OrderMilestoneReached Milestone(Recorded<object> recorded, string name, DateTimeOffset at) => new()
    {
        MerchantId = recorded.Tenant,
        OrderId = recorded.Subject,
        Milestone = name,
        OccurredAt = at,
    };

    private static OrderAmountReduced Reduced(
        Recorded<object> recorded, Guid id, Money amount, string reason, string cause, DateTimeOffset at) => new()
        {
            MerchantId = recorded.Tenant,
            OrderId = recorded.Subject,
            ReductionId = id,
            Amount = amount,
            Reason = reason,
            Cause = cause,
            OccurredAt = at,
        };
}
