using Contracts;
using Microsoft.Extensions.Options;
using Payments;
using Payments.Providers;
using ServiceDefaults;
using Streams;
using CashOnDelivery = Payments.Providers.CashOnDelivery;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("payments");
builder.AddMigration("payments", Schema.Sql("payments"));
builder.AddMigration("payments", PaymentAccounts.Sql + KnownOrders.Sql + OrderReductions.Sql + PaymentReferences.Sql);
builder.AddWebhookInbox<PaymentWebhookHandler>("payments");
builder.AddStreams("payments", PaymentJson.Default, Payment.Stream)
    .React<ProviderReactor>().Work<ProviderCalls>().Work<SimulatedDelivery>();
builder.AddBus("payments", bus => bus
    .ConsumeMerchants()
    .Consume<OrderPlaced, OrderPlacedConsumer>(m => m.OrderId)
    .Consume<OrderCancelled, OrderCancelledConsumer>(m => m.OrderId)
    .Consume<OrderAmountReduced, OrderAmountReducedConsumer>(m => m.OrderId)
    .Consume<ShipmentProgressed, ShipmentProgressedConsumer>(m => m.OrderId)
    .Consume<ShipmentCorrected, ShipmentCorrectedConsumer>(m => m.OrderId), Published.From);

builder.Services.AddHttpClient();
builder.Services.AddHttpClient(ProviderApi.Client, ProviderApi.Limit).ConfigurePrimaryHttpMessageHandler(services =>
    Outbound.Handler(services.GetRequiredService<IOptions<PlatformOptions>>().Value));
builder.Services.AddSingleton<PaymentAccounts>();
builder.Services.AddSingleton<KnownOrders>();
builder.Services.AddSingleton<OrderReductions>();
builder.Services.AddSingleton<CarriersCash>();
builder.Services.AddSingleton<OrderPayments>();
builder.Services.AddSingleton<PaymentReferences>();
builder.Services.AddSingleton<PaymentRouting>();
builder.Services.AddSingleton<Arrivals>();
builder.Services.AddSingleton<ProviderApi>();
builder.Services.AddSingleton<IPaymentProvider, Simulated>();
builder.Services.AddSingleton<IPaymentProvider, Stripe>();
builder.Services.AddSingleton<IPaymentProvider, Razorpay>();
builder.Services.AddSingleton<IPaymentProvider, Payments.Providers.CashOnDelivery>();

var app = builder.Build();
app.UseServiceDefaults();
PaymentsApi.Map(app);
OrderPaymentsApi.Map(app);
PaymentAccountsApi.Map(app);
PaymentWebhook.Map(app);
app.MapErasure<PaymentReferences>((references, merchant, orders, ct) => references.Of(merchant, orders, ct));
return await app.Serve(args);
