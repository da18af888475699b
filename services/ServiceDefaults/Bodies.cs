using System.Text;
using System.Text.Json;
using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ServiceDefaults;

/// <summary>
/// A route's JSON body, read strictly: unknown fields, wrong types and what PostgreSQL cannot store are refused with a
/// pointer, then the validators of <typeparamref name="T"/> have their say. An empty body counts as {}.
/// </summary>
public sealed class Body<T> where T : class
{
    private Body(T value) => Value = value;

    public T Value { get; }

    public static async ValueTask<Body<T>> BindAsync(HttpContext http)
    {
        var bytes = await Bodies.ReadRaw(http);
        if (bytes.Length > 0 && !http.Request.HasJsonContentType())
            throw new ProblemException(415, "unsupported-media-type", "The body must be application/json.");
        return new(Bodies.Read(bytes, http.RequestServices.GetRequiredService<ApiJson>(),
            http.RequestServices.GetServices<IValidator<T>>()));
    }
}

/// <summary>Reading bodies: bounded, and telling what is wrong where.</summary>
public static class Bodies
{
    /// <summary>The body's bytes as they came, at most <see cref="Defaults.BodyBytesMax"/>.</summary>
    /// <exception cref="ProblemException">413.</exception>
    public static async ValueTask<byte[]> ReadRaw(HttpContext http)
    {
        if (http.Request.ContentLength > Defaults.BodyBytesMax)
            throw TooLarge();
        using var bytes = new MemoryStream((int)(http.Request.ContentLength ?? 1024));
        try
        {
            await http.Request.Body.CopyToAsync(bytes, http.RequestAborted);
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == 413)
        {
            throw TooLarge();
        }

        return bytes.Length > Defaults.BodyBytesMax ? throw TooLarge() : bytes.ToArray();
    }

    /// <summary>A body, or a line of one: parsed strictly, and valid.</summary>
    /// <exception cref="ProblemException">400, with a pointer to each bad field.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> bytes, ApiJson json, IEnumerable<IValidator<T>> validators)
        where T : class
    {
        var value = Parse<T>(bytes, json);
        var faults = Faults(validators, value);
        return faults.Count == 0 ? value : throw ProblemException.Invalid(faults);
    }

    internal static T Parse<T>(ReadOnlyMemory<byte> bytes, ApiJson json) where T : class
    {
        try
        {
            var text = bytes.IsEmpty ? "{}"u8 : bytes.Span;
            if (text.StartsWith(Encoding.UTF8.Preamble))
                text = text[3..];
            if (NulPointer(text) is { } pointer)
                throw ProblemException.Invalid(new FieldError(pointer, "must not hold a NUL character (U+0000)"));
            return JsonSerializer.Deserialize<T>(text, json.Options)
                ?? throw ProblemException.Invalid(new FieldError("", "must be an object, not null"));
        }
        catch (JsonException wrong)
        {
            throw ProblemException.Invalid(new FieldError(PointerOfPath(wrong.Path), What(wrong)));
        }
    }

    /// <summary>What the validators of its type find wrong.</summary>
    internal static IReadOnlyList<FieldError> Faults<T>(IEnumerable<IValidator<T>> validators, T value) =>
        [.. validators
            .SelectMany(validator => validator.Validate(value).Errors)
            .Select(failure => new FieldError(PointerOfProperty(failure.PropertyName), failure.ErrorMessage))];

    /// <summary>"Items[0].UnitPrice" → "/items/0/unitPrice".</summary>
    internal static string PointerOfProperty(string property) => string.Concat(property
        .Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal)
        .Split('.', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => "/" + JsonNamingPolicy.CamelCase.ConvertName(part)));

    /// <summary>"$.items[0].unitPrice" → "/items/0/unitPrice".</summary>
    internal static string PointerOfPath(string? path) => string.Concat((path ?? "$")
        .Replace("['", ".", StringComparison.Ordinal).Replace("']", "", StringComparison.Ordinal)
        .Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal)
        .Split('.', StringSplitOptions.RemoveEmptyEntries).Skip(1)
        .Select(part => "/" + part.Replace("~", "~0", StringComparison.Ordinal)
            .Replace("/", "~1", StringComparison.Ordinal)));

    internal static string What(JsonException wrong) => wrong switch
    {
        FieldJsonException ours => ours.Message,
        _ when wrong.Message.Contains("could not be mapped", StringComparison.Ordinal) => "is not a known field",
        _ when wrong.Message.Contains("Duplicate", StringComparison.OrdinalIgnoreCase) => "is given twice",
        _ when wrong.Message.Contains("could not be converted", StringComparison.Ordinal) => "has the wrong type",
        _ => $"is not valid JSON (line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1})",
    };

    private static string? NulPointer(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\u0000"u8) < 0)
            return null;
        using var document = JsonDocument.Parse(json.ToArray());
        return NulPointer(document.RootElement, "");
    }

    private static string? NulPointer(JsonElement element, string at) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!.Contains('\0', StringComparison.Ordinal) ? at : null,
        JsonValueKind.Array => element.EnumerateArray().Select((item, i) => NulPointer(item, $"{at}/{i}"))
            .FirstOrDefault(found => found is not null),
        JsonValueKind.Object => element.EnumerateObject().Select(p => NulPointer(p.Value, $"{at}/{p.Name}"))
            .FirstOrDefault(found => found is not null),
        _ => null,
    };

    private static ProblemException TooLarge() =>
        new(413, "too-large", "The body is too large.", $"At most {Defaults.BodyBytesMax} bytes are read.");
}

/// <summary>A field whose value makes no sense; the message is for the caller, as a continuation of its name.</summary>
internal sealed class FieldJsonException(string message) : JsonException(message);
