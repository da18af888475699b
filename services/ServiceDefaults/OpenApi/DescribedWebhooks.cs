using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace ServiceDefaults.OpenApi;

/// <summary>What the platform posts to a merchant's own endpoint: <c>Name</c> is the type that its body has.</summary>
internal sealed record DescribedWebhook(string Name, string Summary, Type Body)
{
    /// <summary>"order.out_for_delivery": onOrderOutForDelivery.</summary>
    private string Operation => "on" + string.Concat(Name.Split('.', '_').Select(word =>
        string.Concat(word[..1].ToUpper(CultureInfo.InvariantCulture), word[1..])));

    /// <summary>An entry of the document's <c>webhooks</c>, as Standard Webhooks 1.0.0 has it.</summary>
    public JsonObject Of(ApiSchemas schemas) => new()
    {
        ["post"] = new JsonObject
        {
            ["operationId"] = Operation,
            ["summary"] = Summary,
            ["security"] = new JsonArray(),
            ["parameters"] = new JsonArray(
                [.. ((string[])["WebhookId", "WebhookTimestamp", "WebhookSignature"]).Select(name =>
                    new JsonObject { ["$ref"] = "#/components/parameters/" + name })]),
            ["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = new JsonObject
                {
                    ["application/json"] = new JsonObject { ["schema"] = schemas.Of(Body, isRead: false) },
                },
            },
            ["responses"] = new JsonObject
            {
                ["2XX"] = new JsonObject { ["description"] = "Taken: it does not come again." },
                ["410"] = new JsonObject { ["description"] = "Gone: the endpoint is disabled." },
                ["default"] = new JsonObject { ["description"] = "Not taken: it comes again, with the same id." },
            },
        },
    };
}

/// <summary>Describing what is posted to merchants: one call on each type, beside what sends it.</summary>
public static class DescribedWebhooks
{
    /// <param name="name">The type in the body: "order.delivered".</param>
    public static IServiceCollection DescribeWebhook<TBody>(
        this IServiceCollection services, string name, string summary) =>
        services.AddSingleton(new DescribedWebhook(name, summary, typeof(TBody)));
}
