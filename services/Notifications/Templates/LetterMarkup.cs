using System.Text.Json.Nodes;
using ServiceDefaults;

namespace Notifications.Templates;

/// <summary>
/// What mail programs read: schema.org's ParcelDelivery where it is about a parcel, else its Order, as JSON-LD. The
/// serializer escapes what could end a script element.
/// </summary>
internal static class LetterMarkup
{
    public static string Of(
        (string Milestone, Occasion Occasion) told, Contact contact, string number, string? link, Appearance sender)
    {
        var (milestone, occasion) = told;
        var order = new JsonObject
        {
            ["@type"] = "Order",
            ["orderNumber"] = number,
            ["merchant"] = Organization(sender.Name ?? "Store"),
        };
        if (occasion.TrackingNumber is not { Length: > 0 } tracking)
            return Written(Full(order, milestone, contact, link));
        var parcel = new JsonObject
        {
            ["@context"] = "http://schema.org",
            ["@type"] = "ParcelDelivery",
            ["carrier"] = Organization(Letter.Carrier(occasion.Carrier ?? "carrier")),
            ["trackingNumber"] = Letter.OneLine(tracking),
            ["partOfOrder"] = order,
        };
        if (link is not null)
            parcel["trackingUrl"] = link;
        if (occasion.Expected is { } expected)
        {
            parcel["expectedArrivalFrom"] = expected.From;
            parcel["expectedArrivalUntil"] = expected.To;
        }

        return Written(parcel);
    }

    private static JsonObject Full(JsonObject order, string milestone, Contact contact, string? link)
    {
        order.Insert(0, "@context", "http://schema.org");
        order["price"] = contact.Total.Amount.ToString(System.Globalization.CultureInfo.InvariantCulture);
        order["priceCurrency"] = contact.Total.Currency;
        order["orderStatus"] = "http://schema.org/" + milestone switch
        {
            "cancelled" => "OrderCancelled",
            "payment_failed" => "OrderPaymentDue",
            "feedback_asked" => "OrderDelivered",
            "returning" or "return_received" => "OrderReturned",
            _ => "OrderProcessing",
        };
        order["acceptedOffer"] = new JsonArray([.. contact.Items.Select(item => new JsonObject
        {
            ["@type"] = "Offer",
            ["itemOffered"] = new JsonObject { ["@type"] = "Product", ["name"] = Letter.OneLine(item.Name) },
            ["eligibleQuantity"] = new JsonObject { ["@type"] = "QuantitativeValue", ["value"] = item.Quantity },
        })]);
        if (link is not null)
            order["url"] = link;
        return order;
    }

    private static JsonObject Organization(string name) => new() { ["@type"] = "Organization", ["name"] = name };

    /// <summary>The default encoder writes &lt;, &gt; and &amp; as \u003C, \u003E and \u0026.</summary>
    private static string Written(JsonObject markup) => markup.ToJsonString();
}
