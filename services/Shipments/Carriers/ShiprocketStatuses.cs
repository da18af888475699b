using System.Collections.Frozen;
using Contracts;

namespace Shipments.Carriers;

/// <summary>
/// Shiprocket's status texts, and the two tables of ids that stand beside them: current_status_id counts order
/// states, shipment_status_id (and a scan's sr-status) counts parcel states. Null: the text or id is missing or says
/// nothing of a parcel. On purpose nothing follows from: Fulfilled, Self Fulfilled, Archived, Unmapped,
/// Unfulfillable, ePayment Failed (the shop's book-keeping) and requests that may still be refused (Cancellation
/// Requested, Return Cancellation Requested). Source: Shiprocket API documentation, status codes.
/// </summary>
internal static class ShiprocketStatuses
{
    private const string CurrentIds =
        "1=New|2=Invoiced|3=Ready To Ship|4=Pickup Scheduled|5=Canceled|6=Shipped|7=Delivered|"
        + "8=ePayment Failed|9=Returned|10=Unmapped|11=Unfulfillable|12=Pickup Queue|13=Pickup Rescheduled|"
        + "14=Pickup Error|15=RTO Initiated|16=RTO Delivered|17=RTO Acknowledged|18=Cancellation Requested|"
        + "19=Out for Delivery|20=In Transit|21=Return Pending|22=Return Initiated|23=Return Pickup Queued|"
        + "24=Return Pickup Error|25=Return In Transit|26=Return Delivered|27=Return Cancelled|"
        + "28=Return Pickup Generated|29=Return Cancellation Requested|30=Return Pickup Cancelled|"
        + "31=Return Pickup Rescheduled|32=Return Picked Up|33=Lost|34=Out For Pickup|35=Pickup Exception|"
        + "36=Undelivered|37=Delivery Delayed|38=Partial Delivered|39=Destroyed|40=Damaged|41=Fulfilled|"
        + "42=Archived|43=Reached Destination Hub|44=Misrouted|45=RTO OFD|46=RTO NDR|47=Return Out For Pickup|"
        + "48=Return Out For Delivery|49=Return Pickup Exception|50=Return Undelivered|51=Picked Up|"
        + "52=Self Fulfilled|53=Disposed Off|54=Canceled before Dispatched|55=RTO In Transit|57=QC Failed|"
        + "58=Reached Warehouse|59=Custom Cleared|60=In Flight|61=Handover to Courier|62=Booked|"
        + "64=In Transit Overseas|65=Connection Aligned|66=Reached Overseas Warehouse|"
        + "67=Custom Cleared Overseas|68=Return Acknowledged|69=Box Packing|70=Pickup Booked|"
        + "71=Darkstore Scheduled|72=Allocation in Progress|73=FC Allocated|74=Picklist Generated|"
        + "75=Ready to Pack|76=Packed|80=FC Manifest Generated|81=Processed at Warehouse|82=Packed Exception|"
        + "83=Handover Exception|87=RTO Lock|88=Untraceable|89=Issue related to recipient|"
        + "90=Reached back at seller city";

    private const string ShipmentIds =
        "5=Manifest Generated|6=Shipped|7=Delivered|9=RTO Initiated|10=RTO Delivered|14=RTO Acknowledged|"
        + "17=Out for Delivery|18=In Transit|19=Out For Pickup|20=Pickup Exception|21=Undelivered|"
        + "38=Reached at Destination|42=Picked Up";

    private static readonly FrozenDictionary<string, Meaning> Texts = Build();
    private static readonly FrozenDictionary<string, string> Current = Table(CurrentIds);
    private static readonly FrozenDictionary<string, string> Shipment = Table(ShipmentIds);

    public static Meaning? OfText(string? text)
    {
        if (text is null)
            return null;
        var key = Key(text);
        return Texts.GetValueOrDefault(key)
            // "Undelivered-1st Attempt", "-2nd Attempt", …: checked as a whole word at the start, since "Delivered"
            // is in it.
            ?? (key.StartsWith("UNDELIVERED ", StringComparison.Ordinal) ? Texts["UNDELIVERED"] : null);
    }

    public static Meaning? OfCurrentStatus(string? id) => OfText(id is null ? null : Current.GetValueOrDefault(id));

    public static Meaning? OfShipmentStatus(string? id) => OfText(id is null ? null : Shipment.GetValueOrDefault(id));

    // "RTO_OFD", "RTO-OFD" and "Rto Ofd" are one.
    private static string Key(string text) => string.Join(' ', text.ToUpperInvariant()
        .Split([' ', '_', '-', '\t', '\u00A0'], StringSplitOptions.RemoveEmptyEntries));

    private static FrozenDictionary<string, string> Table(string list) =>
        list.Split('|').Select(entry => entry.Split('=')).ToFrozenDictionary(entry => entry[0], entry => entry[1]);

    private static FrozenDictionary<string, Meaning> Build()
    {
        var texts = new Dictionary<string, Meaning>();
        void Are(Meaning meaning, string list)
        {
            foreach (var text in list.Split('|'))
                texts.Add(text, meaning);
        }

        AddForward(Are);
        AddReturn(Are);
        return texts.ToFrozenDictionary();
    }

