using Contracts;
using FluentValidation;

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

/// <summary>
/// One more payment of an order. <c>Method</c>: card, upi, wallet, bank_transfer, voucher, cod. <c>Reference</c>: of a
/// payment already started at the provider; <c>Token</c>: what to charge. <c>CaptureMethod</c>: automatic (taken at
/// once), manual (when the merchant says so); without it manual for cards only.
/// </summary>
internal sealed record AddPayment
{
    public static readonly IReadOnlyList<string> Methods = ["card", "upi", "wallet", "bank_transfer", "voucher", "cod"];

    public string? Method { get; init; }
    public Money? Amount { get; init; }
    public string? Provider { get; init; }
    public string? Account { get; init; }
    public string? Reference { get; init; }
    public string? Token { get; init; }
    public int? Installments { get; init; }
    public string? CaptureMethod { get; init; }
}

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

internal sealed class RemitPaymentValidator : AbstractValidator<RemitPayment>
{
    public RemitPaymentValidator(TimeProvider clock)
    {
        RuleFor(c => c.Amount).NotNull().WithMessage("is required");
        RuleFor(c => c.Amount).Must(Amounts.NotZero).WithMessage(Amounts.Message);
        RuleFor(c => c.Reference).Must(Words.AreGiven).WithMessage(Words.Message);
        RuleFor(c => c.OccurredAt).Must(at => Times.NotInFuture(at, clock)).WithMessage(Times.Message);
    }
}

internal sealed class AddPaymentValidator : AbstractValidator<AddPayment>
{
    private const int InstallmentsMax = 99;

    public AddPaymentValidator()
    {
        RuleFor(p => p.Method).Must(method => AddPayment.Methods.Contains(method))
            .WithMessage($"must be one of {string.Join(", ", AddPayment.Methods)}");
        RuleFor(p => p.Amount).NotNull().WithMessage("is required");
        RuleFor(p => p.Amount).Must(Amounts.NotZero).WithMessage(Amounts.Message);
        RuleFor(p => p.Installments).InclusiveBetween(1, InstallmentsMax)
            .WithMessage($"must be 1 to {InstallmentsMax}");
        RuleFor(p => p.CaptureMethod).Must(how => how is null or "automatic" or "manual")
            .WithMessage("must be automatic or manual");
        RuleFor(p => p.Provider).Must(Words.AreGiven).When(p => p.Provider is not null).WithMessage(Words.Message);
        RuleFor(p => p.Account).Must(Words.AreGiven).When(p => p.Account is not null).WithMessage(Words.Message);
        RuleFor(p => p.Reference).Must(Words.AreGiven).When(p => p.Reference is not null).WithMessage(Words.Message);
        RuleFor(p => p.Token).Must(Words.AreGiven).When(p => p.Token is not null).WithMessage(Words.Message);
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

internal static class Words
{
    public const string Message = "must be a text of at most 255 characters";

    public static bool AreGiven(string? text) => !string.IsNullOrWhiteSpace(text) && text.Length <= 255;
}
