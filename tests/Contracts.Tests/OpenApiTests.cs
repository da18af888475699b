using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Testing;

namespace Contracts.Tests;

/// <summary>The API's description: held against its own rules and the gateway's routes.</summary>
public sealed partial class OpenApiTests
{
    private static readonly JsonNode Document = JsonNode.Parse(
        File.ReadAllText(Path.Combine(Repository.Root, "contracts", "openapi.json")))!;

    [Fact]
    public void Every_operation_is_summed_up_and_has_its_examples()
    {
        foreach (var (name, operation) in Operations().Concat(Operations("webhooks")))
        {
            ((string?)operation["summary"]).ShouldNotBeNullOrWhiteSpace(name);
            foreach (var holder in operation["responses"]!.AsObject().Select(one => one.Value)
                .Append(operation["requestBody"]))
                foreach (var (mediaType, content) in holder?["content"]?.AsObject() ?? [])
                    content!.AsObject().ContainsKey("example").ShouldBeTrue($"{name} has no example of {mediaType}");
        }
    }

    [Fact]
    public void What_is_described_can_be_reached_through_the_gateway_with_the_scope_it_names()
    {
        foreach (var (name, operation) in Operations())
        {
            var (method, path) = (name.Split(' ')[0], name.Split(' ')[1]);
            // The gateway's own: its part of the document is made of its routes.
            if (path.Split('/')[2..] is ["merchants" or "keys", ..] or ["ops", "streams", "gateway", ..])
                continue;
            var route = Routes().Where(route => Leads(route, method, path))
                .MaxBy(route => ((string)route["Match"]!["Path"]!).Length)
                ?? throw new InvalidOperationException($"No route of the gateway leads to {name}");
            var atDoor = (string)route["Metadata"]!["Scope"]!;
            var inside = (string?)operation["security"]!.AsArray().FirstOrDefault()?["key"]![0] ?? "none";
            (atDoor == inside || (inside == "admin" && atDoor is "ops" or "storefront"))
                .ShouldBeTrue($"{name} needs {inside}, the gateway asks for {atDoor}");
        }
    }

    [Fact]
    public void What_the_gateway_lets_through_is_described()
    {
        var operations = Operations().Select(one => one.Name.Split(' ')).ToList();
        // A page is for readers, not for programs.
        Routes().Where(route => route["Metadata"]?["Page"] is null)
            .Where(route => !operations.Any(one => Leads(route, one[0], one[1])))
            .Select(route => (string)route["Match"]!["Path"]!).ShouldBeEmpty();
    }

    private static IEnumerable<(string Name, JsonObject Operation)> Operations(string kind = "paths") =>
        Document[kind]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(one =>
            ($"{one.Key.ToUpperInvariant()} {path.Key}", one.Value!.AsObject())));

    private static IEnumerable<JsonNode> Routes() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "gateway", "appsettings.json")))!
            ["ReverseProxy"]!["Routes"]!.AsObject().Select(route => route.Value!);

    private static bool Leads(JsonNode route, string method, string path)
    {
        var match = (string)route["Match"]!["Path"]!;
        var pattern = "^" + Parameter().Replace(Rest().Replace(match, "(/.*)?"), "[^/]+") + "$";
        return Regex.IsMatch(path, pattern) && (route["Match"]!["Methods"]?.AsArray()
            .Any(allowed => (string)allowed! == method) ?? true);
    }

    [GeneratedRegex(@"/\{\*\*\w+\}")]
    private static partial Regex Rest();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Parameter();
}
