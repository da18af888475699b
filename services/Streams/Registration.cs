using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Streams;

/// <summary>How a service gets its event store: one line in its Program.cs.</summary>
public static class Registration
{
    /// <summary>
    /// Adds the <see cref="EventStore"/> of <paramref name="schema"/> with the events of <paramref name="kinds"/>, each
    /// listed in <paramref name="json"/>. The schema is created by whoever runs <see cref="Schema.Sql"/>.
    /// </summary>
    public static StreamsBuilder AddStreams(
        this IHostApplicationBuilder builder, string schema, JsonSerializerContext json, params IStreamKind[] kinds)
    {
        var services = builder.Services;
        services.AddOptions<StreamsOptions>().Bind(builder.Configuration.GetSection("Streams"))
            .Validate(StreamsOptions.IsValid, StreamsOptions.WhatIsValid).ValidateOnStart();
        services.AddSingleton(new EventTypes(json, kinds));
        services.AddSingleton(p => new Wakeups(
            p.GetRequiredService<NpgsqlDataSource>(), schema, p.GetRequiredService<ILogger<Wakeups>>()));
        services.AddSingleton(p => new Appender(
            p.GetRequiredService<NpgsqlDataSource>(), schema, p.GetRequiredService<Wakeups>()));
        services.AddSingleton(p => new EventStore(p.GetRequiredService<NpgsqlDataSource>(), schema,
            p.GetRequiredService<EventTypes>(), p.GetRequiredService<Appender>()));
        services.AddSingleton(p => new LiveTail(
            p.GetRequiredService<NpgsqlDataSource>(), schema, p.GetRequiredService<EventTypes>(),
            p.GetRequiredService<Wakeups>(), p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<LiveTail>>()));
        services.AddSingleton(p => new Archive(p.GetRequiredService<NpgsqlDataSource>(), schema));
        services.AddSingleton(p => new ViewRebuild(p.GetRequiredService<NpgsqlDataSource>(), schema,
            p.GetRequiredService<EventTypes>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new ParkedStreams(
            p.GetRequiredService<NpgsqlDataSource>(), schema, p.GetRequiredService<Wakeups>()));
        services.AddHostedService(p => p.GetRequiredService<Wakeups>());
        services.AddHostedService(p => p.GetRequiredService<LiveTail>());
        return new(services, schema);
    }
}

/// <summary>Adds reactors to a service's event store.</summary>
public sealed class StreamsBuilder(IServiceCollection services, string schema)
{
    public IServiceCollection Services => services;

    public string Schema => schema;

    /// <summary>Keeps the view <typeparamref name="T"/>, which can be rebuilt.</summary>
    public StreamsBuilder View<T>() where T : class, IView
    {
        services.AddSingleton<IView>(p => p.GetRequiredService<T>());
        return React<T>();
    }

    /// <summary>Runs <typeparamref name="T"/> over every event, in one replica at a time.</summary>
    public StreamsBuilder React<T>() where T : class, IReactor
    {
        // Whoever needs more than the container knows has registered it already.
        services.TryAddSingleton<T>();
        // Not AddHostedService: that adds only one service of a type, and every reactor has the same runner.
        services.AddSingleton<IHostedService>(p => new ReactorRunner(
            p.GetRequiredService<T>(), schema, p.GetRequiredService<NpgsqlDataSource>(),
            p.GetRequiredService<EventTypes>(), p.GetRequiredService<Wakeups>(), p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<IOptions<StreamsOptions>>().Value,
            p.GetRequiredService<ILoggerFactory>().CreateLogger<ReactorRunner>()));
        return this;
    }
}
