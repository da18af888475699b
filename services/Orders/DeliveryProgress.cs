namespace Orders;

/// <summary>How far the delivery is, 0 to 1, by the rule at the end of docs/order-status.md.</summary>
internal static class DeliveryProgress
{
    internal static double Of(OrderState state)
    {
        if (state.Cancelled is not null)
            return 0;
        var unpacked = state.PackedAt is not null ? 0.2 : state.ConfirmedAt is not null ? 0.1 : 0;
        var ordered = state.Placed!.Items.Sum(item => item.Quantity) - state.CancelledItems.Sum(item => item.Quantity);
        var live = state.Outbound
            .Where(parcel => parcel.Stage != ParcelStages.None)
            .Select(parcel => (Units: parcel.Registration?.Items.Sum(item => item.Quantity) ?? 0, Parcel: parcel))
            .ToList();
        if (live.Count == 0)
            return unpacked;
        // Without its contents a parcel cannot be weighed against the others: then all count the same.
        if (live.Any(parcel => parcel.Units == 0))
            return Math.Round(live.Average(parcel => Of(parcel.Parcel)), 2);
        var left = Math.Max(0, ordered - live.Sum(parcel => parcel.Units));
        var done = live.Sum(parcel => parcel.Units * Of(parcel.Parcel)) + (left * unpacked);
        return Math.Round(done / (live.Sum(parcel => parcel.Units) + left), 2);
    }

    private static double Of(Parcel parcel) => (parcel.Leg, parcel.Status) switch
    {
        ("return", _) => 0,
        (_, "pending") => 0.2,
        (_, "info_received") => 0.3,
        (_, "picked_up") => 0.4,
        (_, "in_transit" or "exception") => 0.6,
        (_, "out_for_delivery" or "delivery_attempted") => 0.8,
        (_, "available_for_pickup") => 0.9,
        (_, "delivered") => 1,
        _ => 0,
    };
}
