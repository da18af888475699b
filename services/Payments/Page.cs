namespace Payments;

/// <summary>A list as the API gives it; these lists are short and have one page.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Data, string? NextCursor);

internal static class Page
{
    public static Page<T> Of<T>(IEnumerable<T> data) => new([.. data], NextCursor: null);
}
