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
               one.Value!["requestBody"]?["content"]!.AsObject().First().Value!["example"]),
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
        var order = await platform.Place();
        var (shipment, _) = await platform.Ship(order);
        var payment = (await platform.Storefront.Get(order.Path + "/payments")).Is(200)
            .Json["data"]![0]!["id"]!.GetValue<string>();
        var key = (await platform.Admin.Get("/v1/keys")).Is(200).Json["data"]![0]!["id"]!.GetValue<string>();
        var ids = new Dictionary<string, string>
        {
            ["orders"] = order.Path.Split('/')[^1], ["shipments"] = $"{shipment}", ["payments"] = payment,
            ["keys"] = key,
        };
        string[] secrets = [order.Number, .. ids.Values];
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

    private async Task<IEnumerable<(string Scope, string Key)>> AnotherMerchant()
    {
        var made = (await platform.Admin.Post("/v1/merchants", new { name = "Another" })).Is(201).Json;
        return [.. made["keys"]!.AsObject().Select(one => (one.Key, (string)one.Value!))];
    }

    private static async Task<Asked> Ask(Api api, Operation operation, string path) =>
        new(path, await api.Send(operation.Method, path, Fresh(operation.Body)?.ToJsonString()));

    /// <summary>Where something is now: an example grows old.</summary>
    private static JsonNode? Fresh(JsonNode? body)
    {
        foreach (var position in (body as JsonArray ?? []).OfType<JsonObject>().Where(one => one.ContainsKey("at")))
            position["at"] = DateTimeOffset.UtcNow.ToString("O");
        return body;
    }

    /// <summary>With the ids of what there is, and of what there is not where the test makes none.</summary>
    private static string Filled(string path, Dictionary<string, string> ids) => path
        .Replace("{id}", ids.GetValueOrDefault(path.Split('/')[2]) ?? $"{Guid.NewGuid():D}", StringComparison.Ordinal)
        .Replace("{carrier}", "delhivery", StringComparison.Ordinal)
        .Replace("{provider}", "simulated", StringComparison.Ordinal)
        .Replace("{account}", "demo", StringComparison.Ordinal)
        .Replace("{what}", "orders", StringComparison.Ordinal)
        .Replace("{customerId}", $"customer-{Guid.NewGuid():N}", StringComparison.Ordinal);

    internal sealed record Operation(HttpMethod Method, string Path, string Scope, JsonNode? Body)
    {
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
