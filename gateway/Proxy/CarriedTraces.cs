using System.Diagnostics;
using ServiceDefaults;
using Yarp.ReverseProxy.Model;

namespace Gateway.Proxy;

/// <summary>
/// How the trace of a request goes on in the service it is forwarded to. While nobody looks at traces, that is the
/// header <c>traceparent</c> as it came, or a new one, and no more: a span of the request would be there only to have
/// an id, and flow through everything that is done for it.
/// </summary>
internal static class CarriedTraces
{
    public static IReverseProxyBuilder CarryTraces(this IReverseProxyBuilder proxy) => Telemetry.Exports ? proxy
        : proxy.ConfigureHttpClient((_, client) => client.ActivityHeadersPropagator = null);

    /// <summary>Before whatever may end a request with a problem, since that names the trace.</summary>
    public static void UseCarriedTraces(this WebApplication app)
    {
        if (!Telemetry.Exports)
            app.Use(Carry);
    }

    /// <summary>After routing: what our own endpoints write and send finds its trace in a span.</summary>
    public static void UseOwnSpans(this WebApplication app)
    {
        if (!Telemetry.Exports)
            app.Use((http, next) => http.GetEndpoint() is { } endpoint
                && endpoint.Metadata.GetMetadata<RouteModel>() is null ? Span(http, next) : next(http));
    }

    private static Task Carry(HttpContext http, RequestDelegate next)
    {
        var headers = http.Request.Headers;
        if (headers.TraceParent is [{ } told] && ActivityContext.TryParse(told, null, out var context))
        {
            http.TraceIdentifier = context.TraceId.ToHexString();
            return next(http);
        }

        var trace = ActivityTraceId.CreateRandom().ToHexString();
        http.TraceIdentifier = trace;
        headers.TraceParent = $"00-{trace}-{ActivitySpanId.CreateRandom().ToHexString()}-00";
        return next(http);
    }

    private static async Task Span(HttpContext http, RequestDelegate next)
    {
        ActivityContext.TryParse(http.Request.Headers.TraceParent, null, isRemote: true, out var parent);
        using var activity = Telemetry.Source.StartActivity("request", ActivityKind.Server, parent);
        await next(http);
    }
}
