using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Streams;

namespace ServiceDefaults;

/// <summary>
/// Traces, metrics and logs. With OTEL_EXPORTER_OTLP_ENDPOINT they are exported; without it traces only carry their
/// ids on, so that the timeline can name them.
/// </summary>
public static class Telemetry
{
    /// <summary>For the spans of our own services.</summary>
    public static readonly ActivitySource Source = new("TrackingPlatform");

    private const string Server = "Microsoft.AspNetCore";

    /// <summary>Where a trace begins, or comes in from outside.</summary>
    private static readonly string[] Beginnings =
        ["TrackingPlatform", StreamsTelemetry.Name, Server, "MassTransit"];

    /// <summary>Inside a trace: only to be looked at.</summary>
    private static readonly string[] Insides = ["System.Net.Http", "Yarp.ReverseProxy", "Npgsql"];

    private static readonly string[] Meters =
    [
        "TrackingPlatform", StreamsTelemetry.Name,
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
        "System.Net.Http", "System.Runtime", "Npgsql", "MassTransit", "Yarp.ReverseProxy",
    ];

    /// <summary>Traces are sent to somebody, not only carried on.</summary>
    public static bool Exports =>
        Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 };

    internal static void AddTelemetry(this WebApplicationBuilder builder, string name, bool spansRequests)
    {
        var resource = ResourceBuilder.CreateDefault().AddService(name, "tracking-platform",
            serviceInstanceId: $"{name}-{Environment.ProcessId}");
        builder.Services.AddSingleton(_ => Traces(resource, spansRequests));
        builder.Services.AddHostedService<TelemetryLifetime>();
        // Lines about each request and probe cost more than they tell; traces tell it better.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("System.Net.Http", LogLevel.Warning)
            // Has no other lines, and the scope that it would open for them costs every request.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            .AddFilter("Yarp", LogLevel.Warning);
        if (!Exports)
            return;
        builder.Services.AddSingleton(_ => Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource).AddMeter(Meters)
            .AddOtlpExporter().Build());
        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.SetResourceBuilder(resource);
            logs.IncludeFormattedMessage = true;
            logs.AddOtlpExporter();
        });
    }

    /// <summary>Gives a request's span the name of its route instead of its path.</summary>
    internal static async Task NameRequest(HttpContext http, RequestDelegate next)
    {
        await next(http);
        if (Activity.Current is not { IsAllDataRequested: true } activity)
            return;
        if (http.Request.Path.StartsWithSegments("/health"))
            activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? http.Request.Path.Value;
        activity.DisplayName = $"{http.Request.Method} {route}";
        activity.SetTag("http.route", route);
    }

    private static TracerProvider Traces(ResourceBuilder resource, bool spansRequests)
    {
        var beginnings = Beginnings.Where(source => Exports || spansRequests || source is not Server).ToArray();
        var traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(beginnings);
        return (Exports
            ? traces.AddSource(Insides).SetSampler(new AllButProbes()).AddOtlpExporter()
            : traces.SetSampler(new AlwaysOffSampler())).Build();
    }

    /// <summary>
    /// The proxy asks each service for its health every few seconds: that is no request worth a trace.
    /// </summary>
    private sealed class AllButProbes : Sampler
    {
        private readonly ParentBasedSampler others = new(new AlwaysOnSampler());

        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
            samplingParameters.Name is "proxy.cluster_health_checks"
                ? new(SamplingDecision.Drop)
                : others.ShouldSample(samplingParameters);
    }

    /// <summary>Starts the providers first, and lets them send what they have when the process ends.</summary>
    private sealed class TelemetryLifetime(TracerProvider traces, IServiceProvider services) : IHostedService
    {
        private readonly MeterProvider? metrics = services.GetService<MeterProvider>();

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            traces.ForceFlush(2000);
            metrics?.ForceFlush(2000);
            return Task.CompletedTask;
        }
    }
}
