using System.Text;
using System.Text.Json.Nodes;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Every operation of the API's description, asked by those who may not: never a leak.</summary>
public sealed class DescribedRoutesTests(Platform platform)
{
    private static readonly JsonNode Document = JsonNode.Parse(
        File.ReadAllText(Path.Combine(Repository.Root, "contracts", "openapi.json")))!;

    private static readonly IReadOnlyList<Operation> Operations =
    [
        .. from path in Document["paths"]!.AsObject()
           from one in path.Value!.AsObject()
           let need = one.Value!["security"]!.AsArray()
           where need.Count > 0
           select new Operation(new(one.Key.ToUpperInvariant()), path.Key,
               (string?)need[0]!["key"]!.AsArray().FirstOrDefault() ?? "any",
               one.Value!["requestBody"]?["content"]!.AsObject().First(),
               one.Value!["parameters"]?.AsArray().Any(known => (string?)known!["$ref"] is { } named
                   && named.EndsWith("/IfMatch", StringComparison.Ordinal)) == true),
    ];

    [Fact]
    public async Task Without_a_key_nothing_is_answered()
    {
        Operations.Count.ShouldBeGreaterThan(50);
        foreach (var operation in Operations)
            (await Ask(platform.Anybody, operation, operation.Path)).ShouldBeProblem(operation, 401);
    }

    [Fact]
    public async Task A_key_of_another_scope_is_refused()
    {
        foreach (var (scope, key) in await AnotherMerchant())
            foreach (var operation in Operations.Where(o => o.Scope != "any" && o.Scope != scope && scope != "admin"))
                (await Ask(platform.With(key), operation, operation.Path)).ShouldBeProblem(operation, 403);
    }

    [Fact]
    public async Task Another_merchants_ids_do_not_exist_for_any_key()
    {
        var ids = await OneOfEach.Of(platform);
        Operations.Select(operation => operation.Kind).OfType<string>().Distinct()
            .ShouldBe(ids.Keys.Concat(OneOfEach.Without), ignoreOrder: true);
        var order = (await platform.Storefront.Get("/v1/orders/" + ids["orders"])).Is(200).Json;
        string[] secrets = [(string)order["orderNumber"]!, .. ids.Values];
        foreach (var (scope, text) in await AnotherMerchant())
            foreach (var operation in Operations.Where(o => scope == "admin" || o.Scope == scope))
            {
                if (operation.Scope == "operator")
                    continue;
                var answer = await Ask(platform.With(text), operation, Filled(operation.Path, ids));
                if (operation.IsOfOne)
                    answer.ShouldBeProblem(operation, 404);
                foreach (var secret in secrets.Where(secret => !answer.Path.Contains(secret)))
                    answer.Answer.Text.ShouldNotContain(secret, Case.Insensitive, operation.ToString());
            }
    }

    [Fact]
    public async Task A_tag_of_another_version_stops_every_change_of_what_has_versions()
    {
        var ids = await OneOfEach.Of(platform);
        var conditional = Operations.Where(operation => operation.IsConditional).ToList();
        conditional.Count.ShouldBeGreaterThan(30);
        foreach (var operation in conditional)
            (await Ask(platform.Admin, operation, Filled(operation.Path, ids), ("If-Match", "\"v987654\"")))
                .ShouldBeProblem(operation, 412);
    }

    /// <summary>Each field of each request, with what it is not meant for: refused or done, never broken.</summary>
    [Fact]
    public async Task Whatever_a_field_holds_nothing_breaks()
    {
        var keys = await AnotherMerchant();
        var api = platform.With(keys.Single(one => one.Scope == "admin").Key);
        foreach (var operation in Operations.Where(one => one.Body?.Value!["example"] is JsonObject or JsonArray))
        {
            var order = (await api.Post("/v1/orders", Shop.Request(Shop.NewNumber(), "upi"))).Is(201).Json;
            var ids = new Dictionary<string, string> { ["orders"] = (string)order["id"]!, ["customers"] = "nobody" };
            foreach (var odd in Odd.SelectMany(value => With(operation.Body!.Value.Value!["example"]!, value)))
            {
                using var body = new StringContent(odd, Encoding.UTF8, operation.Body!.Value.Key);
                var answer = await api.Send(operation.Method, Filled(operation.Path, ids), body);
                answer.Status.ShouldBeLessThan(500, $"{operation} {odd}: {answer.Text}");
            }
        }
    }

