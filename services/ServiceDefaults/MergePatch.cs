using System.Text.Json;
using System.Text.Json.Nodes;
using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ServiceDefaults;

/// <summary>
/// A route's JSON body as a merge patch (RFC 7396): what is left out stays, null takes a value back, a list replaces
/// the whole list. What comes out of it is held to the same rules as a whole <see cref="Body{T}"/>.
/// </summary>
public sealed class MergePatch<T> where T : class
{
    private readonly JsonObject changes;
    private readonly ApiJson json;
    private readonly IReadOnlyList<IValidator<T>> validators;

    private MergePatch(JsonObject changes, IServiceProvider services)
    {
        this.changes = changes;
        json = services.GetRequiredService<ApiJson>();
        validators = [.. services.GetServices<IValidator<T>>()];
    }

    public static async ValueTask<MergePatch<T>> BindAsync(HttpContext http)
    {
        var bytes = await Bodies.ReadRaw(http);
        if (bytes.Length > 0 && !http.Request.HasJsonContentType())
            throw new ProblemException(415, "unsupported-media-type",
                "The body must be application/merge-patch+json or application/json.");
        return new(Bodies.Parse<JsonObject>(bytes, http.RequestServices.GetRequiredService<ApiJson>()),
            http.RequestServices);
    }

    /// <summary><paramref name="before"/> with the changes.</summary>
    /// <exception cref="ProblemException">400 with a pointer to each bad field.</exception>
    public T Apply(T before)
    {
        // With all its names, those of nulls too: what is not among them is no field.
        var merged = JsonSerializer.SerializeToNode(before, json.Options)!.AsObject();
        Merge(merged, changes, "");
        var after = Bodies.Parse<T>(JsonSerializer.SerializeToUtf8Bytes(merged, json.Options), json);
        var faults = validators.SelectMany(validator => validator.Validate(after).Errors)
            .Select(fault => new FieldError(Bodies.PointerOfProperty(fault.PropertyName), fault.ErrorMessage)).ToList();
        return faults.Count == 0 ? after : throw ProblemException.Invalid(faults);
    }

    private static void Merge(JsonObject into, JsonObject changes, string at)
    {
        foreach (var (name, value) in changes)
        {
            if (!into.TryGetPropertyValue(name, out var before))
                throw ProblemException.Invalid(new FieldError($"{at}/{name}", "is not a known field"));
            if (value is null)
                into.Remove(name);
            else if (value is JsonObject inner && before is JsonObject known)
                Merge(known, inner, $"{at}/{name}");
            else
                into[name] = value.DeepClone();
        }
    }
}
