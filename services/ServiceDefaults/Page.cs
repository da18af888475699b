using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ServiceDefaults;

/// <summary>A page of a list, and the cursor to ask for the next one with; null at the end.</summary>
public sealed record Page<T>(IReadOnlyList<T> Data, string? NextCursor);

public static class Page
{
    public const int LimitMax = 100;
    public const int LimitDefault = 20;

    /// <summary>Of a list that is short and has one page.</summary>
    public static Page<T> Of<T>(IEnumerable<T> data) => new([.. data], NextCursor: null);
}

/// <summary>What every list is asked with; a list with filters derives from it.</summary>
public record PageQuery
{
    /// <summary>How many at most; 20 if not told.</summary>
    [Range(1, Page.LimitMax)]
    public int? Limit { get; init; }

    /// <summary>Where to go on: the <c>nextCursor</c> of the page before.</summary>
    public string? Cursor { get; init; }
}

/// <summary>
/// A list's query, read like any (<see cref="Query{T}"/>), and its cursor. A cursor is the place of the last row that
/// was seen, so that rows that come or go meanwhile neither repeat nor hide others.
/// </summary>
public sealed class ListQuery<T> where T : PageQuery
{
    private readonly Func<string, string> cursorOf;

    private ListQuery(T value, string? after, Func<string, string> cursorOf)
    {
        Value = value;
        After = after;
        this.cursorOf = cursorOf;
    }

    public T Value { get; }

    public int Limit => Value.Limit ?? Page.LimitDefault;

    /// <summary>The place after which to go on; null at the beginning.</summary>
    public string? After { get; }

    /// <summary>The same where places are ids.</summary>
    public Guid? AfterId => After is null ? null : Guid.ParseExact(After, "N");

    public static async ValueTask<ListQuery<T>> BindAsync(HttpContext http)
    {
        var value = (await Query<T>.BindAsync(http)).Value;
        if (value.Limit is < 1 or > Page.LimitMax)
            throw ProblemException.BadQuery("limit", $"must be from 1 to {Page.LimitMax}");
        var cursors = http.RequestServices.GetRequiredService<Cursors>();
        var list = $"{((RouteEndpoint)http.GetEndpoint()!).RoutePattern.RawText}\n"
            + http.Features.Get<Caller>()?.MerchantId;
        return new(value, cursors.Read(list, value.Cursor), place => cursors.Write(list, place));
    }

    /// <summary>A cursor behind this place.</summary>
    public string CursorAt(string place) => cursorOf(place);

    /// <summary>Of one row more than <see cref="Limit"/>: whether there is a next page.</summary>
    public Page<TItem> PageOf<TItem>(IReadOnlyList<TItem> found, Func<TItem, string> place)
    {
        var page = found.Take(Limit).ToList();
        return new(page, found.Count > Limit ? cursorOf(place(page[^1])) : null);
    }

    public Page<TItem> PageOf<TItem>(IReadOnlyList<TItem> found, Func<TItem, Guid> place) =>
        PageOf(found, item => place(item).ToString("N"));
}

/// <summary>
/// Cursors as clients see them: the place, and an HMAC-SHA256 (cut to 96 bits) that binds it to the list and the
/// merchant it was given to, so that no other place can be asked for. base64url.
/// </summary>
public sealed class Cursors(IOptions<PlatformOptions> options)
{
    private const int MacBytes = 12;

    private readonly byte[] key = HMACSHA256.HashData(
        Convert.FromBase64String(options.Value.IdentityKey), "cursors of lists"u8);

    public string Write(string list, string place) =>
        Base64Url.EncodeToString([.. Mac(list, place), .. Encoding.UTF8.GetBytes(place)]);

    /// <exception cref="ProblemException">400: changed, of another list, of another merchant, or not ours.</exception>
    public string? Read(string list, string? cursor)
    {
        if (cursor is null)
            return null;
        if (!Base64Url.IsValid(cursor, out var length) || length <= MacBytes)
            throw Refused();
        var bytes = Base64Url.DecodeFromChars(cursor);
        var place = Encoding.UTF8.GetString(bytes.AsSpan(MacBytes));
        return CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, MacBytes), Mac(list, place))
            ? place : throw Refused();
    }

    private byte[] Mac(string list, string place) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{list}\n{place}"))[..MacBytes];

    private static ProblemException Refused() =>
        ProblemException.BadQuery("cursor", "must be the nextCursor of a page of this list: begin again without it");
}
