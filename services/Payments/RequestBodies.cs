using Contracts;
using FluentValidation;

namespace Payments;

/// <summary>Without an amount: all that is left. <c>OccurredAt</c>: when it was decided, now if not told.</summary>
internal sealed record CapturePayment(Money? Amount, DateTimeOffset? OccurredAt);

internal sealed record RefundPayment(Money? Amount, string? Reason);

internal sealed record VoidPayment(string? Reason);

/// <summary>Without an amount: all of it. <c>OccurredAt</c>: when the cash was taken, now if not told.</summary>
internal sealed record CollectPayment(Money? Amount, DateTimeOffset? OccurredAt);

internal sealed class CapturePaymentValidator : AbstractValidator<CapturePayment>
{
    public CapturePaymentValidator(TimeProvider clock)
    {
        RuleFor(c => c.Amount).Must(Amounts.NotZero).WithMessage(Amounts.Message);
        RuleFor(c => c.OccurredAt).Must(at => Times.NotInFuture(at, clock)).WithMessage(Times.Message);
    }
}

internal sealed class CollectPaymentValidator : AbstractValidator<CollectPayment>
{
    public CollectPaymentValidator(TimeProvider clock)
    {
        RuleFor(c => c.Amount).Must(Amounts.NotZero).WithMessage(Amounts.Message);
        RuleFor(c => c.OccurredAt).Must(at => Times.NotInFuture(at, clock)).WithMessage(Times.Message);
    }
}

internal sealed class RefundPaymentValidator : AbstractValidator<RefundPayment>
{
    public RefundPaymentValidator()
    {
        RuleFor(c => c.Amount).NotNull().WithMessage("is required");
        RuleFor(c => c.Amount).Must(Amounts.NotZero).WithMessage(Amounts.Message);
        RuleFor(c => c.Reason).Must(Reasons.IsGiven).WithMessage(Reasons.Message);
    }
}

internal sealed class VoidPaymentValidator : AbstractValidator<VoidPayment>
{
    public VoidPaymentValidator() => RuleFor(c => c.Reason).Must(Reasons.IsGiven).WithMessage(Reasons.Message);
}

internal static class Amounts
{
    public const string Message = "must be more than zero";

    public static bool NotZero(Money? amount) => amount is null or { Amount: > 0 };
}

internal static class Times
{
    public const string Message = "must not be in the future";

    /// <summary>Clocks differ a little.</summary>
    private static readonly TimeSpan SkewMax = TimeSpan.FromMinutes(5);

    public static bool NotInFuture(DateTimeOffset? at, TimeProvider clock) => !(at > clock.GetUtcNow() + SkewMax);
}

internal static class Reasons
{
    public const string Message = "must be a text of at most 500 characters";

    public static bool IsGiven(string? reason) => !string.IsNullOrWhiteSpace(reason) && reason.Length <= 500;
}
