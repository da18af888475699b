using Contracts;
using Microsoft.Extensions.Options;
using Orders;
using Orders.Bulk;
using ServiceDefaults;
using Streams;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("orders", OrdersJson.Default);
builder.AddMigration("orders", Schema.Sql("orders"));
builder.AddMigration("orders", OrdersView.Schema);
builder.AddMigration("orders", ReturnsView.Schema);
builder.AddMigration("orders", OrderLookup.Schema);
builder.AddPositions();
builder.Services.AddOptions<Policy>().Bind(builder.Configuration.GetSection("Policies"))
    .Validate(policy => policy.IsValid(), Policy.WhatIsValid).ValidateOnStart();
builder.Services.AddSingleton<Policies>();
builder.Services.AddSingleton<TrackingLinks>();
builder.Services.AddSingleton<EntryStream>();
builder.Services.AddSingleton<Timelines>();
builder.Services.AddOptions<LookUpOptions>().Bind(builder.Configuration.GetSection("Lookup"))
    .Validate(LookUpOptions.IsComplete, LookUpOptions.WhatIsNeeded).ValidateOnStart();
builder.Services.AddSingleton<OrderLookup>();
builder.AddSweep("orders.lookup_tries", "full_at", _ => (TimeSpan.Zero, TimeSpan.FromMinutes(1)));
builder.Services.AddSingleton<Placement>();
builder.Services.AddSingleton<ImportApi>();
builder.Services.AddSingleton<ExportApi>();
builder.Services.AddSingleton<ErasurePartners>();
builder.Services.AddSingleton<Erasures>();
builder.Services.AddOptions<RetentionOptions>().Bind(builder.Configuration.GetSection("Retention"))
    .Validate(RetentionOptions.IsComplete, RetentionOptions.WhatIsNeeded).ValidateOnStart();
builder.Services.AddHostedService<Retention>();
builder.Services.AddHttpClient();
builder.AddMerchants("orders");
builder.AddPlatformClient<PublicInstructions>("shipments");
builder.Services.AddSingleton<ReturnDesk>();
builder.AddStreams("orders", OrderJson.Default, Order.Stream, Return.Stream, Erasure.Stream)
    .View<OrdersView>().View<ReturnsView>()
    .React<ReturnReactor>().React<CompletionReactor>().Work<Completions>()
    .React<LookoutReactor>().Work<Lookout>()
    .React<ErasureReactor>().Work<ErasureWork>();
builder.AddBus(
    "orders",
    bus => bus
        .ConsumeMerchants()
        .Consume<ShipmentRegistered, ShipmentRegisteredConsumer>(m => m.OrderId)
        .Consume<ShipmentCorrected, ShipmentCorrectedConsumer>(m => m.OrderId)
        .Consume<ShipmentProgressed, ShipmentProgressedConsumer>(m => m.OrderId)
        .Consume<ShipmentInstructed, ShipmentInstructedConsumer>(m => m.OrderId)
        .Consume<ShipmentRemapped, ShipmentRemappedConsumer>(m => m.OrderId)
        .Consume<PaymentProgressed, PaymentProgressedConsumer>(m => m.OrderId)
        .Consume<NotificationSettled, NotificationSettledConsumer>(m => m.OrderId),
    new Published(new(Options.Create(builder.Configuration.GetSection("Platform").Get<PlatformOptions>()!))).From);

var app = builder.Build();
app.UseServiceDefaults();
app.MapOrders();
app.MapOrderSteps();
app.MapReturns();
app.MapTracking();
app.MapErasures();
ExportApi.Map(app);
return await app.Serve(args);
