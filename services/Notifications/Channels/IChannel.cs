using Notifications.Templates;
using ServiceDefaults;

namespace Notifications.Channels;

/// <summary>
/// A way to reach somebody, chosen by <see cref="Name"/>: one file beside this one, and one line in Program.cs. It has
/// a queue of its own, so that no other channel waits for it.
/// </summary>
internal interface IChannel
{
    string Name { get; }

    /// <summary>
    /// How it is worked on. <c>GroupLanes</c> of its lanes at most are taken by one group, see <see cref="GroupOf"/>.
    /// </summary>
    WorkLimits Limits { get; }

    /// <summary>
    /// To customers: their preferences, quiet hours, digests and old news count. False: to a merchant's systems, which
    /// hear everything at once.
    /// </summary>
    bool IsForCustomers => true;

    /// <summary>Whether the merchant's customers are reached on it at all: what they cannot get they cannot switch.
    /// </summary>
    ValueTask<bool> Serves(string merchantId, CancellationToken ct) => new(true);

    /// <summary>How many messages one recipient gets in 24 hours, but for urgent ones; null: any number.</summary>
    int? DailyMax => null;

    /// <summary>
    /// Whom it reaches about an order's milestone: null is the order's customer, at the address in its
    /// <see cref="Contact"/>; else the ids of subscriptions or endpoints, which get a message each. None: the merchant
    /// does not use it.
    /// </summary>
    ValueTask<IReadOnlyList<string?>> Recipients(
        string merchantId, Guid orderId, string milestone, CancellationToken ct);

    /// <summary>
    /// The one spelling of a customer's address: by it messages are counted, and an address that is dead is known.
    /// </summary>
    string Spell(string address, Contact contact) => address;

    /// <summary>Messages of one group share a fate: a server or endpoint that is slow is slow for all.</summary>
    string GroupOf(string merchantId, Message message) => $"{merchantId}/{message.Recipient}";

    /// <summary>
    /// Hands a message over, under an id that is the same at every try: whoever may have taken it is to know it again.
    /// What throws is tried again, as is <see cref="Outcome.Again"/>.
    /// </summary>
    Task<Outcome> Send(Handover handover, CancellationToken ct);
}

/// <summary>
/// A message as a channel gets it. <c>Recipient</c>: an e-mail address, a phone number (E.164 where it is one that
/// an SMS may go to), or the id from <see cref="IChannel.Recipients"/>. <c>Letter</c> is what to say, in the customer's
/// language, where it is for customers; <c>Occasion</c> the facts behind it. <c>Attempt</c> counts from 1.
/// </summary>
internal sealed record Handover(
    Guid Id, string MerchantId, Guid OrderId, string Recipient, Message Message, Occasion Occasion, Contact Contact,
    Letter Letter, int Attempt);

/// <summary>What a provider made of a message.</summary>
internal abstract record Outcome
{
    private Outcome() { }

    public static Outcome Taken { get; } = new Accepted();

    public sealed record Accepted : Outcome;

    /// <summary>
    /// Never to be taken. The reason is shown to the operator: no address, no secret in it. <c>IsDead</c>: nothing will
    /// ever arrive at the address, or nothing is wanted there.
    /// </summary>
    public sealed record Refused(string Reason, bool IsDead = false) : Outcome;

    /// <summary>
    /// Not now: again after a while, not before <c>After</c> where the provider said when. <c>MayBeTaken</c>: the
    /// provider cannot be trusted to know.
    /// </summary>
    public sealed record Again(string Reason, TimeSpan? After = null, bool MayBeTaken = false) : Outcome;
}
