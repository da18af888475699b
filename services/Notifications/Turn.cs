namespace Notifications;

/// <summary>What becomes of a message whose turn it is.</summary>
internal abstract record Turn
{
    private Turn() { }

    public sealed record Send : Turn;

    public sealed record Drop(string Reason) : Turn;

    /// <summary>
    /// Old news are dropped: something has happened since, to the same parcel or to the order, after which nobody wants
    /// to hear it any more. By when things happened, not by when they were heard of.
    /// </summary>
    public static Turn Of(NotificationState s, NotificationState.Entry entry) =>
        OvertakenBy(s, entry) is { } later
            ? new Drop($"overtaken: {later.Name.Replace('_', ' ')} at {later.At:yyyy-MM-dd HH:mm} UTC")
            : new Send();

    private static NotificationState.Milestone? OvertakenBy(NotificationState s, NotificationState.Entry entry)
    {
        var (message, occasion) = (entry.Message, entry.Occasion!);
        var subject = message.ShipmentId ?? occasion.SubjectId;
        return Rows.Find(message.Milestone) is not { } row ? null : s.Milestones.Find(later =>
            row.OvertakenBy.Contains(later.Name) && later.At >= occasion.ReachedAt
            && (row.Once is not ("parcel" or "return") || later.SubjectId is null || later.SubjectId == subject));
    }
}
