using Contracts;
using ServiceDefaults;
using Streams;

namespace Orders;

internal static class Order
{
    internal static readonly StreamKind<OrderState, OrderEvent> Stream = new("order", OrderState.Initial, Evolve);

    internal static OrderState Evolve(OrderState state, OrderEvent happened) => happened switch
    {
        OrderEvent.Placed e => state with
        {
            Placed = e,
            Payments = e.Payments.Aggregate(state.Payments, (all, asked) =>
                all.SetItem(asked.PaymentId, state.Payment(asked.PaymentId) with { Asked = asked })),
        },
        OrderEvent.Confirmed e => state with { ConfirmedAt = e.OccurredAt },
        OrderEvent.Packed e => state with { PackedAt = e.OccurredAt },
        OrderEvent.Cancelled e => state with { Cancelled = e },
        OrderEvent.ShipmentRegistered { Heard: var heard } =>
            With(state, state.Parcel(heard.ShipmentId).With(heard)),
        OrderEvent.ShipmentCorrected { Heard: var heard } =>
            With(state, state.Parcel(heard.ShipmentId).With(heard)),
        OrderEvent.ShipmentProgressed { Heard: var heard } =>
            With(state, state.Parcel(heard.ShipmentId).With(heard)),
        OrderEvent.ShipmentInstructed { Heard: var heard } =>
            With(state, state.Parcel(heard.ShipmentId).With(heard)),
        OrderEvent.ShipmentRemapped { Heard: var heard } =>
            With(state, state.Parcel(heard.ShipmentId).With(heard)),
        OrderEvent.PaymentProgressed { Heard: var heard } => With(state, state.Payment(heard.PaymentId).With(heard)),
        OrderEvent.NotificationSettled { Heard: var heard } =>
            state with { Notifications = state.Notifications.Add((heard.NotificationId, heard.State)) },
        OrderEvent.FeedbackGiven e => state with { Feedback = e },
        OrderEvent.PersonalDataErased e => state with { Erasures = state.Erasures.Add(e.ErasureId) },
        OrderEvent.IssueReported e => state with { Issues = state.Issues.Add((e.Kind, e.Message)) },
        _ => state,
    };

