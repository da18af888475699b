using FluentValidation;
using ServiceDefaults;

namespace Shipments;

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
        RuleFor(r => r.Phone).Like(@"^\+?[0-9][0-9 ()-]{5,24}$").When(r => r.Phone is not null)
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
