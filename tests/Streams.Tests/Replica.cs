using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Streams.Tests;

/// <summary>What a reactor was told, in its order; written down by the reactor itself.</summary>
public sealed class Heard
{
    public ConcurrentQueue<Recorded<object>> Events { get; } = [];

    public Func<IReadOnlyList<Recorded<object>>, Task> Before { get; set; } = _ => Task.CompletedTask;

    public long[] Positions => [.. Events.Select(e => e.Position)];
}

public sealed class Listener(Heard heard) : IReactor
{
    public string Name => "listener";

    public async Task React(IReadOnlyList<Recorded<object>> events, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await heard.Before(events);
        foreach (var recorded in events)
            heard.Events.Enqueue(recorded);
    }
}

/// <summary>One process of a service, as far as its event store goes: several of them share a database.</summary>
public sealed class Replica : IAsyncDisposable
{
    private readonly IHost host;

    private Replica(IHost host) => this.host = host;

    public EventStore Store => host.Services.GetRequiredService<EventStore>();

    public ParkedStreams Parked => host.Services.GetRequiredService<ParkedStreams>();

    public LiveTail Tail => host.Services.GetRequiredService<LiveTail>();

    public Heard Heard => host.Services.GetRequiredService<Heard>();

    internal Appender Appender => host.Services.GetRequiredService<Appender>();

    internal Wakeups Wakeups => host.Services.GetRequiredService<Wakeups>();

    public ViewRebuild Rebuild => host.Services.GetRequiredService<ViewRebuild>();

    public Archive Archive => host.Services.GetRequiredService<Archive>();

    internal IView View => host.Services.GetRequiredService<IView>();

    internal EventTypes Types => host.Services.GetRequiredService<EventTypes>();

    public static async Task<Replica> Start(
        string connectionString, string schema, bool reacts = false, Heard? heard = null, bool views = false,
        Action<HostApplicationBuilder, StreamsBuilder>? also = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(connectionString));
        builder.Services.AddSingleton(heard ?? new Heard());
        builder.Services.AddSingleton(p => new CounterView(p.GetRequiredService<EventStore>(), schema));
        var streams = builder.AddStreams(schema, CounterJson.Default, Counter.Stream);
        if (reacts)
            streams.React<Listener>();
        if (views)
            streams.View<CounterView>();
        else
            builder.Services.AddSingleton<IView>(p => p.GetRequiredService<CounterView>());
        also?.Invoke(builder, streams);
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
