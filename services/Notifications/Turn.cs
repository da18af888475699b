using System.Collections.Immutable;

namespace Notifications;

/// <summary>What becomes of a message to a customer whose turn it is.</summary>
internal abstract record Turn
{
    private Turn() { }

    /// <summary>Together with what else waits for the same recipient.</summary>
    public sealed record Send(ImmutableArray<Guid> With) : Turn;

    public sealed record Wait(DateTimeOffset Until, string Reason) : Turn;

    public sealed record Drop(string Reason) : Turn;

    public static Turn Of(NotificationState s, NotificationState.Entry entry, Wishes wishes, DateTimeOffset now)
    {
        if (WhyNot(s, entry, wishes) is { } reason)
            return new Drop(reason);
        var isUrgent = Rows.Find(entry.Message.Milestone)!.IsUrgent;
        var quietUntil = wishes.QuietUntil(now);
        if (!isUrgent && quietUntil is { } end)
            return new Wait(end, "quiet hours");
        // Once it has waited, for whatever reason, it does not wait for company as well.
        if (!isUrgent && wishes.Digest > TimeSpan.Zero && entry.Status == "queued")
            return new Wait(now + wishes.Digest, "gathered with what else comes");
        return new Send(quietUntil is not null ? [] :
        [
            .. s.Entries.Where(other => other.Status == "scheduled" && other != entry
                    && other.Message.Channel == entry.Message.Channel
                    && other.Message.Recipient == entry.Message.Recipient
                    && !Notification.With(s, other).Any() && WhyNot(s, other, wishes) is null)
                .Select(other => other.Message.Id),
        ]);
    }

    private static string? WhyNot(NotificationState s, NotificationState.Entry entry, Wishes wishes)
    {
        var (milestone, channel) = (entry.Message.Milestone, entry.Message.Channel);
        if (OvertakenBy(s, entry) is { } later)
            return $"overtaken: {later.Name.Replace('_', ' ')} at {later.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC";
        return Rows.Find(milestone) is not { } row || wishes.IsOn(row, channel) ? null
            : wishes.IsOffered(milestone, channel) ? "switched off by the customer"
            : "switched off by the merchant";
    }

    /// <summary>
    /// Something has happened since, to the same parcel or to the order, after which nobody wants to hear it any more.
    /// By when things happened, not by when they were heard of.
    /// </summary>
    private static NotificationState.Milestone? OvertakenBy(NotificationState s, NotificationState.Entry entry)
    {
        var (message, occasion) = (entry.Message, entry.Occasion!);
        var subject = message.ShipmentId ?? occasion.SubjectId;
        return Rows.Find(message.Milestone) is not { } row ? null : s.Milestones.Find(later =>
            row.OvertakenBy.Contains(later.Name) && later.At >= occasion.ReachedAt
            && (row.Once is not ("parcel" or "return") || later.SubjectId is null || later.SubjectId == subject));
    }
}
