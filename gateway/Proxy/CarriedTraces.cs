using System.Diagnostics;
using Microsoft.Net.Http.Headers;
using ServiceDefaults;

namespace Gateway.Proxy;

/// <summary>
/// How the trace of a request goes on in the service it is forwarded to. While nobody looks at traces, that is a header
/// and no more: the client's own way would make a span of each call only to have an id for it.
/// </summary>
internal static class CarriedTraces
{
    public static IReverseProxyBuilder CarryTraces(this IReverseProxyBuilder proxy) => Telemetry.Exports ? proxy
        : proxy.ConfigureHttpClient((_, client) => client.ActivityHeadersPropagator = null);

    public static void UseCarriedTraces(this WebApplication app)
    {
        if (!Telemetry.Exports)
            app.Use(Carry);
    }

    private static Task Carry(HttpContext http, RequestDelegate next)
    {
        if (Activity.Current is { Id: { } id })
            http.Request.Headers[HeaderNames.TraceParent] = id;
        return next(http);
    }
}
