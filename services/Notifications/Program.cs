using Contracts;
using Notifications;
using Notifications.Bounces;
using Notifications.Channels;
using Notifications.Push;
using Notifications.Sms;
using Notifications.Templates;
using Notifications.Webhooks;
using ServiceDefaults;
using Streams;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("notifications");
builder.AddMigration("notifications", Schema.Sql("notifications"));
builder.AddMigration("notifications", DailyLimit.Sql + Undeliverable.Sql);
builder.AddMerchants("notifications");
builder.AddWebhooks();
builder.AddSms();
builder.AddPush();
builder.AddStreams("notifications", NotificationJson.Default, Notification.Stream, Wanted.Settings, Wanted.Customers)
    .React<DeliveryReactor>().Channel<Email>().Sms().Push().Webhooks();
builder.AddBus("notifications", bus => bus
    .ConsumeMerchants()
    .Consume<OrderPlaced, OrderPlacedConsumer>(m => m.OrderId)
    .Consume<OrderCorrected, OrderCorrectedConsumer>(m => m.OrderId)
    .Consume<OrderMilestoneReached, OrderMilestoneConsumer>(m => m.OrderId), Published.From);

builder.Services.AddOptions<EmailOptions>().Bind(builder.Configuration.GetSection("Platform"))
    .Validate(EmailOptions.IsComplete, EmailOptions.WhatIsNeeded).ValidateOnStart();
builder.Services.AddSingleton<LetterHtml>();
builder.Services.AddSingleton<SmtpPool>();
builder.Services.AddSingleton<Unsubscribing>();
builder.Services.AddSingleton<UnsubscribeDesk>();
builder.Services.AddSingleton<WishBook>();
builder.Services.AddSingleton<DailyLimit>();
builder.Services.AddSingleton<Audience>();
builder.Services.AddSingleton<Undeliverable>();
builder.Services.AddSingleton<BounceDesk>();
builder.Services.AddSingleton<PreferencesDesk>();

var app = builder.Build();
app.UseServiceDefaults();
app.MapWebhooks();
app.MapPreferences();
app.MapSettings();
app.MapUnsubscribing();
app.MapBounces();
app.MapPreview();
app.MapSmsAccount();
app.MapPush();
return await app.Serve(args);
