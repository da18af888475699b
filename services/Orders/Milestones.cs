using Contracts;
using ServiceDefaults;

namespace Orders;

/// <summary>What a customer is told beyond what others report: docs/order-status.md has the rules.</summary>
internal static class Milestones
{
    /// <summary>Whoever delivers or asks later than this is an import of the past, of which nobody is told.</summary>
    private static readonly TimeSpan NewsMax = TimeSpan.FromDays(14);

    /// <summary>Of what it is told once.</summary>
    internal static string Of(OrderEvent.MilestoneReached told) =>
        told.Promise ?? (told.ShipmentId ?? told.SubjectId)?.ToString("D") ?? "";

    /// <summary>A payment's change that is told as it is heard: taken in full, or failed.</summary>
    internal static string? Of(PaymentProgressed heard) => heard.Change switch
    {
        "captured" when heard.Captured.Amount >= heard.Amount.Amount - (heard.Reduced?.Amount ?? 0) => "paid",
        "failed" => "payment_failed",
        _ => null,
    };

    /// <summary>Money that is given back is told as the return's, where a return waits for it.</summary>
    internal static IReadOnlyList<OrderEvent> Following(
        OrderState before, PaymentProgressed heard, IReadOnlyList<OrderEvent> decided) =>
        decided.Count == 0 || heard.Change != "refunded" || before.Returns.Values.Any(known => known.AwaitsRefund)
            ? decided
            : [.. decided, new OrderEvent.MilestoneReached("refunded", heard.OccurredAt, null)
            {
                Amount = heard.ChangeAmount ?? heard.Refunded,
                SubjectId = StableId.Of("refund", $"{heard.PaymentId:D}", $"{heard.Version}"),
            }];

    /// <summary>What a parcel's news say beside themselves: customs want something, or it comes late.</summary>
    internal static IReadOnlyList<OrderEvent> Following(
        OrderState before, ShipmentProgressed heard, IReadOnlyList<OrderEvent> decided)
    {
        if (decided is not [OrderEvent.ShipmentProgressed { Heard: var news }, ..])
            return decided;
        var parcel = before.Parcel(heard.ShipmentId);
        List<OrderEvent> all = [.. decided];
        if (news.Scan is { Reason: { Party: "customs", ActionRequired: true } reason } scan
            && !before.Told.Contains(("customs_action", $"{heard.ShipmentId:D}")))
            all.Add(new OrderEvent.MilestoneReached("customs_action", scan.OccurredAt, reason.Text)
            {
                ShipmentId = heard.ShipmentId,
                Carrier = parcel.Carrier,
                TrackingNumber = parcel.TrackingNumber,
                Zone = scan.Zone,
                ReasonCode = reason.Code,
            });
        if (LateBy(decided.Aggregate(before, Order.Evolve)) is { } late && heard.OccurredAt <= late.Promised.To)
            all.Add(late.Told(heard.OccurredAt));
        return all;
    }

    internal static IReadOnlyList<OrderEvent> Decide(OrderState state, OrderCommand.LookAround command)
    {
        var told = new List<OrderEvent>();
        if (DueAt(state, command.Policy) <= command.Now && Open(state) is { } late
            && command.Now <= late.Promised.To + NewsMax && !IsWithCouriers(state))
            told.Add(late.Told(command.Now));
        if (FeedbackAt(state, command.Policy) is { } at && at <= command.Now && command.Now <= at + NewsMax)
            told.Add(new OrderEvent.MilestoneReached("feedback_asked", command.Now, null));
        return told;
    }

    /// <summary>When to look whether the promise can still be kept; null: nothing was promised.</summary>
    internal static DateTimeOffset? DueAt(OrderState state, Policy policy) =>
        PromiseOf(state)?.To - policy.PromiseLead;

    /// <summary>Null: not everything has arrived, or there is nothing to ask.</summary>
    private static DateTimeOffset? FeedbackAt(OrderState state, Policy policy) =>
        state.Cancelled is null && state.Feedback is null && state.Issues.IsEmpty && OrderStatus.HasArrived(state)
        && !state.Returns.Values.Any(known => known.IsOpen) && !state.Told.Contains(("feedback_asked", ""))
            ? state.Outbound.Max(parcel => parcel.DeliveredAt) + policy.AskFeedbackAfter : null;

    /// <summary>The latest estimate that says so: the middle of what is expected lies after the promise.</summary>
    private static Late? LateBy(OrderState state) => Open(state) is not { } late ? null
        : Outstanding(state).Where(parcel => parcel.Stage != ParcelStages.LastMile)
            .Select(parcel => parcel.Progress?.Standing.EstimatedDelivery).OfType<EstimatedDelivery>()
            .Where(expected => expected.From + ((expected.To - expected.From) / 2) > late.Promised.To)
            .MaxBy(expected => expected.To) is { } latest ? late with { Expected = latest } : null;

    /// <summary>A promise that is not kept yet, whose delay is not told, and that was made before its day.</summary>
    private static Late? Open(OrderState state) =>
        PromiseOf(state) is { } promised && state.Cancelled is null && state.Cancellation is not { IsOpen: true }
        && !OrderStatus.HasArrived(state) && state.Placed!.CreatedAt < promised.To
        && DeliveryEstimate.Promise(state) is { } text && !state.Told.Contains(("delayed", text))
            ? new(text, promised, Outstanding(state)
                .Select(parcel => parcel.Progress?.Standing.EstimatedDelivery).OfType<EstimatedDelivery>()
                .Where(expected => expected.To > promised.To).MaxBy(expected => expected.To)) : null;

    private static bool IsWithCouriers(OrderState state) =>
        Outstanding(state).All(parcel => parcel.Stage == ParcelStages.LastMile)
        && Units.Of(state).Values.All(units => units.Unpacked == 0);

    private static IEnumerable<Parcel> Outstanding(OrderState state) =>
        state.Outbound.Where(parcel => !parcel.IsSpent && parcel.Stage != ParcelStages.Delivered);

    private static EstimatedDelivery? PromiseOf(OrderState state) =>
        DeliveryEstimate.Promised(DeliveryEstimate.Promise(state), state.Placed!.Customer.TimeZone);

    private sealed record Late(string Promise, EstimatedDelivery Promised, EstimatedDelivery? Expected)
    {
        public OrderEvent.MilestoneReached Told(DateTimeOffset at) => new("delayed", at, null)
        {
            Promise = Promise,
            Expected = Expected,
            SubjectId = StableId.Of("promise", Promise),
        };
    }
}
