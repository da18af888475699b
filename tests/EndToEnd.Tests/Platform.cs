using System.Net.Http.Headers;
using System.Security.Cryptography;
using EndToEnd.Tests;
using Testing;

[assembly: AssemblyFixture(typeof(Platform))]

namespace EndToEnd.Tests;

/// <summary>
/// The whole platform as its users meet it: five processes, real PostgreSQL, real RabbitMQ, a mail sink, and a
/// collector that receives its traces. One for all tests; each test makes its own orders.
/// </summary>
public sealed class Platform : IAsyncLifetime
{
    public const string DelhiverySecret = "delhivery-secret-of-the-tests";
    public const string ShiprocketSecret = "shiprocket-secret-of-the-tests";
    public const string EasyPostSecret = "easypost-sécret-of-the-tests";
    public const string SimulatedSecret = "simulated-secret-of-the-tests";

    private static readonly string[] Names = ["orders", "payments", "shipments", "notifications"];

    private readonly TestDatabase database = new();
    private readonly Dictionary<string, string> settings = [];
    private readonly Dictionary<string, Service> services = [];
    private readonly Service mail;

    public Platform()
    {
        var smtp = Service.FreePort();
        var mailPort = Service.FreePort();
        mail = new("mail", "deploy/Tools", settings, "mail-sink", "--smtp", $"{smtp}", "--http", $"{mailPort}",
            "--data", Directory.CreateTempSubdirectory("tracking-mail").FullName);
        Mail = new() { BaseAddress = new($"http://127.0.0.1:{mailPort}") };
        foreach (var name in Names)
            services[name] = new(name, "services/" + char.ToUpperInvariant(name[0]) + name[1..], settings);
        services["gateway"] = new("gateway", "gateway", settings);
        Configure(smtp);
    }

    /// <summary>Spans as the processes exported them by OTLP.</summary>
    public Collector Collector { get; } = new();

    public HttpClient Mail { get; }

    /// <summary>
    /// Where a stand-in for a carrier's own API may listen: a private address that may be asked.
    /// </summary>
    public int CarrierApiPort { get; } = Service.FreePort();

    /// <summary>The same for what carriers are asked about parcels.</summary>
    public string CarrierApis { get; } = $"http://127.0.0.1:{Service.FreePort()}";

    /// <summary>The same for payment providers.</summary>
    public string StripeApi { get; } = $"http://127.0.0.1:{Service.FreePort()}";

    public string RazorpayApi { get; } = $"http://127.0.0.1:{Service.FreePort()}";

    public string Url => services["gateway"].Address;

    public string PostgresConnection => database.ConnectionString;

    public string EncryptionKey => settings["Platform__EncryptionKey"];

    public Api Storefront { get; private set; } = null!;

    public string StorefrontKey => settings["Bootstrap__StorefrontKey"];

    public string AdminKey => settings["Bootstrap__AdminKey"];

    public Api Ops { get; private set; } = null!;

    public Api Admin { get; private set; } = null!;

    /// <summary>Without a key: what a customer or a carrier has.</summary>
    public Api Anybody { get; private set; } = null!;

    public Service this[string name] => services[name];

    public Api With(string? key)
    {
        var http = new HttpClient { BaseAddress = new(Url), Timeout = TimeSpan.FromSeconds(60) };
        if (key is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return new(http);
    }

    public async ValueTask InitializeAsync()
    {
        await Broker.Clear();
        settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = await Collector.Start();
        mail.Start();
        foreach (var service in services.Values)
            service.Start();
        foreach (var service in services.Values)
            await service.Ready();
        Storefront = With(StorefrontKey);
        Ops = With(settings["Bootstrap__OpsKey"]);
        Admin = With(settings["Bootstrap__AdminKey"]);
        Anybody = With(null);
        await CreateAccounts();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in services.Values.Append(mail))
            service.Dispose();
        Mail.Dispose();
        await Collector.DisposeAsync();
        await database.DisposeAsync();
    }

    private void Configure(int smtp)
    {
        settings["ConnectionStrings__Postgres"] = database.ConnectionString;
        settings["ConnectionStrings__RabbitMq"] = Servers.RabbitMq;
        settings["Platform__IdentityKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        settings["Platform__EncryptionKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        settings["Platform__PublicUrl"] = Url;
        settings["Platform__PrivateHosts__0"] = $"127.0.0.1:{CarrierApiPort}";
        settings["Platform__Smtp"] = $"smtp://127.0.0.1:{smtp}";
        settings["Platform__MailFrom"] = "Shop <shop@shop.example>";
        settings["Platform__PrivateHosts__1"] = new Uri(CarrierApis).Authority;
        settings["Platform__PrivateHosts__2"] = new Uri(StripeApi).Authority;
        settings["Platform__PrivateHosts__3"] = new Uri(RazorpayApi).Authority;
        // All tests look up from one address.
        settings["Limits__Lookup__Burst"] = "1000";
        settings["Pull__Idle"] = "00:00:00.2";
        settings["Silence__Interval"] = "00:00:00.5";
        settings["Positions__Interval"] = "00:00:00.5";
        settings["Retention__Interval"] = "00:00:00.5";
        settings["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        settings["OTEL_BSP_SCHEDULE_DELAY"] = "200";
        settings["Bootstrap__MerchantId"] = "demo";
        settings["Bootstrap__MerchantName"] = "Shop";
        foreach (var scope in (string[])["Storefront", "Ops", "Admin"])
            settings[$"Bootstrap__{scope}Key"] = "tp_live_" + RandomNumberGenerator.GetHexString(40, lowercase: true);
        foreach (var name in Names)
        {
            settings[$"Platform__Services__{name}"] = services[name].Address;
            settings[$"ReverseProxy__Clusters__{name}__Destinations__1__Address"] = services[name].Address + "/";
        }
    }

    private async Task CreateAccounts()
    {
        (string, object)[] accounts =
        [
            ("carrier", new { carrier = "delhivery", account = "demo", auth = ByHeader("X-Api-Key", DelhiverySecret) }),
            ("carrier",
                new { carrier = "shiprocket", account = "demo", auth = ByHeader("x-api-key", ShiprocketSecret) }),
            ("carrier", new { carrier = "easypost", account = "demo", auth = ByHmac(EasyPostSecret) }),
            ("payment", new { provider = "simulated", account = "demo", auth = ByHmac(SimulatedSecret) }),
        ];
        foreach (var (kind, body) in accounts)
            (await Admin.Post($"/v1/{kind}-accounts", body)).Is(201);
    }

    private static object ByHeader(string header, string secret) => new { scheme = "header", header, secret };

    private static object ByHmac(string secret) => new { scheme = "hmac", secret };
}
