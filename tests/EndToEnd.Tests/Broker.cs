using RabbitMQ.Client;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Takes away what an earlier, killed run left in the queues: its database is gone.</summary>
internal static class Broker
{
    private static readonly string[] Queues = ["orders", "payments", "shipments", "notifications"];

    internal static async Task Clear()
    {
        var factory = new ConnectionFactory { Uri = new(Servers.RabbitMq) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var queue in Queues.SelectMany(q => (string[])[q, q + "_error"]))
            await channel.QueueDeleteAsync(queue);
    }

    /// <summary>Whatever is published to these exchanges from now on, until the listener is disposed of.</summary>
    internal static async Task<Listener> Listen(IEnumerable<string> exchanges)
    {
        var connection = await new ConnectionFactory { Uri = new(Servers.RabbitMq) }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync();
        var queue = (await channel.QueueDeclareAsync()).QueueName;
        foreach (var exchange in exchanges)
            await channel.QueueBindAsync(queue, exchange, routingKey: "");
        return new(connection, channel, queue);
    }

    internal sealed class Listener(IConnection connection, IChannel channel, string queue) : IAsyncDisposable
    {
        /// <summary>The exchange it came to and its bytes; null: nothing more for now.</summary>
        public async Task<(string Exchange, byte[] Body)?> Next() =>
            await channel.BasicGetAsync(queue, autoAck: true) is { } got ? (got.Exchange, got.Body.ToArray()) : null;

        public async ValueTask DisposeAsync()
        {
            await channel.DisposeAsync();
            await connection.DisposeAsync();
        }
    }

    /// <summary>Messages that no consumer could work on.</summary>
    internal static async Task<uint> Parked()
    {
        var factory = new ConnectionFactory { Uri = new(Servers.RabbitMq) };
        await using var connection = await factory.CreateConnectionAsync();
        uint parked = 0;
        foreach (var queue in Queues)
        {
            await using var channel = await connection.CreateChannelAsync();
            try
            {
                parked += (await channel.QueueDeclarePassiveAsync(queue + "_error")).MessageCount;
            }
            catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
            {
                // The queue is only made when the first message is parked.
            }
        }

        return parked;
    }
}
