using Microsoft.Extensions.Options;
using ServiceDefaults;
using ServiceDefaults.OpenApi;
using Streams;

namespace Notifications.Webhooks;

/// <summary>What merchants' webhooks need of the service.</summary>
internal static class WebhookRegistration
{
    public static void AddWebhooks(this WebApplicationBuilder builder)
    {
        builder.AddMigration("notifications", WebhookEndpoints.Sql + WebhookEvents.Sql + WebhookAttempts.Sql);
        builder.AddWatchedRows<WebhookEndpointsOf>(WebhookEndpoints.Table);
        builder.Services.AddHttpClient(WebhookPost.Client).ConfigurePrimaryHttpMessageHandler(services =>
            Outbound.Handler(services.GetRequiredService<IOptions<PlatformOptions>>().Value));
        builder.Services.AddSingleton<WebhookEndpoints>();
        builder.Services.AddSingleton<WebhookEvents>();
        builder.Services.AddSingleton<WebhookAttempts>();
        builder.Services.AddSingleton<WebhookErrands>();
        builder.Services.AddSingleton<WebhookRecord>();
        builder.Services.AddSingleton<WebhookPost>();
        builder.Services.AddOptions<WebhookOptions>().Bind(builder.Configuration.GetSection("Webhooks"))
            .Validate(WebhookOptions.IsComplete, WebhookOptions.WhatIsNeeded).ValidateOnStart();
        builder.Services.AddHostedService<WebhookKeeper>();
        foreach (var row in Rows.All.Concat(Rows.ForSystems))
            builder.Services.DescribeWebhook<WebhookBody>(
                WebhookTypes.Of(row.Milestone), string.Concat(row.When[..1].ToUpperInvariant(), row.When[1..]));
        builder.Services.DescribeWebhook<WebhookBody>(
            WebhookTypes.Disabled, "Another endpoint is disabled: it has accepted nothing for days, or is gone");
        builder.Services.DescribeWebhook<WebhookBody>(WebhookTypes.Test, "You have asked for it, to try an endpoint");
    }

    public static StreamsBuilder Webhooks(this StreamsBuilder streams) =>
        streams.Channel<Channels.MerchantWebhook>().Work<WebhookErrandWorker>();

    public static void MapWebhooks(this WebApplication app)
    {
        app.MapWebhookEndpoints();
        app.MapWebhookEvents();
    }
}
