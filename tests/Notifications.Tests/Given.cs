using Contracts;

namespace Notifications.Tests;

internal static class Given
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    public static readonly Guid Order = new("0198c0de-0000-7000-8000-000000000001");
    public static readonly Guid Parcel = new("0198c0de-0000-7000-8000-000000000002");

    public static readonly Contact Ann = new()
    {
        OrderNumber = "1001",
        Name = "Ann",
        Email = "ann@example.com",
        TimeZone = "Asia/Kolkata",
        TrackingUrl = "https://shop.example/track/abc",
        Items = [new("Blue shirt", 2)],
        Total = new(1299.00m, "INR"),
    };

    public static readonly Occasion HandedOver = new(Noon, "Asia/Kolkata", "delhivery", "1490123456789", null);

    public static NotificationCommand.NoteContact Contact(Contact? contact = null) => new(contact ?? Ann, Noon);

    public static NotificationCommand.NoteMilestone Milestone(string milestone, Guid? parcel = null) =>
        new(Order, milestone, parcel, HandedOver, [new("email")]);

    public static Message Message(string milestone, Guid? parcel = null) =>
        new(NotificationIds.Of(Order, milestone, parcel, "email"), milestone, "email", parcel);

    public static NotificationState State(params NotificationCommand[] commands) =>
        commands.Aggregate(NotificationState.Initial, After);

    public static NotificationState After(this NotificationState state, NotificationCommand command) =>
        Notification.Decide(state, command).Aggregate(Notification.Stream.ThroughSnapshot(state), Notification.Evolve);
}
