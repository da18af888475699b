using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults;

namespace Gateway.Tests;

public sealed class IdentityTests(Platform platform)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PlatformIdentity Identity => platform.Gateway.Services.GetRequiredService<PlatformIdentity>();

    [Fact]
    public async Task A_service_hears_whose_request_it_is_and_never_the_key()
    {
        using var client = platform.Gateway.Client(Platform.AdminKey);
        await client.GetAsync("/v1/orders/whose", Stop);
        var got = platform.Orders.Last("/v1/orders/whose");
        var caller = Identity.Verify(got.Header(PlatformIdentity.Header)!)!;
        caller.MerchantId.ShouldBe("demo");
        caller.Scopes.ShouldBe(["storefront", "ops", "admin"]);
        got.Header("Authorization").ShouldBeNull();
    }

    [Fact]
    public async Task An_identity_that_a_client_sends_itself_is_thrown_away()
    {
        // Even one that was really signed, for instance read from a log.
        var stolen = Identity.Sign(new Caller("victim", ["admin"]));
        using var client = platform.Gateway.Client(Platform.StorefrontKey);
        client.DefaultRequestHeaders.Add(PlatformIdentity.Header, stolen);
        await client.GetAsync("/v1/orders/forged", Stop);
        var told = platform.Orders.Last("/v1/orders/forged").Header(PlatformIdentity.Header)!;
        Identity.Verify(told)!.MerchantId.ShouldBe("demo");

        using var nobody = platform.Gateway.Client();
        nobody.DefaultRequestHeaders.Add(PlatformIdentity.Header, stolen);
        (await nobody.GetAsync("/v1/merchants/me", Stop)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await nobody.GetAsync("/v1/track/forged", Stop);
        platform.Orders.Last("/v1/track/forged").Header(PlatformIdentity.Header).ShouldBeNull();
        await nobody.PostAsync("/webhooks/carriers/forged/demo", null, Stop);
        platform.Shipments.Last("/webhooks/carriers/forged/demo").Header(PlatformIdentity.Header).ShouldBeNull();
    }

    [Fact]
    public async Task A_webhook_passes_without_a_key_and_keeps_its_own_credentials_and_bytes()
    {
        using var carrier = platform.Gateway.Client();
        carrier.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Basic dXNlcjpwYXNz");
        using var body = new StringContent("{ \"a\" : 1,\n \"ü\":2}", null, "application/json");
        using var answer = await carrier.PostAsync("/webhooks/carriers/easypost/demo?x=%2F", body, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var got = platform.Shipments.Last("/webhooks/carriers/easypost/demo");
        got.Header("Authorization").ShouldBe("Basic dXNlcjpwYXNz");
        got.Body.ShouldBe("{ \"a\" : 1,\n \"ü\":2}");
        got.Query.ShouldBe("?x=%2F");
    }

    [Fact]
    public async Task A_trace_that_comes_in_goes_on_to_the_service()
    {
        const string trace = "0af7651916cd43dd8448eb211c80319c";
        using var client = platform.Gateway.Client(Platform.StorefrontKey);
        client.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-b7ad6b7169203331-01");
        await client.GetAsync("/v1/orders/traced", Stop);
        platform.Orders.Last("/v1/orders/traced").Header("traceparent")!.ShouldStartWith($"00-{trace}-");

        platform.Orders.Orders["traced-token"] = Samples.OutForDelivery;
        await client.GetAsync("/track/traced-token", Stop);
        platform.Orders.Last("/v1/track/traced-token").Header("traceparent")!.ShouldStartWith($"00-{trace}-");
    }

    [Fact]
    public async Task A_problem_names_the_trace_that_came_in_and_one_of_its_own_when_none_or_nonsense_did()
    {
        const string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        (await TraceOfProblem($"00-{trace}-b7ad6b7169203331-01")).ShouldBe(trace);
        foreach (var none in new[] { null, "nonsense", $"00-{trace}-0000000000000000-01" })
        {
            var made = await TraceOfProblem(none);
            made.ShouldMatch("^[0-9a-f]{32}$");
            made.ShouldNotBe(trace);
        }

        using var client = platform.Gateway.Client(Platform.StorefrontKey);
        await client.GetAsync("/v1/orders/untraced", Stop);
        platform.Orders.Last("/v1/orders/untraced").Header("traceparent")!
            .ShouldMatch("^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$");

        async Task<string> TraceOfProblem(string? told)
        {
            using var nobody = platform.Gateway.Client();
            if (told is not null)
                nobody.DefaultRequestHeaders.Add("traceparent", told);
            using var answer = await nobody.GetAsync("/v1/orders", Stop);
            return (await answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthorized")).Text("traceId");
        }
    }
}
