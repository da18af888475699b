using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using FluentValidation;
using FluentValidation.Validators;

namespace ServiceDefaults;

/// <summary>What requests have in common. Messages go on from the field's name.</summary>
public static partial class Rules
{
    /// <summary>How far a caller's clock may be ahead of ours.</summary>
    private static readonly TimeSpan SkewMax = TimeSpan.FromMinutes(5);

    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Nobody promises a delivery for later, and calendars end in the year 9999.</summary>
    private static readonly TimeSpan PromiseAheadMax = TimeSpan.FromDays(3653);

    public static IRuleBuilderOptions<T, TField> Required<T, TField>(this IRuleBuilder<T, TField> rule) =>
        rule.NotNull().WithMessage("is required");

    /// <summary>Not blank, no control characters, at most so long.</summary>
    public static IRuleBuilderOptions<T, string?> Text<T>(this IRuleBuilder<T, string?> rule, int max) => rule
        .Must(text => text is null || (IsProse(text, max) && !HoldsControls(text)))
        .WithMessage($"must be a text of 1 to {max} characters without control characters");

    /// <summary>Words of a customer or an operator: lines are allowed.</summary>
    public static IRuleBuilderOptions<T, string?> Prose<T>(this IRuleBuilder<T, string?> rule, int max) => rule
        .Must(text => text is null || IsProse(text, max))
        .WithMessage($"must be a text of 1 to {max} characters");

    public static IRuleBuilderOptions<T, DateTimeOffset?> Past<T>(
        this IRuleBuilder<T, DateTimeOffset?> rule, TimeProvider clock) => rule
        .Must(at => at is null || (at >= Earliest && at <= clock.GetUtcNow() + SkewMax))
        .WithMessage("must be in the past, and not before the year 2000");

    /// <summary>The day or the instant for which something is promised.</summary>
    public static IRuleBuilderOptions<T, string?> Promise<T>(
        this IRuleBuilder<T, string?> rule, TimeProvider clock) => rule
        .Must(text => text is null || (ToDayOrInstant(text) is { } at && at >= Earliest
            && at <= clock.GetUtcNow() + PromiseAheadMax))
        .WithMessage("must be a date such as 2026-11-30, or a date-time with an offset, not before the year 2000 and "
            + "at most ten years ahead");

    /// <summary>
    /// Written so as a whole. What FluentValidation calls a match may be followed by a line break that nobody sees.
    /// </summary>
    public static IRuleBuilderOptions<T, string?> Like<T>(
        this IRuleBuilder<T, string?> rule, [StringSyntax(StringSyntaxAttribute.Regex)] string pattern) =>
        rule.SetValidator(new WholePattern<T>(pattern));

    /// <summary>A word for programs, such as not_received.</summary>
    public static IRuleBuilderOptions<T, string?> Word<T>(this IRuleBuilder<T, string?> rule, string example) => rule
        .Like("^[a-z][a-z0-9_]{0,63}$").WithMessage($"must be a word in snake case such as {example}");

    public static IRuleBuilderOptions<T, string?> OneOf<T>(
        this IRuleBuilder<T, string?> rule, params IReadOnlyList<string> words) => rule
        .Must(word => word is null || words.Contains(word)).WithMessage($"must be one of {string.Join(", ", words)}");

    public static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https");

    /// <summary>A day by the calendar of UTC, or RFC 3339 with an offset.</summary>
    private static DateTimeOffset? ToDayOrInstant(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
        : Offset().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var instant)
            ? instant
            : null;

    private static bool HoldsControls(string text)
    {
        foreach (var character in text)
            if (char.IsControl(character))
                return true;
        return false;
    }

    private static bool IsProse(string text, int max) => text.Length <= max && !string.IsNullOrWhiteSpace(text);

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*(Z|[+-]\d{2}:\d{2})$")]
    private static partial Regex Offset();

    private sealed class WholePattern<T>(string expression)
        : PropertyValidator<T, string?>, IRegularExpressionValidator
    {
        private readonly Regex regex = new(expression, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

        public override string Name => "WholePattern";

        public string Expression => expression;

        public override bool IsValid(ValidationContext<T> context, string? value) =>
            value is null || (regex.Match(value) is { Success: true } match && match.Length == value.Length);
    }
}
