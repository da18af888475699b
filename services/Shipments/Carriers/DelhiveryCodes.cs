using System.Collections.Frozen;
using Contracts;
using static Shipments.Carriers.DelhiveryCodes.Kind;

namespace Shipments.Carriers;

/// <summary>
/// Delhivery's NSL codes. A code says what happened (a kind, a finer detail, a reason), StatusType in which phase: UD
/// forward, DL closed, RT return to origin, PP and PU a pick-up from the customer before and after, CN cancelled, LT
/// lost, DTO given back to the seller. Only the two together have a meaning; where the code is missing or new,
/// StatusType with the documented Status words has. Source: Delhivery's public status tables and one aggregator's
/// reading of them.
/// </summary>
internal static class DelhiveryCodes
{
    internal enum Kind
    {
        Manifested, OutForPickup, PickupFailed, PickedUp, Moving, OutForDelivery, Attempted, Delayed, Delivered,
        Returned, ReturnReason, ReturnReopened, Damaged, Lost, Cancelled,
    }

    private sealed record Code(Kind Kind, string? Detail = null, StatusReason? Reason = null);

    private static readonly FrozenDictionary<string, Code> Codes = Build();

    /// <summary>Unknown when neither the code nor the documented words say something under this type.</summary>
    public static Meaning Of(string? code, string? type, string? status)
    {
        var known = code is null ? null : Codes.GetValueOrDefault(Key(code));
        var words = Key(status ?? "");
        return Key(type ?? "") switch
        {
            "UD" => Forward(known, words),
            "DL" => Closed(known, words),
            "RT" => Return(known),
            "PP" => BeforePickup(known, words),
            "PU" => Return(known),
            "DTO" => new Meaning(Statuses.Returned, known?.Detail, known?.Reason, Legs.Return),
            "CN" => new Meaning(Statuses.Cancelled, null, known?.Reason),
            "LT" => new Meaning(Statuses.Exception, Details.Lost, Reasons.Lost),
            "" => Untyped(known),
            _ => Meaning.Unknown,
        };
    }

    private static Meaning Forward(Code? known, string words) => known?.Kind switch
    {
        Manifested => new Meaning(Statuses.InfoReceived),
        OutForPickup => new Meaning(Statuses.InfoReceived, Details.OutForPickup),
        PickupFailed => new Meaning(Statuses.InfoReceived, Details.PickupFailed, known.Reason),
        PickedUp => new Meaning(Statuses.PickedUp),
        // The same "received at facility" is "Pending" at the hub from which the parcel will be delivered.
        Moving => new Meaning(Statuses.InTransit,
            words == "PENDING" && known.Detail == Details.Arrived ? Details.ArrivedAtDestination : known.Detail),
        OutForDelivery => new Meaning(Statuses.OutForDelivery),
        Attempted => new Meaning(Statuses.DeliveryAttempted, known.Detail, known.Reason),
        Delayed => new Meaning(words is "MANIFESTED" or "NOTPICKED" ? Statuses.InfoReceived : Statuses.InTransit,
            known.Detail ?? Details.Delayed, known.Reason),
        Damaged => new Meaning(Statuses.Exception, Details.Damaged, Reasons.Damaged),
        Lost => new Meaning(Statuses.Exception, Details.Lost, Reasons.Lost),
        Cancelled => new Meaning(Statuses.Cancelled, null, known.Reason),
        _ => words switch
        {
            "MANIFESTED" or "OPEN" or "SCHEDULED" => new Meaning(Statuses.InfoReceived),
            "NOTPICKED" => new Meaning(Statuses.InfoReceived, Details.PickupFailed),
            "INTRANSIT" => new Meaning(Statuses.InTransit),
            "PENDING" => new Meaning(Statuses.InTransit, Details.ArrivedAtDestination),
            "DISPATCHED" => new Meaning(Statuses.OutForDelivery),
            "LOST" => new Meaning(Statuses.Exception, Details.Lost, Reasons.Lost),
            _ => Meaning.Unknown,
        },
    };

    private static Meaning Closed(Code? known, string words) => known?.Kind switch
    {
        Returned => new Meaning(Statuses.Returned, known.Detail, known.Reason, Legs.Return),
        _ when words is "RTO" or "DTO" or "RETURNED" =>
            new Meaning(Statuses.Returned, null, known?.Reason, Legs.Return),
        Delivered => new Meaning(Statuses.Delivered, known.Detail),
        null when words == "DELIVERED" => new Meaning(Statuses.Delivered),
        Lost => new Meaning(Statuses.Exception, Details.Lost, Reasons.Lost),
        _ => Meaning.Unknown,
    };

