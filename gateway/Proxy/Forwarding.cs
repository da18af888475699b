using Gateway.Keys;
using Gateway.Limits;
using ServiceDefaults;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Gateway.Proxy;

/// <summary>
/// What happens around YARP's forwarding: streams and files without a time limit, another destination when one refuses
/// the connection, and problems with words in place of empty answers.
/// </summary>
internal static class Forwarding
{
    public static void Use(IReverseProxyApplicationBuilder proxy)
    {
        proxy.Use(Forward);
        proxy.UseLoadBalancing();
        proxy.UsePassiveHealthChecks();
    }

    private static async Task Forward(HttpContext http, RequestDelegate next)
    {
        var proxy = http.GetReverseProxyFeature();
        if (ShapeGate.IsStream(http) || Access.Of(http.GetEndpoint()).IsStreamed)
            http.Features.Set(proxy = Patient(proxy));
        var left = proxy.AvailableDestinations;
        while (true)
        {
            await next(http);
            if (http.Features.Get<IForwarderErrorFeature>() is not { } error || http.Response.HasStarted
                || http.RequestAborted.IsCancellationRequested)
                return;

            // A refused connection has carried nothing, so the request can go elsewhere, whatever it is.
            left = [.. left.Where(destination => destination != proxy.ProxiedDestination)];
            if (!IsRefused(error) || left.Count == 0)
                throw Problem(error, proxy.Route.Config.ClusterId!);
            proxy.AvailableDestinations = left;
            http.Features.Set<IForwarderErrorFeature>(null);
            Problems.StartOver(http);
        }
    }

    /// <summary>
    /// The same, with all the time in the world between two events; or between two parts of a file, of which the kernel
    /// keeps so much that nothing moves here until thousands of lines are worked off.
    /// </summary>
    private static ReverseProxyFeature Patient(IReverseProxyFeature proxy)
    {
        var config = proxy.Cluster.Config;
        var request = config.HttpRequest ?? ForwarderRequestConfig.Empty;
        var patient = request with { ActivityTimeout = Timeout.InfiniteTimeSpan };
        return new ReverseProxyFeature
        {
            Route = proxy.Route,
            Cluster = new(config with { HttpRequest = patient }, proxy.Cluster.HttpClient),
            AllDestinations = proxy.AllDestinations,
            AvailableDestinations = proxy.AvailableDestinations,
        };
    }

    private static bool IsRefused(IForwarderErrorFeature error) =>
        error.Error is ForwarderError.Request
        && error.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };

    private static ProblemException Problem(IForwarderErrorFeature error, string service) => error.Error switch
    {
        ForwarderError.NoAvailableDestinations => Unavailable(service),
        ForwarderError.Request when IsRefused(error) => Unavailable(service),
        ForwarderError.RequestTimedOut =>
            new(504, "timeout", $"The {service} service took too long.", Unknown) { RetryAfter = 2 },
        ForwarderError.RequestBodyClient => Inner<BadHttpRequestException>(error.Exception) is { StatusCode: 413 }
            ? BodyLimit.TooLarge()
            : new(400, "bad-request", "The request’s body cannot be read."),
        _ => new(502, "bad-gateway", $"The {service} service broke off.", Unknown) { RetryAfter = 2 },
    };

    private const string Unknown =
        "It may or may not have done what was asked: send the request again with the same Idempotency-Key.";

    private static ProblemException Unavailable(string service) =>
        new(503, "unavailable", $"The {service} service cannot be reached.",
            "Nothing was done: send the request again shortly.")
        { RetryAfter = 2 };

    private static T? Inner<T>(Exception? thrown) where T : Exception => thrown switch
    {
        T found => found,
        AggregateException many => many.InnerExceptions.Select(Inner<T>).FirstOrDefault(found => found is not null),
        null => null,
        _ => Inner<T>(thrown.InnerException),
    };
}
