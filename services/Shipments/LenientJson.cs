using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Shipments;

/// <summary>
/// Reads what carriers send without believing its shape: a missing member, a null, a number for a string, an array
/// for an object are all just "nothing there". Nothing in here throws.
/// </summary>
internal static class LenientJson
{
    private const int TextMax = 1000;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64, AllowTrailingCommas = true };

    /// <summary>Null when the bytes are no JSON of a reasonable depth. The caller disposes.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        var mark = body.Span.StartsWith("\uFEFF"u8) ? 3 : 0;
        try
        {
            return JsonDocument.Parse(body[mark..], Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether <see cref="Parse"/> would give a document, without making one.</summary>
    public static bool IsJson(ReadOnlySpan<byte> body)
    {
        var mark = body.StartsWith("\uFEFF"u8) ? 3 : 0;
        var reader = new Utf8JsonReader(body[mark..], new() { MaxDepth = 64, AllowTrailingCommas = true });
        try
        {
            var tokens = 0;
            while (reader.Read())
                tokens++;
            return tokens > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>
    /// The first of the names that is there and not null. Case, spaces, underscores and hyphens of a name do not
    /// count.
    /// </summary>
    public static JsonElement At(this JsonElement element, params ReadOnlySpan<string> names)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return default;
        foreach (var name in names)
        {
            JsonElement found = default;
            foreach (var member in element.EnumerateObject())
            {
                if (member.Value.ValueKind != JsonValueKind.Null && SameName(NameOf(member), name))
                    found = member.Value;
            }

            if (found.IsThere())
                return found;
        }

        return default;
    }

    public static bool IsThere(this JsonElement element) =>
        element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>A text or a number as text, trimmed; null when empty or something else.</summary>
    public static string? Text(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Cleaned(Unescaped(element)),
        JsonValueKind.Number => Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(element)),
        _ => null,
    };

    public static string? TextAt(this JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (element.At(name).Text() is { } text)
                return text;
        }

        return null;
    }

    public static bool IsTrue(this JsonElement element) =>
        element.ValueKind == JsonValueKind.True || element.Text()?.ToLowerInvariant() is "1" or "true" or "yes";

    public static bool IsFalse(this JsonElement element) =>
        element.ValueKind == JsonValueKind.False || element.Text()?.ToLowerInvariant() is "0" or "false" or "no";

    public static double? NumberAt(this JsonElement element, params ReadOnlySpan<string> names) =>
        double.TryParse(element.TextAt(names), CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number) ? number : null;

    /// <summary>
    /// The elements of an array; those of an object that is an array in disguise (PHP writes {"0": …, "1": …});
    /// any other object as the one element it is.
    /// </summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
            return element.EnumerateArray();
        if (element.ValueKind != JsonValueKind.Object)
            return [];
        var members = element.EnumerateObject().ToList();
        return members.Count > 0 && members.TrueForAll(m => NameOf(m).All(char.IsAsciiDigit))
            ? members.Select(m => m.Value)
            : [element];
    }

    /// <summary>An object's members, where their names are data; empty for anything else.</summary>
    public static IEnumerable<(string Name, JsonElement Value)> Members(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject().Select(member => (NameOf(member), member.Value)) : [];

    // A lone surrogate or a broken byte makes the framework's own reading throw; the replacement character tells as
    // much.
    private static string Unescaped(JsonElement element)
    {
        try
        {
            return element.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(element)).Trim('"');
        }
    }

    private static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }

    private static string? Cleaned(string text)
    {
        // PostgreSQL's jsonb refuses NUL.
        text = text.Replace("\0", "", StringComparison.Ordinal).Trim();
        if (text.Length > TextMax)
            text = text[..(char.IsHighSurrogate(text[TextMax - 1]) ? TextMax - 1 : TextMax)];
        return text.Length == 0 ? null : text;
    }

    private static bool SameName(string written, string name)
    {
        var at = 0;
        foreach (var c in written)
        {
            if (c is ' ' or '_' or '-')
                continue;
            while (at < name.Length && name[at] is '_' or '-')
                at++;
            if (at == name.Length || char.ToLowerInvariant(c) != char.ToLowerInvariant(name[at++]))
                return false;
        }

        return at == name.Length;
    }
}
