using ServiceDefaults;
using Streams;

namespace Notifications;

/// <summary>The order that a tracking link opens, as far as its messages know it.</summary>
internal static class TrackedOrder
{
    /// <exception cref="ProblemException">404 for what opens no order.</exception>
    public static async Task<(TrackingToken Link, Contact Contact)> Open(
        EventStore store, string token, CancellationToken ct)
    {
        if (TrackingToken.TryRead(token) is not { } link)
            throw ProblemException.NotFound("tracking link");
        var order = await store.Load(Notification.Stream, link.MerchantId, link.OrderId, ct);
        return order.State.Contact is { } contact
            && TrackingToken.OfPage(contact.TrackingUrl) is { } known && link.Opens(known.Secret)
                ? (link, contact) : throw ProblemException.NotFound("tracking link");
    }
}
