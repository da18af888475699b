namespace Notifications.Webhooks;

/// <summary>The types of events: what they are about, and what became of it. docs/webhooks-out.md lists them.</summary>
internal static class WebhookTypes
{
    /// <summary>Sent when the merchant asks for it, to try an endpoint.</summary>
    public const string Test = "endpoint.test";

    /// <summary>An endpoint has accepted nothing for days; told to the others.</summary>
    public const string Disabled = "endpoint.disabled";

    private static readonly string[] OfOrders =
        ["confirmed", "packed", "cancelled", "items_cancelled", "cancellation_rejected", "delayed", "feedback_asked"];

    private static readonly Dictionary<string, string> OfPayments = new()
    {
        ["paid"] = "payment.paid",
        ["payment_failed"] = "payment.failed",
        ["refunded"] = "payment.refunded",
    };

    public static IReadOnlyList<string> All { get; } =
        [.. Rows.All.Concat(Rows.ForSystems).Select(row => Of(row.Milestone)), Disabled, Test];

    public static string Of(string milestone) =>
        OfPayments.TryGetValue(milestone, out var payment) ? payment
        : milestone.StartsWith("return_", StringComparison.Ordinal) ? $"return.{milestone["return_".Length..]}"
        : OfOrders.Contains(milestone) ? $"order.{milestone}"
        : $"shipment.{milestone}";

    /// <summary>order, payment, shipment or return.</summary>
    public static string SubjectOf(string milestone) => Of(milestone).Split('.')[0];
}
