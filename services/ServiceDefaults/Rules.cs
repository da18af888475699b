using System.Globalization;
using System.Text.RegularExpressions;
using FluentValidation;

namespace ServiceDefaults;

/// <summary>What requests have in common. Messages go on from the field's name.</summary>
public static partial class Rules
{
    /// <summary>How far a caller's clock may be ahead of ours.</summary>
    private static readonly TimeSpan SkewMax = TimeSpan.FromMinutes(5);

    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IRuleBuilderOptions<T, TField> Required<T, TField>(this IRuleBuilder<T, TField> rule) =>
        rule.NotNull().WithMessage("is required");

    /// <summary>Not blank, no control characters, at most so long.</summary>
    public static IRuleBuilderOptions<T, string?> Text<T>(this IRuleBuilder<T, string?> rule, int max) => rule
        .Must(text => text is null || (IsProse(text, max) && !text.Any(char.IsControl)))
        .WithMessage($"must be a text of 1 to {max} characters without control characters");

    /// <summary>Words of a customer or an operator: lines are allowed.</summary>
    public static IRuleBuilderOptions<T, string?> Prose<T>(this IRuleBuilder<T, string?> rule, int max) => rule
        .Must(text => text is null || IsProse(text, max))
        .WithMessage($"must be a text of 1 to {max} characters");

    public static IRuleBuilderOptions<T, DateTimeOffset?> Past<T>(
        this IRuleBuilder<T, DateTimeOffset?> rule, TimeProvider clock) => rule
        .Must(at => at is null || (at >= Earliest && at <= clock.GetUtcNow() + SkewMax))
        .WithMessage("must be in the past, and not before the year 2000");

    /// <summary>A word for programs, such as not_received.</summary>
    public static IRuleBuilderOptions<T, string?> Word<T>(this IRuleBuilder<T, string?> rule, string example) => rule
        .Matches("^[a-z][a-z0-9_]{0,63}$").WithMessage($"must be a word in snake case such as {example}");

    public static IRuleBuilderOptions<T, string?> OneOf<T>(
        this IRuleBuilder<T, string?> rule, params IReadOnlyList<string> words) => rule
        .Must(word => word is null || words.Contains(word)).WithMessage($"must be one of {string.Join(", ", words)}");

    public static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https");

    public static bool IsDateOrInstant(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        || ToInstant(text) is not null;

    /// <summary>RFC 3339 with an offset. In a query a plus sign that was not escaped arrives as a space.</summary>
    public static DateTimeOffset? ToInstant(string? text) =>
        text?.Replace(' ', '+') is { } full && Offset().IsMatch(full)
        && DateTimeOffset.TryParse(full, CultureInfo.InvariantCulture, out var instant)
            ? instant
            : null;

    private static bool IsProse(string text, int max) => text.Length <= max && !string.IsNullOrWhiteSpace(text);

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*(Z|[+-]\d{2}:\d{2})$")]
    private static partial Regex Offset();
}
