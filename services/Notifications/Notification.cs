using System.Collections.Immutable;
using Contracts;
using Streams;

namespace Notifications;

/// <summary>
/// What has been said to an order's customer, and what has not: one stream for an order. The names and fields of these
/// records are the storage format. Who the customer is stands in one event only.
/// </summary>
internal abstract record NotificationEvent
{
    private NotificationEvent() { }

    public required DateTimeOffset OccurredAt { get; init; }

    public sealed record ContactNoted(Contact Contact) : NotificationEvent;

    /// <summary>Nobody is told of it, but it makes other messages old news.</summary>
    public sealed record Reached(string Milestone, Guid? SubjectId) : NotificationEvent;

    /// <summary>Something to tell, before we know whom.</summary>
    public sealed record Held(Message Message, Occasion Occasion) : NotificationEvent;

    public sealed record Queued(Message Message, Occasion Occasion) : NotificationEvent;

    /// <summary>It waits until then: quiet hours, a digest.</summary>
    public sealed record Scheduled(Message Message, DateTimeOffset DueAt, string Reason) : NotificationEvent;

    /// <summary>Its channel could not take it at the first try; it is tried again.</summary>
    public sealed record PutOff(Message Message, string Reason) : NotificationEvent;

    /// <summary>
    /// The message is being handed over. It says what these others were to say, too: they are sent, or fail, with it.
    /// </summary>
    public sealed record Gathered(Message Message, ImmutableArray<Guid> Others) : NotificationEvent;

    /// <summary>It is not to be said, or not any more.</summary>
    public sealed record Suppressed(Message Message, string Reason) : NotificationEvent;

    /// <summary>There is no way to reach the customer on this channel.</summary>
    public sealed record NotSent(Message Message, string Reason) : NotificationEvent;

    public sealed record Sent(Message Message) : NotificationEvent
    {
        /// <summary>The message that said it.</summary>
        public Guid? With { get; init; }
    }

    public sealed record Failed(Message Message, string Reason) : NotificationEvent;

    /// <summary>It was taken, and came back later.</summary>
    public sealed record Bounced(Message Message, string Reason) : NotificationEvent;
}

internal abstract record NotificationCommand
{
    private NotificationCommand() { }

    public sealed record NoteContact(Contact Contact, DateTimeOffset At) : NotificationCommand;

    /// <summary>Null stays as it is known.</summary>
    public sealed record CorrectContact(
        [property: Personal] string? Name, [property: Personal] string? Email, string? Locale, string? TimeZone,
        DateTimeOffset At, [property: Personal] string? Phone = null) : NotificationCommand;

    /// <summary>
    /// <c>SubjectId</c>: the return, cancellation or payment that it is about. <c>To</c>: whom the channels reach on
    /// which it is told.
    /// </summary>
    public sealed record NoteMilestone(
        Guid OrderId, string Milestone, Guid? ShipmentId, Occasion Occasion, ImmutableArray<Reach> To, int Repeat = 0,
        Guid? SubjectId = null) : NotificationCommand;

    public sealed record Schedule(Guid NotificationId, DateTimeOffset DueAt, string Reason, DateTimeOffset At)
        : NotificationCommand;

    public sealed record PutOff(Guid NotificationId, string Reason, DateTimeOffset At) : NotificationCommand;

    public sealed record Gather(Guid NotificationId, ImmutableArray<Guid> Others, DateTimeOffset At)
        : NotificationCommand;

    public sealed record Suppress(Guid NotificationId, string Reason, DateTimeOffset At) : NotificationCommand;

    public sealed record NoteSent(Guid NotificationId, DateTimeOffset At) : NotificationCommand;

    public sealed record NoteFailed(Guid NotificationId, string Reason, DateTimeOffset At) : NotificationCommand;

    public sealed record NoteBounced(Guid NotificationId, string Reason, DateTimeOffset At) : NotificationCommand;
}

/// <summary>Somebody whom a channel reaches; null: the order's customer.</summary>
internal sealed record Reach(string Channel, string? Recipient = null);

