using System.Collections.Immutable;
using Contracts;
using Notifications.Channels;
using Streams;

namespace Notifications;

/// <summary>
/// Whom a milestone is told to: on each channel that tells its row, whomever the channel reaches. What the customer has
/// switched off is among it, so that it can be said why it was not sent.
/// </summary>
internal sealed class Audience(IEnumerable<IChannel> channels, EventStore store, WishBook wishes)
{
    public async ValueTask<ImmutableArray<Reach>> Of(OrderMilestoneReached reached, CancellationToken ct)
    {
        if (Rows.Find(reached.Milestone) is not { } row)
            return [];
        var known = await store.Load(Notification.Stream, reached.MerchantId, reached.OrderId, ct);
        var wanted = await wishes.Of(reached.MerchantId, reached.OrderId, known.State.Contact, ct);
        var to = ImmutableArray.CreateBuilder<Reach>();
        foreach (var channel in channels.Where(channel => IsTold(row, channel, wanted)))
            foreach (var recipient in await channel.Recipients(
                reached.MerchantId, reached.OrderId, reached.Milestone, ct))
                to.Add(new(channel.Name, recipient));
        return to.DrainToImmutable();
    }

    private static bool IsTold(Row row, IChannel channel, Wishes wanted) =>
        channel.IsForCustomers
            ? Rows.All.Contains(row)
                && (wanted.IsOn(row, channel.Name) || (wanted with { Customer = new() }).IsOn(row, channel.Name))
            : (wanted with { Customer = new() }).IsOn(row, channel.Name);
}
