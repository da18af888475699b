using System.Globalization;
using Tools.Platform;

namespace Tools.Replay;

/// <summary>An order of the data set as a storefront would send it.</summary>
internal static class OrderForm
{
    private const string Currency = "BRL";

    public static NewOrder Of(OlistOrder order, string run)
    {
        var items = Items(order);
        return new()
        {
            OrderNumber = $"{run}-{order.Id}",
            PlacedAt = order.PurchasedAt,
            PromisedDeliveryDate = order.PromisedDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            // No e-mail address: nobody is written to about a purchase of years ago.
            Customer = new("Customer") { Id = order.CustomerId, Locale = "pt-BR", TimeZone = "America/Sao_Paulo" },
            ShippingAddress = AddressOf(order.ShipTo),
            ShipFrom = order.ShipFrom is null ? null : AddressOf(order.ShipFrom),
            Items = items,
            ShippingPrice = Real(order.Paid - items.Sum(item => item.Quantity * item.UnitPrice.Amount)),
            Payments = [.. order.Payments.Select(payment => PaymentOf(order, payment, run))],
        };
    }

    public static IReadOnlyList<PackedItem> Packed(OlistOrder order) =>
        [.. Items(order).GroupBy(item => item.Sku).Select(same => new PackedItem(same.Key, same.Sum(i => i.Quantity)))];

    /// <summary>By this the provider's webhooks name the payment.</summary>
    public static string Reference(OlistOrder order, OlistOrder.Payment payment, string run) =>
        $"{run}-{order.Id}-{payment.Number}";

    public static Price Real(decimal amount) => new(amount, Currency);

    public static string MethodOf(OlistOrder.Payment payment) => payment.Type switch
    {
        "credit_card" or "debit_card" => "card",
        // A boleto is a slip that is paid at a bank.
        "boleto" => "bank_transfer",
        "voucher" => "voucher",
        _ => throw new InvalidDataException($"A payment by {payment.Type} is not known."),
    };

    // What was paid is what counts: the shipping price is what it leaves over the items. That is the freight, plus the
    // interest of some instalments, or less what a seller let off (29 of the orders, mostly cents). Where the items are
    // not in the data (588 orders, nearly all cancelled) one line stands for them all.
    private static IReadOnlyList<NewItem> Items(OlistOrder order) => order.Items.Count == 0
        ? [new("not-itemised", "Items that the data set does not list", 1, Real(order.Paid))]
        :
        [
            .. order.Items.GroupBy(item => (item.ProductId, item.Price)).Select(same => new NewItem(
                same.Key.ProductId, $"Product {same.Key.ProductId[..8]}", same.Count(), Real(same.Key.Price))),
        ];

    private static NewPayment PaymentOf(OlistOrder order, OlistOrder.Payment payment, string run) =>
        new(MethodOf(payment), Real(payment.Value))
        {
            Provider = "simulated",
            Account = "demo",
            Reference = Reference(order, payment, run),
            Installments = payment.Installments,
        };

    private static PostalAddress AddressOf(OlistOrder.Place place) => new(
        "Street not in the data set", place.City, place.ZipPrefix, "BR")
    {
        Region = place.State,
        Latitude = place.Latitude,
        Longitude = place.Longitude,
    };
}