/// <summary>The customer and the order, as far as a message speaks of them. TimeZone is an IANA name.</summary>
internal sealed record Contact
{
    public required string OrderNumber { get; init; }
    [Personal]
    public required string Name { get; init; }
    [Personal]
    public string? Email { get; init; }
    [Personal]
    public string? Phone { get; init; }
    public string? Locale { get; init; }
    public string? TimeZone { get; init; }
    public required string TrackingUrl { get; init; }
    public required ImmutableArray<Line> Items { get; init; }
    public required Money Total { get; init; }
    /// <summary>Whose preferences count, see PersonalKeys.PersonOf; null: of a time before there were any.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>Where it goes to (ISO 3166-1 alpha-2): whose national form a phone number may have.</summary>
    public string? Country { get; init; }

    /// <summary>Where the channel reaches the customer; null: nowhere.</summary>
    public string? AddressOn(string channel) => channel switch
    {
        ChannelNames.Email => string.IsNullOrWhiteSpace(Email) ? null : Email,
        ChannelNames.Sms => string.IsNullOrWhiteSpace(Phone) ? null : Phone,
        _ => null,
    };

    internal sealed record Line(string Name, int Quantity);
}

/// <summary>
/// One message: an order's milestone, of a shipment where it is a shipment's, on one channel, to the order's customer
/// or to the subscription or endpoint <c>Recipient</c>.
/// </summary>
internal sealed record Message(Guid Id, string Milestone, string Channel, Guid? ShipmentId, string? Recipient = null);

/// <summary>
/// What the message is about. Zone is the place's, an IANA name or an offset; Amount is given back, or paid.
/// <c>SubjectId</c>: the return, cancellation or payment. <c>Expected</c>: when a late parcel comes now.
/// <c>EventId</c> is the same for all who are told of it.
/// </summary>
internal sealed record Occasion(
    DateTimeOffset ReachedAt, string? Zone, string? Carrier, string? TrackingNumber,
    [property: Personal] string? Reason, Money? Amount = null, Guid? SubjectId = null,
    EstimatedDelivery? Expected = null, string? Promise = null, DeliveryProof? Proof = null,
    string? ReasonCode = null, Guid? EventId = null);

internal sealed record NotificationState
{
    public static readonly NotificationState Initial = new();

    public Contact? Contact { get; init; }
    public ImmutableList<Entry> Entries { get; init; } = [];

    /// <summary>What has happened to the order, its parcels, returns and payments, and when.</summary>
    public ImmutableList<Milestone> Milestones { get; init; } = [];

    public Entry? Find(Guid id) => Entries.Find(e => e.Message.Id == id);

    /// <summary>
    /// Status: held, queued, scheduled (until <c>DueAt</c>), begun (being handed over), put_off (tried once at least),
    /// gathered (said by the message <c>With</c>), suppressed, not_sent, sent, failed.
    /// </summary>
    internal sealed record Entry(
        Message Message, Occasion? Occasion, string Status, DateTimeOffset? DueAt = null, Guid? With = null)
    {
        public bool IsWaiting => Status is "queued" or "scheduled" or "begun" or "put_off";

        /// <summary>Another message may say it: nobody is handing it over, nor has been.</summary>
        public bool IsUntouched => Status is "queued" or "scheduled";
    }

    internal sealed record Milestone(string Name, Guid? SubjectId, DateTimeOffset At);
}

internal static class Notification
{
    public static readonly StreamKind<NotificationState, NotificationEvent> Stream =
        new("notification", NotificationState.Initial, Evolve);

