using MassTransit;
using MassTransit.Middleware;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceDefaults.OpenApi;
using Streams;

namespace ServiceDefaults;

/// <summary>
/// The bus: one durable quorum queue a service, messages to one subject (an order) one after the other, and a
/// publisher that tells from the log what others should know.
/// </summary>
public static class Bus
{
    private const int Partitions = 32;
    private const int InFlightMax = 64;

    /// <summary>
    /// Connects <paramref name="service"/>; <paramref name="consumers"/> says what it hears,
    /// <paramref name="published"/> which message an event becomes (null: none).
    /// </summary>
    public static void AddBus(
        this WebApplicationBuilder builder,
        string service,
        Action<BusConsumers> consumers,
        Func<Recorded<object>, object?> published)
    {
        var uri = builder.Configuration.GetConnectionString("RabbitMq") ?? throw new InvalidOperationException(
            "ConnectionStrings:RabbitMq is missing: an amqp:// URI.");
        var hears = new BusConsumers();
        consumers(hears);
        builder.Services.AddSingleton(p => new Publisher(p.GetRequiredService<IBus>(), published));
        builder.Services.AddSingleton(new BusMember(service, hears.Messages, published.Method.DeclaringType!));
        new StreamsBuilder(builder.Services, service).React<Publisher>();
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            hears.Register(bus);
            // Who hears nothing is ready without the broker: what it tells waits in the log.
            if (hears.IsEmpty)
                bus.ConfigureHealthCheckOptions(check => check.Tags.Add("bus"));
            bus.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.Host(new Uri(uri), service, host => host.PublisherConfirmation = true);
                // MassTransit indents: a third of an order's message was blanks.
                rabbit.ConfigureJsonSerializerOptions(json =>
                {
                    json.WriteIndented = false;
                    return json;
                });
                if (hears.IsEmpty)
                    return;
                rabbit.ReceiveEndpoint(service, endpoint =>
                {
                    endpoint.SetQuorumQueue();
                    endpoint.PrefetchCount = InFlightMax;
                    endpoint.ConcurrentMessageLimit = InFlightMax;
                    endpoint.UseMessageRetry(Hopeless);
                    endpoint.UseMessageRetry(Passing);
                    hears.Connect(endpoint, context, new Partitioner(Partitions, new Murmur3UnsafeHashGenerator()));
                });
            });
        });
    }

    /// <summary>
    /// What goes wrong for its own reason: a few tries, then it is parked in the queue's _error queue.
    /// </summary>
    private static void Hopeless(IRetryConfigurator retry) =>
        retry.Exponential(retryLimit: 6,
            minInterval: TimeSpan.FromMilliseconds(50), maxInterval: TimeSpan.FromSeconds(5),
            intervalDelta: TimeSpan.FromMilliseconds(100));

    /// <summary>A database that is away comes back: messages wait, they are not parked.</summary>
    private static void Passing(IRetryConfigurator retry)
    {
        retry.Handle<NpgsqlException>(lost => lost is not PostgresException || lost.IsTransient);
        retry.Handle<AppendUnknownException>();
        retry.Handle<ContendedStreamException>();
        retry.Exponential(retryLimit: 1000,
            minInterval: TimeSpan.FromMilliseconds(100), maxInterval: TimeSpan.FromSeconds(10),
            intervalDelta: TimeSpan.FromMilliseconds(200));
    }
}

/// <summary>Which messages a service hears, and by what they are kept in order.</summary>
public sealed class BusConsumers
{
    private readonly List<Type> messages = [];
    private readonly List<Action<IBusRegistrationConfigurator>> registrations = [];
    private readonly List<Action<IReceiveEndpointConfigurator, IRegistrationContext, IPartitioner>> connections = [];

    /// <summary>
    /// <typeparamref name="TConsumer"/> hears <typeparamref name="TMessage"/>; those with the same
    /// <paramref name="subject"/> one at a time in this process, so that they do not conflict with each other.
    /// </summary>
    public BusConsumers Consume<TMessage, TConsumer>(Func<TMessage, Guid> subject)
        where TMessage : class where TConsumer : class, IConsumer<TMessage>
    {
        messages.Add(typeof(TMessage));
        registrations.Add(bus => bus.AddConsumer<TConsumer>());
        connections.Add((endpoint, context, partitioner) => endpoint.ConfigureConsumer<TConsumer>(context, consumer =>
            consumer.Message<TMessage>(message => message.UsePartitioner(partitioner, p => subject(p.Message)))));
        return this;
    }

    internal IReadOnlyList<Type> Messages => messages;

    internal bool IsEmpty => registrations.Count == 0;

    internal void Register(IBusRegistrationConfigurator bus) => registrations.ForEach(register => register(bus));

    internal void Connect(
        IReceiveEndpointConfigurator endpoint, IRegistrationContext context, IPartitioner partitioner) =>
        connections.ForEach(connect => connect(endpoint, context, partitioner));
}
