using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Pages.Docs;

/// <summary>The OpenAPI document as the reference shows it.</summary>
public sealed record Reference(
    string Title, string Text, IReadOnlyList<Chapter> Chapters, IReadOnlyList<Thing> Things)
{
    private static readonly JsonSerializerOptions Shown = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Reference Read(byte[] json)
    {
        var document = JsonNode.Parse(json)!;
        var calls = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()
            .Select(one => Call(document, path.Key, one.Key, one.Value!))).ToList();
        return new(
            (string)document["info"]!["title"]!,
            (string)document["info"]!["description"]!,
            [.. document["tags"]!.AsArray().Select(tag => new Chapter(
                (string)tag!["name"]!, (string)tag["description"]!,
                [.. calls.Where(call => call.Chapter == (string)tag["name"]!)]))],
            [.. document["components"]!["schemas"]!.AsObject().Select(one => new Thing(
                one.Key, (string?)one.Value!["description"], Fields(one.Value)))]);
    }

    private static Call Call(JsonNode document, string path, string method, JsonNode operation) => new(
        (string)operation["operationId"]!,
        (string)operation["tags"]![0]!,
        method.ToUpperInvariant(),
        path,
        (string)operation["summary"]!,
        (string?)operation["description"],
        operation["security"]!.AsArray() is [{ } need, ..]
            ? need["key"]!.AsArray() is [{ } scope, ..] ? (string)scope! : "any"
            : null,
        [.. (operation["parameters"]?.AsArray() ?? []).Select(one => Parameter(Resolved(document, one!)))],
        operation["requestBody"] is { } body ? Body(body) : null,
        [.. operation["responses"]!.AsObject().Select(one => Answer(one.Key, Resolved(document, one.Value!)))]);

    private static Field Parameter(JsonNode one) => new(
        (string)one["name"]!, TypeOf(one["schema"]!), (bool?)one["required"] ?? false,
        (string?)one["description"], (string)one["in"]!);

    private static Answer Answer(string status, JsonNode response) =>
        new(status, (string)response["description"]!, response["content"] is null ? null : Body(response));

    private static Body Body(JsonNode holder)
    {
        var (mediaType, content) = holder["content"]!.AsObject().First();
        var example = content!["example"];
        return new(mediaType, TypeOf(content["schema"] ?? new JsonObject()), example switch
        {
            null => null,
            JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>(),
            _ => example.ToJsonString(Shown),
        });
    }

    private static List<Field> Fields(JsonNode schema)
    {
        var required = schema["required"]?.AsArray().Select(name => (string)name!).ToHashSet() ?? [];
        return [.. (schema["properties"]?.AsObject() ?? []).Select(one => new Field(
            one.Key, TypeOf(one.Value!), required.Contains(one.Key), (string?)one.Value!["description"], "body"))];
    }

    private static TypeText TypeOf(JsonNode schema)
    {
        if ((string?)schema["$ref"] is { } reference)
            return new("", reference[(reference.LastIndexOf('/') + 1)..], "");
        if (schema["anyOf"] is JsonArray choices)
        {
            var named = choices.Select(choice => TypeOf(choice!)).ToList();
            return named.Find(one => one.Name is not null) is { } main
                ? main with { After = main.After + string.Concat(named.Where(one => one != main).Select(Or)) }
                : new(string.Join(" or ", named.Select(one => one.Before)), null, "");
        }

        var types = schema["type"] is JsonArray several ? several.Select(type => (string)type!).ToList()
            : [(string?)schema["type"] ?? "anything"];
        if (types[0] == "array" && TypeOf(schema["items"]!) is { } item)
            return new("list of " + item.Before, item.Name, item.After + (types.Contains("null") ? " or null" : ""));
        var words = schema["enum"]?.AsArray().Select(word => (string?)word ?? "null").ToList();
        var text = words is not null ? string.Join(" | ", words)
            : string.Join(" or ", types.Select(type => type == "string" && schema["format"] is { } format
                ? (string)format! : type)) + Limits(schema);
        return new(text, null, "");
    }

    private static string Or(TypeText other) => $" or {other.Before}{other.Name}{other.After}";

    private static string Limits(JsonNode schema) => (schema["minimum"], schema["maximum"], schema["maxLength"]) switch
    {
        ({ } from, { } to, _) => $", {from} to {to}",
        (_, _, { } most) => $", at most {most} characters",
        _ => "",
    };

    private static JsonNode Resolved(JsonNode document, JsonNode node) =>
        (string?)node["$ref"] is not { } reference ? node
            : reference.Split('/').Skip(1).Aggregate(document, (at, part) => at[part]!);
}

public sealed record Chapter(string Name, string Text, IReadOnlyList<Call> Calls)
{
    public string Anchor => Name.ToLowerInvariant().Replace(' ', '-');
}

/// <summary><c>Scope</c> null: open to everyone.</summary>
public sealed record Call(
    string Id, string Chapter, string Method, string Path, string Summary, string? Text, string? Scope,
    IReadOnlyList<Field> Parameters, Body? Asks, IReadOnlyList<Answer> Answers);

public sealed record Field(string Name, TypeText Type, bool IsRequired, string? Text, string In);

public sealed record Body(string MediaType, TypeText Type, string? Example);

public sealed record Answer(string Status, string Text, Body? Body);

/// <summary>A schema with a name.</summary>
public sealed record Thing(string Name, string? Text, IReadOnlyList<Field> Fields);

/// <summary>A type in words; <c>Name</c> is a thing's, to link to.</summary>
public sealed record TypeText(string Before, string? Name, string After);
