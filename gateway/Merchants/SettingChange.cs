using System.Text.Json;
using System.Text.Json.Nodes;
using Contracts;
using ServiceDefaults;

namespace Gateway.Merchants;

/// <summary>One setting that is another than before; null where nothing was settled.</summary>
internal sealed record SettingChange(string Pointer, JsonNode? From, JsonNode? To)
{
    /// <summary>What differs, by JSON pointers, in the order of the settings.</summary>
    public static IReadOnlyList<SettingChange> Between(MerchantSettings before, MerchantSettings after) =>
        [.. Between("", Json(before), Json(after))];

    private static IEnumerable<SettingChange> Between(string at, JsonNode? before, JsonNode? after)
    {
        if (before is JsonObject || after is JsonObject)
            return Names(before).Union(Names(after)).SelectMany(name =>
                Between($"{at}/{name}", (before as JsonObject)?[name], (after as JsonObject)?[name]));
        return JsonNode.DeepEquals(before, after) ? [] : [new(at, before?.DeepClone(), after?.DeepClone())];
    }

    private static IEnumerable<string> Names(JsonNode? node) => (node as JsonObject)?.Select(one => one.Key) ?? [];

    private static JsonNode? Json(MerchantSettings settings) =>
        JsonSerializer.SerializeToNode(settings, ApiJson.Plain);
}
