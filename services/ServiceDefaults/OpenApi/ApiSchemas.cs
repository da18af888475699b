using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace ServiceDefaults.OpenApi;

/// <summary>
/// JSON Schemas (2020-12, as OpenAPI 3.1 has them) of what the API reads and writes, from how System.Text.Json sees
/// the types. What is read refuses unknown fields and needs what its validators need; what is written always has every
/// field.
/// </summary>
internal sealed partial class ApiSchemas(JsonSerializerOptions json, ApiRules rules, ApiTexts texts)
{
    private readonly Dictionary<(Type, bool), string> names = [];

    /// <summary>By name, as in <c>#/components/schemas</c>.</summary>
    public SortedDictionary<string, JsonObject> Components { get; } = new(StringComparer.Ordinal);

    /// <param name="isRead">Whether it is a request's.</param>
    public JsonObject Of(Type type, bool isRead)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Simple(type) is { } simple)
            return simple;
        if (type == typeof(Contracts.Money))
        {
            Components.TryAdd("Money", MoneyJson.Schema());
            return new() { ["$ref"] = "#/components/schemas/Money" };
        }

        if (Converter(type.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType, isRead) is { } described)
            return described;
        var info = json.GetTypeInfo(type);
        return info.Kind switch
        {
            JsonTypeInfoKind.Enumerable => new()
            {
                ["type"] = "array",
                ["items"] = Of(info.ElementType!, isRead),
            },
            JsonTypeInfoKind.Dictionary => new()
            {
                ["type"] = "object",
                ["additionalProperties"] = Of(info.ElementType!, isRead),
            },
            JsonTypeInfoKind.Object => Reference(info, isRead),
            _ => throw new InvalidOperationException($"Nobody says what {type} is as JSON: see IDescribedJson."),
        };
    }

    /// <summary>A type's fields, for a query: name, schema, whether it is needed, what it is.</summary>
    public IEnumerable<(string Name, JsonObject Schema, bool IsRequired)> Fields(Type type) =>
        json.GetTypeInfo(type).Properties.Select(field => (
            field.Name, Field(field, isRead: true), rules.Of(type).IsRequired(field.Name)));

    /// <summary>Any of a type's fields, and null for what is to be taken back (RFC 7396).</summary>
    public JsonObject PatchOf(Type type) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(Fields(type).Select(field =>
            KeyValuePair.Create(field.Name, (JsonNode?)OrNull(field.Schema)))),
        ["additionalProperties"] = false,
    };

    private JsonObject Reference(JsonTypeInfo info, bool isRead)
    {
        if (!names.TryGetValue((info.Type, isRead), out var name))
        {
            // Known before it is made: a type may hold itself.
            names[(info.Type, isRead)] = name = NameOf(info.Type);
            var schema = Object(info, isRead);
            if (Components.TryGetValue(name, out var other) && !JsonNode.DeepEquals(schema, other))
                names[(info.Type, isRead)] = name += isRead ? "Input" : "Output";
            if (!Components.TryAdd(name, schema) && !JsonNode.DeepEquals(schema, Components[name]))
                throw new InvalidOperationException($"Two types are called {name}: give {info.Type} an [ApiName].");
        }

        return new() { ["$ref"] = "#/components/schemas/" + name };
    }

    private JsonObject Object(JsonTypeInfo info, bool isRead)
    {
        var constraints = isRead ? rules.Of(info.Type) : Constraints.None;
        var properties = new JsonObject();
        var required = new JsonArray();
        var isOpen = false;
        foreach (var field in info.Properties)
        {
            if (field.IsExtensionData)
            {
                isOpen = true;
                continue;
            }

            if (isRead ? field is { Set: null, AssociatedParameter: null } : field.Get is null)
                continue;
            properties[field.Name] = Field(field, isRead, constraints);
            if (isRead ? constraints.IsRequired(field.Name) || field.IsRequired : field.ShouldSerialize is null)
                required.Add(field.Name);
        }

        var schema = new JsonObject { ["type"] = "object" };
        if (texts.Of(info.Type) is { } text)
            schema["description"] = text;
        if (required.Count > 0)
            schema["required"] = required;
        schema["properties"] = properties;
        if (isRead || isOpen)
            schema["additionalProperties"] = isOpen;
        return schema;
    }

    private JsonObject Field(JsonPropertyInfo field, bool isRead, Constraints? constraints = null)
    {
        var attributes = field.AttributeProvider;
        var schema = Converter(field.CustomConverter?.GetType(), isRead) ?? Of(field.PropertyType, isRead);
        if (Attribute<OneOfAttribute>(attributes) is { } words)
            schema["enum"] = new JsonArray([.. words.Words.Select(word => JsonValue.Create(word))]);
        if (Attribute<RangeAttribute>(attributes) is { } range)
            (schema["minimum"], schema["maximum"]) = (Number(range.Minimum), Number(range.Maximum));
        constraints?.Apply(field.Name, schema);
        var mayBeNull = isRead
            ? !(constraints?.IsRequired(field.Name) ?? false) && (field.IsSetNullable || field.IsGetNullable)
            : field.IsGetNullable;
        if (mayBeNull && constraints is not null)
            schema = OrNull(schema);
        if (attributes is MemberInfo member && texts.Of(member) is { } text)
            schema = Described(schema, text);
        return schema;
    }

    private static JsonObject OrNull(JsonObject schema)
    {
        if (schema["enum"] is JsonArray words)
            words.Add(null);
        if (schema["type"] is JsonValue type)
            schema["type"] = new JsonArray(type.DeepClone(), "null");
        else if (schema.Count > 0)
            return new() { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
        return schema;
    }

    private static JsonObject Described(JsonObject schema, string text)
    {
        schema["description"] = text;
        return schema;
    }

    private JsonObject? Converter(Type? converter, bool isRead) =>
        converter?.IsAssignableTo(typeof(IDescribedJson)) == true
            ? (JsonObject)converter.GetMethod(nameof(IDescribedJson.Schema))!
                .Invoke(null, [(Func<Type, JsonObject>)(type => Of(type, isRead))])!
            : null;

    private static JsonObject? Simple(Type type) => type switch
    {
        _ when type == typeof(string) => new() { ["type"] = "string" },
        _ when type == typeof(Guid) => new() { ["type"] = "string", ["format"] = "uuid" },
        _ when type == typeof(DateTimeOffset) => new() { ["type"] = "string", ["format"] = "date-time" },
        _ when type == typeof(DateOnly) => new() { ["type"] = "string", ["format"] = "date" },
        _ when type == typeof(bool) => new() { ["type"] = "boolean" },
        _ when type == typeof(int) => new() { ["type"] = "integer", ["format"] = "int32" },
        _ when type == typeof(long) => new() { ["type"] = "integer", ["format"] = "int64" },
        _ when type == typeof(double) || type == typeof(decimal) => new() { ["type"] = "number" },
        _ when type == typeof(JsonElement) || type == typeof(object) || type.IsAssignableTo(typeof(JsonNode)) => [],
        _ => null,
    };

    private static string NameOf(Type type)
    {
        if (type.GetCustomAttribute<ApiNameAttribute>() is { } given)
            return given.Name;
        if (type.IsGenericType)
            return string.Concat(type.GenericTypeArguments.Select(NameOf)) + type.Name[..type.Name.IndexOf('`')];
        var name = Suffix().Replace(type.Name, "");
        return type.IsNested ? NameOf(type.DeclaringType!) + name : name;
    }

    private static T? Attribute<T>(ICustomAttributeProvider? provider) where T : Attribute =>
        provider?.GetCustomAttributes(typeof(T), inherit: true).OfType<T>().FirstOrDefault();

    [GeneratedRegex("(View|Fields)$")]
    private static partial Regex Suffix();

    private static JsonValue Number(object number) => JsonValue.Create(Convert.ToInt64(
        number, System.Globalization.CultureInfo.InvariantCulture));
}