    /// <exception cref="ProblemException">Nothing was placed: a wrong id, or a bug of whoever tells of it.</exception>
    /// <exception cref="RuleViolation">order_number_taken, order_cancelled, already_delivered, before_order</exception>
    internal static IReadOnlyList<OrderEvent> Decide(OrderState state, OrderCommand command) => command switch
    {
        OrderCommand.Place c => Decide(state, c),
        _ when state.Placed is null => throw ProblemException.NotFound("order"),
        OrderCommand.Confirm c => Decide(state, c),
        OrderCommand.Pack c => Decide(state, c),
        OrderCommand.Cancel c => Decide(state, c),
        OrderCommand.NoteShipmentRegistered { Heard: var heard } => Decide(state, heard),
        OrderCommand.NoteShipmentCorrected { Heard: var heard } => Unless(
            state.Parcel(heard.ShipmentId).Corrections.Contains(heard.Version),
            new OrderEvent.ShipmentCorrected(heard)),
        OrderCommand.NoteShipmentProgress { Heard: var heard } => state.Parcel(heard.ShipmentId).Decide(heard),
        OrderCommand.NoteShipmentInstructed { Heard: var heard } => Unless(
            state.Parcel(heard.ShipmentId).Instructions.ContainsKey(heard.Version),
            new OrderEvent.ShipmentInstructed(heard)),
        OrderCommand.NoteShipmentRemapped { Heard: var heard } => Unless(
            state.Parcel(heard.ShipmentId).Remaps.Contains(heard.Version),
            new OrderEvent.ShipmentRemapped(heard)),
        OrderCommand.NotePayment { Heard: var heard } => Unless(
            state.Payment(heard.PaymentId).Versions.Contains(heard.Version),
            new OrderEvent.PaymentProgressed(heard)),
        OrderCommand.NoteNotification { Heard: var heard } => Unless(
            state.Notifications.Contains((heard.NotificationId, heard.State)),
            new OrderEvent.NotificationSettled(heard)),
        OrderCommand.NoteErased c => Unless(
            state.Erasures.Contains(c.ErasureId), new OrderEvent.PersonalDataErased(c.ErasureId, c.OccurredAt)),
        OrderCommand.GiveFeedback c => Unless(
            state.Feedback is { } last && (last.Score, last.Comment) == (c.Score, c.Comment),
            new OrderEvent.FeedbackGiven(c.Score, c.Comment, c.OccurredAt)),
        OrderCommand.ReportIssue c => Unless(
            state.Issues.Contains((c.Kind, c.Message)),
            new OrderEvent.IssueReported(c.Kind, c.Message, c.OccurredAt)),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "There is no such command."),
    };

    /// <summary>The secret tells a request that repeats itself from another order under the same number.</summary>
    private static IReadOnlyList<OrderEvent> Decide(OrderState state, OrderCommand.Place command) => state.Placed switch
    {
        null => [command.Order],
        { } known when known.TrackingSecret == command.Order.TrackingSecret => [],
        { } known => throw new RuleViolation("order_number_taken", $"There is already an order {known.OrderNumber}."),
    };

    private static IReadOnlyList<OrderEvent> Decide(OrderState state, OrderCommand.Confirm command)
    {
        if (state.ConfirmedAt is not null)
            return [];
        RefuseWhenCancelled(state);
        return [new OrderEvent.Confirmed(When(state, command.Now, command.OccurredAt))];
    }

    private static IReadOnlyList<OrderEvent> Decide(OrderState state, OrderCommand.Pack command)
    {
        if (state.PackedAt is not null)
            return [];
        RefuseWhenCancelled(state);
        var at = When(state, command.Now, command.OccurredAt);
        return [.. ConfirmedBy(state, at), new OrderEvent.Packed(at)];
    }

    private static IReadOnlyList<OrderEvent> Decide(OrderState state, OrderCommand.Cancel command)
    {
        if (state.Cancelled is not null)
            return [];
        if (OrderStatus.Of(state) == OrderStatus.Delivered)
            throw new RuleViolation("already_delivered", "Everything is delivered: it can only be returned now.");
        var at = When(state, command.Now, command.OccurredAt);
        return
        [
            new OrderEvent.Cancelled(command.Reason, at),
            new OrderEvent.MilestoneReached("cancelled", at, command.Reason),
        ];
    }

    private static IReadOnlyList<OrderEvent> Decide(OrderState state, ShipmentRegistered heard) =>
        state.Parcel(heard.ShipmentId).Registration is null
            ? [.. ConfirmedBy(state, heard.RegisteredAt), new OrderEvent.ShipmentRegistered(heard)]
            : [];

    private static OrderState With(OrderState state, Parcel parcel) =>
        state with { Parcels = state.Parcels.SetItem(parcel.Id, parcel) };

    private static OrderState With(OrderState state, Payment payment) =>
        state with { Payments = state.Payments.SetItem(payment.Id, payment) };

    private static IReadOnlyList<OrderEvent> Unless(bool known, OrderEvent news) => known ? [] : [news];

    /// <summary>Packing or shipping an order says that it is confirmed.</summary>
    private static IEnumerable<OrderEvent> ConfirmedBy(OrderState state, DateTimeOffset at) =>
        state.ConfirmedAt is null && state.Cancelled is null ? [new OrderEvent.Confirmed(at)] : [];

    private static void RefuseWhenCancelled(OrderState state)
    {
        if (state.Cancelled is not null)
            throw new RuleViolation("order_cancelled", "The order is cancelled.");
    }

    /// <summary>The storefront's clock may be a little ahead of ours: "now" is then the moment of the order.</summary>
    private static DateTimeOffset When(OrderState state, DateTimeOffset now, DateTimeOffset? occurredAt)
    {
        var placedAt = state.Placed!.PlacedAt;
        if (occurredAt < placedAt)
            throw new RuleViolation("before_order", $"The order was placed later than that, at {placedAt:O}.");
        return occurredAt ?? (now < placedAt ? placedAt : now);
    }
}
