using System.Collections.Frozen;
using Contracts;

namespace Shipments;

/// <summary>
/// What a parcel can be said to be. Every carrier's codes are mapped to these; the names are the public API's.
/// </summary>
internal static class Statuses
{
    public const string Pending = "pending";
    public const string InfoReceived = "info_received";
    public const string PickedUp = "picked_up";
    public const string InTransit = "in_transit";
    public const string OutForDelivery = "out_for_delivery";
    public const string DeliveryAttempted = "delivery_attempted";
    public const string AvailableForPickup = "available_for_pickup";
    public const string Delivered = "delivered";
    public const string Exception = "exception";
    public const string Returning = "returning";
    public const string Returned = "returned";
    public const string Cancelled = "cancelled";
    public const string Expired = "expired";

    /// <summary>A scan whose code means nothing to us: kept and shown as text, and nothing follows from it.</summary>
    public const string Unknown = "unknown";

    /// <summary>
    /// How far along a parcel is: breaks the tie between scans of one instant, the furthest being the last.
    /// </summary>
    public static int Stage(string status) => status switch
    {
        InfoReceived => 1,
        PickedUp => 2,
        InTransit => 3,
        OutForDelivery => 4,
        DeliveryAttempted => 5,
        AvailableForPickup => 6,
        Exception => 7,
        Expired => 8,
        Returning => 9,
        Cancelled => 10,
        Delivered => 11,
        Returned => 12,
        _ => 0,
    };

    /// <summary>What a person may report by hand.</summary>
    public static bool IsReportable(string? status) => status is not null && Stage(status) > 0;

    /// <summary>A report of it says why.</summary>
    public static bool NeedReason(string status) => status is DeliveryAttempted or Exception;

    /// <summary>Nothing more is expected to happen to the parcel.</summary>
    public static bool IsFinal(string status) => status is Delivered or Returned or Cancelled;

    /// <summary>Somebody waits for news of the parcel.</summary>
    public static bool IsOpen(string status) => !IsFinal(status) && status != Expired;

    /// <summary>Only of a parcel that has left the seller can this be said.</summary>
    public static bool IsUnderway(string status) =>
        status is PickedUp or InTransit or OutForDelivery or DeliveryAttempted or AvailableForPickup;
}

/// <summary>Which way a parcel goes.</summary>
internal static class Legs
{
    public const string Forward = "forward";
    public const string Return = "return";
}

/// <summary>Finer codes beside a status, where they decide something or several carriers share them.</summary>
internal static class Details
{
    public const string OutForPickup = "out_for_pickup";
    public const string PickupFailed = "pickup_failed";
    public const string Arrived = "arrived_at_facility";
    public const string ArrivedAtOrigin = "arrived_at_origin_facility";
    public const string ArrivedAtDestination = "arrived_at_destination";
    public const string Departed = "departed_facility";
    public const string Delayed = "delayed";
    public const string Held = "held";
    public const string Missorted = "missorted";
    public const string CustomsProcessing = "customs_processing";
    public const string CustomsReleased = "customs_released";
    public const string Damaged = "damaged";
    public const string Lost = "lost";
    public const string Destroyed = "destroyed";
    public const string PartlyDelivered = "partially_delivered";

    /// <summary>
    /// The carrier says outright who took the parcel, so a delivery it is, even of a parcel that was going back.
    /// </summary>
    public const string ToConsignee = "delivered_to_consignee";
    public const string ToOther = "delivered_to_other";
    public const string ToMailroom = "delivered_at_mailroom";
    public const string Collected = "collected_by_consignee";

    // What one system says and others do not: kept, so that it can be said again (StatusMappings).
    public const string ArrivedInCountry = "arrived_in_destination_country";
    public const string ArrivedAtLastFacility = "arrived_at_destination_facility";
    public const string ArrivedAtPickupPoint = "arrived_at_pickup_location";
    public const string DepartedOrigin = "departed_origin_facility";
    public const string Processed = "processed_at_facility";
    public const string Forwarded = "forwarded";
    public const string HandedOn = "transferred_to_destination_carrier";
    public const string Resolved = "problem_resolved";
    public const string LabelCreated = "label_created";
    public const string LabelPurchased = "label_purchased";
    public const string AwaitingInformation = "awaiting_information";
    public const string ConsigneeContacted = "consignee_contacted";
    public const string Appointment = "appointment_scheduled";
    public const string Scheduled = "delivery_scheduled";
    public const string Rescheduled = "delivery_rescheduled";
    public const string RescheduleNeeded = "reschedule_needed";
    public const string ContactCarrier = "contact_carrier";
    public const string NoticeLeft = "notice_left";
    public const string CashCollected = "cash_collected";
    public const string AddressCorrection = "address_correction";
    public const string TransitException = "transit_exception";
    public const string DeliveryException = "delivery_exception";
    public const string Refused = "refused";

    public const string ReturnInitiated = "return_initiated";
    public const string ReturnOutForDelivery = "return_out_for_delivery";
    public const string ReturnAttempted = "return_attempted";
    public const string ReturnReopened = "return_reopened";
    public const string Recalled = "recalled";

    /// <summary>Expired because nobody has heard of the parcel for long, not because the carrier says so.</summary>
    public const string Silent = "silent";

    /// <summary>One carrier has given the parcel to the next one.</summary>
    public const string TakenOver = "transferred_to_destination_carrier";

    private static readonly FrozenSet<string> All = typeof(Details).GetFields()
        .Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).ToFrozenSet();

    public static bool IsKnown(string detail) => All.Contains(detail);

    public static bool NamesReceiver(string? detail) => detail is ToConsignee or ToOther or ToMailroom or Collected;
}
