using System.Net;
using ServiceDefaults;

namespace Shipments.Tests;

/// <summary>A setting of a merchant's must not become a request to our own network.</summary>
public sealed class OutboundTests
{
    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2a00:1450:4001:82f::200e", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    public void Only_public_addresses_are_public(string address, bool isPublic) =>
        Outbound.IsPublic(IPAddress.Parse(address)).ShouldBe(isPublic);

    [Theory]
    [InlineData("https://127.0.0.1:9/", "no public address")]
    [InlineData("https://localhost:9/", "no public address")]
    [InlineData("https://[::1]:9/", "no public address")]
    [InlineData("https://2130706433:9/", "no public address")]
    [InlineData("http://8.8.8.8/", "over https")]
    public async Task A_private_address_is_not_asked_by_whatever_name(string url, string why)
    {
        using var http = new HttpClient(Outbound.Handler(new PlatformOptions()));
        var refused = await Should.ThrowAsync<HttpRequestException>(http.GetAsync(url));
        refused.ToString().ShouldContain(why);
    }

    [Fact]
    public async Task A_private_host_that_the_configuration_names_is_asked()
    {
        using var http = new HttpClient(Outbound.Handler(new PlatformOptions { PrivateHosts = ["127.0.0.1:9"] }));
        (await Should.ThrowAsync<HttpRequestException>(http.GetAsync("http://127.0.0.1:9/")))
            .HttpRequestError.ShouldBe(HttpRequestError.ConnectionError);
    }
}
