using System.Diagnostics;
using System.Runtime.Serialization;
using System.Text.Json;
using MassTransit;
using Npgsql;
using Streams;

namespace ServiceDefaults;

/// <summary>
/// Publishes what was appended, after the commit, from the log: message id = event id, confirmed by the broker, and
/// refused (to be tried again) while no queue would get it. A stream's messages go out in its order.
/// </summary>
internal sealed class Publisher(IBus bus, Func<Recorded<object>, object?> published) : IReactor
{
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(20);

    public string Name => "publisher";

    public TimeSpan Gathers => TimeSpan.FromMilliseconds(10);

    public async Task React(IReadOnlyList<Recorded<object>> events, NpgsqlTransaction transaction, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(PublishTimeout);
        await Task.WhenAll(events.GroupBy(e => (e.Tenant, e.StreamId))
            .Select(stream => PublishStream(stream, limit.Token)));
    }

    /// <summary>What the broker throws passes. What no message can be made of, or no bytes of one, does not.</summary>
    public bool IsPassing(Exception exception) => exception is not
        (UnpublishableException or JsonException or NotSupportedException or SerializationException);

    private async Task PublishStream(IEnumerable<Recorded<object>> stream, CancellationToken ct)
    {
        foreach (var recorded in stream)
        {
            if (Message(recorded) is not { } message)
                continue;
            using var activity = Telemetry.Source.StartActivity(
                $"publish {message.GetType().Name}", ActivityKind.Internal, recorded.TraceContext);
            await bus.Publish(message, message.GetType(), context =>
            {
                context.MessageId = recorded.Id;
                if (context.TryGetPayload(out RabbitMqSendContext? rabbit))
                    rabbit.Mandatory = true;
            }, ct);
        }
    }

    private object? Message(Recorded<object> recorded)
    {
        try
        {
            return published(recorded);
        }
        catch (Exception exception)
        {
            throw new UnpublishableException(recorded, exception);
        }
    }
}

/// <summary>No message can be made of an event, because <paramref name="inner"/>.</summary>
internal sealed class UnpublishableException(Recorded<object> recorded, Exception inner) : Exception(
    $"No message can be made of {recorded.StreamId}, version {recorded.Version}: {inner.Message}", inner);
