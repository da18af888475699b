using Contracts;
using FluentValidation;
using ServiceDefaults;

namespace Orders;

/// <summary>
/// Delivered units that are to come back, each SKU once. <c>Resolution</c>: refund (the default), exchange,
/// store_credit. <c>RequestedBy</c>: merchant (the default), or customer, for whom the merchant's policy decides.
/// </summary>
internal sealed record RequestReturn
{
    public IReadOnlyList<ReturnFields?>? Items { get; init; }
    public string? Reason { get; init; }
    public string? Comment { get; init; }
    public string? Resolution { get; init; }
    public string? RequestedBy { get; init; }
    public DateTimeOffset? OccurredAt { get; init; }

    internal sealed record ReturnFields : IUnits
    {
        public string? Sku { get; init; }
        public int? Quantity { get; init; }
        public string? Reason { get; init; }
    }

    internal OrderCommand.RequestReturn Command(Guid id, string requestedBy, Policy policy, DateTimeOffset now) => new()
    {
        Id = id,
        Items = [.. Items!.Select(item => new AskedItem(item!.Sku!, item.Quantity!.Value, item.Reason))],
        Reason = Reason!,
        Comment = Comment,
        Resolution = Resolution ?? ReturnSteps.Refund,
        RequestedBy = requestedBy,
        Policy = policy,
        Now = now,
        OccurredAt = OccurredAt,
    };
}

/// <summary>Why a return is refused.</summary>
internal sealed record RejectReturn
{
    public string? Reason { get; init; }
}

internal sealed record CancelReturn
{
    public string? Reason { get; init; }
    public string? RequestedBy { get; init; }
}

/// <summary>Without items: all that is still to come.</summary>
internal sealed record ReceiveReturn
{
    public IReadOnlyList<UnitsFields?>? Items { get; init; }
}

/// <summary>A SKU may be given several times, in several conditions.</summary>
internal sealed record InspectReturn
{
    public IReadOnlyList<InspectedFields?>? Items { get; init; }

    internal sealed record InspectedFields : IUnits
    {
        public string? Sku { get; init; }
        public int? Quantity { get; init; }
        public string? Condition { get; init; }
        public bool? Accepted { get; init; }
    }
}

/// <summary>Without an amount: what the accepted units were paid; never more.</summary>
internal sealed record RefundReturn
{
    public Money? Amount { get; init; }
}

/// <summary>What is sent instead; without items: the same again.</summary>
internal sealed record ExchangeReturn
{
    public IReadOnlyList<ExchangeFields?>? Items { get; init; }

    internal sealed record ExchangeFields : IUnits
    {
        public string? Sku { get; init; }
        public string? Name { get; init; }
        public int? Quantity { get; init; }
        public string? ImageUrl { get; init; }
    }
}

internal sealed class RequestReturnValidator : AbstractValidator<RequestReturn>
{
    public RequestReturnValidator(TimeProvider clock)
    {
        this.Items(r => r.Items);
        RuleForEach(r => r.Items).ChildRules(item => item.RuleFor(i => i!.Reason).Prose(500));
        RuleFor(r => r.Reason).Required().Prose(500);
        RuleFor(r => r.Comment).Prose(4000);
        RuleFor(r => r.Resolution).OneOf(ReturnSteps.Resolutions);
        RuleFor(r => r.RequestedBy).OneOf(Requester.Customer, Requester.Merchant);
        RuleFor(r => r.OccurredAt).Past(clock);
    }
}

internal sealed class RejectReturnValidator : AbstractValidator<RejectReturn>
{
    public RejectReturnValidator() => RuleFor(r => r.Reason).Required().Prose(500);
}

internal sealed class CancelReturnValidator : AbstractValidator<CancelReturn>
{
    public CancelReturnValidator()
    {
        RuleFor(r => r.Reason).Prose(500);
        RuleFor(r => r.RequestedBy).OneOf(Requester.Customer, Requester.Merchant);
    }
}

internal sealed class ReceiveReturnValidator : AbstractValidator<ReceiveReturn>
{
    public ReceiveReturnValidator() => When(r => r.Items is not null, () => this.Items(r => r.Items));
}

internal sealed class InspectReturnValidator : AbstractValidator<InspectReturn>
{
    public InspectReturnValidator()
    {
        this.Items(r => r.Items, mayRepeat: true);
        RuleForEach(r => r.Items).ChildRules(item =>
        {
            item.RuleFor(i => i!.Condition).Word("as_new");
            item.RuleFor(i => i!.Accepted).Required();
        });
    }
}

internal sealed class ExchangeReturnValidator : AbstractValidator<ExchangeReturn>
{
    public ExchangeReturnValidator()
    {
        When(r => r.Items is not null, () => this.Items(r => r.Items));
        RuleForEach(r => r.Items).ChildRules(item =>
        {
            item.RuleFor(i => i!.Name).Required().Text(300);
            item.RuleFor(i => i!.ImageUrl).Must(ItemValidator.IsImage).WithMessage(ItemValidator.ImageHelp);
        });
    }
}