    /// <summary>
    /// On the way back, to the seller of an order or from a customer: whatever the words, that is where it goes.
    /// </summary>
    private static Meaning Return(Code? known) => known?.Kind switch
    {
        Returned => new Meaning(Statuses.Returned, known.Detail, known.Reason, Legs.Return),
        Damaged when known.Detail == Details.Damaged =>
            new Meaning(Statuses.Exception, Details.Damaged, Reasons.Damaged, Legs.Return),
        Lost => new Meaning(Statuses.Exception, Details.Lost, Reasons.Lost, Legs.Return),
        OutForDelivery => Meaning.GoingBack(Details.ReturnOutForDelivery),
        Attempted => Meaning.GoingBack(Details.ReturnAttempted, known.Reason),
        ReturnReopened => Meaning.GoingBack(Details.ReturnReopened),
        Delayed => Meaning.GoingBack(known.Detail ?? Details.Delayed, known.Reason),
        Moving or PickedUp => Meaning.GoingBack(known.Detail),
        _ => Meaning.GoingBack(null, known?.Reason),
    };

    private static Meaning BeforePickup(Code? known, string words) => known?.Kind switch
    {
        Cancelled => new Meaning(Statuses.Cancelled, null, known.Reason, Legs.Return),
        OutForPickup or OutForDelivery => Announced(Details.OutForPickup),
        PickupFailed or Attempted => Announced(Details.PickupFailed, known.Reason),
        Delayed => Announced(known.Detail ?? Details.Delayed, known.Reason),
        Manifested => Announced(),
        PickedUp => Meaning.GoingBack(),
        _ => words switch
        {
            "OPEN" or "SCHEDULED" or "MANIFESTED" or "PENDING" => Announced(),
            "DISPATCHED" => Announced(Details.OutForPickup),
            _ => Meaning.Unknown,
        },
    };

    /// <summary>Without a type only those codes speak that mean one thing under every type.</summary>
    private static Meaning Untyped(Code? known) => known?.Kind switch
    {
        Manifested => new Meaning(Statuses.InfoReceived),
        Delivered => new Meaning(Statuses.Delivered, known.Detail),
        Returned => new Meaning(Statuses.Returned, known.Detail, known.Reason, Legs.Return),
        Lost => new Meaning(Statuses.Exception, Details.Lost, Reasons.Lost),
        _ => Meaning.Unknown,
    };

    private static Meaning Announced(string? detail = null, StatusReason? reason = null) =>
        new(Statuses.InfoReceived, detail, reason, Legs.Return);

