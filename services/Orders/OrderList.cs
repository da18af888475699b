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
        CancellationToken ct)
    {
        var asked = query.Value;
        return new DocumentQuery("orders.orders_view", "placed_at", "order_id", caller.MerchantId)
            .Where("status = {0}", asked.Status)
            .Where("order_number = {0}", asked.OrderNumber)
            .Where("email = {0}", asked.Email is null ? null : keys.Index(SearchKeys.Email(asked.Email) ?? ""))
            .Where("tracking_numbers @> array[{0}]",
                asked.TrackingNumber is null ? null : SearchKeys.TrackingNumber(asked.TrackingNumber) ?? "")
            .Where("placed_at > {0}", asked.PlacedAfter?.UtcDateTime)
            .Where("placed_at < {0}", asked.PlacedBefore?.UtcDateTime)
            .Answer(database, query, keys, ct);
    }
}
