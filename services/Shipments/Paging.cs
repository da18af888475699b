using ServiceDefaults;

namespace Shipments;

/// <summary>A page of a list, and what to ask for the next one with; null at the end.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Data, string? NextCursor);

/// <summary>Lists that are read on by the last id seen.</summary>
internal static class Paging
{
    private const int Default = 20;
    private const int Max = 100;

    /// <exception cref="ProblemException">400.</exception>
    public static (Guid? After, int Limit) Of(string? cursor, int? limit)
    {
        if (limit is < 1 or > Max)
            throw Bad($"'limit' must be from 1 to {Max}.");
        return (Cursor(cursor), limit ?? Default);
    }

    /// <exception cref="ProblemException">400.</exception>
    public static Guid? Cursor(string? cursor) =>
        cursor is null ? null
        : Guid.TryParseExact(cursor, "N", out var id) ? id
        : throw Bad("'cursor' must be one that a page gave.");

    /// <summary>Of one more than wanted: whether there is a next page.</summary>
    public static Page<T> Page<T>(IReadOnlyList<T> found, int wanted, Func<T, Guid> id)
    {
        var page = found.Take(wanted).ToList();
        return new(page, found.Count > wanted ? CursorOf(id(page[^1])) : null);
    }

    public static string CursorOf(Guid id) => id.ToString("N");

    public static ProblemException Bad(string detail) => new(400, "bad-query", detail);
}
