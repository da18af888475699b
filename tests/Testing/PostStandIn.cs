using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Testing;

/// <summary>A request as somebody's endpoint got it.</summary>
public sealed record Posted(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>
/// Whoever is posted to, over real HTTP: a merchant's endpoints, an SMS provider, a push service. It keeps what came,
/// and answers as <see cref="Answer"/> says.
/// </summary>
public sealed class PostStandIn : IAsyncDisposable
{
    private WebApplication? app;

    /// <summary>200 with nothing in it, unless a test says otherwise.</summary>
    public Func<HttpContext, Posted, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>In the order in which they came.</summary>
    public ConcurrentQueue<Posted> Requests { get; } = [];

    public string Url { get; private set; } = "";

    /// <summary>host:port, for Platform:PrivateHosts.</summary>
    public string Authority => new Uri(Url).Authority;

    public IReadOnlyList<Posted> To(string path) => [.. Requests.Where(request => request.Path == path)];

    public async Task Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            var headers = http.Request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            var posted = new Posted(http.Request.Path + http.Request.QueryString.Value, headers, body.ToArray());
            Requests.Enqueue(posted);
            await Answer(http, posted);
        });
        await app.StartAsync();
        Url = app.Urls.Single();
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
            await app.DisposeAsync();
    }
}
