namespace Orders;

/// <summary>An order's one status, computed from what is known of it: the tables of docs/order-status.md.</summary>
internal static class OrderStatus
{
    internal const string Placed = "placed";
    internal const string Confirmed = "confirmed";
    internal const string Processing = "processing";
    internal const string PartiallyShipped = "partially_shipped";
    internal const string Shipped = "shipped";
    internal const string OutForDelivery = "out_for_delivery";
    internal const string PartiallyDelivered = "partially_delivered";
    internal const string Delivered = "delivered";
    internal const string Completed = "completed";
    internal const string CancellationRequested = "cancellation_requested";
    internal const string Cancelled = "cancelled";
    internal const string ReturnRequested = "return_requested";
    internal const string Returning = "returning";
    internal const string Returned = "returned";
    internal const string Attention = "attention";

    internal static readonly IReadOnlyList<string> All =
    [
        Placed, Confirmed, Processing, PartiallyShipped, Shipped, OutForDelivery, PartiallyDelivered, Delivered,
        Completed, CancellationRequested, Cancelled, ReturnRequested, Returning, Returned, Attention,
    ];

    internal static readonly string Help = $"must be one of {string.Join(", ", All)}";

    internal static bool IsKnown(string? status) => status is null || All.Contains(status);

    internal static string Of(OrderState state)
    {
        if (state.Cancelled is not null)
            return Cancelled;
        if (state.Cancellation is { IsOpen: true })
            return CancellationRequested;
        if (IsOnHold(state))
            return Attention;
        var stages = StagesOf(state);
        return stages == ParcelStages.None
            ? state.PackedAt is not null ? Processing : state.ConfirmedAt is not null ? Confirmed : Placed
            : HasArrived(stages) ? Arrived(state, stages)
            : Of(stages);
    }

    /// <summary>Somebody has to look at the order itself before it goes on.</summary>
    internal static bool IsOnHold(OrderState state) =>
        state.Hold is not null || state.Verification is { Outcome: OrderSteps.Failed };

    /// <summary>Something was delivered, and nothing more is to come.</summary>
    internal static bool HasArrived(OrderState state) => HasArrived(StagesOf(state));

    private static bool HasArrived(ParcelStages stages) =>
        (stages & ~ParcelStages.Back) == ParcelStages.Delivered;

    /// <summary>What has arrived may go back.</summary>
    private static string Arrived(OrderState state, ParcelStages stages)
    {
        var open = state.Returns.Values.Where(known => known.IsOpen).Select(known => known.Status).ToHashSet();
        return open.Contains(ReturnStatus.InTransit) ? Returning
            : open.Contains(ReturnStatus.Requested) || open.Contains(ReturnStatus.Approved) ? ReturnRequested
            : Units.Of(state) is var units && state.Returns.Values.Sum(known => known.Received)
                >= units.Values.Sum(all => all.Delivered) ? Returned
            : state.CompletedAt is not null ? Completed
            : Of(stages);
    }

    /// <summary>Units that are in no parcel are waiting too, once there is a parcel at all.</summary>
    private static ParcelStages StagesOf(OrderState state)
    {
        var stages = state.Outbound.Aggregate(ParcelStages.None, (all, parcel) => all | parcel.Stage);
        return stages != ParcelStages.None && HasUnitsLeft(state) ? stages | ParcelStages.Waiting : stages;
    }

    /// <summary>The status of an order with parcels in each of these stages and in no other.</summary>
    internal static string Of(ParcelStages stages)
    {
        bool Any(ParcelStages stage) => (stages & stage) != 0;
        return stages switch
        {
            _ when Any(ParcelStages.Troubled) => Attention,
            _ when Any(ParcelStages.GoingBack) => Returning,
            ParcelStages.Back => Returned,
            ParcelStages.Delivered => Delivered,
            _ when Any(ParcelStages.Delivered) => PartiallyDelivered,
            _ when Any(ParcelStages.LastMile) => OutForDelivery,
            _ when !Any(ParcelStages.Waiting) => Shipped,
            _ when Any(ParcelStages.Moving | ParcelStages.Back) => PartiallyShipped,
            _ => Processing,
        };
    }

    internal static ParcelStages StageOf(string status, string leg) => (status, leg) switch
    {
        ("cancelled", _) => ParcelStages.None,
        ("returned", _) or ("delivered", "return") => ParcelStages.Back,
        ("returning", _) or (_, "return") => ParcelStages.GoingBack,
        ("delivered", _) => ParcelStages.Delivered,
        ("delivery_attempted" or "exception" or "expired", _) => ParcelStages.Troubled,
        ("out_for_delivery" or "available_for_pickup", _) => ParcelStages.LastMile,
        ("picked_up" or "in_transit", _) => ParcelStages.Moving,
        _ => ParcelStages.Waiting,
    };

    private static bool HasUnitsLeft(OrderState state) => Units.Of(state).Values.Any(units => units.Unpacked > 0);
}

/// <summary>Where the parcels of an order are, as far as its status asks. A recalled parcel is in no stage.</summary>
[Flags]
internal enum ParcelStages
{
    None = 0,
    Waiting = 1,
    Moving = 2,
    LastMile = 4,
    Delivered = 8,
    Troubled = 16,
    GoingBack = 32,
    Back = 64,
}
