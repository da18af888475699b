using Contracts;
using FluentValidation;
using ServiceDefaults;

namespace Orders;

/// <summary>The body of confirm and pack. <c>OccurredAt</c>: when it happened, if that was not now.</summary>
internal sealed record OrderStep
{
    public DateTimeOffset? OccurredAt { get; init; }
}

/// <summary><c>Outcome</c>: verified, failed. <c>Method</c>: call, otp, address_check, …</summary>
internal sealed record VerifyOrder
{
    public string? Outcome { get; init; }
    public string? Method { get; init; }
    public string? Note { get; init; }
    public DateTimeOffset? OccurredAt { get; init; }
}

internal sealed record HoldOrder
{
    public string? Reason { get; init; }
    public DateTimeOffset? OccurredAt { get; init; }
}

/// <summary>
/// Without items the whole order. <c>RequestedBy</c>: merchant, or customer, for whom the merchant's policy decides.
/// </summary>
internal sealed record CancelOrder
{
    public string? Reason { get; init; }
    public IReadOnlyList<UnitsFields?>? Items { get; init; }
    public string? RequestedBy { get; init; }
    public DateTimeOffset? OccurredAt { get; init; }
}

internal sealed record UnitsFields : IUnits
{
    public string? Sku { get; init; }
    public int? Quantity { get; init; }

    internal ItemQuantity Units => new(Sku!, Quantity!.Value);
}

internal sealed record RejectCancellation
{
    public string? Reason { get; init; }
}

/// <summary>An address is replaced as a whole, of the customer what is given.</summary>
internal sealed record CorrectOrder
{
    public AddressFields? ShippingAddress { get; init; }
    public PlaceOrder.CustomerFields? Customer { get; init; }
}

/// <summary>A parcel's wish for units; <c>Held</c> is what the order's other parcels have.</summary>
internal sealed record AllocateUnits
{
    public required Guid ShipmentId { get; init; }
    public required IReadOnlyList<ItemQuantity> Items { get; init; }
    public required IReadOnlyList<ItemQuantity> Held { get; init; }
}

/// <summary>What a customer says through the tracking link; <c>Score</c> is 1 to 5.</summary>
internal record FeedbackFields
{
    public int? Score { get; init; }
    public string? Comment { get; init; }
}

internal sealed record GiveFeedback : FeedbackFields
{
    public DateTimeOffset? OccurredAt { get; init; }
}

/// <summary><c>Kind</c> is a word in snake case, such as not_received, damaged, wrong_item.</summary>
internal record IssueFields
{
    public string? Kind { get; init; }
    public string? Message { get; init; }
}

internal sealed record ReportIssue : IssueFields
{
    public DateTimeOffset? OccurredAt { get; init; }
}

internal sealed class OrderStepValidator : AbstractValidator<OrderStep>
{
    public OrderStepValidator(TimeProvider clock) => RuleFor(s => s.OccurredAt).Past(clock);
}

internal sealed class CancelOrderValidator : AbstractValidator<CancelOrder>
{
    public CancelOrderValidator(TimeProvider clock)
    {
        RuleFor(c => c.Reason).Required().Prose(500);
        RuleFor(c => c.RequestedBy).OneOf(Requester.Customer, Requester.Merchant);
        RuleFor(c => c.OccurredAt).Past(clock);
        When(c => c.Items is not null, () => this.Items(c => c.Items));
    }
}

internal sealed class VerifyOrderValidator : AbstractValidator<VerifyOrder>
{
    public VerifyOrderValidator(TimeProvider clock)
    {
        RuleFor(v => v.Outcome).Required().OneOf("verified", OrderSteps.Failed);
        RuleFor(v => v.Method).Word("otp");
        RuleFor(v => v.Note).Prose(500);
        RuleFor(v => v.OccurredAt).Past(clock);
    }
}

internal sealed class HoldOrderValidator : AbstractValidator<HoldOrder>
{
    public HoldOrderValidator(TimeProvider clock)
    {
        RuleFor(h => h.Reason).Required().Prose(500);
        RuleFor(h => h.OccurredAt).Past(clock);
    }
}

internal sealed class RejectCancellationValidator : AbstractValidator<RejectCancellation>
{
    public RejectCancellationValidator() => RuleFor(r => r.Reason).Required().Prose(500);
}

internal sealed class CorrectOrderValidator : AbstractValidator<CorrectOrder>
{
    public CorrectOrderValidator()
    {
        RuleFor(c => c.ShippingAddress!).SetValidator(new AddressRules()).When(c => c.ShippingAddress is not null);
        RuleFor(c => c.Customer!).SetValidator(new CustomerValidator()).When(c => c.Customer is not null);
        RuleFor(c => c.Customer!.Id).Null().When(c => c.Customer is not null)
            .WithMessage("cannot be changed: whose order it is stays");
        RuleFor(c => c).Must(c => c is not { ShippingAddress: null, Customer: null })
            .WithMessage("needs a shippingAddress or a customer");
    }
}

internal class FeedbackValidator<T> : AbstractValidator<T> where T : FeedbackFields
{
    public FeedbackValidator()
    {
        RuleFor(f => f.Score).Required().InclusiveBetween(1, 5).WithMessage("must be between 1 and 5");
        RuleFor(f => f.Comment).Prose(4000);
    }
}

internal sealed class FeedbackFieldsValidator : FeedbackValidator<FeedbackFields>;

internal sealed class GiveFeedbackValidator : FeedbackValidator<GiveFeedback>
{
    public GiveFeedbackValidator(TimeProvider clock) => RuleFor(f => f.OccurredAt).Past(clock);
}

internal class IssueValidator<T> : AbstractValidator<T> where T : IssueFields
{
    public IssueValidator()
    {
        RuleFor(i => i.Kind).Required().Word("not_received");
        RuleFor(i => i.Message).Required().Prose(4000);
    }
}

internal sealed class IssueFieldsValidator : IssueValidator<IssueFields>;

internal sealed class ReportIssueValidator : IssueValidator<ReportIssue>
{
    public ReportIssueValidator(TimeProvider clock) => RuleFor(i => i.OccurredAt).Past(clock);
}
