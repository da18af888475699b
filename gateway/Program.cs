using Gateway.Keys;
using Gateway.Limits;
using Gateway.Merchants;
using Gateway.Pages;
using Gateway.Pages.Docs;
using Gateway.Pages.Embed;
using Gateway.Pages.Track;
using Gateway.Proxy;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using ServiceDefaults;
using Yarp.ReverseProxy.Health;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("gateway");
builder.AddMigration("gateway", KeyStore.Schema);
builder.Services.AddOptions<LimitOptions>().BindConfiguration("Limits")
    .Validate(limits => limits.IsUsable(),
        "Limits: rates and counts must be above zero, TrustedProxies networks such as 10.0.0.0/8.")
    .ValidateOnStart();
builder.Services.AddKeys(builder.Configuration);
builder.AddMerchants();
builder.Services.AddTrackPages();
builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy")).CarryTraces();
// A destination is not tried again before its failures are forgotten, whatever its reactivation period says.
builder.Services.Configure<TransportFailureRateHealthPolicyOptions>(policy =>
    policy.DetectionWindowSize = TimeSpan.FromSeconds(5));
builder.Services.AddOptions<ForwardedHeadersOptions>()
    .Configure<IOptions<LimitOptions>>((headers, limits) => headers.Trust(limits.Value));
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.Limits.MaxRequestLineSize = 32 * 1024;
    kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
    kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
});

var app = builder.Build();
app.UseForwardedHeaders();
app.Use(KeyGate.Strip);
app.UseServiceDefaults(ops => ops.Needs(Scope.Ops), identified: false);
app.UseMiddleware<ShapeGate>();
app.Use(BodyLimit.Apply);
app.Use(AnyOrigin.MayRead);
app.UseCarriedTraces();
app.Use(app.Services.GetRequiredService<KeyRing>().Recognise);
app.UseMiddleware<RateGate>();
app.UseMiddleware<KeyGate>();
app.UseIdempotency();
app.MapPageFiles();
app.MapTrackPages();
app.MapKeys();
app.MapMerchants();
app.MapDocs();
app.MapReverseProxy(Forwarding.Use);
return await app.Serve(args);
