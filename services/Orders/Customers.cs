using ServiceDefaults;

namespace Orders;

/// <summary>Who the customer of an order is, and the sealing of what tells of them.</summary>
internal static class Customers
{
    /// <summary>
    /// The order with who its customer is. One whom the storefront gives no id gets one of ours: the same for the same
    /// e-mail address or phone, else the order's own.
    /// </summary>
    internal static OrderEvent.Placed Named(
        PersonalKeys keys, string merchantId, Guid orderId, OrderEvent.Placed order)
    {
        var customerId = order.Customer.Id ?? IdFor(keys, merchantId, orderId, order);
        return order with
        {
            Customer = order.Customer with { Id = customerId },
            PersonId = PersonalKeys.PersonOf(merchantId, customerId),
        };
    }

    private static string IdFor(PersonalKeys keys, string merchantId, Guid orderId, OrderEvent.Placed order) =>
        "cus_" + keys.Index(string.Join('\n', merchantId,
            SearchKeys.Email(order.Customer.Email) ?? SearchKeys.Phone(order.Customer.Phone) ?? $"{orderId:D}"));
}
