using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace ServiceDefaults.OpenApi;

/// <summary>
/// This process's part of the API's OpenAPI 3.1 document, from its routes: paths and schemas. What the conventions on
/// a route do is what is said of them here, once for all. deploy/Tools puts the parts together.
/// </summary>
internal sealed class ApiPart
{
    private const string ProblemSchema = "#/components/schemas/Problem";

    private readonly ApiSchemas schemas;
    private readonly JsonObject paths = [];

    private ApiPart(IServiceProvider services) => schemas = new(
        services.GetRequiredService<ApiJson>().Options, new ApiRules(services), new ApiTexts());

    /// <exception cref="InvalidOperationException">A route is not described; the message names all such.</exception>
    public static JsonObject Of(IEndpointRouteBuilder app)
    {
        var part = new ApiPart(app.ServiceProvider);
        var routes = app.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(route => IsPublic(Path(route)) && route.Metadata.GetMetadata<MethodInfo>() is not null)
            .OrderBy(Path, StringComparer.Ordinal).ThenBy(Method, StringComparer.Ordinal).ToList();
        var silent = routes.Where(route => route.Metadata.GetMetadata<Described>() is null)
            .Select(route => $"{Method(route)} {Path(route)}").ToList();
        if (silent.Count > 0)
            throw new InvalidOperationException(
                $"Not described, add .Describe(…) where they are mapped: {string.Join(", ", silent)}");
        foreach (var route in routes)
            part.Add(route, route.Metadata.GetMetadata<Described>()!);
        _ = part.schemas.Of(typeof(Problem), isRead: false);
        // Which further members a problem has, the route says that refuses so.
        part.schemas.Components["Problem"].Remove("additionalProperties");
        var webhooks = app.ServiceProvider.GetServices<DescribedWebhook>().Select(webhook =>
            KeyValuePair.Create(webhook.Name, (JsonNode?)webhook.Of(part.schemas))).ToList();
        return new()
        {
            ["paths"] = part.paths,
            ["webhooks"] = new JsonObject(webhooks),
            ["components"] = new JsonObject
            {
                ["schemas"] = new JsonObject(part.schemas.Components.Select(one =>
                    KeyValuePair.Create(one.Key, (JsonNode?)one.Value))),
            },
        };
    }

    private void Add(RouteEndpoint route, Described described)
    {
        var operation = new JsonObject { ["operationId"] = described.Name, ["summary"] = described.Summary };
        if (route.Metadata.GetMetadata<IEndpointDescriptionMetadata>() is { } details)
            operation["description"] = details.Description;
        operation["security"] = route.Metadata.GetMetadata<IScoped>()?.Scope is not { } scope ? [] : new JsonArray(
            new JsonObject { ["key"] = scope == "any" ? [] : new JsonArray(scope) });
        if (Parameters(route).ToArray() is { Length: > 0 } parameters)
            operation["parameters"] = new JsonArray(parameters);
        if (Body(route) is { } body)
            operation["requestBody"] = body;
        operation["responses"] = Responses(route, described);
        var path = Path(route);
        if (paths[path] is not JsonObject item)
            paths[path] = item = [];
        item[Method(route)!.ToLowerInvariant()] = operation;
    }

    private IEnumerable<JsonNode> Parameters(RouteEndpoint route)
    {
        foreach (var parameter in route.RoutePattern.Parameters)
            yield return new JsonObject
            {
                ["name"] = parameter.Name,
                ["in"] = "path",
                ["required"] = true,
                ["schema"] = parameter.ParameterPolicies.Any(policy => policy.Content == "guid")
                    ? new JsonObject { ["type"] = "string", ["format"] = "uuid" }
                    : new JsonObject { ["type"] = "string" },
            };
        if (Bound(route, typeof(Query<>), typeof(ListQuery<>)) is { } query)
            foreach (var (name, schema, isRequired) in schemas.Fields(query))
                yield return Query(name, schema, isRequired);
        if (route.Metadata.GetMetadata<IdempotentRoute>() is not null)
            yield return Shared("IdempotencyKey");
        if (route.Metadata.GetMetadata<VersionedRoute>() is not null && !IsMaking(route))
            yield return Shared(IsRead(route) ? "IfNoneMatch" : "IfMatch");
        foreach (var header in route.Metadata.GetOrderedMetadata<RequestHeader>())
            yield return new JsonObject
            {
                ["name"] = header.Name,
                ["in"] = "header",
                ["description"] = header.Text,
                ["schema"] = new JsonObject { ["type"] = "string" },
            };
    }

