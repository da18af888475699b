using System.Collections.Immutable;
using Contracts;
using Streams;

namespace Orders;

/// <summary>Where a return is: the public names.</summary>
internal static class ReturnStatus
{
    internal const string None = "none";
    internal const string Requested = "requested";
    internal const string Approved = "approved";
    internal const string Rejected = "rejected";
    internal const string Cancelled = "cancelled";
    internal const string InTransit = "in_transit";
    internal const string Received = "received";
    internal const string Refunded = "refunded";
    internal const string Exchanged = "exchanged";

    internal static readonly IReadOnlyList<string> All =
        [Requested, Approved, Rejected, Cancelled, InTransit, Received, Refunded, Exchanged];

    internal static bool IsOpen(string status) => status is Requested or Approved or InTransit or Received;
}

/// <summary>A return as its order knows it; its own stream knows more.</summary>
internal sealed record OrderReturn(OrderEvent.ReturnRequested Asked)
{
    public string Status { get; init; } = Asked.Outcome;
    public long Version { get; init; }
    public ImmutableHashSet<long> Versions { get; init; } = [];

    /// <summary>Units that are back.</summary>
    public int Received { get; init; }

    /// <summary>The money is asked for and not known to be given back.</summary>
    public bool AwaitsRefund { get; init; }

    public bool IsOpen => ReturnStatus.IsOpen(Status);

    /// <summary>Its units cannot be sent back once more.</summary>
    public bool HoldsUnits => Status is not (ReturnStatus.Rejected or ReturnStatus.Cancelled);
}

/// <summary>What an order decides about its returns: that no unit comes back twice, and what policy says.</summary>
internal static class OrderReturns
{
    /// <summary>As they were asked for.</summary>
    internal static IEnumerable<OrderReturn> InOrder(this IEnumerable<OrderReturn> returns) => returns
        .OrderBy(known => known.Asked.OccurredAt).ThenBy(known => known.Asked.ReturnId);

    /// <summary>Of several the last that is open, else the last.</summary>
    internal static string StatusOf(OrderState state) =>
        state.Returns.Values.InOrder().OrderBy(known => known.IsOpen).LastOrDefault()?.Status ?? ReturnStatus.None;

    internal static OrderState Evolve(OrderState state, OrderEvent.ReturnRequested asked) => state with
    {
        Answered = state.Answered.Add(asked.ReturnId),
        Returns = state.Returns.SetItem(asked.ReturnId, new(asked)),
    };

    internal static OrderState Evolve(OrderState state, ReturnProgress heard)
    {
        var known = state.Returns[heard.ReturnId];
        var isNewer = heard.Version > known.Version;
        return state with
        {
            Returns = state.Returns.SetItem(heard.ReturnId, known with
            {
                Status = isNewer ? heard.Status : known.Status,
                Version = Math.Max(heard.Version, known.Version),
                Versions = known.Versions.Add(heard.Version),
                Received = known.Received + (heard.Step == ReturnSteps.Received
                    ? heard.Items?.Sum(item => item.Quantity) ?? 0 : 0),
                AwaitsRefund = heard.Step == ReturnSteps.RefundRequested
                    || (known.AwaitsRefund && heard.Step != ReturnSteps.Refunded),
            }),
            Reductions = heard.Step == ReturnSteps.RefundRequested
                ? state.Reductions.Add(new(heard.ReturnId, heard.Amount!.Amount)) : state.Reductions,
        };
    }

    /// <exception cref="RuleViolation">order_cancelled, more_than_delivered</exception>
    internal static IReadOnlyList<OrderEvent> Decide(OrderState state, OrderCommand.RequestReturn command)
    {
        if (state.Answered.Contains(command.Id))
            return [];
        Order.RefuseWhenCancelled(state);
        var units = Units.Of(state);
        Units.AreOf(units, command.Items.Select(item => item.Sku));
        foreach (var item in command.Items)
            if (item.Quantity > units[item.Sku].Returnable)
                throw new RuleViolation("more_than_delivered",
                    $"Of {item.Sku} {units[item.Sku].Returnable} units are delivered and in no return yet, "
                    + $"not {item.Quantity}.");
        var at = Order.When(state, command.Now, command.OccurredAt);
        var (outcome, note) = Outcome(state, command, at);
        return
        [
            new OrderEvent.ReturnRequested
            {
                ReturnId = command.Id,
                Items =
                [
                    .. command.Items.Select(item => new ReturnItem(item.Sku, item.Quantity, item.Reason,
                        Units.Prices(state, item.Sku, units[item.Sku].Returned, item.Quantity, fromEnd: true))),
                ],
                Reason = command.Reason,
                Comment = command.Comment,
                Resolution = command.Resolution,
                RequestedBy = command.RequestedBy,
                Outcome = outcome,
                Note = note,
                OccurredAt = at,
            },
        ];
    }

    internal static IReadOnlyList<OrderEvent> Decide(OrderState state, ReturnProgress heard) =>
        !state.Returns.TryGetValue(heard.ReturnId, out var known)
            ? throw new InvalidOperationException($"The order knows of no return {heard.ReturnId}.")
        : known.Versions.Contains(heard.Version) ? []
        : [new OrderEvent.ReturnProgressed(heard)];

    /// <summary>
    /// The returns whose money is back: the merchant has kept no more than the order amounts to without them. So it
    /// does not matter which payment gave how much, or whether it was never taken.
    /// </summary>
    internal static IReadOnlyList<Guid> Refunded(OrderState state)
    {
        var waiting = state.Returns.Values.Where(known => known.AwaitsRefund).Select(k => k.Asked.ReturnId).ToList();
        if (waiting.Count == 0)
            return [];
        var payments = PaymentSummary.All(state);
        var kept = payments.Sum(payment => payment.Captured.Amount - payment.Refunded.Amount);
        var due = state.Placed!.Total.Amount;
        var refunded = new List<Guid>();
        foreach (var reduction in state.Reductions)
        {
            due -= reduction.Amount;
            if (kept <= due && waiting.Contains(reduction.Id))
                refunded.Add(reduction.Id);
        }

        return refunded;
    }

    /// <summary>
    /// The window opens with the last delivery of what is to come back. A merchant may ask for a return at any time.
    /// </summary>
    private static (string Outcome, string? Note) Outcome(
        OrderState state, OrderCommand.RequestReturn command, DateTimeOffset at)
    {
        var policy = command.Policy;
        var delivered = state.Outbound
            .Where(parcel => parcel.Registration?.Items is not { Count: > 0 } items
                || items.Any(item => command.Items.Any(asked => asked.Sku == item.Sku)))
            .Max(parcel => parcel.DeliveredAt);
        if (delivered + policy.ReturnWindow < at)
            return command.RequestedBy == Requester.Customer
                ? (ReturnStatus.Rejected, $"Returns are possible for {policy.ReturnWindow.TotalDays:0.#} days.")
                : (ReturnStatus.Requested, null);
        return (policy.ApprovesReturns ? ReturnStatus.Approved : ReturnStatus.Requested, null);
    }
}
