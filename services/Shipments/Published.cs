using Contracts;
using Streams;

namespace Shipments;

/// <summary>What others hear of a shipment's events: one message for each.</summary>
internal static class Published
{
    public static object? From(Recorded<object> recorded) => recorded.Event switch
    {
        ShipmentEvent.Registered e => new ShipmentRegistered
        {
            MerchantId = recorded.Tenant,
            ShipmentId = recorded.Subject,
            OrderId = e.OrderId,
            Version = recorded.Version,
            Carrier = e.Carrier,
            TrackingNumber = e.TrackingNumber,
            CarrierUrl = e.CarrierUrl,
            Service = e.Service,
            Items = e.Items,
            PromisedDeliveryDate = e.PromisedDeliveryDate,
            CashToCollect = e.CashToCollect,
            Leg = e.ReturnId is null ? null : Legs.Return,
            ReturnId = e.ReturnId,
            RegisteredAt = e.RegisteredAt,
        },
        ShipmentEvent.Corrected e => Numbers(recorded, e.OrderId, "corrected", e.Numbers, e.Standing) with
        {
            Carrier = e.Carrier,
            TrackingNumber = e.TrackingNumber,
            CarrierUrl = e.CarrierUrl,
            Replaced = e.Replaced,
            ReplacedCarrier = e.ReplacedCarrier,
            CorrectedAt = e.CorrectedAt,
        },
        ShipmentEvent.NumberAdded e => Numbers(recorded, e.OrderId, "number_added", e.Numbers, e.Standing) with
        {
            Carrier = e.Carrier,
            TrackingNumber = e.TrackingNumber,
            CarrierUrl = e.CarrierUrl,
            Leg = e.Leg,
            CorrectedAt = e.AddedAt,
        },
        ShipmentEvent.NumberPassedOn e => Numbers(recorded, e.OrderId,
            e.From is null ? "number_resumed" : "number_passed_on", e.Numbers, e.Standing) with
        {
            TrackingNumber = e.TrackingNumber,
            CorrectedAt = e.PassedOnAt,
        },
        ShipmentEvent.Instructed e => Instruction(recorded, e.OrderId, e.InstructionId, e.Instruction.Kind) with
        {
            State = e.IsHandedOver ? GivenInstruction.Requested : GivenInstruction.ByMerchant,
            Carrier = e.Carrier,
            Date = e.Instruction.Date,
            OccurredAt = e.InstructedAt,
        },
        ShipmentEvent.InstructionAnswered e => Instruction(recorded, e.OrderId, e.InstructionId, e.Kind) with
        {
            State = e.State,
            Reason = e.Reason,
            OccurredAt = e.AnsweredAt,
        },
        ShipmentEvent.HandoverTold e => Progressed(recorded, e.OrderId, e.Standing, e.StatedAt),
        ShipmentEvent.Scanned e => Told(recorded, e.Standing, e.Scan.OccurredAt, e, e.Milestone, e.Repeat) with
        {
            Scan = e.ReadAs ?? e.Scan,
        },
        ShipmentEvent.MilestoneTold e => Told(recorded, e.Standing, e.ReachedAt, e, e.Milestone, e.Repeat),
        ShipmentEvent.EstimateChanged e => Progressed(recorded, e.OrderId, e.Standing, e.StatedAt),
        ShipmentEvent.GivenUp e => Progressed(recorded, e.OrderId, e.Standing, e.GivenUpAt),
        ShipmentEvent.Remapped e => Remapped(recorded, e),
        ShipmentEvent.Recalled e => Progressed(recorded, e.OrderId, e.Standing, e.RecalledAt),
        _ => null,
    };

    private static ShipmentProgressed Told(
        Recorded<object> recorded, ShipmentStanding standing, DateTimeOffset at, ShipmentEvent happened,
        string? milestone, int? repeat) => Progressed(recorded, happened.OrderId, standing, at) with
        {
            Milestone = milestone,
            Repeat = repeat,
        };

    private static ShipmentRemapped Remapped(Recorded<object> recorded, ShipmentEvent.Remapped e) => new()
    {
        MerchantId = recorded.Tenant,
        ShipmentId = recorded.Subject,
        OrderId = e.OrderId,
        Version = recorded.Version,
        Scans = e.ReadAs ?? e.Scans,
        Standing = e.Standing,
        RemappedAt = e.RemappedAt,
    };

    private static ShipmentCorrected Numbers(
        Recorded<object> recorded, Guid orderId, string change, IReadOnlyList<ShipmentNumber>? all,
        ShipmentStanding? standing) => new()
        {
            MerchantId = recorded.Tenant,
            ShipmentId = recorded.Subject,
            OrderId = orderId,
            Version = recorded.Version,
            Change = change,
            Numbers = all,
            Standing = standing,
            CorrectedAt = recorded.RecordedAt,
        };

    private static ShipmentInstructed Instruction(
        Recorded<object> recorded, Guid orderId, Guid instructionId, string kind) => new()
        {
            MerchantId = recorded.Tenant,
            ShipmentId = recorded.Subject,
            OrderId = orderId,
            Version = recorded.Version,
            InstructionId = instructionId,
            Kind = kind,
            State = "",
            OccurredAt = recorded.RecordedAt,
        };

    private static ShipmentProgressed Progressed(
        Recorded<object> recorded, Guid orderId, ShipmentStanding standing, DateTimeOffset at) => new()
        {
            MerchantId = recorded.Tenant,
            ShipmentId = recorded.Subject,
            OrderId = orderId,
            Version = recorded.Version,
            Standing = standing,
            OccurredAt = at,
        };
}
