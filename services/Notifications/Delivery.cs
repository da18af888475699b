using Notifications.Channels;
using Notifications.Templates;
using ServiceDefaults;
using Streams;

namespace Notifications;

/// <summary>
/// Sends what is queued on one channel and writes down how it ended. A crash between the two means that it is sent
/// again, with the same id, which mail servers and providers know it by.
/// </summary>
internal sealed class Delivery<TChannel>(
    TChannel channel, EventStore store, PersonalKeys keys, Merchants merchants, TimeProvider clock)
    : IWorker where TChannel : class, IChannel
{
    public string Queue { get; } = Deliveries.QueueOf(channel.Name);

    public WorkLimits Limits => channel.Limits;

    public async Task Do(WorkItem item, CancellationToken ct)
    {
        var (order, id) = Deliveries.Read(item);
        var notification = (await store.Load(Notification.Stream, item.Tenant, order, ct)).State;
        if (notification.Find(id) is not { IsWaiting: true } entry || entry.DueAt > clock.GetUtcNow())
            return;
        var contact = keys.Open(notification.Contact!);
        var address = entry.Message.Recipient ?? contact.AddressOn(channel.Name);
        if (address == PersonKey.Erased)
        {
            await Tell(item.Tenant, order, new NotificationCommand.NoteFailed(
                id, "the customer's personal data is erased", clock.GetUtcNow()), ct);
            return;
        }

        if (channel.IsForCustomers && Turn.Of(notification, entry) is Turn.Drop { Reason: var why })
        {
            await Tell(item.Tenant, order, new NotificationCommand.Suppress(id, why, clock.GetUtcNow()), ct);
            return;
        }

        var occasion = keys.Open(entry.Occasion!);
        var letter = !channel.IsForCustomers ? null : Letter.About(
            entry.Message.Milestone, contact, occasion, Appearance.Of(await merchants.Of(item.Tenant, ct)));
        var outcome = await Send(item, order,
            new(id, item.Tenant, order, address!, entry.Message, occasion, contact, letter!, item.Attempt), ct);
        await Tell(item.Tenant, order, outcome is Outcome.Refused refused
            ? new NotificationCommand.NoteFailed(id, Hide(refused.Reason, address!), clock.GetUtcNow())
            : new NotificationCommand.NoteSent(id, clock.GetUtcNow()), ct);
    }

    public async Task GiveUp(WorkItem item, string reason, CancellationToken ct)
    {
        var (order, id) = Deliveries.Read(item);
        await Tell(item.Tenant, order, new NotificationCommand.NoteFailed(
            id, $"given up after {item.Attempt} attempts: {reason}", clock.GetUtcNow()), ct);
    }

    /// <summary>Accepted or refused; whatever else throws, and the first time the operator hears why.</summary>
    private async Task<Outcome> Send(WorkItem item, Guid order, Handover handover, CancellationToken ct)
    {
        try
        {
            var outcome = await channel.Send(handover, ct);
            return outcome is Outcome.Again again
                ? throw new TryLaterException(again.Reason, again.After) : outcome;
        }
        catch (Exception failure) when (item.Attempt == 1)
        {
            var reason = failure is OperationCanceledException ? "no answer in time" : failure.Message;
            await Tell(item.Tenant, order, new NotificationCommand.PutOff(
                handover.Id, Hide(reason, handover.Recipient), clock.GetUtcNow()), CancellationToken.None);
            throw;
        }
    }

    /// <summary>Who it was is no part of the reason, which is not sealed.</summary>
    private static string Hide(string reason, string address) =>
        reason.Replace(address, "the address", StringComparison.OrdinalIgnoreCase);

    private Task<Transacted<NotificationState>> Tell(
        string tenant, Guid order, NotificationCommand command, CancellationToken ct) => store.Transact(
            Notification.Stream, tenant, order, s => Notification.Decide(s, command), ct: ct);
}

internal static class Deliveries
{
    /// <summary>E-mail was first, and its queue has the name that all had.</summary>
    public static string QueueOf(string channel) =>
        channel == ChannelNames.Email ? "deliveries" : $"deliveries.{channel}";

    /// <summary>The order and the message; an item that names no message is of the time when its id was one.</summary>
    public static (Guid Order, Guid Message) Read(WorkItem item) => item.Body.Split(' ') is [var order, var message]
        ? (Guid.Parse(order), Guid.Parse(message)) : (Guid.Parse(item.Body), item.Id);

    /// <summary>Lets customers be reached by <typeparamref name="T"/>.</summary>
    public static StreamsBuilder Channel<T>(this StreamsBuilder streams) where T : class, IChannel
    {
        streams.Services.AddSingleton<T>();
        streams.Services.AddSingleton<IChannel>(services => services.GetRequiredService<T>());
        return streams.Work<Delivery<T>>();
    }
}