    private static void AddForward(Action<Meaning, string> are)
    {
        are(new(Statuses.InfoReceived),
            "NEW|INVOICED|READY TO SHIP|AWB ASSIGNED|LABEL GENERATED|PICKUP SCHEDULED|PICKUP GENERATED|PICKUP QUEUE|"
            + "PICKUP QUEUED|PICKUP RESCHEDULED|PICKUP BOOKED|BOOKED|SHIPMENT BOOKED|MANIFEST GENERATED|"
            + "FC MANIFEST GENERATED|BOX PACKING|DARKSTORE SCHEDULED|ALLOCATION IN PROGRESS|FC ALLOCATED|"
            + "PICKLIST GENERATED|READY TO PACK|PACKED|PROCESSED AT WAREHOUSE");
        are(new(Statuses.InfoReceived, Details.Held, Reasons.HeldByRetailer), "PACKED EXCEPTION");
        are(new(Statuses.InfoReceived, Details.OutForPickup), "OUT FOR PICKUP");
        are(new(Statuses.InfoReceived, Details.PickupFailed, Reasons.Unspecified),
            "PICKUP ERROR|PICKUP EXCEPTION|HANDOVER EXCEPTION");
        are(new(Statuses.PickedUp), "PICKED UP|HANDOVER TO COURIER");
        are(new(Statuses.InTransit),
            "SHIPPED|IN TRANSIT|IN TRANSIT EN ROUTE|IN FLIGHT|IN TRANSIT OVERSEAS|CONNECTION ALIGNED|CUSTOM CLEARED|"
            + "CUSTOM CLEARED OVERSEAS");
        are(new(Statuses.InTransit, Details.Arrived), "REACHED WAREHOUSE|REACHED OVERSEAS WAREHOUSE");
        are(new(Statuses.InTransit, Details.ArrivedAtDestination),
            "REACHED DESTINATION HUB|REACHED AT DESTINATION|REACHED AT DESTINATION HUB|REACHED DESTINATION|"
            + "IN TRANSIT AT DESTINATION HUB");
        are(new(Statuses.InTransit, Details.Missorted, Reasons.Misrouted), "MISROUTED");
        are(new(Statuses.InTransit, Details.Delayed, Reasons.CarrierDelay), "DELAYED|DELIVERY DELAYED");
        are(new(Statuses.OutForDelivery), "OUT FOR DELIVERY|OFD");
        are(new(Statuses.DeliveryAttempted, null, Reasons.Unspecified), "UNDELIVERED");
        are(new(Statuses.Delivered), "DELIVERED");
        are(new(Statuses.Delivered, Details.PartlyDelivered), "PARTIAL DELIVERED|PARTIALLY DELIVERED");
        are(new(Statuses.Cancelled), "CANCELED|CANCELLED|CANCELED BEFORE DISPATCHED|CANCELLED BEFORE DISPATCHED");
        are(new(Statuses.Exception, Details.Lost, Reasons.Lost), "LOST|UNTRACEABLE");
        are(new(Statuses.Exception, Details.Damaged, Reasons.Damaged), "DAMAGED");
        are(new(Statuses.Exception, Details.Destroyed, Reasons.Destroyed), "DESTROYED|DISPOSED OFF");
        are(new(Statuses.Exception, null, Reasons.RecipientIssue),
            "ISSUE RELATED TO RECIPIENT|ISSUE RELATED TO THE RECIPIENT");
    }

    private static void AddReturn(Action<Meaning, string> are)
    {
        are(Meaning.GoingBack(Details.ReturnInitiated), "RTO INITIATED|RTO LOCK|RTO");
        are(Meaning.GoingBack(), "RTO IN TRANSIT|RTO INTRANSIT|RETURN PICKED UP|RETURN IN TRANSIT");
        are(Meaning.GoingBack(Details.ReturnOutForDelivery), "RTO OFD|RTO OUT FOR DELIVERY|RETURN OUT FOR DELIVERY");
        are(Meaning.GoingBack(Details.ReturnAttempted), "RTO NDR|RTO UNDELIVERED|RETURN UNDELIVERED");
        are(Meaning.GoingBack(Details.ArrivedAtDestination), "REACHED BACK AT SELLER CITY");
        are(Back(Statuses.Returned), "RTO DELIVERED|RTO ACKNOWLEDGED|RETURNED|RETURN DELIVERED|RETURN ACKNOWLEDGED");
        are(Back(Statuses.InfoReceived),
            "RETURN PENDING|RETURN INITIATED|RETURN PICKUP QUEUED|RETURN PICKUP GENERATED|RETURN PICKUP RESCHEDULED|"
            + "RETURN PICKUP SCHEDULED");
        are(Back(Statuses.InfoReceived, Details.OutForPickup), "RETURN OUT FOR PICKUP");
        are(Back(Statuses.InfoReceived, Details.PickupFailed, Reasons.Unspecified),
            "RETURN PICKUP ERROR|RETURN PICKUP EXCEPTION");
        are(Back(Statuses.InfoReceived, Details.PickupFailed, Reasons.QualityCheck), "QC FAILED");
        are(Back(Statuses.Cancelled),
            "RETURN CANCELLED|RETURN CANCELED|RETURN PICKUP CANCELLED|RETURN PICKUP CANCELED");
    }

    private static Meaning Back(string status, string? detail = null, StatusReason? reason = null) =>
        new(status, detail, reason, Legs.Return);
}
