using Contracts;
using ServiceDefaults;
using Shipments;
using Shipments.Carriers;
using Shipments.Mappings;
using Shipments.Pulling;
using Shipments.Silence;
using Streams;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("shipments");
builder.AddMigration("shipments", Schema.Sql("shipments"));
builder.AddMigration("shipments", Parcels.Sql);
builder.AddMigration("shipments", CarrierAccounts.Sql);
builder.AddWatchedRows<CarrierAccount>(CarrierAccounts.Table);
builder.AddWebhookInbox<CarrierWebhookHandler>("shipments");
builder.AddPlatformClient<OrdersClient>("orders");
builder.AddOutboundClient<DhlHandshake.Api>();
builder.Services.AddCarriers();
builder.Services.AddSingleton<WebhookTokens>();
builder.Services.AddSingleton<CarrierAccounts>();
builder.Services.AddSingleton<Numbers>();
builder.Services.AddSingleton<Parcels>();
builder.AddInstructions();
builder.AddPositions();
builder.AddMappings();
builder.AddSilence();
builder.AddPulls();
builder.AddStreams("shipments", ShipmentJson.Default, Shipment.Stream, Mapping.Stream)
    .React<ParcelReactor>().React<InstructionReactor>().React<WatchReactor>().React<RemapReactor>()
    .Work<InstructionCalls>().Work<DhlHandshake>().Work<RemapWorker>();
builder.AddBus(
    "shipments",
    bus => bus
        .ConsumeMerchants()
        .Consume<OrderCancelled, OrderCancelledConsumer>(m => m.OrderId)
        .Consume<OrderRecalled, OrderRecalledConsumer>(m => m.OrderId)
        .Consume<OrderCorrected, OrderCorrectedConsumer>(m => m.OrderId),
    Published.From);

var app = builder.Build();
app.UseServiceDefaults();
app.MapShipments();
app.MapReturnShipments();
app.MapDetection();
app.MapInstructions();
app.MapPositions();
app.MapCarrierAccounts();
app.MapCarrierTrials();
app.MapCarrierWebhook();
app.MapWebhookTokens();
app.MapStatusMappings();
app.MapInbox();
app.MapMappings();
app.MapSilence();
app.MapPulls();
app.MapErasure<Parcels>((parcels, merchant, orders, ct) => parcels.InboxKeys(merchant, orders, ct));
return await app.Serve(args);
