using System.Runtime.CompilerServices;
using ServiceDefaults;
using Yarp.ReverseProxy.Model;

namespace Gateway.Keys;

/// <summary>
/// What an endpoint asks of its caller: the scope of the key (null: open to everyone) and the name of the rate limit.
/// Whether its body or its answer may be of any length and take any time, since it is worked on as it comes.
/// A proxied route says it in its metadata, an endpoint of our own with <see cref="AccessExtensions.Needs"/>.
/// A route that says nothing needs the admin scope: forgetting it closes the door, not opens it.
/// </summary>
internal sealed record Access(string? Scope, string Limit = "default", bool IsStreamed = false) : IScoped
{
    private const string Everyone = "none";
    private static readonly Access Public = new(null, "public");

    // A changed configuration makes new routes, and takes these with the old ones.
    private static readonly ConditionalWeakTable<RouteModel, Access> Told = [];

    /// <summary>No endpoint at all is as open as a public one: it will be a 404.</summary>
    public static Access Of(Endpoint? endpoint)
    {
        if (endpoint is null)
            return Public;
        if (endpoint.Metadata.GetMetadata<Access>() is { } own)
            return own;
        if (endpoint.Metadata.GetMetadata<RouteModel>() is not { } route)
            return Public;
        return Told.GetValue(route, Read);
    }

    private static Access Read(RouteModel route)
    {
        var scope = Said("Scope") ?? Keys.Scope.Admin;
        return new(scope is Everyone ? null : scope, Said("Limit") ?? "default", Said("Body") is "streamed");

        string? Said(string name) => route.Config.Metadata?.GetValueOrDefault(name);
    }
}

internal static class AccessExtensions
{
    public static T Needs<T>(this T endpoint, string? scope, string limit = "default")
        where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new Access(scope, limit));
}
