using System.Globalization;
using Contracts;
using ServiceDefaults;

namespace Orders;

/// <summary>The timeline's plain English.</summary>
internal static class Texts
{
    /// <summary>A parcel's statuses from its start to its end.</summary>
    private static readonly string[] Journey =
    [
        "pending", "info_received", "picked_up", "in_transit", "out_for_delivery", "delivery_attempted",
        "available_for_pickup", "exception", "delivered", "returning", "returned", "cancelled", "expired",
    ];

    /// <summary>How far along a status is, for scans of the same moment; -1 when it is none.</summary>
    internal static int Rank(string status) => Array.IndexOf(Journey, status);

    internal static string Scan(string status) => status switch
    {
        "pending" => "Waiting for the carrier",
        "info_received" => "The carrier knows of the parcel",
        "picked_up" => "Handed over to the carrier",
        "in_transit" => "On its way",
        "out_for_delivery" => "Out for delivery",
        "delivery_attempted" => "Delivery attempted",
        "available_for_pickup" => "Ready to be picked up",
        "delivered" => "Delivered",
        "exception" => "A problem on the way",
        "returning" => "On its way back",
        "returned" => "Back at the sender",
        "cancelled" => "Shipment cancelled",
        "expired" => "No news from the carrier",
        "unknown" => "Told by the carrier",
        _ => Capital(Words(status)),
    };

    internal static string Payment(string change) => change switch
    {
        "requested" => "Payment started",
        "authorized" => "Payment authorised",
        "captured" => "Payment received",
        "refund_requested" => "Refund started",
        "refunded" => "Refund paid",
        "refund_failed" => "Refund failed",
        "voided" => "Payment released",
        "failed" => "Payment failed",
        "collected" => "Cash collected",
        "remitted" => "Cash passed on by the carrier",
        "reduced" => "Less to pay",
        _ => "Payment " + Words(change),
    };

    internal static string Numbers(ShipmentCorrected heard) => (heard.Change, heard.Leg) switch
    {
        ("number_added", "return") => "Tracking number of the way back",
        ("number_added", _) => "Another carrier takes over",
        ("number_passed_on", _) => "Tracking number is another parcel's now",
        ("number_resumed", _) => "Tracking number is this parcel's after all",
        _ => "Tracking details corrected",
    };

    /// <summary>What the number is now and was, and that what the wrong one told counts no more.</summary>
    internal static string? Detail(ShipmentCorrected heard)
    {
        var now = Parcel(heard.Carrier, heard.TrackingNumber);
        return heard.Replaced is null || heard.Replaced == heard.TrackingNumber ? now
            : $"{now} instead of {Parcel(heard.ReplacedCarrier, heard.Replaced)}: what was told under that is not of "
            + "this parcel";
    }

    internal static string Instruction(ShipmentInstructed heard)
    {
        var asked = heard.Kind switch
        {
            "reattempt" => "another delivery attempt",
            "new_address" => "delivery to a new address",
            "new_slot" => $"delivery on {heard.Date ?? "another day"}",
            "return" => "the parcel back",
            _ => Words(heard.Kind),
        };
        return heard.State switch
        {
            "requested" => $"The carrier is asked for {asked}",
            "by_merchant" => $"Wished for: {asked}. The store tells the carrier",
            "accepted" => $"The carrier takes the wish for {asked}",
            "refused" => $"The carrier refuses {asked}",
            _ => $"The carrier could not be asked for {asked}",
        };
    }

    /// <summary>Why a scan does not count, as a sentence.</summary>
    internal static string? Discounted(string? why) => why switch
    {
        null => null,
        "number_passed_on" => "Of another parcel under the same number: it does not count",
        _ => "Told under a wrong tracking number: it does not count",
    };

    internal static string Notification(string channel, string state) =>
        $"{(channel == "email" ? "E-mail" : Capital(Words(channel)))} {Words(state)}";

    /// <summary>The carrier's words, the reason behind them, and doubt where the time cannot be true.</summary>
    internal static string? Detail(Scan scan) => Joined(
        ". ",
        scan.CarrierText,
        scan.Reason?.Text == scan.CarrierText ? null : scan.Reason?.Text,
        scan.Suspect is null ? null : "The carrier's time for this cannot be right");

    /// <summary>What a scan was shown as before its code was read otherwise; null where it never was.</summary>
    internal static string? Formerly(string? status) => status is null ? null : $"Shown before as: {Scan(status)}";

    internal static string? Detail(PaymentProgressed heard) => Joined(
        ": ", $"{Of(Amount(heard))}{(heard.Change == "refunded" ? " in all" : "")} by {Method(heard.Method)}",
        heard.Reason);

    internal static string? Detail(NotificationSettled heard) =>
        Joined(": ", Capital(Words(heard.Milestone)), heard.Reason);

    internal static string? Parcel(string? carrier, string? trackingNumber) => Joined(" ", carrier, trackingNumber);

    internal static string Of(Money money)
    {
        var format = $"F{Currencies.Decimals(money.Currency) ?? 2}";
        return $"{money.Amount.ToString(format, CultureInfo.InvariantCulture)} {money.Currency}";
    }

    /// <summary>"out_for_delivery" → "out for delivery".</summary>
    internal static string Words(string code) => code.Replace('_', ' ');

    /// <summary>Sums so far, where a change can come in parts.</summary>
    internal static Money Amount(PaymentProgressed heard) => heard.Change switch
    {
        "captured" or "collected" => heard.Captured,
        "refunded" => heard.Refunded,
        _ => heard.ChangeAmount ?? heard.Amount,
    };

    private static string Method(string method) => method switch
    {
        "upi" => "UPI",
        "cod" => "cash on delivery",
        _ => Words(method),
    };

    private static string Capital(string words) =>
        words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];

    internal static string? Joined(string separator, params ReadOnlySpan<string?> parts)
    {
        var said = parts.ToArray().Where(part => !string.IsNullOrWhiteSpace(part)).ToArray();
        return said.Length == 0 ? null : string.Join(separator, said);
    }
}
