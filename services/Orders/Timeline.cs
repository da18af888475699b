using Contracts;
using ServiceDefaults;
using Streams;

namespace Orders;

/// <summary>
/// Folds an order's events into its timeline. Pure: the same scans heard in any order give the same timeline, but for
/// when each was recorded, the version and the traces.
/// </summary>
internal static class Timeline
{
    /// <param name="events">The order's stream from its start, as it was at <paramref name="asOf"/>.</param>
    internal static TimelineView Of(Guid orderId, IReadOnlyList<Recorded<OrderEvent>> events, DateTimeOffset asOf)
    {
        var state = events.Aggregate(OrderState.Initial, (state, recorded) => Order.Evolve(state, recorded.Event));
        var entries = new List<TimelineEntry>(events.Count);
        var scans = new Dictionary<Guid, List<ScanView>>();
        var readings = Readings.Of(events);
        foreach (var asHeard in events)
        {
            var (recorded, former) = (readings.Apply(asHeard), readings.Former(asHeard));
            var entry = TimelineEntries.Of(recorded);
            if (recorded.Event is OrderEvent.ShipmentProgressed { Heard: { Scan: { } scan } heard })
            {
                var discounted = Discounts(state.Parcel(heard.ShipmentId).Numbers, scan);
                entry = entry! with
                {
                    Detail = Texts.Joined(
                        ". ", entry.Detail, Texts.Discounted(discounted), Texts.Formerly(former?.Status)),
                };
                ScansOf(scans, heard.ShipmentId).Add(ScanView.Of(scan, recorded.RecordedAt, discounted) with
                {
                    FormerStatus = former?.Status,
                    RemappedAt = former?.Until,
                });
            }

            if (entry is not null)
                entries.Add(entry);
        }

        var placed = state.Placed!;
        return new()
        {
            OrderId = orderId,
            OrderNumber = placed.OrderNumber,
            Version = events[^1].Version,
            AsOf = asOf,
            Status = OrderStatus.Of(state),
            DeliveryProgress = DeliveryProgress.Of(state),
            Payment = PaymentSummary.Of(state),
            Return = new(OrderReturns.StatusOf(state)),
            PromisedDeliveryDate = DeliveryEstimate.Promise(state),
            EstimatedDelivery = DeliveryEstimate.Of(state),
            Shipments =
            [
                .. state.Parcels.Values.InOrder().Select(parcel => ViewOf(parcel, ScansOf(scans, parcel.Id), asOf)),
            ],
            Entries = entries.InOrder(),
        };
    }

    /// <summary>The same timeline later, when nothing has happened since.</summary>
    internal static TimelineView At(TimelineView timeline, DateTimeOffset asOf) => timeline with
    {
        AsOf = asOf,
        Shipments =
        [
            .. timeline.Shipments.Select(parcel => parcel with { Freshness = Freshness(parcel.LastScanAt, asOf) }),
        ],
    };

    private static string? Freshness(DateTimeOffset? lastScanAt, DateTimeOffset asOf) =>
        lastScanAt is { } last ? Ages.Of(asOf - last) : null;

    private static List<ScanView> ScansOf(Dictionary<Guid, List<ScanView>> scans, Guid shipment)
    {
        if (!scans.TryGetValue(shipment, out var made))
            scans.Add(shipment, made = []);
        return made;
    }

    private static ShipmentView ViewOf(Parcel parcel, List<ScanView> scans, DateTimeOffset asOf)
    {
        var standing = parcel.Progress?.Standing;
        return new()
        {
            Id = parcel.Id,
            Carrier = parcel.Carrier,
            TrackingNumber = parcel.TrackingNumber,
            CarrierUrl = parcel.CarrierUrl,
            Service = parcel.Registration?.Service,
            Items = parcel.Registration?.Items ?? [],
            Status = parcel.Status,
            Leg = parcel.Leg,
            Detail = standing?.Detail,
            Reason = standing?.Reason,
            Attempts = standing?.Attempts ?? 0,
            HandedOverAt = standing?.HandedOverAt,
            DeliveredAt = standing?.DeliveredAt,
            LastScanAt = standing?.LastScanAt,
            Freshness = Freshness(standing?.LastScanAt, asOf),
            Cod = standing?.Cod ?? CashOf(parcel),
            ProofOfDelivery = ProofOfDelivery.Of(standing) is { } proof
                ? proof with { SignedBy = proof.SignedBy ?? SignedBy(scans) } : null,
            NextSteps = NextSteps.Of(standing),
            Instructions =
            [
                .. parcel.Instructions.Values.GroupBy(told => told.InstructionId).Select(InstructionView.Of),
            ],
            Numbers = parcel.Numbers ?? (parcel.TrackingNumber is { } number
                ? [new(parcel.Carrier, number, parcel.CarrierUrl, parcel.Registration?.Leg ?? "forward", Until: null)]
                : []),
            Scans =
            [
                .. scans.OrderBy(s => TimelineEntries.TimeInOrder(s.OccurredAt, s.Suspect))
                    .ThenBy(s => Texts.Rank(s.Status)).ThenBy(s => s.Id),
            ],
        };
    }

    private static string? SignedBy(List<ScanView> scans) =>
        scans.FirstOrDefault(scan => scan is { Status: "delivered", SignedBy: not null })?.SignedBy;

    /// <summary>To be collected, until a standing says more.</summary>
    private static CashOnDelivery? CashOf(Parcel parcel) =>
        parcel is { Progress: null, Registration.CashToCollect: { } cash } ? new() { ToCollect = cash } : null;

    /// <summary>Why a scan does not count for its parcel: by the numbers that the parcel has now.</summary>
    private static string? Discounts(IReadOnlyList<ShipmentNumber>? numbers, Scan scan) =>
        numbers is null || scan.TrackingNumber is null ? null
        : numbers.FirstOrDefault(number => number.TrackingNumber == scan.TrackingNumber) is not { } number
            ? "number_corrected"
        : scan.OccurredAt >= number.Until ? "number_passed_on"
        : null;
}
