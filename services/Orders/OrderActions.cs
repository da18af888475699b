using FluentValidation;

namespace Orders;

/// <summary>The body of confirm and pack. <c>OccurredAt</c>: when it happened, if that was not now.</summary>
internal sealed record OrderStep
{
    public DateTimeOffset? OccurredAt { get; init; }
}

internal sealed record CancelOrder
{
    public string? Reason { get; init; }
    public DateTimeOffset? OccurredAt { get; init; }
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
        RuleFor(c => c.OccurredAt).Past(clock);
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
        RuleFor(i => i.Kind).Required().Matches("^[a-z][a-z0-9_]{0,63}$")
            .WithMessage("must be a word in snake case such as not_received");
        RuleFor(i => i.Message).Required().Prose(4000);
    }
}

internal sealed class IssueFieldsValidator : IssueValidator<IssueFields>;

internal sealed class ReportIssueValidator : IssueValidator<ReportIssue>
{
    public ReportIssueValidator(TimeProvider clock) => RuleFor(i => i.OccurredAt).Past(clock);
}
