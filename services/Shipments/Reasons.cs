using Contracts;

namespace Shipments;

/// <summary>
/// Why a parcel does not move as planned: the code, who has it in hand, and whether someone must do something about it.
/// Carriers' own words go along as the reason's text.
/// </summary>
internal static class Reasons
{
    // Filled by the properties below as they are made, and so before them.
    private static readonly Dictionary<string, StatusReason> ByCode = [];

    public static StatusReason ConsigneeUnavailable { get; } = Of("consignee_unavailable", Consignee);
    public static StatusReason NoResponse { get; } = Of("consignee_not_responding", Consignee);
    public static StatusReason Refused { get; } = Of("consignee_refused", Consignee, act: true);
    public static StatusReason Rescheduled { get; } = Of("rescheduled_by_consignee", Consignee);
    public static StatusReason AddressIssue { get; } = Of("address_issue", Consignee, act: true);
    public static StatusReason ConsigneeMoved { get; } = Of("consignee_moved", Consignee, act: true);
    public static StatusReason CashNotReady { get; } = Of("payment_not_ready", Consignee, act: true);
    public static StatusReason OpenDelivery { get; } = Of("open_delivery_demanded", Consignee, act: true);
    public static StatusReason IdMissing { get; } = Of("id_proof_missing", Consignee, act: true);
    public static StatusReason OtpFailed { get; } = Of("otp_failed", Consignee, act: true);
    public static StatusReason SeizedByConsignee { get; } = Of("seized_by_consignee", Consignee, act: true);
    public static StatusReason SelfCollect { get; } = Of("self_collect", Consignee, act: true);
    public static StatusReason ContentMismatch { get; } = Of("content_mismatch", Retailer, act: true);
    public static StatusReason OutOfArea { get; } = Of("out_of_delivery_area", Carrier, act: true);
    public static StatusReason NotServiceable { get; } = Of("not_serviceable", Carrier, act: true);
    public static StatusReason EntryRestricted { get; } = Of("entry_restricted", Other);
    public static StatusReason PremisesClosed { get; } = Of("premises_closed", Consignee);
    public static StatusReason NotAttempted { get; } = Of("not_attempted", Carrier);
    public static StatusReason CarrierDelay { get; } = Of("carrier_delay", Carrier);
    public static StatusReason VehicleBreakdown { get; } = Of("vehicle_breakdown", Carrier);
    public static StatusReason FlightDelay { get; } = Of("flight_delay", Carrier);
    public static StatusReason Misrouted { get; } = Of("misrouted", Carrier);
    public static StatusReason Capacity { get; } = Of("capacity", Carrier);
    public static StatusReason Disturbance { get; } = Of("disturbance", Other);
    public static StatusReason Holiday { get; } = Of("holiday", Other);
    public static StatusReason Weather { get; } = Of("weather", "weather");
    public static StatusReason NaturalDisaster { get; } = Of("natural_disaster", "weather");
    public static StatusReason Customs { get; } = Of("customs", "customs");
    public static StatusReason Inspection { get; } = Of("official_inspection", "customs");
    public static StatusReason Documents { get; } = Of("documents_missing", Retailer, act: true);
    public static StatusReason HeldByRetailer { get; } = Of("held_by_retailer", Retailer, act: true);
    public static StatusReason Security { get; } = Of("security_check", Other);
    public static StatusReason Damaged { get; } = Of("damaged", Carrier, act: true);
    public static StatusReason PoorPackaging { get; } = Of("poor_packaging", Retailer, act: true);
    public static StatusReason Lost { get; } = Of("lost", Carrier, act: true);
    public static StatusReason Destroyed { get; } = Of("destroyed", Carrier, act: true);
    public static StatusReason SellerNotReady { get; } = Of("seller_not_ready", Retailer, act: true);
    public static StatusReason SellerClosed { get; } = Of("seller_closed", Retailer, act: true);
    public static StatusReason SellerUnreachable { get; } = Of("seller_unreachable", Retailer, act: true);
    public static StatusReason SellerMoved { get; } = Of("seller_moved", Retailer, act: true);
    public static StatusReason SellerRefused { get; } = Of("seller_refused", Retailer, act: true);
    public static StatusReason CancelledByRetailer { get; } = Of("cancelled_by_retailer", Retailer);
    public static StatusReason CancelledByConsignee { get; } = Of("cancelled_by_consignee", Consignee);
    public static StatusReason Duplicate { get; } = Of("duplicate_request", Retailer);
    public static StatusReason AttemptsExhausted { get; } = Of("attempts_exhausted", Consignee);
    public static StatusReason QualityCheck { get; } = Of("quality_check_failed", Consignee, act: true);
    public static StatusReason ReturnInstructed { get; } = Of("return_instructed", Retailer);
    public static StatusReason RecipientIssue { get; } = Of("recipient_issue", Consignee, act: true);
    public static StatusReason Unclaimed { get; } = Of("unclaimed", Consignee, act: true);
    public static StatusReason Undeliverable { get; } = Of("undeliverable", Other, act: true);
    public static StatusReason RejectedByCarrier { get; } = Of("rejected_by_carrier", Retailer, act: true);
    public static StatusReason ActionRequired { get; } = Of("action_required", Other, act: true);
    public static StatusReason Unspecified { get; } = Of("unspecified", Other);

    private const string Carrier = "carrier";
    private const string Retailer = "retailer";
    private const string Consignee = "consignee";
    private const string Other = "other";

    public static StatusReason? Saying(this StatusReason? reason, string? text) =>
        reason is null ? null : reason with { Text = text };

    /// <summary>For a report that needs a reason and gives none; null where it needs none.</summary>
    public static StatusReason? DefaultOf(string status) => Statuses.NeedReason(status) ? Unspecified : null;

    public static StatusReason? Find(string code) => ByCode.GetValueOrDefault(code);

    private static StatusReason Of(string code, string party, bool act = false) =>
        ByCode[code] = new StatusReason(code, party, act, Text: null);
}
