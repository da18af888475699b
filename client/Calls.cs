using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TrackingPlatform;

/// <summary>One request: what an operation makes of its parameters.</summary>
internal sealed record Call(string Method, string Path)
{
    /// <summary>Null ones are not sent.</summary>
    public IReadOnlyList<(string Name, object? Value)> Query { get; init; } = [];

    public string? IdempotencyKey { get; init; }

    public string? IfMatch { get; init; }

    public string? IfNoneMatch { get; init; }

    /// <summary>JSON, written anew for each attempt.</summary>
    public Func<HttpContent>? Body { get; init; }

    /// <summary>A body as it comes: it is read by being sent, so that it is sent once.</summary>
    public HttpContent? Once { get; init; }

    /// <summary>The path with its query.</summary>
    public string Target
    {
        get
        {
            var query = string.Join('&', Query.Where(one => one.Value is not null)
                .Select(one => $"{one.Name}={Text(one.Value!)}"));
            return query.Length == 0 ? Path : $"{Path}?{query}";
        }
    }

    public static Func<HttpContent>? Json<T>(T? body, JsonTypeInfo<T> type, string mediaType = "application/json")
        where T : class
    {
        if (body is null)
            return null;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, type);
        return () => new ByteArrayContent(bytes) { Headers = { ContentType = new(mediaType) } };
    }

    public static string Text(object value) => Uri.EscapeDataString(value switch
    {
        bool flag => flag ? "true" : "false",
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    });
}

/// <summary>Sends calls, again where that is safe and may help, and reads what is answered.</summary>
internal sealed class Calls(HttpClient http, TimeProvider clock)
{
    private const int AttemptsMax = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(30);

    public async Task<T> Send<T>(Call call, JsonTypeInfo<T> type, CancellationToken ct)
    {
        using var response = await Answer(call, HttpCompletionOption.ResponseContentRead, ct).ConfigureAwait(false);
        return await Read(call, response, type, ct).ConfigureAwait(false);
    }

    /// <summary>The same for what may have stayed as it was <paramref name="last"/> read.</summary>
    public async Task<T> Send<T>(Call call, JsonTypeInfo<T> type, LastRead<T>? last, CancellationToken ct)
        where T : class
    {
        var conditional = call with { IfNoneMatch = last?.ETagOf(call.Target) };
        using var response = await Answer(conditional, HttpCompletionOption.ResponseContentRead, ct)
            .ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotModified)
            return last!.Again();
        var value = await Read(call, response, type, ct).ConfigureAwait(false);
        last?.Keep(call.Target, response.Headers.ETag?.ToString(), value);
        return value;
    }

    public async Task Send(Call call, CancellationToken ct) =>
        (await Answer(call, HttpCompletionOption.ResponseContentRead, ct).ConfigureAwait(false)).Dispose();

    /// <summary>The answer as it comes; whoever reads it disposes of it.</summary>
    public async Task<Stream> Open(Call call, CancellationToken ct)
    {
        var response = await Answer(call, HttpCompletionOption.ResponseHeadersRead, ct).ConfigureAwait(false);
        return await response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
    }

    private static async Task<T> Read<T>(
        Call call, HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken ct)
    {
        var body = await response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
            return await JsonSerializer.DeserializeAsync(body, type, ct).ConfigureAwait(false)
                ?? throw new JsonException($"{call.Path} answered null");
    }

    private async Task<HttpResponseMessage> Answer(Call call, HttpCompletionOption until, CancellationToken ct)
    {
        var key = call.Method == "POST" ? call.IdempotencyKey ?? Guid.NewGuid().ToString() : null;
        var attempts = call.Once is null && call.Method != "PATCH" ? AttemptsMax : 1;
        for (var attempt = 1; ; attempt++)
        {
            var pause = FirstPause * (1 << attempt);
            using var request = Request(call, key);
            try
            {
                var response = await http.SendAsync(request, until, ct).ConfigureAwait(false);
                if (response.IsSuccessStatusCode || IsKnown(call, response))
                    return response;
                if (attempt >= attempts || !MayPass(response))
                    throw await Refusal(response, ct).ConfigureAwait(false);
                pause = response.Headers.RetryAfter?.Delta ?? pause;
                response.Dispose();
            }
            catch (HttpRequestException) when (attempt < attempts)
            {
                // Nobody listens, or the answer was cut off: the key makes a repeat harmless.
            }

            await Task.Delay(pause < PauseMax ? pause : PauseMax, clock, ct).ConfigureAwait(false);
        }
    }

    private static HttpRequestMessage Request(Call call, string? key)
    {
        var request = new HttpRequestMessage(new(call.Method), call.Target)
        {
            Content = call.Once ?? call.Body?.Invoke(),
        };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (call.IfMatch is not null)
            request.Headers.IfMatch.Add(EntityTagHeaderValue.Parse(call.IfMatch));
        if (call.IfNoneMatch is not null)
            request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(call.IfNoneMatch));
        return request;
    }

    private static bool IsKnown(Call call, HttpResponseMessage response) =>
        call.IfNoneMatch is not null && response.StatusCode == HttpStatusCode.NotModified;

    private static bool MayPass(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout => true,
        HttpStatusCode.Conflict => response.Headers.RetryAfter is not null,
        _ => false,
    };

    private static async Task<TrackingApiException> Refusal(HttpResponseMessage response, CancellationToken ct)
    {
        using (response)
        {
            var body = await response.Content.ReadAsStringAsync(ct).ConfigureAwait(false);
            var isProblem = response.Content.Headers.ContentType?.MediaType == "application/problem+json";
            return new(response.StatusCode,
                isProblem ? JsonSerializer.Deserialize(body, ClientJson.Default.Problem) : null, body);
        }
    }
}
