using Contracts;
using Streams;

namespace Shipments;

/// <summary>What others hear of a shipment's events: one message for each.</summary>
internal static class Published
{
    public static object? From(Recorded<object> recorded) => recorded.Event switch
    {
        ShipmentEvent.Registered e => new ShipmentRegistered
        {
            MerchantId = recorded.Tenant,
            ShipmentId = recorded.Subject,
            OrderId = e.OrderId,
            Version = recorded.Version,
            Carrier = e.Carrier,
            TrackingNumber = e.TrackingNumber,
            CarrierUrl = e.CarrierUrl,
            Service = e.Service,
            Items = e.Items,
            PromisedDeliveryDate = e.PromisedDeliveryDate,
            RegisteredAt = e.RegisteredAt,
        },
        ShipmentEvent.Corrected e => new ShipmentCorrected
        {
            MerchantId = recorded.Tenant,
            ShipmentId = recorded.Subject,
            OrderId = e.OrderId,
            Version = recorded.Version,
            Carrier = e.Carrier,
            TrackingNumber = e.TrackingNumber,
            CarrierUrl = e.CarrierUrl,
            CorrectedAt = e.CorrectedAt,
        },
        ShipmentEvent.Scanned e =>
            Progressed(recorded, e.OrderId, e.Standing, e.Scan.OccurredAt) with
            {
                Scan = e.Scan,
                Milestone = e.Milestone,
            },
        ShipmentEvent.EstimateChanged e => Progressed(recorded, e.OrderId, e.Standing, e.StatedAt),
        ShipmentEvent.Recalled e => Progressed(recorded, e.OrderId, e.Standing, e.RecalledAt),
        _ => null,
    };

    private static ShipmentProgressed Progressed(
        Recorded<object> recorded, Guid orderId, ShipmentStanding standing, DateTimeOffset at) => new()
        {
            MerchantId = recorded.Tenant,
            ShipmentId = recorded.Subject,
            OrderId = orderId,
            Version = recorded.Version,
            Standing = standing,
            OccurredAt = at,
        };
}
