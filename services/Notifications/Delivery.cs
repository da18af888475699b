using Notifications.Bounces;
using Notifications.Channels;
using Notifications.Templates;
using ServiceDefaults;
using Streams;

namespace Notifications;

/// <summary>
/// Sends what is queued on one channel and writes down how it ended. A crash between the two means that it is sent
/// again, with the same id, which mail servers and providers know it by.
/// </summary>
internal sealed class Delivery<TChannel>(
    TChannel channel, EventStore store, PersonalKeys keys, Merchants merchants, WishBook book, DailyLimit limit,
    Undeliverable undeliverable, TimeProvider clock) : IWorker where TChannel : class, IChannel
{
    /// <summary>How far the clocks of the database and of this machine may be apart.</summary>
    private static readonly TimeSpan EarlyMax = TimeSpan.FromMinutes(1);

    public string Queue { get; } = Deliveries.QueueOf(channel.Name);

    public WorkLimits Limits => channel.Limits;

    public async Task Do(WorkItem item, CancellationToken ct)
    {
        var (order, id) = Deliveries.Read(item);
        var notification = (await store.Load(Notification.Stream, item.Tenant, order, ct)).State;
        if (notification.Find(id) is not { IsWaiting: true } entry)
            return;
        // Put off once more, it has an item of its own; a little early by the database's clock, it has no other.
        if (entry.DueAt - clock.GetUtcNow() is { Ticks: > 0 } early)
        {
            if (early > EarlyMax)
                return;
            throw new TryLaterException("It is not time yet.", early);
        }

        var contact = keys.Open(notification.Contact!);
        var address = entry.Message.Recipient ?? contact.AddressOn(channel.Name);
        if (address == PersonKey.Erased)
        {
            await Tell(item.Tenant, order, new NotificationCommand.NoteFailed(
                id, "the customer's personal data is erased", clock.GetUtcNow()), ct);
            return;
        }

        var wishes = Wishes.None;
        if (channel.IsForCustomers)
        {
            if (entry.Message.Recipient is null)
                address = channel.Spell(address!, contact);
            wishes = await book.Of(item.Tenant, order, notification.Contact, ct);
            if (await TakeTurn(item, order, notification, entry, address!, wishes, ct) is not { } decided)
                return;
            notification = decided;
        }

        var occasion = keys.Open(entry.Occasion!);
        var letter = !channel.IsForCustomers ? null
            : await LetterOf(item.Tenant, notification, entry, contact, wishes, ct);
        var outcome = await Send(item, order,
            new(id, item.Tenant, order, address!, entry.Message, occasion, contact, letter!, item.Attempt), ct);
        if (outcome is not Outcome.Refused refused)
        {
            await Tell(item.Tenant, order, new NotificationCommand.NoteSent(id, clock.GetUtcNow()), ct);
            return;
        }

        var reason = Deliveries.Hide(refused.Reason, address!);
        if (refused.IsDead)
            await undeliverable.Note(
                item.Tenant, channel.Name, address!, reason, order, clock.GetUtcNow(), ct);
        await Tell(item.Tenant, order, new NotificationCommand.NoteFailed(id, reason, clock.GetUtcNow()), ct);
    }

    public async Task GiveUp(WorkItem item, string reason, CancellationToken ct)
    {
        var (order, id) = Deliveries.Read(item);
        await Tell(item.Tenant, order, new NotificationCommand.NoteFailed(
            id, $"given up after {item.Attempt} attempts: {reason}", clock.GetUtcNow()), ct);
    }

    /// <summary>What it says, and those gathered with it, the first of it first.</summary>
    private async Task<Letter> LetterOf(
        string merchantId, NotificationState s, NotificationState.Entry entry, Contact contact, Wishes wishes,
        CancellationToken ct)
    {
        var sender = Appearance.Of(await merchants.Of(merchantId, ct));
        return Letter.About(
            [.. Notification.With(s, entry).Prepend(entry)
                .Select(one => (one.Message.Milestone, keys.Open(one.Occasion!)))
                .OrderBy(one => one.Item2.ReachedAt)],
            contact, wishes.LanguageOf(contact, sender), sender);
    }

    /// <summary>
    /// What holds when it is to be sent; null when it is not, or not now. What it says beside its own is written down
    /// before the first try, and stays: a message that may have been taken is not sent again as another one, and is not
    /// kept back any more either.
    /// </summary>
    private async Task<NotificationState?> TakeTurn(
        WorkItem item, Guid order, NotificationState s, NotificationState.Entry entry, string address, Wishes wishes,
        CancellationToken ct)
    {
        var (id, now) = (entry.Message.Id, clock.GetUtcNow());
        var decided = item.Attempt > 1 && await limit.MayBeTaken(id, ct) ? new NotificationCommand.Gather(id, [], now)
            : await Decide(item, s, entry, address, wishes, now, ct);
        if (decided is NotificationCommand.Gather { Others.IsEmpty: true } && entry.Status != "scheduled")
            return s;
        var after = (await Tell(item.Tenant, order, decided, ct)).State;
        // Another message may have gathered it meanwhile.
        return decided is NotificationCommand.Gather && after.Find(id) is { IsWaiting: true } ? after : null;
    }

    private async Task<NotificationCommand> Decide(
        WorkItem item, NotificationState s, NotificationState.Entry entry, string address, Wishes wishes,
        DateTimeOffset now, CancellationToken ct)
    {
        var id = entry.Message.Id;
        switch (Turn.Of(s, entry, wishes, now))
        {
            case Turn.Drop drop:
                return new NotificationCommand.Suppress(id, drop.Reason, now);
            case Turn.Wait wait:
                return new NotificationCommand.Schedule(id, wait.Until, wait.Reason, now);
            case Turn.Send send:
                if (await WhyDead(item.Tenant, entry, address, ct) is { } why)
                    return new NotificationCommand.Suppress(id, $"the address does not receive: {why}", now);
                return await Counts(item.Tenant, entry, address, wishes, ct) is { } max
                    ? new NotificationCommand.Suppress(id, $"more than {max} messages in 24 hours", now)
                    : new NotificationCommand.Gather(id, send.With, now);
            case var other:
                throw new InvalidOperationException($"{other} is no turn.");
        }
    }

    /// <summary>Null: the address receives, as far as is known. Subscriptions end by themselves.</summary>
    private async ValueTask<string?> WhyDead(
        string tenant, NotificationState.Entry entry, string address, CancellationToken ct) =>
        entry.Message.Recipient is not null ? null : await undeliverable.Why(tenant, channel.Name, address, ct);

    /// <summary>The limit that the message is above; null: none. What is urgent counts and is never above.</summary>
    private async Task<int?> Counts(
        string tenant, NotificationState.Entry entry, string address, Wishes wishes, CancellationToken ct)
    {
        var max = Rows.Find(entry.Message.Milestone) is { IsUrgent: false }
            ? wishes.Merchant.DailyMax ?? channel.DailyMax : null;
        return await limit.Take(tenant, channel.Name, address, entry.Message.Id, max, ct) ? null : max;
    }

    /// <summary>Accepted or refused; whatever else throws, and the first time the operator hears why.</summary>
    private async Task<Outcome> Send(WorkItem item, Guid order, Handover handover, CancellationToken ct)
    {
        var isKnown = false;
        try
        {
            var outcome = await channel.Send(handover, ct);
            if (outcome is not Outcome.Again again)
                return outcome;
            isKnown = !again.MayBeTaken;
            throw new TryLaterException(again.Reason, again.After);
        }
        catch (Exception failure)
        {
            if (channel.IsForCustomers && (isKnown || IsUntold(failure)))
                await limit.NotTaken(handover.Id, CancellationToken.None);
            if (item.Attempt > 1 || failure is NotTriedException)
                throw;
            var reason = failure is OperationCanceledException ? "no answer in time" : failure.Message;
            await Tell(item.Tenant, order, new NotificationCommand.PutOff(
                handover.Id, Deliveries.Hide(reason, handover.Recipient), clock.GetUtcNow()), CancellationToken.None);
            throw;
        }
    }

    /// <summary>Nobody was there to give it to.</summary>
    private static bool IsUntold(Exception failure) => failure is NotTriedException or HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError,
    };

    private Task<Transacted<NotificationState>> Tell(
        string tenant, Guid order, NotificationCommand command, CancellationToken ct) => store.Transact(
            Notification.Stream, tenant, order, s => Notification.Decide(s, command), ct: ct);
}

internal static class Deliveries
{
    /// <summary>E-mail was first, and its queue has the name that all had.</summary>
    public static string QueueOf(string channel) =>
        channel == ChannelNames.Email ? "deliveries" : $"deliveries.{channel}";

    /// <summary>Who it was is no part of the reason, which is not sealed.</summary>
    public static string Hide(string reason, string address) =>
        reason.Replace(address, "the address", StringComparison.OrdinalIgnoreCase);

    /// <summary>The order and the message; an item that names no message is of the time when its id was one.</summary>
    public static (Guid Order, Guid Message) Read(WorkItem item) => item.Body.Split(' ') is [var order, var message]
        ? (Guid.Parse(order), Guid.Parse(message)) : (Guid.Parse(item.Body), item.Id);

    /// <summary>Lets customers be reached by <typeparamref name="T"/>.</summary>
    public static StreamsBuilder Channel<T>(this StreamsBuilder streams) where T : class, IChannel
    {
        streams.Services.AddSingleton<T>();
        streams.Services.AddSingleton<IChannel>(services => services.GetRequiredService<T>());
        return streams.Work<Delivery<T>>();
    }
}
