using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests;

/// <summary>What a service got from the gateway.</summary>
public sealed record Received(
    string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>
/// Stands where a service would, on a real server: remembers what it is sent and answers as the path asks. Which paths
/// answer how is the tests' own; a path that means nothing here is answered with the service's name.
/// </summary>
public sealed class StandIn(string name) : IAsyncDisposable
{
    private WebApplication? app;

    public ConcurrentQueue<Received> Received { get; } = new();

    /// <summary>Public views by token, as JSON.</summary>
    public ConcurrentDictionary<string, string> Orders { get; } = new();

    /// <summary>The same of parcels by number.</summary>
    public ConcurrentDictionary<string, string> Parcels { get; } = new();

    /// <summary>What customers want of messages, by token.</summary>
    public ConcurrentDictionary<string, string> Preferences { get; } = new();

    /// <summary>
    /// Events for the open streams: the next one is sent when it is completed, the one before it is written.
    /// </summary>
    public TaskCompletionSource NextEvent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Address => app!.Urls.First();

    public Received Last(string path) => Received.Last(one => one.Path == path);

    public async Task Start(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel().UseUrls($"http://127.0.0.1:{port}");
        app = builder.Build();
        app.Run(Answer);
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
            await app.DisposeAsync();
    }

    private async Task Answer(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        var body = await new StreamReader(http.Request.Body).ReadToEndAsync();
        var headers = http.Request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Received.Enqueue(new(http.Request.Method, path, http.Request.QueryString.Value ?? "", headers, body));
        await (path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            [.., "slow"] => Task.Delay(Timeout.Infinite, http.RequestAborted),
            [.., "abort"] => Abort(http),
            [.., "stream"] => Stream(http),
            ["v1", "track", "lookup"] => LookUp(http, body),
            ["v1", "track", "parcel"] => Told(http, Parcels, http.Request.Query["number"]!),
            ["v1", "track", var token] => Told(http, Orders, token),
            ["v1", "track", var token, "preferences"] when http.Request.Method == "GET" =>
                Told(http, Preferences, token),
            ["v1", "track", _, "preferences"] => Prefer(http, body),
            ["v1", "track", _, _] => Tell(http, body),
            _ => http.Response.WriteAsJsonAsync(new { service = name }),
        });
    }

    private static Task Abort(HttpContext http)
    {
        http.Abort();
        return Task.CompletedTask;
    }

    private async Task Stream(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        await http.Response.WriteAsync("id: v1\ndata: first\n\n");
        await http.Response.Body.FlushAsync();
        await NextEvent.Task.WaitAsync(http.RequestAborted);
        await http.Response.WriteAsync("id: v2\ndata: second\n\n");
    }

    private static Task Told(HttpContext http, ConcurrentDictionary<string, string> known, string name)
    {
        if (known.TryGetValue(name, out var json))
        {
            http.Response.ContentType = "application/json";
            return http.Response.WriteAsync(json);
        }

        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return http.Response.WriteAsJsonAsync(new { status = 404 });
    }

    private static Task LookUp(HttpContext http, string body)
    {
        var asked = JsonDocument.Parse(body).RootElement;
        if (asked.GetProperty("orderNumber").GetString() == "guessed")
        {
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            http.Response.Headers.RetryAfter = "540";
            return Task.CompletedTask;
        }

        var known = asked.GetProperty("orderNumber").GetString() == "1001"
            && asked.TryGetProperty("email", out var email) && email.GetString() == "someone@example.com";
        http.Response.StatusCode = known ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
        return http.Response.WriteAsJsonAsync(new { trackingUrl = "https://elsewhere.example/track/the-token" });
    }

    /// <summary>Quiet hours that are both the same are wrong.</summary>
    private static Task Prefer(HttpContext http, string body)
    {
        var hours = JsonDocument.Parse(body).RootElement.GetProperty("quietHours");
        if (hours.ValueKind is JsonValueKind.Null
            || hours.GetProperty("from").GetString() != hours.GetProperty("to").GetString())
            return http.Response.WriteAsync("{}");
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        var wrong = new[] { new { pointer = "/quietHours", detail = "no" } };
        return http.Response.WriteAsJsonAsync(new { errors = wrong });
    }

    private static Task Tell(HttpContext http, string body)
    {
        var refused = body.Contains("null", StringComparison.Ordinal);
        http.Response.StatusCode = refused ? StatusCodes.Status400BadRequest : StatusCodes.Status202Accepted;
        return Task.CompletedTask;
    }
}
