using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ServiceDefaults;

/// <summary>
/// HTTP from one service to another on behalf of a merchant: the base address by <c>Platform:Services</c>, the identity
/// signed, the trace continued.
/// </summary>
public static class PlatformClients
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Registers <typeparamref name="T"/>, whose constructor takes an HttpClient, as the client of
    /// <paramref name="service"/>.
    /// </summary>
    public static void AddPlatformClient<T>(this WebApplicationBuilder builder, string service) where T : class =>
        builder.Services.AddHttpClient<T>((p, client) =>
        {
            client.BaseAddress = new(AddressOf(service, p.GetRequiredService<IOptions<PlatformOptions>>().Value));
            client.Timeout = Timeout;
        });

    /// <summary>The gateway is also where customers find it.</summary>
    private static string AddressOf(string service, PlatformOptions options) =>
        options.Services.TryGetValue(service, out var address) ? address.TrimEnd('/') + "/"
        : service is "gateway" ? options.PublicUrl.TrimEnd('/') + "/"
        : throw new InvalidOperationException($"Platform:Services:{service} is missing: the service's base URL.");

    /// <summary>Says on whose behalf a request is made.</summary>
    public static HttpRequestMessage OnBehalfOf(
        this HttpRequestMessage request, PlatformIdentity identity, string merchantId)
    {
        request.Headers.Add(PlatformIdentity.Header, identity.Sign(new(merchantId, ["internal"])));
        return request;
    }
}
