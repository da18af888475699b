using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Testing;

/// <summary>
/// Holds JSON against the schemas of a document (OpenAPI 3.1, AsyncAPI 3), more strictly than JSON Schema does: a field
/// that the schema does not name is wrong, and a keyword that is not known here is an error, never passed over.
/// </summary>
public sealed class JsonSchemas(JsonNode document)
{
    private static readonly HashSet<string> Known =
    [
        "$ref", "type", "format", "enum", "const", "required", "properties", "additionalProperties", "items",
        "contains", "anyOf", "allOf", "minimum", "maximum", "minLength", "maxLength", "pattern",
        "description", "title", "example", "contentMediaType",
    ];

    /// <returns>What is wrong, each with its JSON pointer; empty when nothing is.</returns>
    /// <exception cref="NotSupportedException">The schema says something that is not understood here.</exception>
    public IReadOnlyList<string> Errors(JsonNode schema, JsonNode? value) =>
        [.. Check(schema, value, "", isWhole: true)];

    /// <param name="isWhole">Whether the schema names all fields, not one of several that hold together.</param>
    private IEnumerable<string> Check(JsonNode schema, JsonNode? value, string at, bool isWhole)
    {
        if (schema.GetValueKind() is JsonValueKind.True)
            return [];
        if ((string?)schema["$ref"] is { } reference)
            return Check(Find(reference), value, at, isWhole);
        foreach (var (keyword, _) in schema.AsObject())
            if (!Known.Contains(keyword))
                throw new NotSupportedException($"Nobody here knows what '{keyword}' says of {at}");
        var wrong = OfKind(schema, value, at);
        if (schema["anyOf"] is JsonArray choices)
            wrong = wrong.Concat(AnyOf(choices, value, at));
        if (schema["allOf"] is JsonArray all)
            wrong = wrong.Concat(all.SelectMany(one => Check(one!, value, at, isWhole: false)));
        return wrong.Concat(value switch
        {
            JsonObject fields => Fields(schema, fields, at, isWhole),
            JsonArray items => Items(schema, items, at),
            _ => Scalar(schema, value, at),
        });
    }

    private List<string> AnyOf(JsonArray choices, JsonNode? value, string at)
    {
        var tried = choices.Select(choice => Check(choice!, value, at, isWhole: true).ToList()).ToList();
        return tried.Any(errors => errors.Count == 0) ? [] : tried.MinBy(errors => errors.Count)!;
    }

    private static IEnumerable<string> OfKind(JsonNode schema, JsonNode? value, string at)
    {
        var kind = value?.GetValueKind() switch
        {
            null => "null",
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => IsInteger(value) ? "integer" : "number",
            _ => "boolean",
        };
        string[] types = schema["type"] switch
        {
            JsonArray several => [.. several.Select(type => (string)type!)],
            { } one => [(string)one!],
            null => [kind],
        };
        if (!types.Contains(kind) && !(kind == "integer" && types.Contains("number")))
            yield return $"{at}: is {kind}, not {string.Join(" or ", types)}";
        if (schema["enum"] is JsonArray words && !words.Any(word => JsonNode.DeepEquals(word, value)))
            yield return $"{at}: {value?.ToJsonString()} is none of {words.ToJsonString()}";
        if (schema["const"] is { } only && !JsonNode.DeepEquals(only, value))
            yield return $"{at}: {value?.ToJsonString()} is not {only.ToJsonString()}";
    }

    private IEnumerable<string> Fields(JsonNode schema, JsonObject fields, string at, bool isWhole)
    {
        foreach (var name in schema["required"]?.AsArray().Select(name => (string)name!) ?? [])
            if (!fields.ContainsKey(name))
                yield return $"{at}/{name}: is missing";
        var others = schema["additionalProperties"];
        var isOpen = others is null ? !isWhole || schema["properties"] is null
            : others.GetValueKind() != JsonValueKind.False;
        foreach (var (name, value) in fields)
            if ((schema["properties"]?[name] ?? (others is JsonObject ? others : null)) is { } of)
                foreach (var wrong in Check(of, value, $"{at}/{name}", isWhole: true))
                    yield return wrong;
            else if (!isOpen)
                yield return $"{at}/{name}: nobody says that it is there";
    }

    private IEnumerable<string> Items(JsonNode schema, JsonArray items, string at)
    {
        if (schema["contains"] is { } wanted && !items.Any(item => !Check(wanted, item, at, isWhole: true).Any()))
            yield return $"{at}: holds no {wanted.ToJsonString()}";
        if (schema["items"] is { } of)
            for (var index = 0; index < items.Count; index++)
                foreach (var wrong in Check(of, items[index], $"{at}/{index}", isWhole: true))
                    yield return wrong;
    }

    private static IEnumerable<string> Scalar(JsonNode schema, JsonNode? value, string at)
    {
        if (value?.GetValueKind() is JsonValueKind.Number)
        {
            var number = value.GetValue<double>();
            if (number < (schema["minimum"]?.GetValue<double>() ?? double.MinValue)
                || number > (schema["maximum"]?.GetValue<double>() ?? double.MaxValue))
                yield return $"{at}: {number} is outside of {schema["minimum"]} to {schema["maximum"]}";
        }

        if (value?.GetValueKind() is not JsonValueKind.String)
            yield break;
        var text = (string)value!;
        if (text.Length < (schema["minLength"]?.GetValue<int>() ?? 0)
            || text.Length > (schema["maxLength"]?.GetValue<int>() ?? int.MaxValue))
            yield return $"{at}: has {text.Length} characters";
        if ((string?)schema["pattern"] is { } pattern && !Regex.IsMatch(text, pattern, RegexOptions.ECMAScript))
            yield return $"{at}: '{text}' does not match {pattern}";
        if ((string?)schema["format"] is { } format && !IsOf(format, text))
            yield return $"{at}: '{text}' is no {format}";
    }

    private static bool IsOf(string format, string text) => format switch
    {
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => Regex.IsMatch(text, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
        _ => throw new NotSupportedException($"Nobody here knows what a {format} is"),
    };

    private static bool IsInteger(JsonNode value) => value.GetValue<double>() is var number
        && Math.Abs(number - Math.Truncate(number)) == 0;

    private JsonNode Find(string reference) => reference.Split('/')[1..]
        .Aggregate(document, (node, name) => node[name] ?? throw new KeyNotFoundException(reference));
}
