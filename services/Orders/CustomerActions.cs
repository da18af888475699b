using Contracts;
using ServiceDefaults;

namespace Orders;

/// <summary>
/// What the customer may do with the order now, by its state and the merchant's policy. An offer, not a promise: who
/// asks is decided on again.
/// </summary>
/// <param name="Cancel">
/// at_once: it is granted by itself; on_request: somebody decides; null: it is too late, or asked for already.
/// </param>
/// <param name="Return">Null when nothing may be sent back.</param>
/// <param name="Instructions">What the carriers may be asked, by parcel.</param>
/// <param name="Feedback">Something has arrived, and nobody has said yet how it was.</param>
internal sealed record CustomerActions(
    string? Cancel, ReturnChance? Return, IReadOnlyList<InstructionChance> Instructions, bool Feedback)
{
    private const string AtOnce = "at_once";
    private const string OnRequest = "on_request";

    internal static CustomerActions Of(OrderState state, Policy policy, DateTimeOffset now) => new(
        CancelOf(state, policy), ReturnOf(state, policy, now),
        [
            .. state.Outbound.OrderBy(parcel => parcel.Id)
                .Select(parcel => new InstructionChance(parcel.Id, KindsOf(parcel, policy)))
                .Where(chance => chance.Kinds.Count > 0),
        ],
        state.Feedback is null && state.Outbound.Any(parcel => parcel.DeliveredAt is not null));

    /// <summary>What may be asked for this parcel: what could help it, as far as the merchant lets customers.</summary>
    internal static IReadOnlyList<string> KindsOf(Parcel parcel, Policy policy)
    {
        // The same parcel is not asked for twice before it has been tried again.
        var told = parcel.Instructions.Values.LastOrDefault();
        var isAsked = told is { State: not ("refused" or "failed") }
            && told.OccurredAt > (parcel.Progress?.Standing.LastScanAt ?? DateTimeOffset.MinValue);
        return isAsked ? []
            : [.. NextSteps.Of(parcel.Progress?.Standing).Where(policy.CustomersMayInstruct.Contains)];
    }

    private static string? CancelOf(OrderState state, Policy policy) =>
        state.Cancelled is not null || state.Cancellation is not null || state.CompletedAt is not null
        || state.Outbound.Any(parcel => parcel.DeliveredAt is not null) ? null
        : Cancellations.MayCancel(state, policy) ? AtOnce : OnRequest;

    /// <summary>Until the window of what was delivered last closes.</summary>
    private static ReturnChance? ReturnOf(OrderState state, Policy policy, DateTimeOffset now)
    {
        if (state.Cancelled is not null
            || state.Outbound.Max(parcel => parcel.DeliveredAt) + policy.ReturnWindow is not { } until || until < now)
            return null;
        var items = Units.Of(state).Where(line => line.Value.Returnable > 0)
            .Select(line => new ItemQuantity(line.Key, line.Value.Returnable))
            .OrderBy(item => item.Sku, StringComparer.Ordinal).ToList();
        return items.Count == 0 ? null : new(until, items);
    }
}

/// <summary>Until when a return may be asked for, and of how many units at the most.</summary>
internal sealed record ReturnChance(DateTimeOffset Until, IReadOnlyList<ItemQuantity> Items);

/// <summary>Kinds: as in the request to instruct a carrier, the likeliest to help first.</summary>
internal sealed record InstructionChance(Guid ShipmentId, IReadOnlyList<string> Kinds);
