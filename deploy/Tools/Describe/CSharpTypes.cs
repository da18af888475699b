using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tools.Describe;

/// <summary>The document's schemas as C# records, and a schema's type in C#.</summary>
internal static class CSharpTypes
{
    private const string Reference = "#/components/schemas/";

    /// <summary>Written by hand: an amount is a decimal in C# and a text in JSON.</summary>
    private const string Money = "Money";

    public static string All(JsonNode document) => CSharpClient.Text(
    [
        .. CSharpClient.Head,
        .. document["components"]!["schemas"]!.AsObject().Where(one => one.Key != Money)
            .SelectMany(one => Record(one.Key, one.Value!)),
    ]);

    public static string Named(string reference) => reference[Reference.Length..];

    public static string Pascal(string name) =>
        string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    public static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>Without a question mark: see <see cref="MayBeNull"/>.</summary>
    public static string Of(JsonNode schema)
    {
        if ((string?)schema["$ref"] is { } reference)
            return Named(reference);
        if (schema["anyOf"] is JsonArray choices)
            return choices.Where(choice => (string?)choice!["type"] != "null").ToArray() is [var only]
                ? Of(only!) : "JsonElement";
        var type = schema["type"] is JsonArray types
            ? types.Select(one => (string)one!).First(one => one != "null") : (string?)schema["type"];
        return (type, (string?)schema["format"]) switch
        {
            ("array", _) => $"IReadOnlyList<{Of(schema["items"]!)}>",
            ("object", _) when schema["additionalProperties"] is JsonObject of =>
                $"IReadOnlyDictionary<string, {Of(of)}>",
            ("string", "uuid") => "Guid",
            ("string", "date-time") => "DateTimeOffset",
            ("string", "date") => "DateOnly",
            ("string", _) => "string",
            ("integer", "int64") => "long",
            ("integer", _) => "int",
            ("number", _) => "double",
            ("boolean", _) => "bool",
            _ => "JsonElement",
        };
    }

    private static bool MayBeNull(JsonNode schema) =>
        schema["type"] is JsonArray types ? types.Any(type => (string)type! == "null")
        : schema["anyOf"] is JsonArray choices
            && choices.Any(choice => choice!["type"] is JsonValue type ? (string)type! == "null" : MayBeNull(choice));

    private static IEnumerable<string> Record(string name, JsonNode schema)
    {
        var required = schema["required"]?.AsArray().Select(field => (string)field!).ToHashSet() ?? [];
        return
        [
            .. Summary(schema, ""),
            $"public sealed record {name}",
            "{",
            .. (schema["properties"]?.AsObject() ?? []).SelectMany(field =>
                Property(name, field.Key, field.Value!, required.Contains(field.Key))),
            .. schema["additionalProperties"]?.GetValueKind() is JsonValueKind.True ? (string[])
            [
                "    [JsonExtensionData]",
                "    public IDictionary<string, JsonElement>? More { get; set; }",
            ] : [],
            "}",
            "",
        ];
    }

    private static IEnumerable<string> Property(string owner, string field, JsonNode schema, bool isRequired)
    {
        // A property may not have its type's name.
        var name = Pascal(field) == owner ? Pascal(field) + "Value" : Pascal(field);
        var type = Of(schema) + (!isRequired || MayBeNull(schema) ? "?" : "");
        return
        [
            .. Summary(schema, "    "),
            .. JsonNamingPolicy.CamelCase.ConvertName(name) == field ? (string[])[]
                : [$"    [JsonPropertyName(\"{field}\")]"],
            $"    public {(isRequired ? "required " : "")}{type} {name} {{ get; init; }}",
        ];
    }

    private static IEnumerable<string> Summary(JsonNode schema, string indent)
    {
        var words = (string?)schema["description"] ?? "";
        if (schema["enum"] is JsonArray values)
            words = $"{words} One of: {string.Join(", ", values.Where(value => value is not null))}.".TrimStart();
        if (words.Length > 0)
            yield return $"{indent}/// <summary>{Escape(words)}</summary>";
    }
}
