using Contracts;

namespace Orders;

/// <summary>
/// What a merchant has settled for all its orders, where an order does not say it itself. Not its language: what the
/// reader's browser asks for comes before that.
/// </summary>
internal static class MerchantDefaults
{
    internal static OrderEvent.Placed For(this OrderEvent.Placed order, MerchantSettings merchant) => order with
    {
        Customer = order.Customer with
        {
            TimeZone = order.Customer.TimeZone ?? merchant.TimeZone,
        },
    };
}
