namespace Notifications;

/// <summary>The ways to reach somebody, by the names under which they are stored and switched.</summary>
internal static class ChannelNames
{
    public const string Email = "email";
    public const string Sms = "sms";
    public const string Push = "push";
    public const string Webhook = "webhook";

    public static IReadOnlyList<string> All { get; } = [Email, Sms, Push, Webhook];
}

/// <summary>
/// A line of the table of what is said when. <c>Once</c>: of what there is one message. An urgent one passes quiet
/// hours, digests and the daily limit. <c>On</c>: the channels that tell it where nobody has switched them.
/// <c>OvertakenBy</c>: milestones after which it is no news any more.
/// </summary>
internal sealed record Row(
    string Milestone, string When, string Once, bool IsUrgent, IReadOnlyList<string> On,
    params IReadOnlyList<string> OvertakenBy);

/// <summary>What is said when: docs/notifications.md shows this table, and a test holds the two together.</summary>
internal static class Rows
{
    private static readonly IReadOnlyList<string> Everywhere = ChannelNames.All;
    private static readonly IReadOnlyList<string> NoSms =
        [ChannelNames.Email, ChannelNames.Push, ChannelNames.Webhook];
    private static readonly IReadOnlyList<string> Mail = [ChannelNames.Email, ChannelNames.Webhook];
    private static readonly IReadOnlyList<string> Systems = [ChannelNames.Webhook];

    public static IReadOnlyList<Row> All { get; } =
    [
        new("confirmed", "the order is confirmed", "order", true, Mail),
        new("paid", "a payment is taken in full", "payment", false, Mail),
        new("payment_failed", "a payment fails", "payment", true, Everywhere, "paid"),
        new("packed", "the order is packed", "order", false, NoSms,
            "shipped", "out_for_delivery", "delivered", "cancelled"),
        new("shipped", "a carrier has the parcel", "parcel", false, NoSms, "delivered", "returning", "returned"),
        new("out_for_delivery", "the courier has the parcel", "parcel", true, Everywhere,
            "delivery_attempted", "available_for_pickup", "delivered", "returning", "returned"),
        new("delivery_attempted", "the courier could not hand it over, and what to do", "parcel", true, Everywhere,
            "available_for_pickup", "delivered", "returning", "returned"),
        new("available_for_pickup", "the parcel waits to be picked up", "parcel", true, Everywhere,
            "delivered", "returning", "returned"),
        new("delivered", "the parcel is delivered, with the proof", "parcel", true, Everywhere),
        new("delayed", "the promised day has become unlikely, before the customer asks", "promise", false, NoSms,
            "out_for_delivery", "delivered", "cancelled"),
        new("customs_action", "customs want something of the customer", "parcel", true, Everywhere,
            "out_for_delivery", "delivered", "returned"),
        new("returning", "the parcel goes back to the sender", "parcel", false, NoSms, "delivered"),
        new("refunded", "money is given back, but for a return", "refund", false, NoSms),
        new("cancelled", "the order is cancelled", "order", true, NoSms),
        new("items_cancelled", "a part of the order is cancelled", "request", false, NoSms, "cancelled"),
        new("cancellation_rejected", "the order cannot be cancelled any more", "request", false, NoSms, "cancelled"),
        new("return_requested", "a return is asked for", "return", false, Systems,
            "return_approved", "return_rejected", "return_received", "return_refunded"),
        new("return_approved", "a return is approved, and what to do", "return", false, NoSms,
            "return_received", "return_refunded"),
        new("return_rejected", "a return is refused", "return", false, NoSms),
        new("return_received", "what was sent back has arrived", "return", false, NoSms, "return_refunded"),
        new("return_refunded", "the money for a return is given back", "return", false, NoSms),
        new("feedback_asked", "a day after everything was delivered, unless feedback was given", "order", false, Mail),
    ];

    /// <summary>What merchants' systems hear besides: there is no letter about it.</summary>
    public static IReadOnlyList<Row> ForSystems { get; } =
    [
        new("returned", "the parcel is back at the sender", "parcel", false, Systems),
        new("exception", "something is wrong with the parcel: lost, damaged, held", "parcel", false, Systems),
        new("return_cancelled", "a return is called off", "return", false, Systems),
        new("return_shipped", "what is sent back is on its way", "return", false, Systems),
        new("return_in_transit", "a carrier has scanned what is sent back", "return", false, Systems),
        new("return_arrived", "a carrier says that what was sent back has arrived", "return", false, Systems),
        new("return_inspected", "what was sent back has been looked at", "return", false, Systems),
        new("return_exchanged", "something else is sent in place of what came back", "return", false, Systems),
    ];

    /// <summary>Null: nobody is told of it.</summary>
    public static Row? Find(string milestone) =>
        All.FirstOrDefault(row => row.Milestone == milestone)
        ?? ForSystems.FirstOrDefault(row => row.Milestone == milestone);

    /// <summary>Whether it makes others old news, and so is to be known even where nobody is told of it.</summary>
    public static bool Overtakes(string milestone) => All.Any(row => row.OvertakenBy.Contains(milestone));
}
