using Contracts;
using FluentValidation;
using ServiceDefaults;
using Streams;

namespace Shipments;

/// <summary>
/// What a carrier is asked to do with a parcel that it could not deliver. <c>Kind</c>: reattempt, new_address, new_slot,
/// return. <c>Date</c> (yyyy-MM-dd) is the day of the new attempt, <c>Slot</c> its hours in words.
/// </summary>
internal sealed record Instruction
{
    public required string Kind { get; init; }
    public Address? Address { get; init; }
    public string? Phone { get; init; }
    public string? Date { get; init; }
    public string? Slot { get; init; }
    public string? Note { get; init; }
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

/// <summary>
/// <c>Kind</c>: reattempt, new_address (needs an address, or a phone), new_slot (needs a date), return.
/// </summary>
internal sealed record InstructRequest
{
    public string? Kind { get; init; }
    public AddressRequest? Address { get; init; }
    public string? Phone { get; init; }
    public string? Date { get; init; }
    public string? Slot { get; init; }
    public string? Note { get; init; }

    /// <summary>Call it on a valid one.</summary>
    public Instruction ToInstruction() => new()
    {
        Kind = Kind!,
        Address = Address?.ToAddress(),
        Phone = Phone,
        Date = Date,
        Slot = Slot,
        Note = Note,
    };
}

internal sealed class InstructRules : AbstractValidator<InstructRequest>
{
    private const int TextMax = 500;
    private const int SlotMax = 60;

    public InstructRules(TimeProvider clock)
    {
        RuleFor(r => r.Kind).NotEmpty().WithMessage("is required")
            .Must(kind => kind is null || NextSteps.All.Contains(kind))
            .WithMessage($"must be one of {string.Join(", ", NextSteps.All)}");
        RuleFor(r => r.Address).NotNull().When(r => r.Kind == NextSteps.NewAddress && r.Phone is null)
            .WithMessage("is required, or a phone is");
        RuleFor(r => r.Address).Null().When(r => r.Kind is not null && r.Kind != NextSteps.NewAddress)
            .WithMessage("goes with new_address only");
        RuleFor(r => r.Address!).SetValidator(new AddressRules()).When(r => r.Address is not null);
        RuleFor(r => r.Phone).Matches(@"^\+?[0-9][0-9 ()-]{5,24}$").When(r => r.Phone is not null)
            .WithMessage("must be a phone number");
        RuleFor(r => r.Date).NotEmpty().When(r => r.Kind == NextSteps.NewSlot).WithMessage("is required")
            .Must(IsDay).WithMessage("must be a day such as 2026-11-30")
            // Somewhere on earth it is still yesterday.
            .Must(text => !Day(text).HasValue
                || Day(text) >= DateOnly.FromDateTime(clock.GetUtcNow().AddHours(-12).DateTime))
            .WithMessage("lies in the past");
        RuleFor(r => r.Slot).MaximumLength(SlotMax).WithMessage($"has at most {SlotMax} characters");
        RuleFor(r => r.Note).MaximumLength(TextMax).WithMessage($"has at most {TextMax} characters");
    }

    private static bool IsDay(string? text) => text is null || Day(text) is not null;

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) ? day : null;
}
