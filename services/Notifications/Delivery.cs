using Notifications.Channels;
using Notifications.Templates;
using ServiceDefaults;
using Streams;

namespace Notifications;

/// <summary>
/// Sends what is queued and writes down how it ended. A crash between the two means that it is sent again, with the
/// same id, which mail servers and readers know it by.
/// </summary>
internal sealed class Delivery(
    EventStore store, IEnumerable<IChannel> channels, PersonalKeys keys, Merchants merchants, TimeProvider clock)
    : IWorker
{
    public const string QueueName = "deliveries";

    public string Queue => QueueName;

    /// <summary>Given up after 20 attempts, some two and a half hours after the first.</summary>
    public WorkLimits Limits { get; } = new(
        Lanes: 32, Timeout: TimeSpan.FromSeconds(15), PauseMin: TimeSpan.FromSeconds(1),
        PauseMax: TimeSpan.FromMinutes(15), AttemptsMax: 20);

    public async Task Do(WorkItem item, CancellationToken ct)
    {
        var notification = (await store.Load(Notification.Stream, item.Tenant, Guid.Parse(item.Body), ct)).State;
        if (notification.Find(item.Id) is not { Status: "queued" } entry)
            return;
        var contact = keys.Open(notification.Contact!);
        if (contact.Email == PersonKey.Erased)
        {
            await Tell(item, new NotificationCommand.NoteFailed(
                item.Id, "the customer's personal data is erased", clock.GetUtcNow()), ct);
            return;
        }

        var channel = channels.Single(c => c.Name == entry.Message.Channel);
        var sender = Appearance.Of(await merchants.Of(item.Tenant, ct));
        var letter = Letter.About(entry.Message.Milestone, contact, keys.Open(entry.Occasion!), sender);
        var refusal = await channel.Send(item.Id, contact.Email!, letter, ct);
        await Tell(item, refusal is null
            ? new NotificationCommand.NoteSent(item.Id, clock.GetUtcNow())
            : new NotificationCommand.NoteFailed(
                item.Id,
                refusal.Replace(contact.Email!, notification.Contact!.Email, StringComparison.OrdinalIgnoreCase),
                clock.GetUtcNow()), ct);
    }

    public async Task GiveUp(WorkItem item, string reason, CancellationToken ct) =>
        await Tell(item, new NotificationCommand.NoteFailed(
            item.Id, $"given up after {item.Attempt} attempts: {reason}", clock.GetUtcNow()), ct);

    private Task<Transacted<NotificationState>> Tell(
        WorkItem item, NotificationCommand command, CancellationToken ct) => store.Transact(
            Notification.Stream, item.Tenant, Guid.Parse(item.Body), s => Notification.Decide(s, command), ct: ct);
}
