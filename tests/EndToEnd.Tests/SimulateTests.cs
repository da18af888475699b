using Tools.Platform;
using Tools.Simulate;

namespace EndToEnd.Tests;

/// <summary>Carriers' journeys through the whole platform, as ./run simulate plays them.</summary>
public sealed class SimulateTests(Platform platform)
{
    [Theory]
    [InlineData("udaan", "rto", "returned")]
    [InlineData("easypost", "out-of-order", "delivered")]
    public async Task A_simulated_journey_ends_on_the_customers_page(string carrier, string scenario, string status)
    {
        const string secret = "secret-of-the-simulator";
        var account = await platform.Admin.Post("/v1/carrier-accounts", new
        {
            carrier,
            account = "simulated",
            auth = carrier == "udaan"
                ? (object)new { scheme = "header", header = "X-Api-Key", secret } : new { scheme = "hmac", secret },
        });
        account.Is(201);
        var access = new PlatformAccess(name => name switch
        {
            "GATEWAY_URL" => platform.Url,
            "STOREFRONT_KEY" => platform.StorefrontKey,
            _ => null,
        });
        var output = new StringWriter();
        var options = SimulateOptions.Parse(
            ["--scenario", scenario, "--seed", "5", "--secret", secret, "--account", "simulated"]);
        await Simulate.Run(access, carrier, options, output, TimeProvider.System);
        output.ToString().ShouldContain($"The parcel is {status}");
    }
}
