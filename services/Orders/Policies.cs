using Microsoft.Extensions.Options;
using ServiceDefaults;

namespace Orders;

/// <summary>
/// What a merchant allows; docs/order-status.md and docs/returns.md tell what each line decides. What a merchant has
/// not settled stands in the section <c>Policies</c> of the configuration.
/// </summary>
internal sealed record Policy
{
    internal const string WhatIsValid =
        "Policies:CustomersMayCancelUntil must be never, confirmed, packed or shipped; CustomersMayInstruct of "
        + "reattempt, new_slot, new_address, return; no time below zero.";

    /// <summary>
    /// A customer's wish to cancel is granted by itself until the order is so far, then somebody decides: never,
    /// confirmed, packed, shipped.
    /// </summary>
    public string CustomersMayCancelUntil { get; init; } = "packed";

    /// <summary>
    /// An order on its way is cancelled, and its money given back, before its parcels are back.
    /// </summary>
    public bool CancelsUnderwayAtOnce { get; init; }

    /// <summary>How long after the delivery a customer may ask for a return.</summary>
    public TimeSpan ReturnWindow { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Returns asked for within the window are approved by themselves.</summary>
    public bool ApprovesReturns { get; init; }

    /// <summary>
    /// What a customer may ask the carrier of a parcel that could not be delivered. A new address and sending it back
    /// are not among them by default: whoever has the tracking link could lead the parcel away.
    /// </summary>
    public IReadOnlyList<string> CustomersMayInstruct { get; init; } = [NextSteps.Reattempt, NextSteps.NewSlot];

    /// <summary>How long after its delivery an order is completed by itself.</summary>
    public TimeSpan CompleteAfter { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// So long before the end of what was promised a parcel that is not with its courier has become unlikely.
    /// </summary>
    public TimeSpan PromiseLead { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How long after the last delivery a customer is asked how it was.</summary>
    public TimeSpan AskFeedbackAfter { get; init; } = TimeSpan.FromDays(1);

    internal bool IsValid() =>
        CustomersMayCancelUntil is "never" or "confirmed" or "packed" or "shipped"
        && CustomersMayInstruct.All(NextSteps.All.Contains)
        && ReturnWindow >= TimeSpan.Zero && CompleteAfter >= TimeSpan.Zero
        && PromiseLead >= TimeSpan.Zero && AskFeedbackAfter >= TimeSpan.Zero;
}

/// <summary>Where a merchant's policy is read from, by whoever decides something by it.</summary>
internal sealed class Policies(IOptions<Policy> configured, Merchants merchants)
{
    internal async ValueTask<Policy> Of(string merchantId, CancellationToken ct)
    {
        var (settled, policy) = ((await merchants.Of(merchantId, ct)).Policies, configured.Value);
        return policy with
        {
            CustomersMayCancelUntil = settled.Cancellation.Customer ?? policy.CustomersMayCancelUntil,
            ReturnWindow = settled.Returns.WindowDays is { } days ? TimeSpan.FromDays(days) : policy.ReturnWindow,
            ApprovesReturns = settled.Returns.AutoApprove ?? policy.ApprovesReturns,
            CustomersMayInstruct = settled.Instructions.Customer ?? policy.CustomersMayInstruct,
        };
    }
}
