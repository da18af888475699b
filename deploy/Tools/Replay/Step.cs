namespace Tools.Replay;

/// <summary>What a storefront, its payment provider and its carrier do; of one moment in this order.</summary>
internal enum StepKind
{
    Place,
    Pay,
    Confirm,
    Pack,
    HandOver,
    Cancel,
    Deliver,
    Review,
}

/// <summary>One thing that happened to one order. <c>Number</c> tells the reviews of an order apart.</summary>
internal sealed record Step(OlistOrder Order, StepKind Kind, DateTimeOffset At, int Number = 0)
{
    /// <summary>Nothing is sent before its order, though a few hand-overs and reviews bear an earlier time.</summary>
    public DateTimeOffset SentAt => At < Order.PurchasedAt ? Order.PurchasedAt : At;

    /// <summary>What happened to all these orders, in the order in which it happened.</summary>
    public static IReadOnlyList<Step> Of(IEnumerable<OlistOrder> orders) =>
    [
        .. orders.SelectMany(Of).OrderBy(step => step.SentAt).ThenBy(step => step.Order.Id, StringComparer.Ordinal)
            .ThenBy(step => step.Kind).ThenBy(step => step.Number),
    ];

    private static IEnumerable<Step> Of(OlistOrder order)
    {
        yield return new(order, StepKind.Place, order.PurchasedAt);
        if (order.ApprovedAt is { } approved)
        {
            yield return new(order, StepKind.Pay, approved);
            yield return new(order, StepKind.Confirm, approved);
            // When it was packed is not in the data: not before it was paid.
            if (order.Status is "processing" or "invoiced")
                yield return new(order, StepKind.Pack, approved);
        }

        if (order.HandedOverAt is { } handedOver)
            yield return new(order, StepKind.HandOver, handedOver);
        if (order.CancelledAt is { } cancelled)
            yield return new(order, StepKind.Cancel, cancelled);
        if (order.DeliveryAt is { } delivered)
            yield return new(order, StepKind.Deliver, delivered);
        foreach (var (number, review) in order.Reviews.Index())
            yield return new(order, StepKind.Review, review.AnsweredAt, number);
    }
}
