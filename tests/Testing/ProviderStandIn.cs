using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Testing;

/// <summary>One request as the provider got it.</summary>
public sealed record ProviderRequest(string Method, string Path, IHeaderDictionary Headers, string Body);

/// <summary>
/// A payment provider's API as documented, over real HTTP: it checks who asks and what, moves its own money, and has
/// events to tell of it, which a test delivers when and as often as it likes.
/// </summary>
public abstract class ProviderStandIn : IAsyncDisposable
{
    private static int ids;

    private readonly List<(string Key, string Asked, int Status, JsonNode Body)> answered = [];
    private WebApplication? app;

    public string Url { get; private set; } = "";

    public ConcurrentQueue<ProviderRequest> Requests { get; } = [];

    /// <summary>Answered instead, before anything is done: status, header, value.</summary>
    public ConcurrentQueue<(int Status, string Header, string Value)> Troubles { get; } = [];

    /// <summary>So many of the next requests are done, and their answers lost on the way.</summary>
    public int LostAnswers { get; set; }

    /// <summary>Bodies of what there is to tell, oldest first.</summary>
    public ConcurrentQueue<string> Events { get; } = [];

    protected Lock Gate { get; } = new();

    /// <summary>Stripe and Razorpay tell times in whole seconds.</summary>
    protected static long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    public async Task Start(string url = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Urls.Add(url);
        app.Run(Handle);
        await app.StartAsync();
        Url = app.Urls.Single();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (app is not null)
            await app.DisposeAsync();
    }

    /// <summary>As a provider's: never given twice, by whichever stand-in.</summary>
    protected static string NewId(string prefix) =>
        $"{prefix}_{Environment.ProcessId}T{Interlocked.Increment(ref ids):D6}";

    /// <summary>Null when the caller has proven itself, else the answer.</summary>
    protected abstract (int Status, JsonNode Body)? WhyNot(ProviderRequest request);

    protected abstract (int Status, JsonNode Body) Answer(ProviderRequest request);

    /// <summary>The key by which a request is known again; null: it is not.</summary>
    protected abstract string? KeyOf(ProviderRequest request);

    private async Task Handle(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var request = new ProviderRequest(http.Request.Method, http.Request.Path + http.Request.QueryString.Value,
            new HeaderDictionary(http.Request.Headers.ToDictionary()), await reader.ReadToEndAsync());
        Requests.Enqueue(request);
        if (Troubles.TryDequeue(out var trouble))
        {
            http.Response.StatusCode = trouble.Status;
            http.Response.Headers[trouble.Header] = trouble.Value;
            await http.Response.WriteAsync("{}");
            return;
        }

        var (status, body, isReplay) = Settle(request);
        if (LostAnswers > 0 && LostAnswers-- > 0)
        {
            http.Abort();
            return;
        }

        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        if (isReplay)
            http.Response.Headers["Idempotent-Replayed"] = "true";
        await http.Response.WriteAsync(body);
    }

    private (int Status, string Body, bool IsReplay) Settle(ProviderRequest request)
    {
        lock (Gate)
        {
            if (WhyNot(request) is var (refusal, why))
                return (refusal, why.ToJsonString(), false);
            var key = KeyOf(request);
            var asked = $"{request.Method} {request.Path}\n{request.Body}";
            if (answered.Find(known => known.Key == key) is { Key: not null } earlier)
                return earlier.Asked == asked ? (earlier.Status, earlier.Body.ToJsonString(), true)
                    : (400, """{"error":{"type":"idempotency_error","message":"The key was used before."}}""", false);
            var (status, body) = Answer(request);
            if (key is not null)
                answered.Add((key, asked, status, body.DeepClone()));
            return (status, body.ToJsonString(), false);
        }
    }

    protected static JsonNode Node(object value) => JsonSerializer.SerializeToNode(value)!;
}
