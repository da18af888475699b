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

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("gateway", spansRequests: false);
builder.AddMigration("gateway", KeyStore.Schema);
builder.Services.AddOptions<LimitOptions>().BindConfiguration("Limits")
    .Validate(limits => limits.IsUsable(),
        "Limits: rates and counts must be above zero, TrustedProxies networks such as 10.0.0.0/8.")
    .ValidateOnStart();
builder.Services.AddKeys(builder.Configuration);
builder.AddMerchants();
builder.Services.AddTrackPages();
builder.AddProxy();
builder.Services.AddOptions<ForwardedHeadersOptions>()
    .Configure<IOptions<LimitOptions>>((headers, limits) => headers.Trust(limits.Value));
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.Limits.MaxRequestBodySize = BodyLimit.ReadOnMax;
    kestrel.Limits.MaxRequestLineSize = 32 * 1024;
    kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
    kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
});

var app = builder.Build();
app.UseForwardedHeaders();
app.Use(KeyGate.Strip);
app.UseCarriedTraces();
app.UseServiceDefaults(ops => ops.Needs(Scope.Ops), identified: false);
app.UseOwnSpans();
app.UseMiddleware<ShapeGate>();
app.Use(BodyLimit.Apply);
app.Use(AnyOrigin.MayRead);
app.Use(app.Services.GetRequiredService<KeyRing>().Recognise);
app.UseMiddleware<RateGate>();
app.UseMiddleware<KeyGate>();
app.UseIdempotency();
app.MapPageFiles();
app.MapTrackPages();
app.MapKeys();
app.MapMerchants();
app.MapDocs();
app.MapReverseProxy(Forwarding.Use).AsConfigured();
return await app.Serve(args);
