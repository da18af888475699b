using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;

namespace Benchmarks.Api;

/// <summary>YARP as its first page of documentation has it: one route, one destination, nothing else.</summary>
internal static class BareProxy
{
    public static async Task Serve(string destination)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new() { RouteId = "orders", ClusterId = "orders", Match = new() { Path = "/v1/orders/{**rest}" } }],
            [
                new()
                {
                    ClusterId = "orders",
                    Destinations =
                        new Dictionary<string, DestinationConfig> { ["1"] = new() { Address = destination } },
                },
            ]);
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapReverseProxy();
        await Baseline.Serve(app);
    }
}
