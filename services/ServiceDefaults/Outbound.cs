using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ServiceDefaults;

/// <summary>
/// HTTP to addresses that someone else has chosen: a merchant's setting must not become a request to our own network.
/// The address is checked where the connection is made, after the name was resolved, so no name and no redirect leads
/// around it; plain HTTP and private addresses only to hosts that <c>Platform:PrivateHosts</c> names.
/// </summary>
public static class Outbound
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private const int AnswerBytesMax = 1 << 20;
    private const int AnswerHeaderKilobytesMax = 32;

    private static readonly IPNetwork[] NotPublic =
    [
        .. ((string[])
        [
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        ]).Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork PublicV6 = IPNetwork.Parse("2000::/3");

    /// <summary>Registers <typeparamref name="T"/>, whose constructor takes an HttpClient of this kind.</summary>
    public static void AddOutboundClient<T>(this WebApplicationBuilder builder) where T : class => builder.Services
        .AddHttpClient<T>(client =>
        {
            client.Timeout = Timeout;
            client.MaxResponseContentBufferSize = AnswerBytesMax;
        })
        .ConfigurePrimaryHttpMessageHandler(p => Handler(p.GetRequiredService<IOptions<PlatformOptions>>().Value));

    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return (address.AddressFamily == AddressFamily.InterNetwork || PublicV6.Contains(address))
            && !Array.Exists(NotPublic, network => network.Contains(address));
    }

    /// <summary>
    /// What is wrong with an address before anybody connects to it; null: nothing that can be told yet. A continuation
    /// of the field's name.
    /// </summary>
    public static string? WhyNot(PlatformOptions options, Uri to) =>
        IsAllowed(options, to.Host, to.Port) ? null
        : to.Scheme != Uri.UriSchemeHttps ? "must be https"
        : IPAddress.TryParse(to.DnsSafeHost, out var address) && !IsPublic(address)
            || to.DnsSafeHost.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? "must not be a private address"
        : null;

    /// <summary>How long whoever answered wants to be left alone; null: it has not said so.</summary>
    public static TimeSpan? RetryAfter(this HttpResponseMessage answer, DateTimeOffset now) =>
        answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => null,
        };

    /// <summary>Ours to test: the same without the factory around it.</summary>
    public static HttpMessageHandler Handler(PlatformOptions options) => new Secured(options, new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectTimeout = ConnectTimeout,
        MaxResponseHeadersLength = AnswerHeaderKilobytesMax,
        // Keys and secrets are other people's words, and not all of them write ASCII.
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        ConnectCallback = (context, ct) => Connect(options, context.DnsEndPoint, ct),
    });

    private static bool IsAllowed(PlatformOptions options, string host, int port) =>
        options.PrivateHosts.Contains($"{host}:{port}", StringComparer.OrdinalIgnoreCase);

    private static async ValueTask<Stream> Connect(PlatformOptions options, DnsEndPoint to, CancellationToken ct)
    {
        var addresses = await Dns.GetHostAddressesAsync(to.Host, ct);
        if (!IsAllowed(options, to.Host, to.Port))
            addresses = Array.FindAll(addresses, IsPublic);
        if (addresses.Length == 0)
            throw new HttpRequestException($"{to.Host} is no public address.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, to.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class Secured(PlatformOptions options, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            var to = request.RequestUri!;
            return to.Scheme == Uri.UriSchemeHttps || IsAllowed(options, to.Host, to.Port)
                ? base.SendAsync(request, ct)
                : throw new HttpRequestException($"{to.Host} must be asked over https.");
        }
    }
}
