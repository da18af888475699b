using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults;
using ServiceDefaults.OpenApi;
using Tools.Describe;

namespace Contracts.Tests;

/// <summary>What is posted to merchants is described where it is registered.</summary>
public sealed class WebhookTests
{
    [Fact]
    public void A_webhook_is_described_with_its_body_its_headers_and_an_example()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddSingleton(new ApiJson(null));
        builder.Services.DescribeWebhook<LampLit>("lamp.lit_again", "A lamp is lit");
        var part = ApiPart.Of(builder.Build());

        var document = JsonNode.Parse(ApiDocument.Of([part.ToJsonString()]))!;
        var webhook = document["webhooks"]!["lamp.lit_again"]!["post"]!;
        webhook["operationId"]!.GetValue<string>().ShouldBe("onLampLitAgain");
        webhook["tags"]![0]!.GetValue<string>().ShouldBe("Webhooks out");
        webhook["parameters"]!.AsArray().Count.ShouldBe(3);
        foreach (var parameter in webhook["parameters"]!.AsArray())
            document["components"]!["parameters"]![((string)parameter!["$ref"]!).Split('/')[^1]].ShouldNotBeNull();
        var content = webhook["requestBody"]!["content"]!["application/json"]!;
        content["schema"]!["$ref"]!.GetValue<string>().ShouldBe("#/components/schemas/WebhookTestsLampLit");
        content["example"]!["orderId"]!.GetValue<string>().ShouldNotBeEmpty();
        document["tags"]!.AsArray().Select(tag => (string)tag!["name"]!).ShouldBe(["Webhooks out"]);
    }

    internal sealed record LampLit(Guid OrderId, DateTimeOffset At);
}
