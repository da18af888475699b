using ServiceDefaults;
using Streams;

namespace Orders.Bulk;

/// <summary>Places an order, asked for alone or as a line of a file.</summary>
internal sealed class Placement(EventStore store, PersonalKeys keys, Merchants merchants, TimeProvider clock)
{
    /// <param name="merchantId">Whose order it is.</param>
    /// <param name="asked">A valid request.</param>
    /// <param name="number">Its number, unique with the merchant.</param>
    /// <param name="cause">Makes a repeat of the request known.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="RuleViolation">order_number_taken</exception>
    public async Task<(Guid Id, Transacted<OrderState> Placed)> Place(
        string merchantId, PlaceOrder asked, string number, Cause? cause, CancellationToken ct)
    {
        var id = OrderIds.OrderOf(merchantId, number);
        var asking = asked.ToOrder(id, number, TrackingToken.NewSecret(), clock.GetUtcNow())
            .For(await merchants.Of(merchantId, ct));
        var order = await Customers.Seal(keys, merchantId, id, asking, ct);
        return (id, await store.Transact(Order.Stream, merchantId, id,
            state => Order.Decide(state, new OrderCommand.Place(order)), cause, isNew: true, ct: ct));
    }
}
