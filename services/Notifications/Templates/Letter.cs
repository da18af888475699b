using System.Globalization;
using Contracts;
using ServiceDefaults;

namespace Notifications.Templates;

/// <summary>
/// What a message says, before it is HTML or text. Everything in it is plain text of one line; whoever renders it
/// escapes.
/// </summary>
public sealed record Letter
{
    public required string Subject { get; init; }
    public required string Heading { get; init; }
    public required string Greeting { get; init; }
    public required IReadOnlyList<string> Paragraphs { get; init; }
    /// <summary>Labels and their values, shown as a small table.</summary>
    public required IReadOnlyList<(string Label, string Value)> Facts { get; init; }
    public required IReadOnlyList<string> Items { get; init; }
    public required string OrderNumber { get; init; }
    /// <summary>The tracking page; null when what we were given is no web address.</summary>
    public required string? Link { get; init; }
    /// <summary>Whose letter it is; nothing in it where nobody has said so.</summary>
    public required Appearance Sender { get; init; }

    internal static Letter About(string milestone, Contact contact, Occasion occasion, Appearance? sender = null)
    {
        var number = OneLine(contact.OrderNumber);
        var (heading, says) = Words(milestone, number, occasion);
        return new()
        {
            Subject = $"{heading}: order {number}",
            Heading = heading,
            Greeting = OneLine(contact.Name) is { Length: > 0 } name ? $"Hello {name}," : "Hello,",
            Paragraphs = [says],
            Facts = [.. FactsOf(milestone, contact, occasion, sender?.TimeZone)],
            Items = milestone is "confirmed" or "cancelled"
                ? [.. contact.Items.Select(item => $"{item.Quantity} × {OneLine(item.Name)}")]
                : [],
            OrderNumber = number,
            Link = Uri.TryCreate(contact.TrackingUrl, UriKind.Absolute, out var url)
                && url.Scheme is "http" or "https" ? url.AbsoluteUri : null,
            Sender = sender is { Name: { } store } ? sender with { Name = OneLine(store) } : sender ?? new(),
        };
    }

    /// <summary>
    /// A text from outside as part of a line: no line breaks, tabs or other control characters, nor marks that turn the
    /// direction of what follows.
    /// </summary>
    internal static string OneLine(string text) => string.Join(' ', string.Concat(text.Select(c =>
        char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')
            ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static readonly string[] GivesReason =
        [
            "cancelled", "cancellation_rejected", "items_cancelled", "return_rejected", "payment_failed",
            "delivery_attempted", "customs_action",
        ];

    private static (string Heading, string Says) Words(string milestone, string number, Occasion occasion)
    {
        var parcel = $"A parcel of your order {number}";
        var carrier = occasion.Carrier is null ? "" : $" to {Carrier(occasion)}";
        return milestone switch
        {
            "confirmed" => ("We have your order",
                $"Your order {number} is confirmed. You hear from us when it is on its way."),
            "shipped" => ("On its way", $"{parcel} has been handed over{carrier} and is on its way to you."),
            "out_for_delivery" => ("Out for delivery", $"{parcel} is with the courier and will be with you soon."),
            "delivered" => ("Delivered", $"{parcel} has been delivered. We hope you like it."),
            "paid" => ("Payment received", $"We have received your payment for your order {number}."),
            "payment_failed" => ("Payment failed",
                $"A payment for your order {number} did not go through. Please try again or pay in another way."),
            "packed" => ("Packed", $"Your order {number} is packed and waits for its carrier."),
            "delivery_attempted" => ("Delivery attempted",
                $"{parcel} could not be handed over. On its page you can say what should happen with it now."),
            "available_for_pickup" => ("Ready to be picked up", $"{parcel} waits for you to pick it up."),
            "delayed" => ("Later than promised",
                $"Your order {number} will most likely arrive later than we promised. We are sorry for the delay."),
            "customs_action" => ("Customs need something from you",
                $"{parcel} is held by customs until they have what they ask you for."),
            "returning" => ("On its way back", $"{parcel} could not be delivered and goes back to the sender."),
            "refunded" => ("Refund paid", $"Money for your order {number} is on its way back to you."),
            "return_requested" => ("Return asked for",
                $"We have your wish to return something of your order {number} and come back to you."),
            "feedback_asked" => ("How was it?",
                $"Your order {number} has arrived. Tell us how it went: it takes a minute on its page."),
            "cancelled" => ("Order cancelled",
                $"Your order {number} has been cancelled. What you have paid goes back the way it came."),
            "cancellation_rejected" => ("Your order stays as it is",
                $"Your order {number} could not be cancelled any more. You can still return what you do not want."),
            "items_cancelled" => ("Part of your order cancelled",
                $"Some items of your order {number} have been cancelled. What you have paid for them goes back the way "
                + "it came."),
            "return_approved" => ("Return approved",
                $"You can send back what you want to return of your order {number}."),
            "return_rejected" => ("Return not possible", $"The return for your order {number} is not accepted."),
            "return_received" => ("Return received",
                $"What you sent back of your order {number} has arrived. We look at it and come back to you."),
            "return_refunded" when occasion.Reason == "store_credit" => ("Store credit for your return",
                $"You have store credit for what you sent back of your order {number}."),
            "return_refunded" => ("Refund paid",
                $"The money for what you sent back of your order {number} is on its way to you."),
            _ => throw new InvalidOperationException($"There are no words for the milestone '{milestone}'."),
        };
    }

    private static IEnumerable<(string, string)> FactsOf(
        string milestone, Contact contact, Occasion occasion, string? usualZone)
    {
        var zone = occasion.Zone ?? contact.TimeZone ?? usualZone;
        yield return (milestone == "shipped" ? "Handed over" : "When", LocalTime.Text(occasion.ReachedAt, zone));
        if (occasion.Carrier is not null)
            yield return ("Carrier", Carrier(occasion));
        if (occasion.TrackingNumber is { Length: > 0 } number)
            yield return ("Tracking number", OneLine(number));
        if (milestone == "confirmed")
            yield return ("Total", Text(contact.Total));
        if (occasion.Amount is { } amount)
            yield return ("Amount", Text(amount));
        if (GivesReason.Contains(milestone) && occasion.Reason is { Length: > 0 } reason)
            yield return ("Reason", OneLine(reason));
    }

    private static string Text(Money money)
    {
        var format = $"N{Currencies.Decimals(money.Currency) ?? 2}";
        return $"{money.Amount.ToString(format, CultureInfo.InvariantCulture)} {money.Currency}";
    }

    private static string Carrier(Occasion occasion) =>
        CultureInfo.InvariantCulture.TextInfo.ToTitleCase(OneLine(occasion.Carrier!.Replace('_', ' ')));
}
