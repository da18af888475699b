using System.Text.Json;
using ServiceDefaults;

namespace Payments.Providers;

/// <summary>
/// What a provider's API answered, at our time: what was done (<c>Status</c> 2xx), or why it never will be (4xx).
/// </summary>
internal sealed record ApiAnswer(int Status, JsonElement Json, DateTimeOffset At)
{
    public bool IsRefusal => Status >= 400;
}

/// <summary>
/// HTTP to providers' APIs. Whoever is busy, hangs, fails or does not know our key is asked again later; any other 4xx
/// is an answer. A provider that says itself whether it is worth asking again (<c>Stripe-Should-Retry</c>) is believed.
/// </summary>
internal sealed class ProviderApi(IHttpClientFactory clients, TimeProvider clock)
{
    public const string Client = "provider-api";

    private const int AnswerBytesMax = 1 << 20;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(8);

    public static void Limit(HttpClient client)
    {
        client.Timeout = Timeout;
        client.MaxResponseContentBufferSize = AnswerBytesMax;
    }

    /// <exception cref="TryLaterException">It may be done yet.</exception>
    /// <exception cref="HttpRequestException">Nobody answered.</exception>
    public async Task<ApiAnswer> Send(HttpRequestMessage request, CancellationToken ct)
    {
        using var client = clients.CreateClient(Client);
        using var response = await client.SendAsync(request, ct);
        var status = (int)response.StatusCode;
        if (IsPassing(response, status))
            throw new TryLaterException($"{request.RequestUri!.Host} answers {status}.", RetryAfter(response));
        var body = await response.Content.ReadAsByteArrayAsync(ct);
        return new(status, Parse(body) ?? (status is >= 400 and < 500 ? default
            : throw new HttpRequestException($"{request.RequestUri!.Host} answers {status} without JSON.")),
            clock.GetUtcNow());
    }

    private static bool IsPassing(HttpResponseMessage response, int status)
    {
        // Not the payment's fault: somebody will put the key right.
        if (status is 401 or 403)
            return true;
        var told = response.Headers.TryGetValues("Stripe-Should-Retry", out var values) ? values.First() : null;
        return told switch
        {
            "true" => true,
            "false" => false,
            _ => status is 408 or 409 or 425 or 429 or >= 500,
        };
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - clock.GetUtcNow(),
        _ => null,
    };

    private static JsonElement? Parse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Reading what providers send: what is missing, null or of another type is null.</summary>
internal static class ProviderJson
{
    private const int TextMax = 500;

    public static JsonElement At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return default;
        }

        return element;
    }

    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.String } found && found.GetString() is { Length: > 0 } text
            ? (text.Length <= TextMax ? text : text[..TextMax]).Replace("\0", "", StringComparison.Ordinal) : null;

    public static long? Number(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Number } found && found.TryGetInt64(out var number)
            ? number : null;

    public static bool IsTrue(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path).ValueKind == JsonValueKind.True;

    /// <summary>An id, whether it stands alone or is that of an object put in its place ("expanded").</summary>
    public static string? Id(this JsonElement element, string name) => element.Text(name) ?? element.Text(name, "id");

    public static DateTimeOffset? Instant(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.Number(path) is { } seconds and >= 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    public static Guid? Key(this JsonElement element, params ReadOnlySpan<string> path) =>
        Guid.TryParse(element.Text(path), out var key) ? key : null;

    /// <exception cref="FormatException">It is no JSON object.</exception>
    public static JsonElement Webhook(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 64 });
            var root = JsonElement.ParseValue(ref reader);
            return root.ValueKind == JsonValueKind.Object ? root
                : throw new FormatException("The body is not a JSON object.");
        }
        catch (JsonException invalid)
        {
            throw new FormatException($"The body is not JSON: {invalid.Message}", invalid);
        }
    }
}
