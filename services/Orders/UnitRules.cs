using FluentValidation;

namespace Orders;

/// <summary>Some units of one SKU, as a request names them.</summary>
internal interface IUnits
{
    string? Sku { get; }
    int? Quantity { get; }
}

internal static class UnitRules
{
    private const int ItemsMax = 500;

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
}
