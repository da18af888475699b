using MimeKit;
using ServiceDefaults;
using Streams;

namespace Notifications.Bounces;

/// <summary>Notes that a letter came back, and which address does not receive.</summary>
internal sealed class BounceDesk(
    Unsubscribing unsubscribing, EventStore store, PersonalKeys keys, Undeliverable undeliverable, TimeProvider clock)
{
    /// <summary>False: it is not about a letter that we have sent.</summary>
    public async Task<bool> Hear(BounceReport report, CancellationToken ct)
    {
        if (unsubscribing.Read(report.Link) is not var (merchant, order, channel))
            return false;
        var known = (await store.Load(Notification.Stream, merchant, order, ct)).State;
        if (known.Contact is not { } contact || known.Find(report.NotificationId) is null)
            return false;
        var address = report.Address ?? keys.Open(contact).AddressOn(channel);
        var reason = address is null ? report.Reason : Deliveries.Hide(report.Reason, address);
        var now = clock.GetUtcNow();
        if (report.IsDead && address is not null)
            await undeliverable.Note(merchant, channel, address, reason, order, now, ct);
        await store.Transact(Notification.Stream, merchant, order, s => Notification.Decide(
            s, new NotificationCommand.NoteBounced(report.NotificationId, $"came back: {reason}", now)), ct: ct);
        return true;
    }
}
