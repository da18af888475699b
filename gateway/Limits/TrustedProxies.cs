using Microsoft.AspNetCore.HttpOverrides;

namespace Gateway.Limits;

internal static class TrustedProxies
{
    /// <summary>
    /// Believes X-Forwarded-For and -Proto from the configured networks only; with none configured, from nobody.
    /// </summary>
    public static void Trust(this ForwardedHeadersOptions headers, LimitOptions limits)
    {
        headers.ForwardedHeaders = limits.TrustedProxies.Length == 0
            ? ForwardedHeaders.None
            : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        headers.ForwardLimit = null;
        headers.KnownProxies.Clear();
        headers.KnownIPNetworks.Clear();
        foreach (var network in limits.TrustedProxies)
            headers.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
    }
}
