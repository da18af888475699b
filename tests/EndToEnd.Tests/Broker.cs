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
