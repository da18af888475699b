using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests;

/// <summary>
/// The public API as a program without any of our types sees it. Every answer is as the API's description says.
/// </summary>
public sealed class Api(HttpClient http)
{
    public async Task<Answer> Send(
        HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string text => new StringContent(text, Encoding.UTF8, "application/json"),
            byte[] bytes => new ByteArrayContent(bytes) { Headers = { ContentType = new("application/json") } },
            _ => JsonContent.Create(body),
        };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request);
        var bytesOut = await response.Content.ReadAsByteArrayAsync();
        var answer = new Answer((int)response.StatusCode, bytesOut, response.Headers.Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
        Documented.Hold(method, path, answer);
        return answer;
    }

    public Task<Answer> Get(string path, params (string, string)[] headers) =>
        Send(HttpMethod.Get, path, null, headers);

    public Task<Answer> Post(string path, object? body = null, params (string, string)[] headers) =>
        Send(HttpMethod.Post, path, body, headers);

    public Task<Answer> Delete(string path) => Send(HttpMethod.Delete, path);

    /// <summary>An open SSE stream; the caller reads its lines.</summary>
    public async Task<StreamReader> Stream(string path, string? lastEventId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new(await response.Content.ReadAsStreamAsync());
    }
}

/// <summary>Status, body and headers of an answer.</summary>
public sealed record Answer(int Status, byte[] Bytes, IReadOnlyDictionary<string, string> Headers)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonNode Json => JsonNode.Parse(Bytes)!;

    public string? this[string header] => Headers.GetValueOrDefault(header);

    /// <summary>Fails with the whole answer when the status is another.</summary>
    public Answer Is(int status, [CallerArgumentExpression(nameof(status))] string? expected = null)
    {
        Status.ShouldBe(status, $"expected {expected}, the answer was {Status}: {Text}");
        return this;
    }

    /// <summary>The answer is a problem of RFC 9457 with this status, and names these fields or parameters.</summary>
    public Answer IsProblem(int status, params string[] pointers)
    {
        Is(status);
        this["Content-Type"].ShouldStartWith("application/problem+json");
        var problem = Json;
        foreach (var member in (string[])["type", "title", "status", "instance", "traceId"])
            problem[member].ShouldNotBeNull($"{member} is missing in {Text}");
        problem["status"]!.GetValue<int>().ShouldBe(status);
        var named = problem["errors"]?.AsArray()
            .Select(e => (e!["pointer"] ?? e["parameter"])!.GetValue<string>()).ToArray() ?? [];
        foreach (var pointer in pointers)
            named.ShouldContain(pointer, Text);
        Text.ShouldNotContain("   at ");
        Text.ShouldNotContain("System.");
        return this;
    }
}
