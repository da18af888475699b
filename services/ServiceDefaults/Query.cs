using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace ServiceDefaults;

/// <summary>
/// A route's query, read as strictly as a body: parameters that are unknown, given twice or of the wrong type are
/// refused by their name, then the validators of <typeparamref name="T"/> have their say. One without a value is none.
/// </summary>
public sealed class Query<T> where T : class
{
    private Query(T value) => Value = value;

    public T Value { get; }

    public static ValueTask<Query<T>> BindAsync(HttpContext http)
    {
        var json = http.RequestServices.GetRequiredService<ApiJson>();
        var given = new JsonObject();
        var fields = http.Request.Query.Count == 0 ? []
            : json.Options.GetTypeInfo(typeof(T)).Properties.ToDictionary(field => field.Name);
        foreach (var (name, values) in http.Request.Query)
            if (values is not [""])
                given[name] = fields.TryGetValue(name, out var field) ? Read(field, values)
                    : throw ProblemException.BadQuery(name, "is not a known parameter");
        try
        {
            var value = given.Deserialize<T>(json.Options)!;
            return Bodies.Faults(http.RequestServices.GetServices<IValidator<T>>(), value) is not { Count: > 0 } faults
                ? ValueTask.FromResult(new Query<T>(value))
                : throw ProblemException.BadQuery([.. faults.Select(f => (f.Pointer![1..], f.Detail))]);
        }
        catch (JsonException wrong)
        {
            throw ProblemException.BadQuery(Bodies.PointerOfPath(wrong.Path)[1..], Bodies.What(wrong));
        }
    }

    private static JsonValue Read(JsonPropertyInfo field, StringValues values)
    {
        if (values is not [{ } text])
            throw ProblemException.BadQuery(field.Name, "is given twice");
        if (text.Contains('\0', StringComparison.Ordinal))
            throw ProblemException.BadQuery(field.Name, "must not hold a NUL character (U+0000)");
        var type = Nullable.GetUnderlyingType(field.PropertyType) ?? field.PropertyType;
        // A plus sign that was not escaped arrives as a space, and times are full of them.
        if (type == typeof(DateTimeOffset))
            text = text.Replace(' ', '+');
        if (type == typeof(string) || type == typeof(DateTimeOffset) || type == typeof(Guid))
            return JsonValue.Create(text);
        try
        {
            return JsonNode.Parse(text) as JsonValue ?? throw new JsonException();
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
