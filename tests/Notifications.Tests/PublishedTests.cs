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
        Told(new NotificationEvent.Bounced(Message("shipped", Parcel), "came back: 5.1.1") { OccurredAt = Noon })
            .ShouldBe(sent with { State = "failed", Reason = "came back: 5.1.1" });
        Told(new NotificationEvent.NotSent(Message("shipped", Parcel), "no e-mail address") { OccurredAt = Noon })
            .ShouldBe(sent with { State = "failed", Reason = "no e-mail address" });
    }

    [Fact]
    public void Why_a_message_waits_or_is_not_sent_is_told()
    {
        (string, string?) StateOf(NotificationEvent happened) =>
            Told(happened).ShouldBeOfType<NotificationSettled>() is var told ? (told.State, told.Reason) : default;
        var message = Message("shipped", Parcel);
        StateOf(new NotificationEvent.Held(message, HandedOver) { OccurredAt = Noon }).Item1.ShouldBe("held");
        StateOf(new NotificationEvent.Scheduled(message, Noon.AddHours(1), "quiet hours") { OccurredAt = Noon })
            .ShouldBe(("scheduled", "quiet hours: until 2026-03-02 13:00 UTC"));
        StateOf(new NotificationEvent.PutOff(message, "busy") { OccurredAt = Noon }).ShouldBe(("queued", "busy"));
        StateOf(new NotificationEvent.Suppressed(message, "overtaken") { OccurredAt = Noon })
            .ShouldBe(("suppressed", "overtaken"));
        StateOf(new NotificationEvent.Sent(message) { OccurredAt = Noon, With = Parcel })
            .ShouldBe(("sent", "in one message with others"));
    }

    [Fact]
    public void That_it_is_queued_is_our_own_business() =>
        Told(new NotificationEvent.Queued(Message("shipped"), HandedOver) { OccurredAt = Noon }).ShouldBeNull();
}
