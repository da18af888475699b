using Contracts;
using ServiceDefaults;
using Streams;

namespace Orders;

/// <summary>What is decided about a return, step by step: docs/returns.md has the rules.</summary>
internal static class ReturnSteps
{
    internal const string Received = "received";
    internal const string RefundRequested = "refund_requested";
    internal const string Refunded = "refunded";

    internal const string Refund = "refund";
    internal const string Exchange = "exchange";
    internal const string StoreCredit = "store_credit";

    internal static readonly IReadOnlyList<string> Resolutions = [Refund, Exchange, StoreCredit];

    internal static IReadOnlyList<ReturnEvent> Decide(ReturnState s, ReturnCommand.Approve command)
    {
        if (s.Approved is not null)
            return [];
        RefuseEnded(s);
        return
        [
            new ReturnEvent.Approved(Requester.Merchant)
            {
                OrderId = Return.OrderOf(s),
                OccurredAt = command.Now,
            },
        ];
    }

    /// <summary>Before anything is sent, or when nothing of what came was accepted.</summary>
    internal static IReadOnlyList<ReturnEvent> Decide(ReturnState s, ReturnCommand.Reject command)
    {
        if (s.Rejected is not null)
            return [];
        RefuseEnded(s);
        RefuseSettled(s);
        RefuseExchanged(s);
        if (s.Status == ReturnStatus.InTransit)
            throw new RuleViolation("return_underway", "The goods are on their way: receive and inspect them first.");
        if (s.ReceivedAt is not null && s.Requested!.Items.Any(item => s.Accepted(item.Sku) > 0))
            throw new RuleViolation("units_accepted", "Some of what came back counts as accepted: inspect it first.");
        return
        [
            new ReturnEvent.Rejected(command.Reason, Requester.Merchant)
            {
                OrderId = Return.OrderOf(s),
                OccurredAt = command.Now,
            },
        ];
    }

    /// <summary>By who asked for it; the merchant, who acts for its customers too, may cancel any.</summary>
    internal static IReadOnlyList<ReturnEvent> Decide(ReturnState s, ReturnCommand.Cancel command)
    {
        if (s.Cancelled is not null)
            return [];
        RefuseEnded(s);
        RefuseSettled(s);
        RefuseExchanged(s);
        if (command.By == Requester.Customer && s.Requested!.RequestedBy != Requester.Customer)
            throw new RuleViolation("not_the_requester", "The store has asked for this return.");
        if (s.Status is not (ReturnStatus.Requested or ReturnStatus.Approved))
            throw new RuleViolation("return_underway", "The goods are on their way back, or back already.");
        return
        [
            new ReturnEvent.Cancelled(command.Reason, command.By)
            {
                OrderId = Return.OrderOf(s),
                OccurredAt = command.Now,
            },
        ];
    }

    internal static IReadOnlyList<ReturnEvent> Decide(ReturnState s, ReturnCommand.Receive command)
    {
        if (s.Answered.Contains(command.Id))
            return [];
        RefuseEnded(s);
        var missing = s.Requested!.Items
            .Select(item => new ItemQuantity(item.Sku, s.Asked(item.Sku) - s.Back(item.Sku)))
            .Where(item => item.Quantity > 0).ToList();
        if (command.Items is null && missing.Count == 0)
            return [];
        RefuseUnlessApproved(s);
        RefuseSettled(s);
        var items = command.Items ?? missing;
        AreOf(s, [.. items.Select(item => item.Sku)]);
        foreach (var (sku, came) in Units.Sums(items))
            if (came > s.Asked(sku) - s.Back(sku))
                throw new RuleViolation("more_than_returned",
                    $"Of {sku} {s.Asked(sku) - s.Back(sku)} units are still to come, not {came}.");
        return
        [
            new ReturnEvent.Received(command.Id, items) { OrderId = Return.OrderOf(s), OccurredAt = command.Now },
        ];
    }

    internal static IReadOnlyList<ReturnEvent> Decide(ReturnState s, ReturnCommand.Inspect command)
    {
        if (s.Answered.Contains(command.Id))
            return [];
        RefuseEnded(s);
        RefuseUnlessReceived(s);
        RefuseSettled(s);
        AreOf(s, [.. command.Items.Select(item => item.Sku)]);
        foreach (var (sku, looked) in Units.Sums(command.Items.Select(i => new ItemQuantity(i.Sku, i.Quantity))))
            if (looked > s.Back(sku) - s.Looked(sku))
                throw new RuleViolation("more_than_received",
                    $"Of {sku} {s.Back(sku) - s.Looked(sku)} units are received and not inspected yet, not {looked}.");
        return
        [
            new ReturnEvent.Inspected(command.Id, command.Items)
            {
                OrderId = Return.OrderOf(s),
                OccurredAt = command.Now,
            },
        ];
    }

