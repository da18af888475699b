using Contracts;

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
    internal const string Cancelled = "cancelled";
    internal const string Returning = "returning";
    internal const string Returned = "returned";
    internal const string Attention = "attention";

    internal static readonly IReadOnlyList<string> All =
    [
        Placed, Confirmed, Processing, PartiallyShipped, Shipped, OutForDelivery, PartiallyDelivered, Delivered,
        Cancelled, Returning, Returned, Attention,
    ];

    /// <summary>Names of the API that no order has yet.</summary>
    internal static readonly IReadOnlyList<string> Later = ["completed", "cancellation_requested", "return_requested"];

    internal static readonly string Help = $"must be one of {string.Join(", ", All.Concat(Later))}";

    internal static bool IsKnown(string? status) => status is null || All.Contains(status) || Later.Contains(status);

    internal static string Of(OrderState state)
    {
        if (state.Cancelled is not null)
            return Cancelled;
        var stages = ParcelStages.None;
        foreach (var (_, parcel) in state.Parcels)
            stages |= StageOf(parcel.Status, parcel.Leg);
        if (stages != ParcelStages.None)
            return Of(HasUnitsLeft(state) ? stages | ParcelStages.Waiting : stages);
        return state.PackedAt is not null ? Processing : state.ConfirmedAt is not null ? Confirmed : Placed;
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

    /// <summary>Some units are in no parcel yet. A parcel that does not say what it holds holds everything.</summary>
    internal static bool HasUnitsLeft(OrderState state)
    {
        var packed = 0;
        foreach (var (_, parcel) in state.Parcels)
        {
            if (StageOf(parcel.Status, parcel.Leg) == ParcelStages.None)
                continue;
            if (parcel.Registration is not { Items.Count: > 0 } registration)
                return false;
            packed += registration.Items.Sum(item => item.Quantity);
        }

        return packed < state.Placed?.Items.Sum(item => item.Quantity);
    }
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
