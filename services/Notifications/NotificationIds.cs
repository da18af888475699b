using System.Security.Cryptography;
using System.Text;

namespace Notifications;

/// <summary>
/// The same message always has the same id, whoever works it out and how often: that is what makes it one message.
/// </summary>
internal static class NotificationIds
{
    /// <summary>Of what happened, whoever is told of it.</summary>
    public static Guid OfEvent(Guid orderId, string milestone, Guid? subjectId, int repeat) =>
        Of(orderId, milestone, subjectId, "event", repeat);

    /// <param name="subjectId">The shipment, return or cancellation; null: the order.</param>
    /// <param name="repeat">How often the milestone was told before, and was not so after all.</param>
    /// <param name="recipient">The subscription or endpoint; null: the order's customer.</param>
    public static Guid Of(
        Guid orderId, string milestone, Guid? subjectId, string channel, int repeat = 0, string? recipient = null)
    {
        var name = $"{orderId:D}/{milestone}/{subjectId:D}/{channel}";
        if (repeat > 0)
            name += $"/{repeat}";
        if (recipient is not null)
            name += $"/to:{recipient}";
        var id = SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16);
        // A UUID of version 8 (RFC 9562): the bits are ours.
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new(id, bigEndian: true);
    }
}
