using ServiceDefaults;
using Yarp.ReverseProxy.Configuration;

namespace Gateway.Keys;

/// <summary>
/// What an endpoint asks of its caller: the scope of the key (null: open to everyone) and the name of the rate limit.
/// Whether its body or its answer may be of any length and take any time, since it is worked on as it comes.
/// A proxied route says it in its configuration (<see cref="AccessExtensions.AsConfigured"/>), an endpoint of our own
/// with <see cref="AccessExtensions.Needs"/>.
/// A route that says nothing needs the admin scope: forgetting it closes the door, not opens it.
/// </summary>
internal sealed record Access(string? Scope, string Limit = "default", bool IsStreamed = false) : IScoped
{
    private const string Everyone = "none";
    private static readonly Access Public = new(null, "public");

    /// <summary>No endpoint at all is as open as a public one: it will be a 404.</summary>
    public static Access Of(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<Access>() ?? Public;

    public static Access Of(RouteConfig route)
    {
        var scope = Said("Scope") ?? Keys.Scope.Admin;
        return new(scope is Everyone ? null : scope, Said("Limit") ?? "default", Said("Body") is "streamed");

        string? Said(string name) => route.Metadata?.GetValueOrDefault(name);
    }
}

internal static class AccessExtensions
{
    public static T Needs<T>(this T endpoint, string? scope, string limit = "default")
        where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new Access(scope, limit));

    /// <summary>Each route as its own metadata in the configuration says, also after that has changed.</summary>
    public static void AsConfigured(this ReverseProxyConventionBuilder routes) =>
        routes.ConfigureEndpoints((endpoint, route) => endpoint.WithMetadata(Access.Of(route)));
}
