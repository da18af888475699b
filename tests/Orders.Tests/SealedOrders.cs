using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orders.Bulk;
using ServiceDefaults;
using Streams;
using Testing;
using static Orders.Tests.Given;

namespace Orders.Tests;

/// <summary>
/// Orders of as many customers in Orders' own tables, in this process and without a broker. Customer 7 placed the order
/// "7", whose parcel was left with a neighbour.
/// </summary>
public sealed class SealedOrders : IAsyncLifetime
{
    /// <summary>A merchant for whoever only reads.</summary>
    internal const string Merchant = "demo";

    /// <summary>More than a page of an export.</summary>
    internal const int Placed = 230;

    private readonly TestDatabase database = new();
    private readonly Sent sent = new();
    private IHost host = null!;

    internal PersonalKeys Keys => Get<PersonalKeys>();

    public async ValueTask InitializeAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(_ => new NpgsqlDataSourceBuilder(database.ConnectionString)
            .UseLoggerFactory(LoggerFactory.Create(logging => logging.AddProvider(sent))).Build());
        builder.Services.Configure<PlatformOptions>(platform =>
        {
            platform.IdentityKey = platform.EncryptionKey = Convert.ToBase64String(new byte[32]);
            platform.PublicUrl = "http://127.0.0.1:9";
        });
        builder.Services.AddSingleton<SecretBox>().AddSingleton<PersonalKeys>().AddSingleton<Cursors>()
            .AddSingleton(new ApiJson(OrdersJson.Default)).AddSingleton<TrackingLinks>().AddSingleton<OrdersView>()
            .AddSingleton<ExportApi>();
        builder.AddStreams("orders", OrderJson.Default, Order.Stream);
        host = builder.Build();
        await Execute(Schema.Sql("orders") + OrdersView.Schema + PersonalKeys.Sql);
        await host.StartAsync();
        await Place(Merchant, Placed);
        await Rebuild();
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        await database.DisposeAsync();
    }

    internal T Get<T>() where T : notnull => host.Services.GetRequiredService<T>();

    /// <summary>How many statements touched the table while this was done with no key in memory.</summary>
    internal async Task<(T Result, int Looks)> Looking<T>(string table, Func<Task<T>> work)
    {
        Keys.Forget();
        sent.Clear();
        var result = await work();
        return (result, sent.Count(table));
    }

    /// <param name="merchantId">Whose orders.</param>
    /// <param name="orders">How many.</param>
    /// <param name="item">What its item is called, by the order's number.</param>
    internal async Task<Guid[]> Place(string merchantId, int orders, Func<int, string>? item = null) =>
        await Task.WhenAll(Enumerable.Range(0, orders).Select(n => Place(merchantId, n, item?.Invoke(n) ?? "Mug")));

    internal static Guid PersonOf(string merchantId, int number) => PersonalKeys.PersonOf(merchantId, $"c{number}");

    internal Task<Rebuilt> Rebuild() => Get<ViewRebuild>().Run(Get<OrdersView>(), acceptDifferences: true);

    internal async Task<string> Export(string what, string format, string merchantId)
    {
        var http = Asked(merchantId);
        await Get<ExportApi>().Write(what, new() { Format = format }, http.Features.Get<Caller>()!, http);
        return Answer(http);
    }

    internal async Task<string> List(string merchantId)
    {
        var http = Asked(merchantId);
        var query = await ListQuery<OrderQuery>.BindAsync(http);
        var result = await OrderList.Of(merchantId, query.Value, Keys.Index)
            .Answer(Get<NpgsqlDataSource>(), query, Keys, CancellationToken.None);
        await result.ExecuteAsync(http);
        return Answer(http);
    }

    internal async Task Execute(string sql)
    {
        await using var command = Get<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<Guid> Place(string merchantId, int n, string item)
    {
        var (id, parcel) = (OrderIds.OrderOf(merchantId, $"{n}"), Guid.CreateVersion7());
        var named = Customers.Named(Keys, merchantId, id, Order1001 with
        {
            OrderNumber = $"{n}",
            PlacedAt = Noon.AddMinutes(n),
            Customer = Order1001.Customer with { Id = $"c{n}", Name = $"Customer-{n}." },
            Items = [new("MUG", item, 2, Euro(10), null)],
        });
        var key = await Keys.Create(named.PersonId!.Value, CancellationToken.None);
        OrderCommand[] commands =
        [
            new OrderCommand.Place(key.SealParts(named)),
            new OrderCommand.NoteShipmentRegistered(Registered(parcel, new Contracts.ItemQuantity("MUG", 2))),
            new OrderCommand.NoteShipmentProgress(Keys.Seal(
                Progressed(parcel, 2, Scan("delivered", 50, $"With the neighbour of Customer-{n}."), "delivered"),
                named.PersonId)),
        ];
        foreach (var command in commands)
            await Get<EventStore>().Transact(Order.Stream, merchantId, id, state => Order.Decide(state, command));
        return id;
    }

    private DefaultHttpContext Asked(string merchantId)
    {
        var http = new DefaultHttpContext { RequestServices = host.Services };
        http.Features.Set(new Caller(merchantId, ["storefront"]));
        http.Request.QueryString = new("?limit=100");
        http.SetEndpoint(new RouteEndpoint(
            _ => Task.CompletedTask, RoutePatternFactory.Parse("/v1/orders"), 0, metadata: null, displayName: null));
        http.Response.Body = new MemoryStream();
        return http;
    }

    private static string Answer(HttpContext http) =>
        Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray());
}
