using Contracts;
using ServiceDefaults;

namespace Orders;

/// <summary>Where one payment stands. Amounts are zero until something was heard.</summary>
[ApiName("OrderPayment")]
internal sealed record PaymentView(
    Guid Id,
    string Method,
    string Status,
    Money Amount,
    Money Authorized,
    Money Captured,
    Money Refunded,
    int? Installments)
{
    internal static PaymentView Of(Payment payment)
    {
        var method = payment.Progress?.Method ?? payment.Asked!.Method;
        var amount = payment.Progress?.Amount ?? payment.Asked!.Amount;
        var none = amount with { Amount = 0 };
        return new(
            payment.Id,
            method,
            payment.Progress?.Status ?? (method == "cod" ? "cod_pending" : "pending"),
            amount,
            payment.Progress?.Authorized ?? none,
            payment.Progress?.Captured ?? none,
            payment.Progress?.Refunded ?? none,
            payment.Asked?.Installments);
    }
}

/// <summary>
/// All payments of an order as one: the status by the table of docs/order-status.md, the sums, the first one's
/// method. <c>Payments</c> lists them one by one when they are several.
/// </summary>
internal sealed record PaymentSummary(
    string Status,
    string Method,
    Money Authorized,
    Money Captured,
    Money Refunded,
    IReadOnlyList<PaymentView>? Payments)
{
    internal static PaymentSummary Of(OrderState state) => Of(state, All(state));

    /// <param name="state">The order's.</param>
    /// <param name="payments"><see cref="All"/> of it.</param>
    internal static PaymentSummary Of(OrderState state, IReadOnlyList<PaymentView> payments)
    {
        var nothing = state.Placed!.Total with { Amount = 0 };
        return new(
            StatusOf([.. Counted(state, payments).Select(payment => payment.Status)]),
            payments.Count > 0 ? payments[0].Method : "none",
            nothing with { Amount = payments.Sum(payment => payment.Authorized.Amount) },
            nothing with { Amount = payments.Sum(payment => payment.Captured.Amount) },
            nothing with { Amount = payments.Sum(payment => payment.Refunded.Amount) },
            payments.Count > 1 ? payments : null);
    }

    /// <summary>In the order in which they were asked for, then those only heard of.</summary>
    internal static IReadOnlyList<PaymentView> All(OrderState state) =>
    [
        .. state.Placed!.Payments.Select(asked => PaymentView.Of(state.Payment(asked.PaymentId))),
        .. state.Payments.Values.Where(payment => payment.Asked is null).OrderBy(p => p.Id).Select(PaymentView.Of),
    ];

    /// <summary>Where others bring all that the order costs, those that failed were tried again.</summary>
    private static IEnumerable<PaymentView> Counted(OrderState state, IReadOnlyList<PaymentView> payments)
    {
        var failed = payments.Where(payment => payment.Status == "failed").ToList();
        var live = payments.Where(payment => payment.Status is not ("failed" or "voided")).Sum(p => p.Amount.Amount);
        var costs = state.Placed!.Total.Amount
            - failed.Sum(payment => state.Payment(payment.Id).Progress?.Reduced?.Amount ?? 0);
        return failed.Count > 0 && live > 0 && live >= costs ? payments.Except(failed) : payments;
    }

    internal static string StatusOf(IReadOnlyList<string> all)
    {
        if (all.Count <= 1)
            return all.Count == 0 ? "captured" : all[0];
        var live = all.Where(status => status is not ("failed" or "voided")).ToHashSet();
        return live switch
        {
            { Count: 0 } => all.Contains("failed") ? "failed" : "voided",
            { Count: 1 } when live.Contains("refunded") => "refunded",
            _ when all.Contains("failed") => "failed",
            _ when live.Contains("refunded") || live.Contains("partially_refunded") => "partially_refunded",
            _ when live.Contains("pending") => "pending",
            _ when live.Contains("authorized") => "authorized",
            _ when live.Contains("cod_pending") => "cod_pending",
            { Count: 1 } when live.Contains("cod_collected") => "cod_collected",
            _ => "captured",
        };
    }
}
