using Streams;

namespace Orders;

/// <summary>What is decided about an order before it ends: docs/order-status.md has the rules.</summary>
internal static class OrderSteps
{
    internal const string Failed = "failed";

    /// <summary>A verification that failed keeps the order back until another one succeeds.</summary>
    internal static IReadOnlyList<OrderEvent> Decide(OrderState state, OrderCommand.Verify command)
    {
        if (state.Answered.Contains(command.Id) || (state.Verification is { } known
            && (known.Outcome, known.Method, known.Note) == (command.Outcome, command.Method, command.Note)))
            return [];
        Order.RefuseWhenCancelled(state);
        return [new OrderEvent.Verified(command.Id, command.Outcome, command.Method, command.Note,
            Order.When(state, command.Now, command.OccurredAt))];
    }

    internal static IReadOnlyList<OrderEvent> Decide(OrderState state, OrderCommand.Hold command)
    {
        if (state.Answered.Contains(command.Id) || state.Hold?.Reason == command.Reason)
            return [];
        Order.RefuseWhenCancelled(state);
        if (state.CompletedAt is not null)
            throw new RuleViolation("order_completed", "The order is completed: there is nothing to hold up.");
        return [new OrderEvent.Held(
            command.Id, command.Reason, Order.When(state, command.Now, command.OccurredAt))];
    }

    internal static IReadOnlyList<OrderEvent> Decide(OrderState state, OrderCommand.Release command) =>
        state.Hold is null || state.Answered.Contains(command.Id) ? []
            : [new OrderEvent.Released(command.Id, Order.When(state, command.Now, command.OccurredAt))];

    /// <summary>An address counts until a carrier has a parcel; the customer may be put right for longer.</summary>
    internal static IReadOnlyList<OrderEvent> Decide(OrderState state, OrderCommand.Correct command)
    {
        var placed = state.Placed!;
        var address = command.ShippingAddress == placed.ShippingAddress ? null : command.ShippingAddress;
        var customer = command.Customer?.Over(placed.Customer);
        customer = customer == placed.Customer ? null : customer;
        if ((address is null && customer is null) || state.Answered.Contains(command.Id))
            return [];
        Order.RefuseWhenCancelled(state);
        if (address is not null && state.Outbound.Any(parcel => parcel.Progress?.Standing.HandedOverAt is not null
            || parcel.Stage is not (ParcelStages.None or ParcelStages.Waiting)))
            throw new RuleViolation("already_handed_over",
                "A parcel has been handed over: instruct its carrier (/v1/shipments/{id}/instructions).");
        return [new OrderEvent.Corrected(
            command.Id, address, customer, Order.When(state, command.Now, occurredAt: null))];
    }

    internal static IReadOnlyList<OrderEvent> Decide(OrderState state, OrderCommand.Complete command)
    {
        if (state.CompletedAt is not null)
            return [];
        Order.RefuseWhenCancelled(state);
        if (WhyOpen(state) is { } open)
            throw open;
        return [new OrderEvent.Completed(Order.When(state, command.Now, command.OccurredAt))];
    }

    internal static IReadOnlyList<OrderEvent> Decide(OrderState state, OrderCommand.CompleteIfDue command) =>
        state.CompletedAt is null && state.Cancelled is null && WhyOpen(state) is null
        && state.Outbound.Max(parcel => parcel.DeliveredAt) + command.After <= command.Now
            ? [new OrderEvent.Completed(command.Now)]
            : [];

    /// <summary>The one place where units go to a parcel or are cancelled: whoever comes first has them.</summary>
    internal static IReadOnlyList<OrderEvent> Decide(OrderState state, OrderCommand.AllocateUnits command)
    {
        if (state.Allocations.ContainsKey(command.ShipmentId)
            || state.Parcel(command.ShipmentId).Registration is not null)
            return [];
        RefuseUnlessShippable(state);
        var units = Units.Of(state);
        Units.AreOf(units, command.Items.Select(item => item.Sku));
        var held = Units.Sums(command.Held);
        foreach (var (sku, asked) in Units.Sums(command.Items))
        {
            var left = units[sku].Ordered - units[sku].Cancelled - held.GetValueOrDefault(sku);
            if (asked > left)
                throw new RuleViolation("more_than_left",
                    $"Of {sku} there are {Math.Max(0, left)} units left to ship, not {asked}.");
        }

        return [new OrderEvent.UnitsAllocated(command.ShipmentId, command.Items, command.Now)];
    }

    /// <exception cref="RuleViolation">Packing and shipping have to wait, or are out of the question.</exception>
    internal static void RefuseUnlessShippable(OrderState state)
    {
        Order.RefuseWhenCancelled(state);
        if (state.Cancellation is { IsOpen: true })
            throw new RuleViolation("cancellation_requested", "The order is to be cancelled: nothing is shipped.");
        if (state.Hold is { } hold)
            throw new RuleViolation("on_hold", $"The order is on hold: {hold.Reason}");
        if (state.Verification is { Outcome: Failed })
            throw new RuleViolation("not_verified", "The order could not be verified: it is not shipped until it is.");
    }

    /// <summary>What stands against completing the order; null: nothing.</summary>
    private static RuleViolation? WhyOpen(OrderState state) =>
        OrderStatus.IsOnHold(state) ? new("on_hold", "The order is on hold.")
        : state.Cancellation is { IsOpen: true } ? new("cancellation_requested", "The order is to be cancelled.")
        : !OrderStatus.HasArrived(state) ? new("not_delivered", "Not everything that was ordered has arrived.")
        : state.Returns.Values.Any(known => known.IsOpen) ? new("return_open", "A return of the order is open.")
        : null;
}