    public static NotificationState Evolve(NotificationState s, NotificationEvent happened) => happened switch
    {
        NotificationEvent.ContactNoted e => s with { Contact = e.Contact },
        NotificationEvent.Reached e => Reached(s, e.Milestone, e.SubjectId, e.OccurredAt),
        NotificationEvent.Held e => Set(Reached(s, e.Message, e), new(e.Message, e.Occasion, "held")),
        NotificationEvent.Queued e => Set(Reached(s, e.Message, e), new(e.Message, e.Occasion, "queued")),
        NotificationEvent.Scheduled e => Set(s, Of(s, e.Message) with
        {
            Status = "scheduled",
            DueAt = e.DueAt,
            With = null,
        }),
        NotificationEvent.Gathered e => e.Others.Aggregate(
            Set(s, Of(s, e.Message) with { Status = "begun" }),
            (all, other) => Set(all, all.Find(other)! with { Status = "gathered", With = e.Message.Id })),
        NotificationEvent.Suppressed e => Set(s, new(e.Message, null, "suppressed")),
        NotificationEvent.NotSent e => Set(Reached(s, e.Message, e), new(e.Message, null, "not_sent")),
        NotificationEvent.Sent e => Set(s, new(e.Message, null, "sent", With: e.With)),
        NotificationEvent.Failed e => Set(s, new(e.Message, null, "failed")),
        NotificationEvent.Bounced e => Set(s, new(e.Message, null, "failed")),
        NotificationEvent.PutOff e => Set(s, Of(s, e.Message) with { Status = "put_off" }),
        _ => s,
    };

    public static IReadOnlyList<NotificationEvent> Decide(NotificationState s, NotificationCommand command) =>
        command switch
        {
            NotificationCommand.NoteContact c => s.Contact is not null ? [] :
            [
                new NotificationEvent.ContactNoted(c.Contact) { OccurredAt = c.At },
                .. s.Entries.Where(e => e.Status == "held").Select(e => Addressed(c.Contact, e.Message, e.Occasion!)),
            ],
            NotificationCommand.CorrectContact c => Corrected(s, c),
            NotificationCommand.NoteMilestone c => Tell(s, c),
            NotificationCommand.Schedule c =>
                Waiting(s, c.NotificationId) is not { } entry || entry.DueAt >= c.DueAt ? []
                : [new NotificationEvent.Scheduled(entry.Message, c.DueAt, c.Reason) { OccurredAt = c.At }],
            NotificationCommand.PutOff c => Waiting(s, c.NotificationId) is not { Status: not "put_off" } entry ? []
                : [new NotificationEvent.PutOff(entry.Message, c.Reason) { OccurredAt = c.At }],
            NotificationCommand.Gather c => Gather(s, c),
            // Those that it was to say, too, are for themselves again.
            NotificationCommand.Suppress c => Waiting(s, c.NotificationId) is not { } entry ? [] :
            [
                new NotificationEvent.Suppressed(entry.Message, c.Reason) { OccurredAt = c.At },
                .. With(s, entry).Select(other =>
                    new NotificationEvent.Scheduled(other.Message, c.At, "the message that was to say it is not sent")
                    {
                        OccurredAt = c.At,
                    }),
            ],
            NotificationCommand.NoteSent c => Waiting(s, c.NotificationId) is not { } entry ? [] :
            [
                new NotificationEvent.Sent(entry.Message) { OccurredAt = c.At },
                .. With(s, entry).Select(other => new NotificationEvent.Sent(other.Message)
                {
                    OccurredAt = c.At,
                    With = entry.Message.Id,
                }),
            ],
            NotificationCommand.NoteFailed c => Waiting(s, c.NotificationId) is not { } entry ? [] :
            [
                .. With(s, entry).Prepend(entry).Select(failed =>
                    new NotificationEvent.Failed(failed.Message, c.Reason) { OccurredAt = c.At }),
            ],
            NotificationCommand.NoteBounced c => s.Find(c.NotificationId) is not { Status: "sent" } entry ? []
                : [new NotificationEvent.Bounced(entry.Message, c.Reason) { OccurredAt = c.At }],
            _ => throw new InvalidOperationException($"{command.GetType()} is not a command of a notification."),
        };

    /// <summary>What a message says beside its own.</summary>
    public static IEnumerable<NotificationState.Entry> With(NotificationState s, NotificationState.Entry entry) =>
        s.Entries.Where(other => other.Status == "gathered" && other.With == entry.Message.Id);

