using Contracts;
using Streams;
using static Notifications.Tests.Given;

namespace Notifications.Tests;

public sealed class PublishedTests
{
    private static object? Told(NotificationEvent happened) => Published.From(new Recorded<object>(
        Parcel, "demo", $"notification-{Order:D}", 7, 70, happened, Noon.AddDays(1), null, null, null));

    [Fact]
    public void How_a_message_ended_is_told()
    {
        var sent = new NotificationSettled
        {
            MerchantId = "demo",
            OrderId = Order,
            NotificationId = Message("shipped", Parcel).Id,
            Milestone = "shipped",
            Channel = "email",
            State = "sent",
            ShipmentId = Parcel,
            OccurredAt = Noon,
        };
        Told(new NotificationEvent.Sent(Message("shipped", Parcel)) { OccurredAt = Noon }).ShouldBe(sent);
        Told(new NotificationEvent.Failed(Message("shipped", Parcel), "refused") { OccurredAt = Noon })
            .ShouldBe(sent with { State = "failed", Reason = "refused" });
        Told(new NotificationEvent.NotSent(Message("shipped", Parcel), "no e-mail address") { OccurredAt = Noon })
            .ShouldBe(sent with { State = "failed", Reason = "no e-mail address" });
    }

    [Fact]
    public void That_it_is_queued_is_our_own_business() =>
        Told(new NotificationEvent.Queued(Message("shipped"), HandedOver) { OccurredAt = Noon }).ShouldBeNull();
}
