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
        OrderEvent.Verified e => Answered(state, e.Id) with { Verification = e },
        OrderEvent.Held e => Answered(state, e.Id) with { Hold = e },
        OrderEvent.Released e => Answered(state, e.Id) with { Hold = null },
        OrderEvent.Corrected e => Answered(state, e.Id) with
        {
            Placed = state.Placed! with
            {
                ShippingAddress = e.ShippingAddress ?? state.Placed.ShippingAddress,
                Customer = e.Customer ?? state.Placed.Customer,
            },
        },
        OrderEvent.Completed e => state with { CompletedAt = e.OccurredAt },
        OrderEvent.UnitsAllocated e => state with { Allocations = state.Allocations.SetItem(e.ShipmentId, e) },
        OrderEvent.ItemsCancelled e => Answered(state, e.Id) with
        {
            CancelledItems = state.CancelledItems.AddRange(e.Items),
            Reductions = state.Reductions.Add(new(e.Id, e.Amount.Amount)),
        },
        OrderEvent.CancellationRequested e => Answered(state, e.Id) with
        {
            Cancellation = new(e, Cancellation.Requested),
        },
        OrderEvent.CancellationApproved => state with
        {
            Cancellation = state.Cancellation! with { State = Cancellation.Approved },
        },
        OrderEvent.CancellationRejected => state with
        {
            Cancellation = state.Cancellation! with { State = Cancellation.Rejected },
        },
        OrderEvent.Cancelled e => state with { Cancelled = e },
        OrderEvent.MilestoneReached e => state with { Told = state.Told.Add((e.Milestone, Milestones.Of(e))) },
        OrderEvent.ReturnRequested e => OrderReturns.Evolve(state, e),
        OrderEvent.ReturnProgressed e => OrderReturns.Evolve(state, e.Heard),
        OrderEvent.ShipmentRegistered { Heard: var heard } =>
            With(state, state.Parcel(heard.ShipmentId).With(heard)) with
            {
                Allocations = state.Allocations.Remove(heard.ShipmentId),
            },
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

    /// <summary>The order as it was placed, and after each correction.</summary>
    internal static IEnumerable<OrderEvent.Placed> Corrections(IEnumerable<OrderEvent> events)
    {
        var state = OrderState.Initial;
        foreach (var happened in events.Where(happened => happened is OrderEvent.Placed or OrderEvent.Corrected))
        {
            state = Evolve(state, happened);
            yield return state.Placed!;
        }
    }

    /// <exception cref="ProblemException">Nothing was placed: a wrong id, or a bug of whoever tells of it.</exception>
    /// <exception cref="RuleViolation">order_number_taken, before_order, and what each decider says.</exception>
    internal static IReadOnlyList<OrderEvent> Decide(OrderState state, OrderCommand command) => command switch
    {
        OrderCommand.Place c => Decide(state, c),
        _ when state.Placed is null => throw ProblemException.NotFound("order"),
        OrderCommand.Confirm c => Decide(state, c),
        OrderCommand.Pack c => Decide(state, c),
        OrderCommand.Verify c => OrderSteps.Decide(state, c),
        OrderCommand.Hold c => OrderSteps.Decide(state, c),
        OrderCommand.Release c => OrderSteps.Decide(state, c),
        OrderCommand.Correct c => OrderSteps.Decide(state, c),
        OrderCommand.Complete c => OrderSteps.Decide(state, c),
        OrderCommand.CompleteIfDue c => OrderSteps.Decide(state, c),
        OrderCommand.LookAround c => Milestones.Decide(state, c),
        OrderCommand.AllocateUnits c => OrderSteps.Decide(state, c),
        OrderCommand.Cancel c => Cancellations.Decide(state, c),
        OrderCommand.CancelItems c => Cancellations.Decide(state, c),
        OrderCommand.ApproveCancellation c => Cancellations.Decide(state, c),
        OrderCommand.RejectCancellation c => Cancellations.Decide(state, c),
        OrderCommand.RequestReturn c => OrderReturns.Decide(state, c),
        OrderCommand.NoteReturn { Heard: var heard } => OrderReturns.Decide(state, heard),
        OrderCommand.NoteShipmentRegistered { Heard: var heard } => Decide(state, heard),
        OrderCommand.NoteShipmentCorrected { Heard: var heard } => Cancellations.Following(state, heard.CorrectedAt,
            Unless(state.Parcel(heard.ShipmentId).Corrections.Contains(heard.Version),
                new OrderEvent.ShipmentCorrected(heard))),
        OrderCommand.NoteShipmentProgress { Heard: var heard } => Cancellations.Following(state, heard.OccurredAt,
            Milestones.Following(state, heard, state.Parcel(heard.ShipmentId).Decide(heard))),
        OrderCommand.NoteShipmentInstructed { Heard: var heard } => Unless(
            state.Parcel(heard.ShipmentId).Instructions.ContainsKey(heard.Version),
            new OrderEvent.ShipmentInstructed(heard)),
        OrderCommand.NoteShipmentRemapped { Heard: var heard } => Cancellations.Following(state, heard.RemappedAt,
            Unless(state.Parcel(heard.ShipmentId).Remaps.Contains(heard.Version),
                new OrderEvent.ShipmentRemapped(heard))),
        OrderCommand.NotePayment { Heard: var heard } => Milestones.Following(state, heard, Unless(
            state.Payment(heard.PaymentId).Versions.Contains(heard.Version),
            new OrderEvent.PaymentProgressed(heard))),
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
        OrderSteps.RefuseUnlessShippable(state);
        var at = When(state, command.Now, command.OccurredAt);
        return [.. ConfirmedBy(state, at), new OrderEvent.Packed(at)];
    }

    private static IReadOnlyList<OrderEvent> Decide(OrderState state, ShipmentRegistered heard) =>
        state.Parcel(heard.ShipmentId).Registration is null
            ? heard.ReturnId is null
                ? [.. ConfirmedBy(state, heard.RegisteredAt), new OrderEvent.ShipmentRegistered(heard)]
                : [new OrderEvent.ShipmentRegistered(heard)]
            : [];

    private static OrderState Answered(OrderState state, Guid request) =>
        state with { Answered = state.Answered.Add(request) };

    private static OrderState With(OrderState state, Parcel parcel) =>
        state with { Parcels = state.Parcels.SetItem(parcel.Id, parcel) };

    private static OrderState With(OrderState state, Payment payment) =>
        state with { Payments = state.Payments.SetItem(payment.Id, payment) };

    private static IReadOnlyList<OrderEvent> Unless(bool known, OrderEvent news) => known ? [] : [news];

    /// <summary>Packing or shipping an order says that it is confirmed.</summary>
    private static IEnumerable<OrderEvent> ConfirmedBy(OrderState state, DateTimeOffset at) =>
        state.ConfirmedAt is null && state.Cancelled is null ? [new OrderEvent.Confirmed(at)] : [];

    internal static void RefuseWhenCancelled(OrderState state)
    {
        if (state.Cancelled is not null)
            throw new RuleViolation("order_cancelled", "The order is cancelled.");
    }

    /// <summary>The storefront's clock may be a little ahead of ours: "now" is then the moment of the order.</summary>
    internal static DateTimeOffset When(OrderState state, DateTimeOffset now, DateTimeOffset? occurredAt)
    {
        var placedAt = state.Placed!.PlacedAt;
        if (occurredAt < placedAt)
            throw new RuleViolation("before_order", $"The order was placed later than that, at {placedAt:O}.");
        return occurredAt ?? (now < placedAt ? placedAt : now);
    }
}
