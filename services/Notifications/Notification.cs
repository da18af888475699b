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

    /// <summary>Something to tell, before we know whom.</summary>
    public sealed record Held(Message Message, Occasion Occasion) : NotificationEvent;

    public sealed record Queued(Message Message, Occasion Occasion) : NotificationEvent;

    /// <summary>There is no way to reach the customer on this channel.</summary>
    public sealed record NotSent(Message Message, string Reason) : NotificationEvent;

    public sealed record Sent(Message Message) : NotificationEvent;

    public sealed record Failed(Message Message, string Reason) : NotificationEvent;
}

internal abstract record NotificationCommand
{
    private NotificationCommand() { }

    public sealed record NoteContact(Contact Contact, DateTimeOffset At) : NotificationCommand;

    /// <summary>Null stays as it is known.</summary>
    public sealed record CorrectContact(
        [property: Personal] string? Name, [property: Personal] string? Email, string? Locale, string? TimeZone,
        DateTimeOffset At) : NotificationCommand;

    /// <summary><c>SubjectId</c>: the return or cancellation that it is about.</summary>
    public sealed record NoteMilestone(
        Guid OrderId, string Milestone, Guid? ShipmentId, Occasion Occasion, int Repeat = 0,
        Guid? SubjectId = null) : NotificationCommand;

    public sealed record NoteSent(Guid NotificationId, DateTimeOffset At) : NotificationCommand;

    public sealed record NoteFailed(Guid NotificationId, string Reason, DateTimeOffset At) : NotificationCommand;
}

/// <summary>The customer and the order, as far as a message speaks of them. TimeZone is an IANA name.</summary>
internal sealed record Contact
{
    public required string OrderNumber { get; init; }
    [Personal]
    public required string Name { get; init; }
    [Personal]
    public string? Email { get; init; }
    public string? Locale { get; init; }
    public string? TimeZone { get; init; }
    public required string TrackingUrl { get; init; }
    public required ImmutableArray<Line> Items { get; init; }
    public required Money Total { get; init; }

    internal sealed record Line(string Name, int Quantity);
}

/// <summary>One message: an order's milestone, of a shipment where it is a shipment's, on one channel.</summary>
internal sealed record Message(Guid Id, string Milestone, string Channel, Guid? ShipmentId);

/// <summary>
/// What the message is about. Zone is the place's, an IANA name or an offset; Amount is given back.
/// </summary>
internal sealed record Occasion(
    DateTimeOffset ReachedAt, string? Zone, string? Carrier, string? TrackingNumber,
    [property: Personal] string? Reason, Money? Amount = null);

internal sealed record NotificationState
{
    public static readonly NotificationState Initial = new();

    public Contact? Contact { get; init; }
    public ImmutableList<Entry> Entries { get; init; } = [];

    public Entry? Find(Guid id) => Entries.Find(e => e.Message.Id == id);

    /// <summary>Status: held, queued, not_sent, sent, failed.</summary>
    internal sealed record Entry(Message Message, Occasion? Occasion, string Status);
}

internal static class Notification
{
    public static readonly StreamKind<NotificationState, NotificationEvent> Stream =
        new("notification", NotificationState.Initial, Evolve);

    /// <summary>Milestones that a customer hears of by e-mail; the others are on the tracking page.</summary>
    private static readonly string[] ToldByEmail =
    [
        "confirmed", "shipped", "out_for_delivery", "delivered", "cancelled", "cancellation_rejected",
        "items_cancelled", "return_approved", "return_rejected", "return_received", "return_refunded",
    ];

    public static NotificationState Evolve(NotificationState s, NotificationEvent happened) => happened switch
    {
        NotificationEvent.ContactNoted e => s with { Contact = e.Contact },
        NotificationEvent.Held e => Set(s, new(e.Message, e.Occasion, "held")),
        NotificationEvent.Queued e => Set(s, new(e.Message, e.Occasion, "queued")),
        NotificationEvent.NotSent e => Set(s, new(e.Message, null, "not_sent")),
        NotificationEvent.Sent e => Set(s, new(e.Message, null, "sent")),
        NotificationEvent.Failed e => Set(s, new(e.Message, null, "failed")),
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
            NotificationCommand.NoteMilestone c => !ToldByEmail.Contains(c.Milestone) ? [] : Tell(s, c, "email"),
            NotificationCommand.NoteSent c => s.Find(c.NotificationId) is not { Status: "queued" } entry ? []
                : [new NotificationEvent.Sent(entry.Message) { OccurredAt = c.At }],
            NotificationCommand.NoteFailed c => s.Find(c.NotificationId) is not { Status: "queued" } entry ? []
                : [new NotificationEvent.Failed(entry.Message, c.Reason) { OccurredAt = c.At }],
            _ => throw new InvalidOperationException($"{command.GetType()} is not a command of a notification."),
        };

    /// <summary>What is queued goes to the new address too: who gets a message is looked up when it is sent.</summary>
    private static IReadOnlyList<NotificationEvent> Corrected(
        NotificationState s, NotificationCommand.CorrectContact c)
    {
        var known = s.Contact ?? throw new InvalidOperationException("The order is not known yet.");
        var corrected = known with
        {
            Name = c.Name ?? known.Name,
            Email = c.Email ?? known.Email,
            Locale = c.Locale ?? known.Locale,
            TimeZone = c.TimeZone ?? known.TimeZone,
        };
        return corrected == known ? [] : [new NotificationEvent.ContactNoted(corrected) { OccurredAt = c.At }];
    }

    private static IReadOnlyList<NotificationEvent> Tell(
        NotificationState s, NotificationCommand.NoteMilestone c, string channel)
    {
        var message = new Message(
            NotificationIds.Of(c.OrderId, c.Milestone, c.ShipmentId ?? c.SubjectId, channel, c.Repeat), c.Milestone,
            channel, c.ShipmentId);
        if (s.Find(message.Id) is not null)
            return [];
        return s.Contact is { } contact
            ? [Addressed(contact, message, c.Occasion)]
            : [new NotificationEvent.Held(message, c.Occasion) { OccurredAt = c.Occasion.ReachedAt }];
    }

    private static NotificationEvent Addressed(Contact contact, Message message, Occasion occasion) =>
        string.IsNullOrWhiteSpace(contact.Email)
            ? new NotificationEvent.NotSent(message, "no e-mail address") { OccurredAt = occasion.ReachedAt }
            : new NotificationEvent.Queued(message, occasion) { OccurredAt = occasion.ReachedAt };

    private static NotificationState Set(NotificationState s, NotificationState.Entry entry) =>
        s.Entries.FindIndex(e => e.Message.Id == entry.Message.Id) is >= 0 and var at
            ? s with { Entries = s.Entries.SetItem(at, entry) }
            : s with { Entries = s.Entries.Add(entry) };
}
