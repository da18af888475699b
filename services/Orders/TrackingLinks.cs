using Microsoft.Extensions.Options;
using ServiceDefaults;

namespace Orders;

/// <summary>Where the customer's page is.</summary>
internal sealed class TrackingLinks(IOptions<PlatformOptions> platform)
{
    internal string UrlOf(string merchantId, Guid orderId, string secret) =>
        $"{platform.Value.PublicUrl.TrimEnd('/')}/track/{new TrackingToken(secret, orderId, merchantId)}";
}
