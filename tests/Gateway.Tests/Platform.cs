using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Contracts;
using MassTransit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(Gateway.Tests.Platform))]

namespace Gateway.Tests;

/// <summary>A gateway on a real server and a real database, with a stand-in for each service behind it.</summary>
public sealed class Platform : IAsyncLifetime
{
    public const string StorefrontKey = "tp_live_storefront00000000000000000000000000000000";
    public const string OpsKey = "tp_live_ops000000000000000000000000000000000000000";
    public const string AdminKey = "tp_live_admin0000000000000000000000000000000000000";

    private readonly TestDatabase database = new();
    private IBusControl bus = null!;

    public StandIn Orders { get; } = new("orders");
    public StandIn Payments { get; } = new("payments");
    public StandIn Shipments { get; } = new("shipments");
    public StandIn Notifications { get; } = new("notifications");
    public GatewayHost Gateway { get; private set; } = null!;
    public string ConnectionString => database.ConnectionString;

    /// <summary>What a service would hear on the bus.</summary>
    public ConcurrentQueue<MerchantChanged> Heard { get; } = new();

    /// <summary>An address at which nobody listens.</summary>
    public static string Nowhere()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        return $"http://127.0.0.1:{((System.Net.IPEndPoint)socket.LocalEndPoint!).Port}";
    }

    public async ValueTask InitializeAsync()
    {
        foreach (var service in new[] { Orders, Payments, Shipments, Notifications })
            await service.Start();
        bus = Bus.Factory.CreateUsingRabbitMq(rabbit =>
        {
            rabbit.Host(new Uri(Servers.RabbitMq));
            rabbit.ReceiveEndpoint(new TemporaryEndpointDefinition(), endpoint =>
                endpoint.Handler<MerchantChanged>(context =>
                {
                    Heard.Enqueue(context.Message);
                    return Task.CompletedTask;
                }));
        });
        await bus.StartAsync();
        Gateway = Start();
    }

    /// <summary>A merchant of a test's own: its admin's client, and its keys by scope.</summary>
    public async Task<(HttpClient Admin, string Id, JsonElement Keys)> NewMerchant(string name = "Apart")
    {
        using var client = Gateway.Client(AdminKey);
        using var answer = await client.PostAsJsonAsync("/v1/merchants", new { name });
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Created);
        var made = await answer.Json();
        var keys = made.GetProperty("keys");
        return (Gateway.Client(keys.Text("admin")), made.Text("id"), keys);
    }

    /// <summary>
    /// One more gateway on the same database; settings such as <c>Limits:Burst</c> replace the usual ones.
    /// </summary>
    public GatewayHost Start(params (string Key, string Value)[] settings) => Start(null, settings);

    /// <summary>The same by another clock than the machine's.</summary>
    public GatewayHost Start(TimeProvider? clock, params (string Key, string Value)[] settings) => new(clock,
    [
        ("ConnectionStrings:Postgres", database.ConnectionString),
        ("ConnectionStrings:RabbitMq", Servers.RabbitMq),
        ("Logging:LogLevel:Default", "Warning"),
        ("Logging:LogLevel:Microsoft.Hosting.Lifetime", "Warning"),
        ("Platform:IdentityKey", Convert.ToBase64String(new byte[32])),
        ("Platform:EncryptionKey", Convert.ToBase64String(new byte[32])),
        ("Platform:PublicUrl", "http://127.0.0.1"),
        ("Bootstrap:MerchantId", "demo"),
        ("Bootstrap:MerchantName", "Lumen & Loom"),
        ("Bootstrap:StorefrontKey", StorefrontKey),
        ("Bootstrap:OpsKey", OpsKey),
        ("Bootstrap:AdminKey", AdminKey),
        ("ReverseProxy:Clusters:orders:Destinations:r1:Address", Orders.Address),
        ("ReverseProxy:Clusters:payments:Destinations:r1:Address", Payments.Address),
        ("ReverseProxy:Clusters:shipments:Destinations:r1:Address", Shipments.Address),
        ("ReverseProxy:Clusters:notifications:Destinations:r1:Address", Notifications.Address),
        .. settings,
    ]);

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await bus.StopAsync();
        foreach (var service in new[] { Orders, Payments, Shipments, Notifications })
            await service.DisposeAsync();
        await database.DisposeAsync();
    }
}

public sealed class GatewayHost : WebApplicationFactory<Program>
{
    private readonly (string Key, string Value)[] settings;

    private readonly TimeProvider? clock;

    public GatewayHost(TimeProvider? clock, (string Key, string Value)[] settings)
    {
        this.settings = settings;
        this.clock = clock;
        UseKestrel(0);
        StartServer();
    }

    /// <summary>A client as it would be anywhere: over a socket, redirects not followed.</summary>
    public HttpClient Client(string? key = null)
    {
        var address = ClientOptions.BaseAddress;
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address };
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in settings)
            builder.UseSetting(key, value);
        if (clock is not null)
            builder.ConfigureTestServices(services => services.AddSingleton(clock));
    }
}

/// <summary>The machine's clock, put forward by a test. Timers go as they do.</summary>
public sealed class Clock : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
