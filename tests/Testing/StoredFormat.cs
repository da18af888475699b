using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Testing;

/// <summary>
/// The stored form of a closed set of events: names, fields and types, to be compared with an approved file. A field
/// that may be missing ends in a question mark.
/// </summary>
public static class StoredFormat
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    /// <summary>
    /// What is stored now, and what was approved in <paramref name="folder"/> (below the repository). Where they
    /// differ, <c>events.received.json</c> is written beside it: rename it to approve.
    /// </summary>
    public static (string Now, string Approved) Compare(Type closedSet, JsonSerializerContext json, string folder)
    {
        var stored = new JsonObject(closedSet.GetNestedTypes(BindingFlags.Public)
            .Select(type => (Alias: JsonNamingPolicy.SnakeCaseLower.ConvertName(type.Name), Fields: Fields(type, json)))
            .OrderBy(stored => stored.Alias, StringComparer.Ordinal)
            .Select(stored => KeyValuePair.Create<string, JsonNode?>(stored.Alias, stored.Fields)));
        var now = stored.ToJsonString(Readable) + "\n";
        var file = Path.Combine(Repository.Root, folder, "Approved", "events.json");
        var approved = File.Exists(file) ? File.ReadAllText(file) : "";
        if (now != approved)
            File.WriteAllText(Path.ChangeExtension(file, ".received.json"), now);
        return (now, approved);
    }

    private static JsonNode Fields(Type type, JsonSerializerContext json)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (json.GetTypeInfo(bare) is not { } info)
            return bare.Name;
        return info.Kind switch
        {
            JsonTypeInfoKind.Object => new JsonObject(info.Properties.Select(field =>
                KeyValuePair.Create<string, JsonNode?>(NameOf(field), Fields(field.PropertyType, json)))),
            JsonTypeInfoKind.Enumerable => new JsonArray(Fields(info.ElementType!, json)),
            _ => bare.Name,
        };
    }

    private static string NameOf(JsonPropertyInfo field) =>
        field.IsRequired || field.AssociatedParameter is { IsNullable: false } ? field.Name : field.Name + "?";
}
