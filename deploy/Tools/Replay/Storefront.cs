using System.Collections.Concurrent;
using Tools.Platform;

namespace Tools.Replay;

/// <summary>
/// Sends the steps of orders. Keys and ids are made of the run, the order and the step: under the same run id all of it
/// can be sent again and changes nothing.
/// </summary>
internal sealed class Storefront(PlatformClient platform, string run)
{
    private readonly ConcurrentDictionary<string, Guid> orders = new();
    private readonly ConcurrentDictionary<string, Guid> shipments = new();

    /// <summary>The platform's id of an order; null when it was never placed.</summary>
    public Guid? IdOf(OlistOrder order) => orders.TryGetValue(order.Id, out var id) ? id : null;

    public async Task Take(Step step)
    {
        var (order, at, key) = (step.Order, step.At, $"{run}-{step.Order.Id}-{step.Kind}-{step.Number}");
        switch (step.Kind)
        {
            case StepKind.Place:
                orders[order.Id] = (await platform.Place(OrderForm.Of(order, run), key)).Id;
                break;
            case StepKind.Pay:
                foreach (var payment in order.Payments)
                    await Pay(order, payment, at);
                break;
            case StepKind.Confirm:
                await platform.Confirm(orders[order.Id], at, key);
                break;
            case StepKind.Pack:
                await platform.Pack(orders[order.Id], at, key);
                break;
            case StepKind.HandOver:
                await platform.Scan(await ShipmentOf(order), new("picked_up", at), key);
                break;
            case StepKind.Cancel:
                await platform.Cancel(orders[order.Id], order.Status, at, key);
                break;
            case StepKind.Deliver:
                await platform.Scan(await ShipmentOf(order), new("delivered", at), key);
                break;
            case StepKind.Review:
                await platform.Feedback(orders[order.Id], order.Reviews[step.Number].Score, at, key);
                break;
        }
    }

    /// <summary>The provider tells of a card twice, authorised and captured; all else is simply paid.</summary>
    private async Task Pay(OlistOrder order, OlistOrder.Payment payment, DateTimeOffset at)
    {
        var reference = OrderForm.Reference(order, payment, run);
        if (OrderForm.MethodOf(payment) == "card")
            await platform.Deliver(new SimulatedPush(
                $"evt_{reference}_authorized", "payment.authorized", reference, OrderForm.Real(payment.Value), at));
        await platform.Deliver(new SimulatedPush(
            $"evt_{reference}_captured", "payment.captured", reference, OrderForm.Real(payment.Value), at));
    }

    /// <summary>The data name no carrier and no number: all in one parcel, updated by hand.</summary>
    private async Task<Guid> ShipmentOf(OlistOrder order)
    {
        if (shipments.TryGetValue(order.Id, out var known))
            return known;
        var shipment = await platform.Ship(
            orders[order.Id], new(OrderForm.Packed(order)), $"{run}-{order.Id}-ship");
        return shipments[order.Id] = shipment.Id;
    }
}
