using Contracts;
using Streams;

namespace Orders;

/// <summary>What is decided about cancelling an order or parts of it: docs/order-status.md has the rules.</summary>
internal static class Cancellations
{
    /// <exception cref="RuleViolation">already_delivered, partly_delivered</exception>
    internal static IReadOnlyList<OrderEvent> Decide(OrderState state, OrderCommand.Cancel command)
    {
        if (state.Cancelled is not null || state.Answered.Contains(command.Id))
            return [];
        if (state.Cancellation is { IsOpen: true } open)
            return command.RequestedBy == Requester.Customer || open.State == Cancellation.Approved
                ? [] : Approve(state, command.Reason, Order.When(state, command.Now, command.OccurredAt));
        RefuseDelivered(state);
        var at = Order.When(state, command.Now, command.OccurredAt);
        var asked = new OrderEvent.CancellationRequested(command.Id, command.Reason, command.RequestedBy, at);
        var atOnce = command.Policy.CancelsUnderwayAtOnce || !state.Outbound.Any(parcel => parcel.IsUnderway);
        if (command.RequestedBy == Requester.Customer)
            return MayCancel(state, command.Policy) ? [asked, .. Cancelled(command.Reason, at)] : [asked];
        return atOnce ? Cancelled(command.Reason, at)
            : [asked, new OrderEvent.CancellationApproved(command.Reason, at)];
    }

    /// <exception cref="RuleViolation">more_than_left, too_late_to_cancel</exception>
    internal static IReadOnlyList<OrderEvent> Decide(OrderState state, OrderCommand.CancelItems command)
    {
        if (state.Cancelled is not null || state.Answered.Contains(command.Id))
            return [];
        if (command.RequestedBy == Requester.Customer && !MayCancel(state, command.Policy))
            throw new RuleViolation("too_late_to_cancel", "It is too late to cancel items of this order.");
        var units = Units.Of(state, command.Now);
        Units.AreOf(units, command.Items.Select(item => item.Sku));
        foreach (var item in command.Items)
            if (item.Quantity > units[item.Sku].Open)
                throw new RuleViolation("more_than_left",
                    $"Of {item.Sku} {units[item.Sku].Open} units can be cancelled, not {item.Quantity}: "
                    + "the others are cancelled already or in a parcel.");
        var at = Order.When(state, command.Now, command.OccurredAt);
        if (units.Values.Sum(all => all.Ordered - all.Cancelled) == command.Items.Sum(item => item.Quantity))
            return Cancelled(command.Reason, at);
        var less = command.Items.Sum(item => Units.Sum(
            Units.Prices(state, item.Sku, units[item.Sku].Cancelled, item.Quantity)));
        var amount = state.Placed!.Total with { Amount = less };
        return
        [
            new OrderEvent.ItemsCancelled(
                command.Id, command.Items, amount, command.Reason, command.RequestedBy, at),
            new OrderEvent.MilestoneReached("items_cancelled", at, command.Reason)
            {
                Amount = amount,
                SubjectId = command.Id,
            },
        ];
    }

    /// <exception cref="RuleViolation">no_cancellation: nobody has asked for one.</exception>
    internal static IReadOnlyList<OrderEvent> Decide(OrderState state, OrderCommand.ApproveCancellation command)
    {
        if (state.Cancelled is not null || state.Cancellation is { State: Cancellation.Approved })
            return [];
        var asked = Open(state);
        RefuseDelivered(state);
        return Approve(state, asked.Reason, Order.When(state, command.Now, occurredAt: null));
    }

    /// <exception cref="RuleViolation">no_cancellation, order_cancelled, cancellation_approved</exception>
    internal static IReadOnlyList<OrderEvent> Decide(OrderState state, OrderCommand.RejectCancellation command)
    {
        if (state.Cancellation is { State: Cancellation.Rejected })
            return [];
        Order.RefuseWhenCancelled(state);
        var asked = Open(state);
        if (state.Cancellation is { State: Cancellation.Approved })
            throw new RuleViolation("cancellation_approved", "The cancellation is approved: parcels are turned back.");
        return Rejected(asked, command.Reason, Order.When(state, command.Now, occurredAt: null));
    }

    /// <summary>
    /// What was decided of a parcel, and what becomes of a cancellation that waits for parcels: done when none is on
    /// its way any more, void when one arrived after all.
    /// </summary>
    internal static IReadOnlyList<OrderEvent> Following(
        OrderState before, DateTimeOffset at, IReadOnlyList<OrderEvent> decided)
    {
        if (decided.Count == 0 || before.Cancelled is not null
            || before.Cancellation is not { State: Cancellation.Approved } waiting)
            return decided;
        var state = decided.Aggregate(before, Order.Evolve);
        at = at < waiting.Asked.OccurredAt ? waiting.Asked.OccurredAt : at;
        return state.Outbound.Any(parcel => parcel.IsUnderway) ? decided
            : state.Outbound.Any(parcel => parcel.DeliveredAt is not null)
                ? [.. decided, .. Rejected(
                    waiting.Asked, "A parcel was delivered before it could be turned back.", at)]
            : [.. decided, .. Cancelled(waiting.Asked.Reason, at)];
    }

    /// <summary>Whether a customer's wish is granted by itself.</summary>
    internal static bool MayCancel(OrderState state, Policy policy) => policy.CustomersMayCancelUntil switch
    {
        _ when state.CompletedAt is not null || state.Outbound.Any(parcel =>
            parcel.Stage is not (ParcelStages.None or ParcelStages.Waiting)) => false,
        "shipped" => true,
        "packed" => state.PackedAt is null && !state.Outbound.Any(parcel => parcel.Stage != ParcelStages.None),
        "confirmed" => state.ConfirmedAt is null,
        _ => false,
    };

    private static IReadOnlyList<OrderEvent> Approve(OrderState state, string reason, DateTimeOffset at)
    {
        var approved = new OrderEvent.CancellationApproved(reason, at);
        return state.Outbound.Any(parcel => parcel.IsUnderway) ? [approved] : [approved, .. Cancelled(reason, at)];
    }

    private static IReadOnlyList<OrderEvent> Cancelled(string reason, DateTimeOffset at) =>
    [
        new OrderEvent.Cancelled(reason, at),
        new OrderEvent.MilestoneReached("cancelled", at, reason),
    ];

    private static IReadOnlyList<OrderEvent> Rejected(
        OrderEvent.CancellationRequested asked, string reason, DateTimeOffset at) =>
    [
        new OrderEvent.CancellationRejected(reason, at),
        new OrderEvent.MilestoneReached("cancellation_rejected", at, reason) { SubjectId = asked.Id },
    ];

    private static OrderEvent.CancellationRequested Open(OrderState state) =>
        state.Cancellation is { IsOpen: true } open ? open.Asked
            : throw new RuleViolation("no_cancellation", "Nobody has asked to cancel the order.");

    private static void RefuseDelivered(OrderState state)
    {
        if (state.CompletedAt is not null || OrderStatus.HasArrived(state))
            throw new RuleViolation("already_delivered", "Everything is delivered: it can only be returned now.");
        if (state.Outbound.Any(parcel => parcel.DeliveredAt is not null))
            throw new RuleViolation("partly_delivered",
                "Some of it is delivered and can only be returned: cancel the others by their items.");
    }
}
