using FluentValidation;
using Npgsql;
using ServiceDefaults;

namespace Orders;

/// <summary>Which orders; all that is given must hold.</summary>
internal sealed record OrderQuery : PageQuery
{
    [OneOf(typeof(OrderStatus))]
    public string? Status { get; init; }
    public string? OrderNumber { get; init; }
    /// <summary>The customer's, in whatever case.</summary>
    public string? Email { get; init; }
    /// <summary>One that any of the order's parcels has; blanks and hyphens do not count.</summary>
    public string? TrackingNumber { get; init; }
    public DateTimeOffset? PlacedAfter { get; init; }
    public DateTimeOffset? PlacedBefore { get; init; }
}

internal sealed class OrderQueryRules : AbstractValidator<OrderQuery>
{
    public OrderQueryRules() => RuleFor(q => q.Status)
        .Must(OrderStatus.IsKnown).WithMessage(OrderStatus.Help);
}

/// <summary><c>GET /v1/orders</c>.</summary>
internal static class OrderList
{
    internal static Task<IResult> Get(
        Caller caller, ListQuery<OrderQuery> query, NpgsqlDataSource database, PersonalKeys keys,
        CancellationToken ct) => Of(caller.MerchantId, query.Value, keys.Index).Answer(database, query, keys, ct);

    /// <param name="merchantId">Whose orders.</param>
    /// <param name="asked">Which of them.</param>
    /// <param name="index">What a customer's text is searched by.</param>
    internal static DocumentQuery Of(string merchantId, OrderQuery asked, Func<string, string> index) =>
        new DocumentQuery("orders.orders_view", "placed_at", "order_id", merchantId)
            .WhereFew("order_number = {0}", asked.OrderNumber)
            .WhereFew("tracking_numbers @> array[{0}]",
                asked.TrackingNumber is null ? null : SearchKeys.TrackingNumber(asked.TrackingNumber) ?? "")
            .Where("status = {0}", asked.Status)
            .Where("email = {0}", asked.Email is null ? null : index(SearchKeys.Email(asked.Email) ?? ""))
            .Where("placed_at > {0}", asked.PlacedAfter?.UtcDateTime)
            .Where("placed_at < {0}", asked.PlacedBefore?.UtcDateTime);
}