    // "X- LM1D", "COVID19 - 001", "rt- 108": spaces come and go, and so does the case.
    private static string Key(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();

    private static FrozenDictionary<string, Code> Build()
    {
        var codes = new Dictionary<string, Code>();
        void Are(Kind kind, string? detail, StatusReason? reason, string list)
        {
            foreach (var code in list.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                codes.Add(code, new Code(kind, detail, reason));
        }

        Are(Manifested, null, null, "X-UCI X-UCO X-ASP CL-101 FMPUR-101");
        Are(OutForPickup, null, null,
            "FMOFP-101 X-DDD1FP X-DDD2FP X-DDD3FP X-DDD4FP X-DDD1FR X-DDD2FR X-DDD3FR X-DDD4FR X-LM1P");
        Are(PickedUp, null, null, "X-PPOM X-PPONM X-PROM X-PRONM EOD-77");
        Are(Moving, Details.ArrivedAtOrigin, null, "X-PIOM");
        Are(Moving, Details.Arrived, null,
            "X-IBD3F X-IBD1F X-ILL0F X-ILL1F X-ILL2F X-ILO0F X-ILO1F X-ILO2F X-ILD0F X-ILD1F X-ILD2F CS-101 "
            + "X-ILL0R X-ILL1R X-ILL2R X-ILO0R X-ILO1R X-ILO2R X-ILD0R X-ILD1R X-ILD2R X-PRC");
        Are(Moving, Details.ArrivedAtDestination, null, "X-IBD1R X-IBD3R X-IBD4R");
        Are(Moving, Details.Departed, null, "X-OLL2F X-OLL4F");
        Are(Moving, null, null,
            "X-DBL1F X-DLL0F X-DLL1F X-DLL2F X-DLO0F X-DLO1F X-DLO2F X-DLD0F X-DLD1F X-DLD2F X-1LL1F "
            + "X-DLL0R X-DLL1R X-DLL2R X-DLO0R X-DLO1R X-DLO2R X-DLD0R X-DLD1R X-DLD2R X-DLD4R "
            + "X-DWS X-AWD X-RWD X-PREMB S-MAR DTUP-205 DTUP-207 DTUP-209 DTUP-213 DTUP-219 DTUP-231 DTUP-232");
        Are(OutForDelivery, null, null,
            "X-DDD3FD X-LM1D X-DDD3F X-DDD2FD X-DDD4FD X-DDO3F X-DDD1FD X-DDD1LF X-DDD3LF "
            + "X-DRO1R X-DRO2R X-DRO3R X-DRO4R X-DRD1R X-DRD2R X-DRD3R X-DRD4R");
        Are(Delivered, Details.ToConsignee, null, "EOD-38 EOD-135 EOD-136 EOD-141 EOD-145 ED-100");
        Are(Delivered, Details.ToOther, null, "EOD-36 EOD-143 EOD-600");
        Are(Delivered, Details.ToMailroom, null, "EOD-37 EOD-144");
        Are(Delivered, Details.Collected, null, "SC-101");
        Are(Returned, null, null, "RD-AC RD-AC1 CL-110");
        Are(Returned, null, Reasons.PoorPackaging, "RT-110 RT-111");
        Are(ReturnReopened, null, null, "CL-105");
        Are(Lost, null, null, "LT-100");
        Are(Damaged, Details.Damaged, null, "DLYDG-119");
        // Damage is the reason for sending the parcel back (RT); before that (UD) it is the exception itself.
        Are(Damaged, null, Reasons.Damaged, "RT-104");
        AddFailures(Are);
        AddDelays(Are);
        return codes.ToFrozenDictionary();
    }

    private static void AddFailures(Action<Kind, string?, StatusReason?, string> are)
    {
        are(PickupFailed, null, Reasons.SellerUnreachable, "FMEOD-101 EOD-26");
        are(PickupFailed, null, Reasons.SellerNotReady, "FMEOD-102 FMEOD-111 FMEOD-152 PNP-101 PNP-102 X-PNP EOD-68");
        are(PickupFailed, null, Reasons.SellerClosed, "FMEOD-103");
        are(PickupFailed, null, Reasons.VehicleBreakdown, "FMEOD-104");
        are(PickupFailed, null, Reasons.NotAttempted, "FMEOD-106 EOD-65");
        are(PickupFailed, null, Reasons.Damaged, "FMEOD-107");
        are(PickupFailed, null, Reasons.Capacity, "FMEOD-108");
        are(PickupFailed, null, Reasons.Documents, "FMEOD-109");
        are(PickupFailed, null, Reasons.SellerMoved, "FMEOD-110");
        are(PickupFailed, null, Reasons.Duplicate, "FMEOD-112");
        are(PickupFailed, null, Reasons.CancelledByRetailer, "FMEOD-118");
        are(PickupFailed, null, Reasons.NotServiceable, "X-NSZ");
        are(PickupFailed, null, Reasons.QualityCheck, "EOD-83 EOD-902");
        are(PickupFailed, null, Reasons.CancelledByConsignee, "EOD-900");

        are(Attempted, null, Reasons.ConsigneeUnavailable, "EOD-11");
        are(Attempted, null, Reasons.PremisesClosed, "EOD-148 RD-PD3");
        are(Attempted, null, Reasons.NoResponse, "ST-NI ST-NI6");
        are(Attempted, null, Reasons.Refused, "EOD-6 EOD-6I EOD-111");
        are(Attempted, null, Reasons.Rescheduled, "EOD-3 DLYB2B-101 DLYB2B-103");
        are(Attempted, null, Reasons.ConsigneeUnavailable, "DLYB2B-108");
        are(Attempted, null, Reasons.AddressIssue, "EOD-73 EOD-74 SC-104");
        are(Attempted, null, Reasons.ConsigneeMoved, "EOD-15");
        are(Attempted, null, Reasons.CashNotReady, "EOD-16 EOD-40 EOD-133 EOD-134");
        are(Attempted, null, Reasons.OpenDelivery, "EOD-69 RD-PD4");
        are(Attempted, null, Reasons.IdMissing, "EOD-146");
        are(Attempted, null, Reasons.OtpFailed, "EOD-137 EOD-138");
        are(Attempted, null, Reasons.SeizedByConsignee, "EOD-105");
        are(Attempted, null, Reasons.NotAttempted, "EOD-86 RD-PD17 DLYDC-110");
        are(Attempted, null, Reasons.SelfCollect, "EOD-43 SC-103 SC-106 X-SC");
        are(Attempted, null, Reasons.OutOfArea, "SC-102");
        are(Attempted, null, Reasons.EntryRestricted,
            "EOD-104 EOD-121 COVID19-001 COVID19-002 COVID19-003 COVID19-004 COVID19-005 COVID19-006 COVID19-007 "
            + "COVID19-011 COVID19-012");
        are(Attempted, null, Reasons.ContentMismatch, "RD-PD7 RD-PD10 RD-PD11");
        are(Attempted, null, Reasons.Damaged, "RD-PD12 RD-PD21");
        are(Attempted, null, Reasons.SellerRefused, "RD-PD8 RD-PD15 RD-PD22");
        are(Attempted, null, Reasons.AddressIssue, "RD-PD18");
        are(Attempted, null, Reasons.Documents, "RD-PD20");

        are(ReturnReason, null, Reasons.CancelledByConsignee, "EOD-6O");
        are(ReturnReason, null, Reasons.ReturnInstructed, "RT-101 DTUP-204");
        are(ReturnReason, null, Reasons.ContentMismatch, "RT-106");
        are(ReturnReason, null, Reasons.AttemptsExhausted, "RT-107 RT-108");
        are(ReturnReason, null, Reasons.PoorPackaging, "RT-109");
        are(ReturnReason, null, Reasons.Security, "RT-113");

        are(Cancelled, null, Reasons.CancelledByConsignee, "EOD-21");
        are(Cancelled, null, Reasons.CancelledByRetailer, "CL-102 CL-103 CL-107");
        are(Cancelled, null, Reasons.ContentMismatch, "EOD-84 EOD-108 EOD-131 EOD-132");
        are(Cancelled, null, Reasons.QualityCheck, "EOD-95");
        are(Cancelled, null, Reasons.AttemptsExhausted, "EOD-106");
        are(Cancelled, null, Reasons.NotServiceable, "ST-109 ST-112");
    }

    private static void AddDelays(Action<Kind, string?, StatusReason?, string> are)
    {
        are(Delayed, null, Reasons.VehicleBreakdown, "DLYLH-101 DLYLH-109 DLYLH-151");
        are(Delayed, null, Reasons.FlightDelay, "DLYLH-104 DLYLH-105 DLYLH-106 DLYLH-136 DLYLH-142");
        are(Delayed, null, Reasons.Capacity, "DLYLH-126 DLYLH-133");
        are(Delayed, null, Reasons.Security, "DLYLH-115 DLYSEC-100");
        are(Delayed, null, Reasons.CarrierDelay, "DOFF-128 DLYSOR-101 DLYDC-105 DLYDFD-100");
        are(Delayed, null, Reasons.EntryRestricted, "DLYLH-139 DLYLH-152");
        are(Delayed, null, Reasons.Weather, "DLYDC-101");
        are(Delayed, null, Reasons.NaturalDisaster, "DLYDC-102");
        are(Delayed, null, Reasons.PremisesClosed, "DLYDC-107");
        are(Delayed, null, Reasons.OutOfArea, "DLYDC-132");
        are(Delayed, null, Reasons.AddressIssue, "DLYRPC-417");
        are(Delayed, null, Reasons.Disturbance, "DLYRG-125");
        are(Delayed, null, Reasons.Holiday, "DLYRG-130");
        are(Delayed, Details.Missorted, Reasons.Misrouted, "DLYMR-118 DLYMR-119");
        are(Delayed, Details.Held, Reasons.HeldByRetailer, "DLYRPC-416 DLYRPC-419 DLYDC-416 DLYFM-102 DLYDC-109");
        are(Delayed, Details.Held, Reasons.Documents, "DLYRG-127 DLYRG-145 DLYLH-135 DLYLH-145 EOD-140");
        are(Delayed, Details.CustomsProcessing, Reasons.Customs, "DLYRG-124 DLYRG-148 DLYRG-150");
        are(Delayed, Details.CustomsProcessing, Reasons.Inspection, "DLYRG-120 DLYRG-128");
        are(Moving, null, null, "DLYRG-149 DLYRG-151");
    }
}