    /// <summary>What is queued goes to the new address too: who gets a message is looked up when it is sent.</summary>
    private static IReadOnlyList<NotificationEvent> Corrected(
        NotificationState s, NotificationCommand.CorrectContact c)
    {
        var known = s.Contact ?? throw new InvalidOperationException("The order is not known yet.");
        var corrected = known with
        {
            Name = c.Name ?? known.Name,
            Email = c.Email ?? known.Email,
            Phone = c.Phone ?? known.Phone,
            Locale = c.Locale ?? known.Locale,
            TimeZone = c.TimeZone ?? known.TimeZone,
        };
        return corrected == known ? [] : [new NotificationEvent.ContactNoted(corrected) { OccurredAt = c.At }];
    }

    private static List<NotificationEvent> Tell(NotificationState s, NotificationCommand.NoteMilestone c)
    {
        var subject = c.ShipmentId ?? c.SubjectId;
        var told = new List<NotificationEvent>();
        foreach (var (channel, recipient) in Rows.Find(c.Milestone) is null ? [] : c.To)
        {
            var message = new Message(
                NotificationIds.Of(c.OrderId, c.Milestone, subject, channel, c.Repeat, recipient), c.Milestone,
                channel, c.ShipmentId, recipient);
            if (s.Find(message.Id) is null)
                told.Add(s.Contact is { } contact ? Addressed(contact, message, c.Occasion)
                    : new NotificationEvent.Held(message, c.Occasion) { OccurredAt = c.Occasion.ReachedAt });
        }

        var isNews = told.Count == 0 && Rows.Overtakes(c.Milestone)
            && !s.Milestones.Any(known => known.Name == c.Milestone && known.SubjectId == subject);
        return !isNews ? told
            : [new NotificationEvent.Reached(c.Milestone, subject) { OccurredAt = c.Occasion.ReachedAt }];
    }

    private static NotificationEvent Addressed(Contact contact, Message message, Occasion occasion) =>
        (message.Recipient ?? contact.AddressOn(message.Channel)) is null
            ? new NotificationEvent.NotSent(
                message, message.Channel == ChannelNames.Sms ? "no phone number" : "no e-mail address")
            { OccurredAt = occasion.ReachedAt }
            : new NotificationEvent.Queued(message, occasion) { OccurredAt = occasion.ReachedAt };

    /// <summary>
    /// Each of them waits itself, on the same channel to the same recipient. Without any it is still to be known of one
    /// that others could gather that it is being handed over.
    /// </summary>
    private static IReadOnlyList<NotificationEvent> Gather(NotificationState s, NotificationCommand.Gather c)
    {
        if (s.Find(c.NotificationId) is not { IsUntouched: true } entry)
            return [];
        ImmutableArray<Guid> others = [.. c.Others.Where(other => other != c.NotificationId
            && s.Find(other) is { IsUntouched: true } waiting && !With(s, waiting).Any())];
        return others.IsEmpty && entry.Status != "scheduled" ? []
            : [new NotificationEvent.Gathered(entry.Message, others) { OccurredAt = c.At }];
    }

    private static NotificationState.Entry? Waiting(NotificationState s, Guid id) =>
        s.Find(id) is { IsWaiting: true } entry ? entry : null;

    private static NotificationState.Entry Of(NotificationState s, Message message) => s.Find(message.Id)!;

    private static NotificationState Reached(NotificationState s, Message message, NotificationEvent happened) =>
        Reached(s, message.Milestone, message.ShipmentId ?? SubjectOf(happened), happened.OccurredAt);

    private static Guid? SubjectOf(NotificationEvent happened) => happened switch
    {
        NotificationEvent.Held e => e.Occasion.SubjectId,
        NotificationEvent.Queued e => e.Occasion.SubjectId,
        _ => null,
    };

    private static NotificationState Reached(NotificationState s, string milestone, Guid? subject, DateTimeOffset at) =>
        new NotificationState.Milestone(milestone, subject, at) is var reached && s.Milestones.Contains(reached) ? s
            : s with { Milestones = s.Milestones.Add(reached) };

    private static NotificationState Set(NotificationState s, NotificationState.Entry entry) =>
        s.Entries.FindIndex(e => e.Message.Id == entry.Message.Id) is >= 0 and var at
            ? s with { Entries = s.Entries.SetItem(at, entry) }
            : s with { Entries = s.Entries.Add(entry) };
}
