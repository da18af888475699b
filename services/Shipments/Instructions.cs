using Contracts;
using ServiceDefaults;
using Streams;

namespace Shipments;

/// <summary>
/// What a carrier is asked to do with a parcel that it could not deliver. <c>Kind</c>: reattempt, new_address,
/// new_slot, return. <c>Date</c> (yyyy-MM-dd) is the day of the new attempt, <c>Slot</c> its hours in words.
/// </summary>
internal sealed record Instruction
{
    public required string Kind { get; init; }
    public Address? Address { get; init; }
    [Personal]
    public string? Phone { get; init; }
    public string? Date { get; init; }
    public string? Slot { get; init; }
    [Personal]
    public string? Note { get; init; }

    /// <summary>Call it with valid ones.</summary>
    public static Instruction Of(InstructRequest asked) => new()
    {
        Kind = asked.Kind!,
        Address = asked.Address?.ToAddress(),
        Phone = asked.Phone,
        Date = asked.Date,
        Slot = asked.Slot,
        Note = asked.Note,
    };
}

/// <summary>
/// <c>State</c>: requested (the carrier is being asked), accepted, refused, failed (it could not be reached), or
/// by_merchant: it takes no such instruction from us, so the merchant must tell it.
/// </summary>
internal sealed record GivenInstruction(
    Guid Id, Instruction Instruction, string? Carrier, string? TrackingNumber, string State, string? Reason,
    string? Reference, int Attempts, DateTimeOffset InstructedAt, DateTimeOffset? AnsweredAt)
{
    public const string Requested = "requested";
    public const string Accepted = "accepted";
    public const string Refused = "refused";
    public const string Failed = "failed";
    public const string ByMerchant = "by_merchant";
}

/// <summary>An instruction as the parcel shows it; the new address is in the order's hands and not repeated.</summary>
internal sealed record InstructionView(
    Guid Id, string Kind, string? Date, string? Slot, string? Note, string? Carrier, string? TrackingNumber,
    string State, string? Reason, string? Reference, DateTimeOffset InstructedAt, DateTimeOffset? AnsweredAt)
{
    public static InstructionView Of(GivenInstruction given) => new(
        given.Id, given.Instruction.Kind, given.Instruction.Date, given.Instruction.Slot, given.Instruction.Note,
        given.Carrier, given.TrackingNumber, given.State,
        given.State == GivenInstruction.ByMerchant
            ? $"Tell {given.Carrier ?? "the carrier"} yourself: it takes no such instruction from here." : given.Reason,
        given.Reference, given.InstructedAt, given.AnsweredAt);
}

// The names and fields of these records are the storage format.
internal abstract partial record ShipmentEvent
{
    /// <summary>What the carrier is asked to do; not <c>IsHandedOver</c>: the merchant must tell it.</summary>
    public sealed record Instructed : ShipmentEvent
    {
        public required Guid InstructionId { get; init; }
        public required Instruction Instruction { get; init; }
        public string? Carrier { get; init; }
        public string? TrackingNumber { get; init; }
        public required bool IsHandedOver { get; init; }
        public required int Attempts { get; init; }
        public required DateTimeOffset InstructedAt { get; init; }
    }

    public sealed record InstructionAnswered : ShipmentEvent
    {
        public required Guid InstructionId { get; init; }
        public required string Kind { get; init; }
        public required string State { get; init; }
        public string? Reason { get; init; }
        public string? Reference { get; init; }
        public required DateTimeOffset AnsweredAt { get; init; }
    }
}

internal abstract partial record ShipmentCommand
{
    public sealed record Instruct(
        Guid Id, Instruction Instruction, bool IsHandedOver, DateTimeOffset Now) : ShipmentCommand;

    public sealed record NoteAnswer(
        Guid Id, string State, string? Reason, string? Reference, DateTimeOffset Now) : ShipmentCommand;
}

/// <summary>What is decided about instructions.</summary>
internal static class Instructions
{
    /// <exception cref="RuleViolation">parcel_ended, parcel_going_back</exception>
    public static IReadOnlyList<ShipmentEvent> Decide(Shipment state, ShipmentCommand.Instruct command)
    {
        var asked = command.Instruction;
        var standing = state.Standing;
        if (Statuses.IsFinal(standing.Status))
            throw new RuleViolation("parcel_ended", $"The parcel is {standing.Status}: nothing can be asked for it.");
        if (standing.Leg == Legs.Return)
            return asked.Kind == NextSteps.Return ? []
                : throw new RuleViolation("parcel_going_back", "The parcel is on its way back already.");
        // The same wish is new again only after another attempt, or where it came to nothing.
        if (state.Instructions.LastOrDefault() is { } last && last.Instruction == asked
            && last.Attempts == standing.Attempts
            && last.State is not (GivenInstruction.Refused or GivenInstruction.Failed))
            return [];
        return
        [
            new ShipmentEvent.Instructed
            {
                OrderId = state.OrderId!.Value,
                InstructionId = command.Id,
                Instruction = asked,
                Carrier = state.Carrier,
                TrackingNumber = state.TrackingNumber,
                IsHandedOver = command.IsHandedOver,
                Attempts = standing.Attempts,
                InstructedAt = command.Now,
            },
        ];
    }

    public static IReadOnlyList<ShipmentEvent> Decide(Shipment state, ShipmentCommand.NoteAnswer command) =>
        state.Instructions.Find(given => given.Id == command.Id) is not { State: GivenInstruction.Requested } given
            ? []
            : [new ShipmentEvent.InstructionAnswered
            {
                OrderId = state.OrderId!.Value,
                InstructionId = command.Id,
                Kind = given.Instruction.Kind,
                State = command.State,
                Reason = command.Reason,
                Reference = command.Reference,
                AnsweredAt = command.Now,
            }];

    public static Shipment Evolve(Shipment state, ShipmentEvent.Instructed e) => state.With(
        state.Instructions.Add(new GivenInstruction(
            e.InstructionId, e.Instruction, e.Carrier, e.TrackingNumber,
            e.IsHandedOver ? GivenInstruction.Requested : GivenInstruction.ByMerchant, Reason: null, Reference: null,
            e.Attempts, e.InstructedAt, AnsweredAt: null)));

    public static Shipment Evolve(Shipment state, ShipmentEvent.InstructionAnswered e) => state.With(
        state.Instructions.ConvertAll(given => given.Id != e.InstructionId ? given : given with
        {
            State = e.State,
            Reason = e.Reason,
            Reference = e.Reference,
            AnsweredAt = e.AnsweredAt,
        }));
}
