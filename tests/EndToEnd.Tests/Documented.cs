using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Testing;

namespace EndToEnd.Tests;

/// <summary>
/// What contracts/openapi.json says of answers: every answer that a test gets is held against it
/// (<see cref="Api.Send"/>), so that whatever is tested is also described as it is.
/// </summary>
internal static class Documented
{
    private static readonly JsonNode Document = JsonNode.Parse(
        File.ReadAllText(Path.Combine(Repository.Root, "contracts", "openapi.json")))!;

    private static readonly string[] Roots = ["/v1/", "/webhooks/"];

    private static readonly JsonSchemas Schemas = new(Document);

    /// <summary>The most literal first: /v1/orders/import before /v1/orders/{id}.</summary>
    private static readonly IReadOnlyList<(Regex Pattern, JsonObject Operations)> Paths =
    [
        .. Document["paths"]!.AsObject().OrderBy(path => path.Key.Count(letter => letter == '{'))
            .Select(path => (new Regex("^" + Regex.Replace(path.Key, @"\{\w+\}", "[^/]+") + "$"),
                path.Value!.AsObject())),
    ];

    /// <summary>Fails unless this answer is described; what is not under the API's roots is not.</summary>
    public static void Hold(HttpMethod method, string path, Answer answer)
    {
        path = path.Split('?')[0].TrimEnd('/');
        if (!Roots.Any(root => path.StartsWith(root, StringComparison.Ordinal)))
            return;
        var operation = Paths.FirstOrDefault(one => one.Pattern.IsMatch(path)).Operations
            ?[method.Method.ToLowerInvariant()];
        var about = $"{method} {path} answered {answer.Status}: {answer.Text}";
        if (operation is null)
            answer.Status.ShouldBeOneOf([401, 403, 404, 405, 429], $"is not described: {about}");
        else
            Hold(operation, answer, about);
    }

    private static void Hold(JsonNode operation, Answer answer, string about)
    {
        var response = operation["responses"]![answer.Status.ToString(CultureInfo.InvariantCulture)]
            .ShouldNotBeNull($"the status is not described: {about}");
        if ((string?)response["$ref"] is { } reference)
            response = reference.Split('/')[1..].Aggregate(Document, (node, name) => node[name]!);
        var mediaType = answer["Content-Type"]?.Split(';')[0];
        var content = response["content"]?.AsObject();
        if (content is null || mediaType is null)
        {
            (answer.Bytes.Length == 0 || content is not null).ShouldBeTrue($"has a body: {about}");
            answer.Bytes.Length.ShouldBe(0, $"the body is of no kind: {about}");
            return;
        }

        var described = content[mediaType].ShouldNotBeNull($"{mediaType} is not described: {about}");
        if (mediaType is "application/json" or "application/problem+json")
            Schemas.Errors(described["schema"]!, JsonNode.Parse(answer.Bytes)).ShouldBeEmpty(about);
    }
}
