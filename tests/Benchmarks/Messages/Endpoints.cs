using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Benchmarks.Messages;

/// <summary>
/// A merchant's two endpoints: <c>/well</c> remembers when which order was first told of, <c>/neighbour</c> answers
/// too, until it hangs.
/// </summary>
internal sealed class Endpoints : IAsyncDisposable
{
    private readonly WebApplication app;

    public Endpoints(string authority)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Urls.Add($"http://{authority}");
        app.MapPost("/well", async (HttpRequest request) =>
        {
            using var body = await JsonDocument.ParseAsync(request.Body);
            Told.TryAdd(
                body.RootElement.GetProperty("data").GetProperty("orderNumber").GetString()!, DateTimeOffset.UtcNow);
        });
        app.MapPost("/neighbour",
            (HttpContext http) => Hangs ? Task.Delay(Timeout.Infinite, http.RequestAborted) : Task.CompletedTask);
    }

    public volatile bool Hangs;

    public ConcurrentDictionary<string, DateTimeOffset> Told { get; } = [];

    public Task Start() => app.StartAsync();

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await app.StopAsync(atOnce.Token);
        await app.DisposeAsync();
    }
}
