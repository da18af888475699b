using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tools.Describe;

/// <summary>
/// Gives every operation an example of what it is asked and what it answers, made along their schemas from a table
/// (examples.json): <c>types</c> has whole objects by the name of their schema, <c>fields</c> values by "Schema.field"
/// or, where the schema takes it, by the field's name alone; <c>"*"</c> stands for: the schema's own example. What the
/// table does not know is null or left out where it may be.
/// </summary>
internal sealed class Examples(JsonNode document, JsonNode table)
{
    private const string Reference = "#/components/schemas/";

    private readonly HashSet<string> open = [];

    public void Add()
    {
        foreach (var (_, operation) in ApiDocument.Operations(document, "webhooks"))
            Content(operation["requestBody"], isRead: false);
        foreach (var (_, operation) in ApiDocument.Operations(document))
        {
            foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
                if (parameter!["schema"] is { } schema
                    && Find(schema, "", (string)parameter["name"]!, out var known) && known is not null)
                    parameter["example"] = known.DeepClone();
            Content(operation["requestBody"], isRead: true);
            foreach (var (_, response) in operation["responses"]!.AsObject())
                Content(response, isRead: false);
        }
    }

    private void Content(JsonNode? holder, bool isRead)
    {
        foreach (var (mediaType, content) in holder?["content"]?.AsObject() ?? [])
            if (content!["example"] is null)
                content["example"] = mediaType switch
                {
                    "text/event-stream" => table["stream"]!.DeepClone(),
                    "application/x-ndjson" => table[isRead ? "orderLines" : "lines"]!.DeepClone(),
                    "text/csv" => table["csv"]!.DeepClone(),
                    "application/octet-stream" => table["bytes"]!.DeepClone(),
                    _ => Of(content["schema"]!, "", "", isRead),
                };
    }

    private JsonNode? Of(JsonNode schema, string owner, string field, bool isRead)
    {
        var isKnown = Find(schema, owner, field, out var known);
        if (isKnown && !IsOwn(known))
            return known?.DeepClone();
        if (schema["anyOf"] is JsonArray choices)
            return !isKnown && choices.Any(IsNull) ? null
                : Of(choices.First(choice => !IsNull(choice))!, owner, "", isRead);
        if (schema["allOf"] is JsonArray all)
            return new JsonObject(all.SelectMany(one => Of(one!, owner, "", isRead)!.AsObject()
                .Select(part => KeyValuePair.Create(part.Key, part.Value?.DeepClone()))));
        if ((string?)schema["$ref"] is { } reference)
            return Named(reference[Reference.Length..], isRead);
        if (!isKnown && schema["type"] is JsonArray)
            return null;
        return Simple(schema, owner, field, isRead);
    }

    private JsonNode? Named(string name, bool isRead)
    {
        if (table["types"]![name] is { } whole)
            return whole.DeepClone();
        if (!open.Add(name))
            return null;
        var made = Object(document["components"]!["schemas"]![name]!, name, isRead);
        open.Remove(name);
        return made;
    }

    private JsonObject Object(JsonNode schema, string name, bool isRead)
    {
        var required = schema["required"]?.AsArray().Select(field => (string)field!).ToHashSet() ?? [];
        var made = new JsonObject();
        foreach (var (field, of) in schema["properties"]?.AsObject() ?? [])
            if (required.Contains(field) || (isRead && Find(of!, name, field, out _)))
                made[field] = Of(of!, name, field, isRead);
        return made;
    }

    private JsonNode? Simple(JsonNode schema, string owner, string field, bool isRead)
    {
        if (schema["enum"] is JsonArray words)
            return words[0]!.DeepClone();
        var type = schema["type"] is JsonArray types ? (string)types[0]! : (string?)schema["type"];
        return (type, (string?)schema["format"]) switch
        {
            ("array", _) => new JsonArray(Of(schema["items"]!, owner, "", isRead)),
            ("object", _) when schema["additionalProperties"] is JsonObject => new JsonObject(),
            ("object", _) => Object(schema, owner, isRead),
            ("string", { } format) => table["formats"]![format]!.DeepClone(),
            ("string", _) => table["formats"]!["text"]!.DeepClone(),
            ("integer" or "number", _) => schema["minimum"]?.DeepClone() ?? 1,
            ("boolean", _) => false,
            _ => new JsonObject(),
        };
    }

    private bool Find(JsonNode schema, string owner, string field, out JsonNode? value)
    {
        var fields = table["fields"]!.AsObject();
        return fields.TryGetPropertyValue($"{owner}.{field}", out value)
            || (fields.TryGetPropertyValue(field, out value) && (IsOwn(value) || Takes(schema, value)));
    }

    private static bool Takes(JsonNode schema, JsonNode? value)
    {
        if (schema["anyOf"] is JsonArray choices)
            return choices.Any(choice => Takes(choice!, value));
        if (schema["enum"] is JsonArray words)
            return words.Any(word => JsonNode.DeepEquals(word, value));
        var kind = value?.GetValueKind() switch
        {
            null => "null",
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => "number",
            _ => "boolean",
        };
        return schema["$ref"] is not null ? kind == "object" : schema["type"] switch
        {
            JsonArray types => types.Any(type => Is((string)type!, kind)),
            { } type => Is((string)type!, kind),
            null => true,
        };
    }

    private static bool Is(string type, string kind) => type == kind || (type == "integer" && kind == "number");

    private static bool IsOwn(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.String && (string?)value == "*";

    private static bool IsNull(JsonNode? schema) => (string?)schema!["type"] == "null";
}
