using Contracts;
using FluentValidation;
using ServiceDefaults;

namespace Payments;

/// <summary>Without an amount: all that is left. <c>OccurredAt</c>: when it was decided, now if not told.</summary>
internal sealed record CapturePayment(Money? Amount, DateTimeOffset? OccurredAt);

internal sealed record RefundPayment(Money? Amount, string? Reason);

internal sealed record VoidPayment(string? Reason);

/// <summary>Without an amount: all of it. <c>OccurredAt</c>: when the cash was taken, now if not told.</summary>
internal sealed record CollectPayment(Money? Amount, DateTimeOffset? OccurredAt);

/// <summary>
/// What the carrier has passed on of the cash, in all or in part; <c>Reference</c> is its own and makes a repeat known.
/// </summary>
internal sealed record RemitPayment(Money? Amount, string? Reference, DateTimeOffset? OccurredAt);

internal sealed class CapturePaymentValidator : AbstractValidator<CapturePayment>
{
    public CapturePaymentValidator(TimeProvider clock)
    {
        RuleFor(c => c.Amount).Must(Amounts.NotZero).WithMessage(Amounts.Message);
        RuleFor(c => c.OccurredAt).Past(clock);
    }
}

internal sealed class CollectPaymentValidator : AbstractValidator<CollectPayment>
{
    public CollectPaymentValidator(TimeProvider clock)
    {
        RuleFor(c => c.Amount).Must(Amounts.NotZero).WithMessage(Amounts.Message);
        RuleFor(c => c.OccurredAt).Past(clock);
    }
}

internal sealed class RemitPaymentValidator : AbstractValidator<RemitPayment>
{
    public RemitPaymentValidator(TimeProvider clock)
    {
        RuleFor(c => c.Amount).Required();
        RuleFor(c => c.Amount).Must(Amounts.NotZero).WithMessage(Amounts.Message);
        RuleFor(c => c.Reference).Required().Text(255);
        RuleFor(c => c.OccurredAt).Past(clock);
    }
}

/// <summary>Of one more payment of an order, beside what holds for every payment.</summary>
internal sealed class AddPaymentValidator : AbstractValidator<PaymentFields>
{
    public AddPaymentValidator() =>
        RuleFor(p => p.Amount).Must(Amounts.NotZero).WithMessage(Amounts.Message);
}

internal sealed class RefundPaymentValidator : AbstractValidator<RefundPayment>
{
    public RefundPaymentValidator()
    {
        RuleFor(c => c.Amount).Required();
        RuleFor(c => c.Amount).Must(Amounts.NotZero).WithMessage(Amounts.Message);
        RuleFor(c => c.Reason).Required().Prose(500);
    }
}

internal sealed class VoidPaymentValidator : AbstractValidator<VoidPayment>
{
    public VoidPaymentValidator() => RuleFor(c => c.Reason).Required().Prose(500);
}

internal static class Amounts
{
    public const string Message = "must be more than zero";

    public static bool NotZero(Money? amount) => amount is null or { Amount: > 0 };
}
