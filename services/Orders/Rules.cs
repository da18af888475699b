using System.Globalization;
using System.Text.RegularExpressions;
using FluentValidation;

namespace Orders;

/// <summary>Some units of one SKU, as a request names them.</summary>
internal interface IUnits
{
    string? Sku { get; }
    int? Quantity { get; }
}

/// <summary>What requests have in common. Messages go on from the field's name.</summary>
internal static partial class Rules
{
    /// <summary>How far a caller's clock may be ahead of ours.</summary>
    private static readonly TimeSpan SkewMax = TimeSpan.FromMinutes(5);

    private const int ItemsMax = 500;

    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static IRuleBuilderOptions<T, TField> Required<T, TField>(this IRuleBuilder<T, TField> rule) =>
        rule.NotNull().WithMessage("is required");

    /// <summary>Not blank, no control characters, at most so long.</summary>
    internal static IRuleBuilderOptions<T, string?> Text<T>(this IRuleBuilder<T, string?> rule, int max) => rule
        .Must(text => text is null || (IsProse(text, max) && !text.Any(char.IsControl)))
        .WithMessage($"must be a text of 1 to {max} characters without control characters");

    /// <summary>Words of a customer or an operator: lines are allowed.</summary>
    internal static IRuleBuilderOptions<T, string?> Prose<T>(this IRuleBuilder<T, string?> rule, int max) => rule
        .Must(text => text is null || IsProse(text, max))
        .WithMessage($"must be a text of 1 to {max} characters");

    internal static IRuleBuilderOptions<T, DateTimeOffset?> Past<T>(
        this IRuleBuilder<T, DateTimeOffset?> rule, TimeProvider clock) => rule
        .Must(at => at is null || (at >= Earliest && at <= clock.GetUtcNow() + SkewMax))
        .WithMessage("must be in the past, and not before the year 2000");

    /// <summary>1 to so many items, each SKU once: a second time it is told where.</summary>
    internal static void Items<T>(
        this AbstractValidator<T> validator, Func<T, IReadOnlyList<IUnits?>?> items, bool mayRepeat = false) =>
        validator.RuleFor(request => request).Custom((request, context) =>
        {
            var all = items(request) ?? [];
            if (all.Count is 0 or > ItemsMax)
                context.AddFailure("Items", $"must hold 1 to {ItemsMax} items");
            var known = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var (item, i) in all.Take(ItemsMax).Select((item, i) => (item, i)))
            {
                if (item?.Sku is not { Length: > 0 and <= 100 } sku)
                    context.AddFailure($"Items[{i}].Sku", "is required, at most 100 characters");
                else if (!known.TryAdd(sku, i) && !mayRepeat)
                    context.AddFailure($"Items[{i}].Sku", $"is given twice: {sku} is item {known[sku]} already");
                if (item?.Quantity is not (>= 1 and <= 100_000))
                    context.AddFailure($"Items[{i}].Quantity", "must be between 1 and 100000");
            }
        });

    /// <summary>A word for programs, such as not_received.</summary>
    internal static IRuleBuilderOptions<T, string?> Word<T>(this IRuleBuilder<T, string?> rule, string example) => rule
        .Matches("^[a-z][a-z0-9_]{0,63}$").WithMessage($"must be a word in snake case such as {example}");

    internal static IRuleBuilderOptions<T, string?> OneOf<T>(
        this IRuleBuilder<T, string?> rule, params IReadOnlyList<string> words) => rule
        .Must(word => word is null || words.Contains(word)).WithMessage($"must be one of {string.Join(", ", words)}");

    internal static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https");

    internal static bool IsDateOrInstant(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        || ToInstant(text) is not null;

    /// <summary>RFC 3339 with an offset. In a query a plus sign that was not escaped arrives as a space.</summary>
    internal static DateTimeOffset? ToInstant(string? text) =>
        text?.Replace(' ', '+') is { } full && Offset().IsMatch(full)
        && DateTimeOffset.TryParse(full, CultureInfo.InvariantCulture, out var instant)
            ? instant
            : null;

    private static bool IsProse(string text, int max) => text.Length <= max && !string.IsNullOrWhiteSpace(text);

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*(Z|[+-]\d{2}:\d{2})$")]
    private static partial Regex Offset();
}
