using ServiceDefaults;

namespace Orders;

/// <summary>Who the customer of an order is, and the sealing of what tells of them.</summary>
internal static class Customers
{
    /// <summary>
    /// The order with its personal parts sealed under its customer's key. A customer whom the storefront gives no id
    /// gets one of ours: the same for the same e-mail address or phone, else the order's own.
    /// </summary>
    internal static async Task<OrderEvent.Placed> Seal(
        PersonalKeys keys, string merchantId, Guid orderId, OrderEvent.Placed order, CancellationToken ct)
    {
        var customerId = order.Customer.Id ?? IdFor(keys, merchantId, orderId, order);
        var person = PersonalKeys.PersonOf(merchantId, customerId);
        var key = await keys.Create(person, ct);
        var named = order with { Customer = order.Customer with { Id = customerId }, PersonId = person };
        return PersonalParts.Map(named, key.Seal);
    }

    private static string IdFor(PersonalKeys keys, string merchantId, Guid orderId, OrderEvent.Placed order) =>
        "cus_" + keys.Index(string.Join('\n', merchantId,
            SearchKeys.Email(order.Customer.Email) ?? SearchKeys.Phone(order.Customer.Phone) ?? $"{orderId:D}"));
}
