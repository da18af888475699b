namespace Gateway.Pages.Track;

/// <summary>The look of a state: how the page is tinted and which picture stands beside the headline.</summary>
public enum Tone { Moving, Good, Attention, Over }

/// <summary>Codes in plain words. A code that is not known here is shown as text, never hidden.</summary>
public static class Words
{
    public static string Headline(TrackedOrder order) => order.Status switch
    {
        "placed" => "We have your order",
        "confirmed" => "Your order is confirmed",
        "processing" => "Your order is being packed",
        "partially_shipped" => "Part of your order is on its way",
        "shipped" => "Your order is on its way",
        "out_for_delivery" => "Out for delivery",
        "partially_delivered" => "Part of your order has arrived",
        "delivered" or "completed" => "Your order has been delivered",
        "cancellation_requested" => "You asked to cancel this order",
        "cancelled" => "This order is cancelled",
        "return_requested" => "You asked to return this order",
        "returning" => "Your order is on its way back",
        "returned" => "Your order has gone back to the store",
        "attention" => Pressing(order) is { } parcel ? Status(parcel) : "Your order needs attention",
        var other => Plain(other),
    };

    public static Tone Tone(TrackedOrder order) => order.Status switch
    {
        "delivered" or "completed" or "partially_delivered" => Track.Tone.Good,
        "attention" => Track.Tone.Attention,
        "cancelled" or "cancellation_requested" or "return_requested" or "returning" or "returned" => Track.Tone.Over,
        _ => Track.Tone.Moving,
    };

    /// <summary>The parcel that a reader should know of first: the one that waits for something.</summary>
    public static TrackedParcel? Pressing(TrackedOrder order) =>
        order.Shipments.FirstOrDefault(parcel => parcel.Reason is { ActionRequired: true })
        ?? order.Shipments.FirstOrDefault(parcel => Tone(parcel) is Track.Tone.Attention)
        ?? order.Shipments.FirstOrDefault(parcel => parcel.Status is "returning" or "returned" or "expired");

    public static string Status(TrackedParcel parcel) => parcel.Status switch
    {
        "pending" => "Waiting for the carrier to collect it",
        "info_received" => "The carrier knows of it and will collect it",
        "picked_up" => "Handed to the carrier",
        "in_transit" => parcel.Leg is "return" ? "On its way back" : "On its way",
        "out_for_delivery" => "Out for delivery",
        "delivery_attempted" => "Delivery was tried without success",
        "available_for_pickup" => "Ready for you to collect",
        "delivered" => "Delivered",
        "exception" => parcel.Detail switch
        {
            "lost" => "The carrier reports it lost",
            "damaged" => "The carrier reports it damaged",
            "customs_processing" => "Held at customs",
            "held" => "Held by the carrier",
            _ => "There is a problem with this parcel",
        },
        "returning" => "On its way back to the store",
        "returned" => "Back at the store",
        "cancelled" => "Cancelled",
        "expired" => "Nothing heard from the carrier for a long time",
        var other => Plain(other),
    };

    public static Tone Tone(TrackedParcel parcel) => parcel.Status switch
    {
        "delivered" => Track.Tone.Good,
        "delivery_attempted" or "exception" or "available_for_pickup" => Track.Tone.Attention,
        "returning" or "returned" or "cancelled" or "expired" => Track.Tone.Over,
        _ => Track.Tone.Moving,
    };

    /// <summary>What happens next or what the reader can do; null where the status says it all.</summary>
    public static string? NextStep(TrackedParcel parcel) => (parcel.Status, parcel.Reason) switch
    {
        ("delivered", _) => null,
        ("available_for_pickup", _) =>
            "Collect it from the carrier’s pick-up point. Take the tracking number and an identity document with you.",
        (_, { ActionRequired: true, Party: "customs" }) =>
            "Customs need something from you. The carrier will tell you what to pay or to send.",
        (_, { ActionRequired: true }) =>
            $"Please contact {Carrier(parcel.Carrier)} with the tracking number, so that the delivery can go on.",
        ("delivery_attempted", _) =>
            "Carriers usually try again on the next working day. Nothing to do unless they ask you to.",
        ("exception", { Party: "weather" }) => "Nothing to do: it goes on when the weather allows.",
        ("exception", { Party: "customs" }) => "Nothing to do yet: the carrier is sorting this out with customs.",
        ("exception", _) when parcel.Detail is "lost" or "damaged" =>
            "Please report it below: the store will send another one or refund you.",
        ("exception", _) => "The carrier is working on it. If nothing has moved in two days, report it below.",
        ("expired", _) => "Please report it below, so that the store can ask the carrier.",
        ("returning", _) => "The store is told when it arrives there. Write to them below to have it sent again.",
        _ => null,
    };

    public static string Payment(string? status) => status switch
    {
        "pending" => "Waiting for the payment",
        "authorized" => "Approved, not charged yet",
        "captured" => "Paid",
        "partially_refunded" => "Partly refunded",
        "refunded" => "Refunded",
        "failed" => "The payment did not go through",
        "voided" => "Not charged",
        "cod_pending" => "To be paid on delivery",
        "cod_collected" => "Paid on delivery",
        null => "Not known",
        _ => Plain(status),
    };

    public static string Method(string? method) => method switch
    {
        "upi" => "UPI",
        "cod" => "Cash on delivery",
        null or "none" => "",
        _ => Plain(method),
    };

    public static string Return(string? status) => status switch
    {
        "requested" => "Requested, waiting for the store",
        "approved" => "Approved: you can send it back",
        "rejected" => "Refused by the store",
        "in_transit" => "On its way back",
        "received" => "Arrived at the store",
        "refunded" => "Arrived and refunded",
        "exchanged" => "Arrived, something else is sent for it",
        "cancelled" => "Called off",
        null => "None",
        _ => Plain(status),
    };

    public static string Carrier(string? carrier) => carrier switch
    {
        null or "" => "the carrier",
        "easypost" => "EasyPost",
        "dhl" or "ups" or "usps" or "tnt" or "dpd" or "gls" => carrier.ToUpperInvariant(),
        "fedex" => "FedEx",
        "bluedart" => "Blue Dart",
        _ => Plain(carrier),
    };

    private static string Plain(string code) => code is ""
        ? code
        : string.Concat(char.ToUpperInvariant(code[0]).ToString(), code[1..].Replace('_', ' '));
}
