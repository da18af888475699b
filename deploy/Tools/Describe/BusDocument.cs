using System.Text.Json.Nodes;

namespace Tools.Describe;

/// <summary>
/// The bus's AsyncAPI 3 document: the processes' parts put together with what holds for all (bus.json). Its channels
/// are the exchanges and queues as MassTransit makes them. The same parts give the same text.
/// </summary>
internal static class BusDocument
{
    private const string Schemas = "#/components/schemas/";

    public static string Text(IEnumerable<string> parts) => Yaml.Of(Of(parts));

    /// <exception cref="InvalidOperationException">A message is heard that nobody sends, or sent by two.</exception>
    public static JsonNode Of(IEnumerable<string> parts)
    {
        var members = parts.Select(part => JsonNode.Parse(part)!["bus"]!)
            .OrderBy(member => (string)member["service"]!, StringComparer.Ordinal).ToList();
        var document = ApiDocument.Resource("bus.json");
        var channels = document["channels"]!.AsObject();
        foreach (var (name, message) in Sorted(members, "messages"))
        {
            if (members.Count(member => Has(member, "sends", name)) != 1)
                throw new InvalidOperationException($"{name} must have one service that sends it.");
            document["components"]!["messages"]![name] = Message(name, message);
            channels[name] = MessageExchange(name, message,
                [.. members.Where(member => Has(member, "hears", name)).Select(member => (string)member["service"]!)]);
        }

        foreach (var (name, schema) in Sorted(members, "schemas"))
            document["components"]!["schemas"]![name] = schema.DeepClone();
        foreach (var member in members.Where(member => member["hears"]!.AsArray().Count > 0))
            AddQueues(channels, member);
        foreach (var member in members)
            AddOperations(document["operations"]!.AsObject(), member);
        return document;
    }

    private static JsonObject Message(string name, JsonNode message) => new()
    {
        ["name"] = (string)message["urn"]!,
        ["title"] = name,
        ["summary"] = (string)message["text"]!,
        ["payload"] = new JsonObject
        {
            ["allOf"] = new JsonArray(
                new JsonObject { ["$ref"] = Schemas + "Envelope" },
                new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject
                    {
                        ["messageType"] = new JsonObject
                        {
                            ["contains"] = new JsonObject { ["const"] = (string)message["urn"]! },
                        },
                        ["message"] = message["schema"]!.DeepClone(),
                    },
                }),
        },
    };

    private static JsonObject MessageExchange(string name, JsonNode message, string[] hearers) => new()
    {
        ["address"] = (string)message["exchange"]!,
        ["title"] = name,
        ["messages"] = Messages(name),
        ["x-bound-to"] = new JsonArray([.. hearers.Select(hearer => JsonValue.Create(hearer))]),
        ["bindings"] = Exchange((string)message["exchange"]!),
    };

    /// <summary>A service's queue behind the exchange of its name, and where it puts what it cannot work on.</summary>
    private static void AddQueues(JsonObject channels, JsonNode member)
    {
        var service = (string)member["service"]!;
        string[] heard = [.. member["hears"]!.AsArray().Select(name => (string)name!)];
        channels[service] = Queue(service, $"What {service} hears.", heard);
        var parked = Queue(service + "_error",
            $"What {service} could not work on, with the reason in its headers. Made when it is first needed.", heard);
        parked["x-made-when-needed"] = true;
        channels[service + "_error"] = parked;
    }

    private static JsonObject Queue(string name, string text, string[] heard) => new()
    {
        ["address"] = name,
        ["title"] = name,
        ["description"] = text,
        ["messages"] = Messages(heard),
        ["bindings"] = new JsonObject
        {
            ["amqp"] = new JsonObject
            {
                ["is"] = "queue",
                ["queue"] = new JsonObject
                {
                    ["name"] = name, ["durable"] = true, ["exclusive"] = false, ["autoDelete"] = false,
                    ["vhost"] = "/",
                },
                ["bindingVersion"] = "0.3.0",
            },
        },
    };

    private static JsonObject Exchange(string name) => new()
    {
        ["amqp"] = new JsonObject
        {
            ["is"] = "routingKey",
            ["exchange"] = new JsonObject
            {
                ["name"] = name, ["type"] = "fanout", ["durable"] = true, ["autoDelete"] = false, ["vhost"] = "/",
            },
            ["bindingVersion"] = "0.3.0",
        },
    };

    private static JsonObject Messages(params string[] names) => new(names.Select(name =>
        KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["$ref"] = "#/components/messages/" + name })));

    private static void AddOperations(JsonObject operations, JsonNode member)
    {
        var service = (string)member["service"]!;
        foreach (var name in member["sends"]!.AsArray().Select(name => (string)name!))
            operations[$"{service}.sends.{name}"] = Operation("send", service, name, name, $"{service} sends {name}");
        foreach (var name in member["hears"]!.AsArray().Select(name => (string)name!))
            operations[$"{service}.hears.{name}"] =
                Operation("receive", service, service, name, $"{service} hears {name}");
    }

    private static JsonObject Operation(string action, string service, string channel, string message, string text) =>
        new()
        {
            ["action"] = action,
            ["summary"] = text,
            ["tags"] = new JsonArray(new JsonObject { ["name"] = service }),
            ["channel"] = new JsonObject { ["$ref"] = "#/channels/" + channel },
            ["messages"] = new JsonArray(new JsonObject { ["$ref"] = $"#/channels/{channel}/messages/{message}" }),
        };

    private static IEnumerable<KeyValuePair<string, JsonNode>> Sorted(IEnumerable<JsonNode> members, string kind) =>
        members.SelectMany(member => member[kind]!.AsObject())
            .Select(one => KeyValuePair.Create(one.Key, one.Value!))
            .DistinctBy(one => one.Key).OrderBy(one => one.Key, StringComparer.Ordinal);

    private static bool Has(JsonNode member, string kind, string name) =>
        member[kind]!.AsArray().Any(one => (string)one! == name);
}
