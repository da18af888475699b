using Yarp.ReverseProxy;

namespace Gateway.Proxy;

/// <summary>
/// Sends a request of our own to a destination of the proxy's cluster whose name is the request's host
/// (<c>http://orders/…</c>), so that pages follow the same addresses and health as proxied calls. A destination that
/// refuses the connection is passed over.
/// </summary>
internal sealed class ClusterHandler(IProxyStateLookup clusters) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var name = request.RequestUri!.Host;
        var path = request.RequestUri.PathAndQuery;
        var destinations = clusters.TryGetCluster(name, out var cluster)
            ? cluster.DestinationsState.AvailableDestinations.ToArray()
            : [];
        Random.Shared.Shuffle(destinations);
        HttpRequestException? refused = null;
        foreach (var destination in destinations)
        {
            request.RequestUri = new Uri(new Uri(destination.Model.Config.Address), path);
            try
            {
                return await base.SendAsync(request, ct);
            }
            catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError)
            {
                refused = e;
            }
        }
        throw refused ?? new HttpRequestException($"No destination of {name} is available");
    }
}
