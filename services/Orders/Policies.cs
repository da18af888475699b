using Microsoft.Extensions.Options;

namespace Orders;

/// <summary>
/// What a merchant allows; docs/order-status.md and docs/returns.md tell what each line decides.
/// </summary>
internal sealed record Policy
{
    internal const string WhatIsValid =
        "In Policies, CustomersMayCancelUntil must be never, confirmed, packed or picked_up; no time below zero.";

    /// <summary>
    /// A customer's wish to cancel is granted by itself until the order is so far, then somebody decides: never,
    /// confirmed, packed, picked_up.
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

    /// <summary>How long after its delivery an order is completed by itself.</summary>
    public TimeSpan CompleteAfter { get; init; } = TimeSpan.FromDays(30);

    internal bool IsValid() =>
        CustomersMayCancelUntil is "never" or "confirmed" or "packed" or "picked_up"
        && ReturnWindow >= TimeSpan.Zero && CompleteAfter >= TimeSpan.Zero;
}

/// <summary>The section <c>Policies</c>: what holds for everybody, and for merchants with rules of their own.</summary>
internal sealed record PolicyOptions
{
    public Policy Default { get; init; } = new();
    public Dictionary<string, Policy> Merchants { get; init; } = [];

    internal static bool AreValid(PolicyOptions options) =>
        options.Merchants.Values.Append(options.Default).All(policy => policy.IsValid());
}

/// <summary>Where a merchant's policy is read from, by whoever decides something by it.</summary>
internal sealed class Policies(IOptions<PolicyOptions> options)
{
    internal Policy Of(string merchantId) =>
        options.Value.Merchants.TryGetValue(merchantId, out var own) ? own : options.Value.Default;
}