    private static JsonObject Query(string name, JsonObject schema, bool isRequired)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = "query" };
        if (schema.Remove("description", out var text))
            parameter["description"] = text;
        if (isRequired)
            parameter["required"] = true;
        parameter["schema"] = schema;
        return parameter;
    }

    private JsonObject? Body(RouteEndpoint route)
    {
        if (Bound(route, typeof(Body<>)) is { } type)
        {
            var schema = schemas.Of(type, isRead: true);
            var name = schema["$ref"]?.GetValue<string>()["#/components/schemas/".Length..];
            // Nothing is as good as {}, but no list.
            return Content("application/json", schema,
                name is null || schemas.Components[name].ContainsKey("required"));
        }

        if (Bound(route, typeof(MergePatch<>)) is { } changed)
            return Content("application/merge-patch+json", schemas.PatchOf(changed), isRequired: true);
        return route.Metadata.GetOrderedMetadata<RawBody>() is { Count: > 0 } raw ? new()
        {
            ["required"] = true,
            ["content"] = new JsonObject(raw.Select(one => KeyValuePair.Create(one.MediaType, (JsonNode?)new JsonObject
            {
                ["schema"] = one.Type is null ? [] : schemas.Of(one.Type, isRead: true),
            }))),
        } : null;
    }

    private static JsonObject Content(string mediaType, JsonObject schema, bool isRequired) => new()
    {
        ["required"] = isRequired,
        ["content"] = new JsonObject { [mediaType] = new JsonObject { ["schema"] = schema } },
    };

    private JsonObject Responses(RouteEndpoint route, Described described)
    {
        var responses = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var status in described.Statuses)
        {
            var response = new JsonObject { ["description"] = ApiStatuses.Text(status) };
            var headers = new JsonObject();
            if (route.Metadata.GetMetadata<VersionedRoute>() is not null)
                headers["ETag"] = new JsonObject { ["$ref"] = "#/components/headers/ETag" };
            if (route.Metadata.GetMetadata<IdempotentRoute>() is not null)
                headers["Idempotent-Replayed"] =
                    new JsonObject { ["$ref"] = "#/components/headers/IdempotentReplayed" };
            if (headers.Count > 0)
                response["headers"] = headers;
            if (described.Answer is not null || described.MediaType != "application/json")
                response["content"] = new JsonObject(Answers(route, described).Select(one =>
                    KeyValuePair.Create(one.MediaType, (JsonNode?)new JsonObject { ["schema"] = Schema(one) })));
            responses[ApiStatuses.Code(status)] = response;
        }

        var hasQuery = Bound(route, typeof(Query<>), typeof(ListQuery<>)) is not null;
        var hasBody = Bound(route, typeof(Body<>), typeof(MergePatch<>)) is not null;
        var hasPath = route.RoutePattern.Parameters.Count > 0;
        foreach (var status in ApiStatuses.Refusals(
            IsRead(route), IsMaking(route), hasPath, hasQuery, hasBody, route.Metadata))
            responses[ApiStatuses.Code(status)] =
                new() { ["$ref"] = "#/components/responses/" + ApiStatuses.Name(status) };
        foreach (var own in route.Metadata.GetOrderedMetadata<OwnRefusal>())
            responses[ApiStatuses.Code(own.Status)] = Refusal(own);
        return new(responses.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value)));
    }

    private JsonObject Refusal(OwnRefusal own)
    {
        if (own.Answer is null)
            return new() { ["$ref"] = "#/components/responses/" + ApiStatuses.Name(own.Status) };
        var schema = schemas.Of(own.Answer, isRead: false);
        if (own.IsProblem)
            schema = new() { ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = ProblemSchema }, schema) };
        return new()
        {
            ["description"] = own.IsProblem ? "It cannot be done as it is asked; what is told besides may help."
                : "Refused, in the words of another standard.",
            ["content"] = new JsonObject
            {
                [own.IsProblem ? "application/problem+json" : "application/json"] = new JsonObject
                {
                    ["schema"] = schema,
                },
            },
        };
    }

    private static IEnumerable<Described> Answers(RouteEndpoint route, Described described) =>
        route.Metadata.GetOrderedMetadata<OtherAnswer>().Select(other => described with { MediaType = other.MediaType })
            .Prepend(described);

    private JsonObject Schema(Described described) => described.Answer is { } type ? schemas.Of(type, isRead: false)
        : described.MediaType.StartsWith("text/", StringComparison.Ordinal) ? new() { ["type"] = "string" }
        : new() { ["contentMediaType"] = described.MediaType };

    private static JsonObject Shared(string parameter) => new() { ["$ref"] = "#/components/parameters/" + parameter };

    /// <summary>What the route's handler has bound by one of these: the T of its Body&lt;T&gt;.</summary>
    private static Type? Bound(RouteEndpoint route, params Type[] generics) =>
        route.Metadata.GetMetadata<MethodInfo>()?.GetParameters().Select(parameter => parameter.ParameterType)
            .FirstOrDefault(type => type.IsGenericType && generics.Contains(type.GetGenericTypeDefinition()))
            ?.GenericTypeArguments[0];

    private static bool IsRead(RouteEndpoint route) => Method(route) is "GET" or "HEAD";

    /// <summary>What is only made by the request has no version before it.</summary>
    private static bool IsMaking(RouteEndpoint route) =>
        Method(route) == "POST" && route.RoutePattern.Parameters.Count == 0;

    private static string? Method(RouteEndpoint route) =>
        route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is [var method, ..] ? method : null;

    /// <summary>"/v1/orders/{id}": without constraints, and without a slash at the end.</summary>
    private static string Path(RouteEndpoint route) => "/" + string.Join('/', route.RoutePattern.PathSegments.Select(
        segment => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
            RoutePatternLiteralPart literal => literal.Content,
            _ => throw new NotSupportedException(part.ToString()),
        }))));

    private static bool IsPublic(string path) =>
        path.StartsWith("/v1/", StringComparison.Ordinal) || path.StartsWith("/webhooks/", StringComparison.Ordinal);
}
