using Contracts;
using ServiceDefaults;
using Shipments;
using Shipments.Carriers;
using Streams;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("shipments");
builder.AddMigration("shipments", Schema.Sql("shipments"));
builder.AddMigration("shipments", Parcels.Sql);
builder.AddMigration("shipments", CarrierAccounts.Sql);
builder.AddWebhookInbox<CarrierWebhookHandler>("shipments");
builder.AddPlatformClient<OrdersClient>("orders");
builder.Services.AddCarriers();
builder.Services.AddSingleton<CarrierAccounts>();
builder.Services.AddSingleton<Numbers>();
builder.Services.AddSingleton<Parcels>();
builder.AddStreams("shipments", ShipmentJson.Default, Shipment.Stream).React<ParcelReactor>();
builder.AddBus(
    "shipments",
    bus => bus.Consume<OrderCancelled, OrderCancelledConsumer>(m => m.OrderId),
    Published.From);

var app = builder.Build();
app.UseServiceDefaults();
app.MapShipments();
app.MapDetection();
app.MapCarrierAccounts();
app.MapCarrierTrials();
app.MapCarrierWebhook();
app.MapStatusMappings();
app.MapInbox();
return await app.Serve(args);
