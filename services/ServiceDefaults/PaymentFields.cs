using Contracts;
using FluentValidation;

namespace ServiceDefaults;

/// <summary>
/// A payment of an order. <c>Method</c>: card, upi, wallet, bank_transfer, voucher, cod. <c>Reference</c>: of one
/// already started at the provider; <c>Token</c>: what to charge. <c>CaptureMethod</c>: automatic (taken at once),
/// manual (when the merchant says so); without it manual for cards only.
/// </summary>
[ApiName("PaymentRequest")]
public sealed record PaymentFields
{
    public string? Method { get; init; }
    public Money? Amount { get; init; }
    public string? Provider { get; init; }
    public string? Account { get; init; }
    public string? Reference { get; init; }
    public string? Token { get; init; }
    public int? Installments { get; init; }
    public string? CaptureMethod { get; init; }
}

public sealed class PaymentRules : AbstractValidator<PaymentFields>
{
    private static readonly string[] Methods = ["card", "upi", "wallet", "bank_transfer", "voucher", "cod"];

    public PaymentRules()
    {
        RuleFor(p => p.Method).Required().OneOf(Methods);
        RuleFor(p => p.Amount).Required();
        RuleFor(p => p.Provider).Text(64).When(p => p.Provider is not null);
        RuleFor(p => p.Account).Text(64).When(p => p.Account is not null);
        RuleFor(p => p.Reference).Text(255).When(p => p.Reference is not null);
        RuleFor(p => p.Token).Text(255).When(p => p.Token is not null);
        RuleFor(p => p.Installments).InclusiveBetween(1, 99).WithMessage("must be between 1 and 99");
        RuleFor(p => p.CaptureMethod).OneOf("automatic", "manual");
    }
}
