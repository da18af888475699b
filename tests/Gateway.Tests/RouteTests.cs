using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests;

public sealed class RouteTests(Platform platform)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("POST", "/v1/orders", "orders")]
    [InlineData("GET", "/v1/orders/1/timeline", "orders")]
    [InlineData("POST", "/v1/orders/1/shipments", "shipments")]
    [InlineData("GET", "/v1/orders/1/payments", "payments")]
    [InlineData("POST", "/v1/payments/1/refunds", "payments")]
    [InlineData("POST", "/v1/payment-accounts", "payments")]
    [InlineData("POST", "/webhooks/payments/simulated/demo", "payments")]
    [InlineData("GET", "/v1/shipments/1", "shipments")]
    [InlineData("POST", "/v1/shipments/1/scans", "shipments")]
    [InlineData("POST", "/v1/carrier-accounts", "shipments")]
    [InlineData("POST", "/webhooks/carriers/delhivery/demo", "shipments")]
    [InlineData("GET", "/v1/ops/webhooks/inbox", "shipments")]
    [InlineData("GET", "/v1/ops/streams/orders/parked", "orders")]
    [InlineData("GET", "/v1/ops/streams/payments/parked", "payments")]
    [InlineData("POST", "/v1/ops/streams/shipments/parked/resume", "shipments")]
    [InlineData("PUT", "/v1/carrier-mappings/delhivery", "shipments")]
    [InlineData("POST", "/v1/ops/remaps", "shipments")]
    [InlineData("GET", "/v1/ops/shipments/silent", "shipments")]
    [InlineData("POST", "/v1/trackings/detect", "shipments")]
    [InlineData("GET", "/v1/carrier-formats", "shipments")]
    [InlineData("GET", "/v1/status-mappings", "shipments")]
    [InlineData("POST", "/v1/webhook-endpoints", "notifications")]
    [InlineData("GET", "/v1/webhook-endpoints/1/deliveries", "notifications")]
    [InlineData("POST", "/v1/events/1/replay", "notifications")]
    [InlineData("PUT", "/v1/sms-account", "notifications")]
    [InlineData("GET", "/v1/undeliverable-addresses", "notifications")]
    [InlineData("DELETE", "/v1/undeliverable-addresses/1", "notifications")]
    [InlineData("POST", "/webhooks/mail/bounces", "notifications")]
    [InlineData("DELETE", "/v1/track/abc/push-subscriptions/1", "notifications")]
    public async Task Each_path_leads_to_its_service(string method, string path, string service)
    {
        using var client = platform.Gateway.Client(Platform.AdminKey);
        using var answer = await client.SendAsync(new(new HttpMethod(method), path), Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Json()).Text("service").ShouldBe(service);
    }

    [Theory]
    [InlineData("/v1/customers/1/nothing")]
    [InlineData("/v1")]
    [InlineData("/nothing")]
    [InlineData("/webhooks/other/x")]
    public async Task A_path_that_leads_nowhere_is_a_404_problem_with_or_without_a_key(string path)
    {
        foreach (var key in new[] { Platform.AdminKey, null })
        {
            using var client = platform.Gateway.Client(key);
            await (await client.GetAsync(path, Stop)).ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        }
    }

    [Fact]
    public async Task A_method_that_a_path_does_not_know_is_a_405_problem_that_names_those_it_knows()
    {
        using var client = platform.Gateway.Client(Platform.AdminKey);
        using var answer = await client.PutAsync("/v1/keys", null, Stop);
        await answer.ShouldBeProblem(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        answer.Content.Headers.Allow.Order().ShouldBe(["GET", "POST"]);
    }

    [Fact]
    public void Every_route_says_which_scope_it_needs()
    {
        var routes = platform.Gateway.Services.GetRequiredService<IConfiguration>()
            .GetSection("ReverseProxy:Routes").GetChildren().ToList();
        routes.ShouldNotBeEmpty();
        string?[] known = ["none", "storefront", "ops", "admin"];
        routes.ShouldAllBe(route => known.Contains(route["Metadata:Scope"]));
    }
}
