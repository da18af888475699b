using System.Text.Json.Nodes;
using Testing;
using Tools.Describe;

namespace EndToEnd.Tests;

/// <summary>What contracts/asyncapi.yaml says of the bus, held against the broker that the platform runs on.</summary>
public sealed class TopologyTests(Platform platform)
{
    /// <summary>Of the broker, and of MassTransit (what went wrong, its own endpoints): not the platform's.</summary>
    private static readonly string[] Others = ["amq.", "MassTransit:"];

    [Fact]
    public async Task The_exchanges_queues_and_bindings_of_the_broker_are_those_that_are_described()
    {
        var channels = (await Document())["channels"]!.AsObject().Select(channel => channel.Value!).ToList();
        var queues = channels.Where(channel => channel["bindings"]!["amqp"]!["queue"] is not null).ToList();
        if (Servers.Topology() is not { } broker)
        {
            Assert.Skip("The broker is not an instance of ours: nobody tells its topology");
            return;
        }

        string[] MustBe(Func<JsonNode, IEnumerable<string>> names) =>
            [.. channels.Where(channel => channel["x-made-when-needed"] is null).SelectMany(names)];
        IEnumerable<string> Exchange(JsonNode channel) => [$"{channel["address"]} fanout durable=True"];
        IEnumerable<string> Queue(JsonNode channel) => channel["x-bound-to"] is null
            ? [$"{channel["address"]} durable={Flag(channel["bindings"]!["amqp"]!["queue"]!, "durable")}"] : [];
        IEnumerable<string> Bindings(JsonNode channel) => channel["x-bound-to"] is JsonArray hearers
            ? hearers.Select(hearer => $"{channel["address"]} to exchange {hearer}")
            : [$"{channel["address"]} to queue {channel["address"]}"];

        Compare(MustBe(Exchange), channels.SelectMany(Exchange), Of(broker, "exchanges", "name",
            one => $"{one["name"]} {one["type"]} durable={Flag(one, "durable")}"));
        Compare(MustBe(Queue), channels.SelectMany(Queue), Of(broker, "queues", "name",
            one => $"{one["name"]} durable={Flag(one, "durable")}"));
        Compare(MustBe(Bindings), channels.SelectMany(Bindings), Of(broker, "bindings", "source_name",
            one => $"{one["source_name"]} to {one["destination_kind"]} {one["destination_name"]}"));
        queues.Count.ShouldBe(8);
        platform.Url.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task What_is_said_on_the_bus_is_as_it_is_described()
    {
        var document = await Document();
        var schemas = new JsonSchemas(document);
        var messages = document["components"]!["messages"]!.AsObject();
        await using var bus = await Broker.Listen(messages.Select(message => $"Contracts:{message.Key}"));
        var order = await platform.Place();
        var (_, awb) = await platform.Ship(order);
        foreach (var scan in Delhivery.Delivered())
            (await platform.Post(awb, scan)).Is(200);
        (await platform.Storefront.Post((await platform.Place()).Path + "/cancel", new { reason = "changed my mind" }))
            .Is(200);

        var heard = new HashSet<string>();
        await Eventually.True(async () =>
        {
            while (await bus.Next() is var (exchange, body))
            {
                var name = exchange["Contracts:".Length..];
                heard.Add(name);
                schemas.Errors(messages[name]!["payload"]!, JsonNode.Parse(body)).ShouldBeEmpty(name);
            }

            return heard.IsSupersetOf(
            [
                "OrderPlaced", "OrderCancelled", "OrderMilestoneReached", "PaymentProgressed", "ShipmentRegistered",
                "ShipmentProgressed", "NotificationSettled",
            ]);
        });
    }

    private static async Task<JsonNode> Document() => BusDocument.Of(await Parts.Read(Repository.Root));

    private static void Compare(string[] mustBe, IEnumerable<string> mayBe, string[] are)
    {
        mustBe.Except(are).ShouldBeEmpty("is described, and the broker has it not");
        are.Except(mayBe).ShouldBeEmpty("is on the broker, and nobody describes it");
    }

    /// <summary>The platform's own, without what is gone with its connection or RabbitMQ binds by itself.</summary>
    private static string[] Of(JsonNode broker, string kind, string name, Func<JsonNode, string> text) =>
    [
        .. broker[kind]!.AsArray().Select(one => one!).Where(one => (string)one[name]! is { Length: > 0 } found
            && !Others.Any(other => found.StartsWith(other, StringComparison.Ordinal))
            && !Flag(one, "auto_delete") && !Flag(one, "exclusive")
            && one["destination_name"]?.ToString().StartsWith("amq.", StringComparison.Ordinal) != true).Select(text),
    ];

    private static bool Flag(JsonNode one, string name) => one[name]?.ToString() == "true";
}
