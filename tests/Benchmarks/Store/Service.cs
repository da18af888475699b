using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Streams;

namespace Benchmarks.Store;

/// <summary>One process of a service, as far as its event store goes.</summary>
internal sealed class Service : IAsyncDisposable
{
    private readonly IHost host;

    private Service(IHost host) => this.host = host;

    public EventStore Store => host.Services.GetRequiredService<EventStore>();

    public ViewRebuild Rebuild => host.Services.GetRequiredService<ViewRebuild>();

    public static async Task<Service> Start(Log log, params IReactor[] reactors)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton(TimeProvider.System);
        // A pool of its own, which goes with it.
        builder.Services.AddSingleton(_ => Log.Source());
        var streams = builder.AddStreams(log.Schema, ParcelJson.Default, Parcel.Stream);
        foreach (var reactor in reactors)
        {
            builder.Services.AddSingleton(reactor.GetType(), reactor);
            typeof(StreamsBuilder).GetMethod(nameof(StreamsBuilder.React))!
                .MakeGenericMethod(reactor.GetType()).Invoke(streams, null);
        }

        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    /// <summary>The same database seen by a process that has just started: nothing is in its memory.</summary>
    public EventStore Cold(Log log) => new(
        host.Services.GetRequiredService<Npgsql.NpgsqlDataSource>(), log.Schema,
        host.Services.GetRequiredService<EventTypes>(), host.Services.GetRequiredService<Appender>());

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        if (host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }
}
