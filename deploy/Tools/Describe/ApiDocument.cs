using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tools.Describe;

/// <summary>
/// The API's OpenAPI document: the parts that the processes print (<c>describe</c>), put together with what all of them
/// share (shared.json) and with examples (examples.json). The same parts give the same bytes.
/// </summary>
internal static class ApiDocument
{
    private const string WebhooksOut = "Webhooks out";

    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <exception cref="InvalidOperationException">Two parts say different things of one name.</exception>
    public static string Of(IEnumerable<string> parts)
    {
        var document = Resource("shared.json");
        var paths = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        var webhooks = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        var schemas = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var part in parts.Select(text => JsonNode.Parse(text)!))
        {
            foreach (var (path, operations) in part["paths"]!.AsObject())
                Merge(paths, path, operations!.AsObject());
            foreach (var (name, operations) in part["webhooks"]!.AsObject())
                Merge(webhooks, name, operations!.AsObject());
            foreach (var (name, schema) in part["components"]!["schemas"]!.AsObject())
                if (!schemas.TryAdd(name, schema!.DeepClone()) && !JsonNode.DeepEquals(schemas[name], schema))
                    throw new InvalidOperationException(
                        $"Two services have a '{name}': give one of the types another [ApiName].");
        }

        document["paths"] = new JsonObject(paths);
        document["webhooks"] = new JsonObject(webhooks);
        document["components"]!["schemas"] = new JsonObject(schemas);
        Problems(document);
        Unused(document, "parameters", "Webhook");
        Tag(document);
        Limits(document);
        new Examples(document, Resource("examples.json")).Add();
        return document.ToJsonString(Written) + "\n";
    }

    private static void Merge(SortedDictionary<string, JsonNode?> paths, string path, JsonObject operations)
    {
        if (!paths.TryGetValue(path, out var item))
            paths[path] = item = new JsonObject();
        foreach (var (method, operation) in operations)
            if (!item!.AsObject().TryAdd(method, operation!.DeepClone()))
                throw new InvalidOperationException($"Two services have {method} {path}.");
    }

    /// <summary>What shared.json says of each problem in short, as responses have it.</summary>
    private static void Problems(JsonNode document)
    {
        foreach (var (_, response) in document["components"]!["responses"]!.AsObject())
        {
            if (response!["status"] is not { } status)
                continue;
            var example = new JsonObject { ["type"] = $"urn:tracking-platform:problem:{response["code"]}" };
            foreach (var member in (string[])["title", "status", "code", "detail"])
                example[member] = response[member]?.DeepClone();
            example["instance"] = "/v1/orders";
            example["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736";
            if (response["errors"] is { } errors)
                example["errors"] = errors.DeepClone();
            var code = status.GetValue<int>();
            foreach (var member in (string[])["title", "status", "code", "detail", "errors"])
                response.AsObject().Remove(member);
            if (code is 409 or 429 or >= 502)
                response["headers"] = new JsonObject { ["Retry-After"] = Header("RetryAfter") };
            response["content"] = new JsonObject
            {
                ["application/problem+json"] = new JsonObject
                {
                    ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/Problem" },
                    ["example"] = example,
                },
            };
        }
    }

    /// <summary>Each operation is under the tag that names most of its path.</summary>
    private static void Tag(JsonNode document)
    {
        var tags = new List<(string Name, string Path)>();
        foreach (var tag in document["tags"]!.AsArray())
        {
            tags.AddRange(tag!["x-paths"]!.AsArray().Select(path => ((string)tag["name"]!, (string)path!)));
            tag.AsObject().Remove("x-paths");
        }

        foreach (var (path, operation) in Operations(document))
            operation["tags"] = new JsonArray(tags
                .Where(tag => path == tag.Path || path.StartsWith(tag.Path + "/", StringComparison.Ordinal))
                .MaxBy(tag => tag.Path.Length).Name
                ?? throw new InvalidOperationException($"No tag of shared.json has {path}."));
        foreach (var (_, operation) in Operations(document, "webhooks"))
            operation["tags"] = new JsonArray(WebhooksOut);
        var used = Operations(document).Concat(Operations(document, "webhooks"))
            .Select(one => (string)one.Operation["tags"]![0]!).ToHashSet();
        document["tags"] = new JsonArray([.. document["tags"]!.AsArray()
            .Where(tag => used.Contains((string)tag!["name"]!)).Select(tag => tag!.DeepClone())]);
    }

    private static void Limits(JsonNode document)
    {
        foreach (var (_, operation) in Operations(document))
            foreach (var (_, response) in operation["responses"]!.AsObject())
                if (response!["$ref"] is null)
                {
                    var headers = response["headers"] as JsonObject ?? [];
                    headers["RateLimit"] = Header("RateLimit");
                    headers["RateLimit-Policy"] = Header("RateLimitPolicy");
                    response["headers"] = headers;
                }
    }

    /// <summary>Takes away what is of use only where there are webhooks, as long as there are none.</summary>
    private static void Unused(JsonNode document, string kind, string prefix)
    {
        if (document["webhooks"]!.AsObject().Count > 0)
            return;
        var components = document["components"]![kind]!.AsObject();
        foreach (var name in components.Select(one => one.Key)
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToList())
            components.Remove(name);
    }

    /// <param name="kind">"paths": what is asked of the platform; "webhooks": what it posts.</param>
    internal static IEnumerable<(string Path, JsonObject Operation)> Operations(
        JsonNode document, string kind = "paths") =>
        document[kind]!.AsObject().SelectMany(path => path.Value!.AsObject()
            .Select(operation => (path.Key, operation.Value!.AsObject())));

    private static JsonObject Header(string name) => new() { ["$ref"] = "#/components/headers/" + name };

    internal static JsonNode Resource(string name)
    {
        using var stream = typeof(ApiDocument).Assembly.GetManifestResourceStream("Describe/" + name)!;
        return JsonNode.Parse(stream)!;
    }
}
