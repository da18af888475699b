using System.Collections.Immutable;
using Contracts;
using Notifications.Channels;

namespace Notifications;

/// <summary>Whom a milestone is told to: on each channel that tells its row, whomever the channel reaches.</summary>
internal sealed class Audience(IEnumerable<IChannel> channels)
{
    public async ValueTask<ImmutableArray<Reach>> Of(OrderMilestoneReached reached, CancellationToken ct)
    {
        if (Rows.Find(reached.Milestone) is not { } row)
            return [];
        var to = ImmutableArray.CreateBuilder<Reach>();
        foreach (var channel in channels.Where(channel => row.On.Contains(channel.Name)))
            foreach (var recipient in await channel.Recipients(
                reached.MerchantId, reached.OrderId, reached.Milestone, ct))
                to.Add(new(channel.Name, recipient));
        return to.DrainToImmutable();
    }
}