    private static IEnumerable<string> Odd =>
    [
        "null", "[null]", "{}", "true", "-1", "1e300", "\"\"", "\"\\n\"", "\"9999-12-31\"", "\"\\u0661\"", "\"[\"",
        // What looks like a sealed text, in base64url that no bytes make.
        $"\"~p1.{new string('A', 21)}B.{new string('A', 40)}~\"",
    ];

    /// <summary>The body as often as it has fields, one of them being <paramref name="value"/> each time.</summary>
    private static IEnumerable<string> With(JsonNode body, string value)
    {
        var fields = Fields(body).ToList();
        for (var at = 0; at < fields.Count; at++)
        {
            var copy = body.DeepClone();
            Fields(copy).ElementAt(at).ReplaceWith(JsonNode.Parse(value));
            yield return copy.ToJsonString();
        }
    }

    private static IEnumerable<JsonNode> Fields(JsonNode node) => (node switch
    {
        JsonObject fields => fields.Select(field => field.Value),
        JsonArray { Count: > 0 } items => [items[0]],
        _ => [],
    }).OfType<JsonNode>().SelectMany(field => Fields(field).Prepend(field));

    private async Task<IEnumerable<(string Scope, string Key)>> AnotherMerchant()
    {
        var made = (await platform.Admin.Post("/v1/merchants", new { name = "Another" })).Is(201).Json;
        return [.. made["keys"]!.AsObject().Select(one => (one.Key, (string)one.Value!))];
    }

    private static async Task<Asked> Ask(
        Api api, Operation operation, string path, params (string, string)[] headers) =>
        new(path, await api.Send(operation.Method, path, Fresh(operation.Body?.Value!["example"]) is { } body
            ? new StringContent(body.ToJsonString(), Encoding.UTF8, operation.Body!.Value.Key) : null, headers));

    /// <summary>Where something is now: an example grows old.</summary>
    private static JsonNode? Fresh(JsonNode? body)
    {
        foreach (var position in (body as JsonArray ?? []).OfType<JsonObject>().Where(one => one.ContainsKey("at")))
            position["at"] = DateTimeOffset.UtcNow.ToString("O");
        return body;
    }

    /// <summary>With the ids of what there is, and of what there is not where the test makes none.</summary>
    private static string Filled(string path, Dictionary<string, string> ids) => path
        .Replace("{id}", ids.GetValueOrDefault(KindOf(path) ?? "") ?? $"{Guid.NewGuid():D}", StringComparison.Ordinal)
        .Replace("{carrier}", "delhivery", StringComparison.Ordinal)
        .Replace("{provider}", "simulated", StringComparison.Ordinal)
        .Replace("{account}", "demo", StringComparison.Ordinal)
        .Replace("{what}", "orders", StringComparison.Ordinal)
        .Replace("{customerId}", ids.GetValueOrDefault("customers"), StringComparison.Ordinal);

    /// <summary>What is named by an id in the path: the part before it.</summary>
    private static string? KindOf(string path) => path.Replace("{customerId}", "{id}", StringComparison.Ordinal)
        .Split("/{id}") is [var before, _, ..] ? before.Split('/')[^1] : null;

    internal sealed record Operation(
        HttpMethod Method, string Path, string Scope, KeyValuePair<string, JsonNode?>? Body, bool IsConditional)
    {
        public string? Kind => KindOf(Path);

        /// <summary>It is about something that has an owner, named in its path.</summary>
        public bool IsOfOne => Path.Contains("{id}") || Path.Contains("{account}") || Path.Contains("{customerId}");

        public override string ToString() => $"{Method} {Path}";
    }
}

internal sealed record Asked(string Path, Answer Answer)
{
    public void ShouldBeProblem(DescribedRoutesTests.Operation operation, int status)
    {
        Answer.Status.ShouldBe(status, $"{operation}: {Answer.Text}");
        Answer.IsProblem(status);
    }
}
