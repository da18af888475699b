using Contracts;
using Notifications;
using Notifications.Channels;
using Notifications.Templates;
using Notifications.Webhooks;
using ServiceDefaults;
using Streams;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("notifications");
builder.AddMigration("notifications", Schema.Sql("notifications"));
builder.AddMerchants("notifications");
builder.AddWebhooks();
builder.AddStreams("notifications", NotificationJson.Default, Notification.Stream)
    .React<DeliveryReactor>().Channel<Email>().Webhooks();
builder.AddBus("notifications", bus => bus
    .ConsumeMerchants()
    .Consume<OrderPlaced, OrderPlacedConsumer>(m => m.OrderId)
    .Consume<OrderCorrected, OrderCorrectedConsumer>(m => m.OrderId)
    .Consume<OrderMilestoneReached, OrderMilestoneConsumer>(m => m.OrderId), Published.From);

builder.Services.AddOptions<EmailOptions>().Bind(builder.Configuration.GetSection("Platform"))
    .Validate(EmailOptions.IsComplete, EmailOptions.WhatIsNeeded).ValidateOnStart();
builder.Services.AddSingleton<LetterHtml>();
builder.Services.AddSingleton<Audience>();

var app = builder.Build();
app.UseServiceDefaults();
app.MapWebhooks();
return await app.Serve(args);
