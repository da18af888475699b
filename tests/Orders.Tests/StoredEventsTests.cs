using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Streams;

namespace Orders.Tests;

/// <summary>
/// Names and fields of the stored events are for ever. Adding an optional field is fine: then events.received.json,
/// which this test writes beside itself, becomes Approved/events.json. Anything else breaks orders that exist.
/// </summary>
public sealed class StoredEventsTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    [Fact]
    public void The_stored_format_is_the_approved_one()
    {
        var stored = new JsonObject(typeof(OrderEvent).GetNestedTypes(BindingFlags.Public)
            .Concat(typeof(ReturnEvent).GetNestedTypes(BindingFlags.Public))
            .Select(type => (Alias: AliasOf(type), Fields: Fields(type)))
            .OrderBy(stored => stored.Alias, StringComparer.Ordinal)
            .Select(stored => KeyValuePair.Create<string, JsonNode?>(stored.Alias, stored.Fields)));
        var text = stored.ToJsonString(Readable);
        File.WriteAllText("events.received.json", text + "\n");
        text.ShouldBe(File.ReadAllText("Approved/events.json").TrimEnd());
    }

    [Fact]
    public void An_event_comes_back_from_the_store_as_it_went_in()
    {
        OrderEvent[] events =
        [
            Given.Order1001,
            new OrderEvent.ShipmentProgressed(
                Given.Progressed(Given.ParcelA, 2, Given.Scan("picked_up", 24), "picked_up"), "delhivery", "1490"),
            new OrderEvent.NotificationSettled(Given.Told("shipped")),
        ];
        foreach (var happened in events)
        {
            var type = OrderJson.Default.GetTypeInfo(happened.GetType())!;
            var json = JsonSerializer.Serialize(happened, type);
            JsonSerializer.Serialize(JsonSerializer.Deserialize(json, type), type).ShouldBe(json);
        }
    }

    private static string AliasOf(Type type) => type.GetCustomAttribute<EventAliasAttribute>()?.Alias
        ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(type.Name);

    private static JsonNode Fields(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (OrderJson.Default.GetTypeInfo(bare) is not { } info)
            return bare.Name;
        return info.Kind switch
        {
            JsonTypeInfoKind.Object => new JsonObject(info.Properties
                .Select(field => KeyValuePair.Create<string, JsonNode?>(NameOf(field), Fields(field.PropertyType)))),
            JsonTypeInfoKind.Enumerable => new JsonArray(Fields(info.ElementType!)),
            _ => bare.Name,
        };
    }

    private static string NameOf(JsonPropertyInfo field) => field.IsRequired ? field.Name : field.Name + "?";
}