    /// <summary>Once for a return. The merchant keeps store credit: no payment gives anything back for it.</summary>
    internal static IReadOnlyList<ReturnEvent> Decide(ReturnState s, ReturnCommand.Refund command)
    {
        var known = s.RefundRequested?.Amount ?? s.Refunded?.Amount;
        if (known is not null && (command.Amount is null || command.Amount == known))
            return [];
        RefuseSettled(s);
        RefuseExchanged(s);
        RefuseEnded(s);
        RefuseUnlessReceived(s);
        var value = s.Value;
        var amount = command.Amount ?? value;
        if (s.Requested!.Items.All(item => s.Accepted(item.Sku) <= 0))
            throw new RuleViolation("nothing_accepted", "Nothing of what came back was accepted: reject the return.");
        if (amount.Currency != value.Currency)
            throw new RuleViolation("wrong_currency", $"The order is in {value.Currency}.");
        if (amount.Amount > value.Amount)
            throw new RuleViolation("amount_too_large",
                $"{Texts.Of(amount)} is more than the {Texts.Of(value)} of the accepted units.");
        if (amount.Amount <= 0 && value.Amount > 0)
            throw new RuleViolation("amount_too_small", "The amount must be more than zero.");
        return s.Requested.Resolution == StoreCredit || amount.Amount == 0
            ? [new ReturnEvent.Refunded(amount) { OrderId = Return.OrderOf(s), OccurredAt = command.Now }]
            : [new ReturnEvent.RefundRequested(amount) { OrderId = Return.OrderOf(s), OccurredAt = command.Now }];
    }

    /// <summary>May be sent before the goods are back. Without items: the same again.</summary>
    internal static IReadOnlyList<ReturnEvent> Decide(ReturnState s, ReturnCommand.Exchange command)
    {
        if (s.Exchanged is { } known && known.ExchangeOrderId == command.ExchangeOrderId)
            return [];
        RefuseSettled(s);
        RefuseExchanged(s);
        RefuseEnded(s);
        RefuseUnlessApproved(s);
        var items = command.Items ??
        [
            .. s.Requested!.Items.Select(item => command.Ordered.First(line => line.Sku == item.Sku) with
            {
                Quantity = item.Quantity,
            }),
        ];
        var back = s.Requested!.Items.Sum(item => item.Quantity);
        if (items.Sum(item => item.Quantity) > back)
            throw new RuleViolation("more_than_returned", $"{back} units come back: no more are sent for them.");
        var nothing = command.Ordered[0].UnitPrice with { Amount = 0 };
        return
        [
            new ReturnEvent.Exchanged(command.ExchangeOrderId, command.OrderNumber,
                [.. items.Select(item => item with { UnitPrice = nothing })], command.TrackingSecret)
            {
                OrderId = Return.OrderOf(s),
                OccurredAt = command.Now,
            },
        ];
    }

    /// <summary>What the order keeps of it; null: it has decided that itself.</summary>
    internal static ReturnProgress? Told(Guid id, long version, ReturnState after, ReturnEvent happened)
    {
        ReturnProgress Step(string step) => new()
        {
            ReturnId = id,
            Version = version,
            Step = step,
            Status = after.Status,
            OccurredAt = happened.OccurredAt,
        };

        return happened switch
        {
            ReturnEvent.Approved e => Step("approved") with { By = e.By },
            ReturnEvent.Rejected e => Step("rejected") with { By = e.By, Reason = e.Reason },
            ReturnEvent.Cancelled e => Step("cancelled") with { By = e.By, Reason = e.Reason },
            ReturnEvent.ParcelRegistered e => Step("shipped") with { ShipmentId = e.ShipmentId },
            ReturnEvent.ParcelMoved e when after.Parcel(e.ShipmentId) is { IsUnderway: true } => Step(
                e.Status == "returned" ? "arrived" : "in_transit") with
            {
                ShipmentId = e.ShipmentId,
            },
            ReturnEvent.Received e => Step(Received) with { Items = e.Items },
            ReturnEvent.Inspected e => Step("inspected") with
            {
                Items = [.. e.Items.Where(item => item.Accepted).Select(i => new ItemQuantity(i.Sku, i.Quantity))],
            },
            ReturnEvent.RefundRequested e => Step(RefundRequested) with
            {
                Amount = e.Amount,
                Reason = "returned goods",
            },
            ReturnEvent.Refunded e => Step(Refunded) with
            {
                Amount = e.Amount,
                Reason = after.Requested!.Resolution == StoreCredit ? StoreCredit : null,
            },
            ReturnEvent.Exchanged e => Step("exchanged") with { ExchangeOrderId = e.ExchangeOrderId },
            _ => null,
        };
    }

    private static void AreOf(ReturnState s, IReadOnlyList<string> skus)
    {
        var unknown = skus.Select((sku, i) => (sku, i)).Where(asked => s.Asked(asked.sku) == 0)
            .Select(asked => new FieldError($"/items/{asked.i}/sku", "is not in the return")).ToList();
        if (unknown.Count > 0)
            throw ProblemException.Invalid(unknown);
    }

    private static void RefuseEnded(ReturnState s)
    {
        if (s.Rejected is not null)
            throw new RuleViolation("return_rejected", $"The return was refused: {s.Rejected.Reason}");
        if (s.Cancelled is not null)
            throw new RuleViolation("return_cancelled", "The return was cancelled.");
    }

    private static void RefuseUnlessApproved(ReturnState s)
    {
        if (s.Approved is null)
            throw new RuleViolation("not_approved", "The return has to be approved first.");
    }

    private static void RefuseUnlessReceived(ReturnState s)
    {
        if (s.ReceivedAt is null)
            throw new RuleViolation("not_received", "Nothing of the return has come back yet.");
    }

    private static void RefuseExchanged(ReturnState s)
    {
        if (s.Exchanged is not null)
            throw new RuleViolation("already_exchanged", $"Order {s.Exchanged.OrderNumber} is sent for it.");
    }

    /// <summary>Receiving and inspecting go on after an exchange, which may be sent in advance.</summary>
    private static void RefuseSettled(ReturnState s)
    {
        if (s.RefundRequested is not null || s.Refunded is not null)
            throw new RuleViolation("already_refunded", "The return's money is given back already, or on its way.");
    }
}
