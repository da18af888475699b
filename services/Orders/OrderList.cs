using System.Globalization;
using System.Text;
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

/// <summary>
/// <c>GET /v1/orders</c>: the newest first. Documents are answered as they were stored: they are JSON already.
/// </summary>
internal static class OrderList
{
    internal static async Task<IResult> Get(
        Caller caller, ListQuery<OrderQuery> query, NpgsqlDataSource database, PersonalKeys keys,
        CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        command.CommandText = Sql(command.Parameters, caller.MerchantId, query, keys);
        var found = new List<Row>(query.Limit + 1);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            found.Add(new(new(reader.GetDateTime(0), reader.GetGuid(1)), keys.OpenJson(reader.GetString(2))));
        var page = query.PageOf(found, row => row.Place.ToString());
        var next = page.NextCursor is { } cursor ? $"\"{cursor}\"" : "null";
        var data = string.Join(',', page.Data.Select(row => row.Document));
        return Results.Text($$"""{"data":[{{data}}],"nextCursor":{{next}}}""", "application/json", Encoding.UTF8);
    }

    /// <summary>One row more than asked for tells whether there is a next page.</summary>
    private static string Sql(
        NpgsqlParameterCollection parameters, string merchant, ListQuery<OrderQuery> query, PersonalKeys keys)
    {
        var sql = new StringBuilder("select placed_at, order_id, document from orders.orders_view where ");
        var asked = query.Value;
        sql.Append(CultureInfo.InvariantCulture, $"merchant_id = {Add(merchant)}");
        Where("status = {0}", asked.Status);
        Where("order_number = {0}", asked.OrderNumber);
        Where("email = {0}", asked.Email is null ? null : keys.Index(SearchKeys.Email(asked.Email) ?? ""));
        Where("tracking_numbers @> array[{0}]",
            asked.TrackingNumber is null ? null : SearchKeys.TrackingNumber(asked.TrackingNumber) ?? "");
        Where("placed_at > {0}", asked.PlacedAfter?.UtcDateTime);
        Where("placed_at < {0}", asked.PlacedBefore?.UtcDateTime);
        if (query.After is { } after && Place.Parse(after) is var place)
            sql.Append(CultureInfo.InvariantCulture,
                $" and (placed_at, order_id) < ({Add(place.PlacedAt)}, {Add(place.Id)})");
        return sql.Append(CultureInfo.InvariantCulture,
            $" order by placed_at desc, order_id desc limit {query.Limit + 1}").ToString();

        void Where(string condition, object? value)
        {
            if (value is not null)
                sql.Append(" and ").AppendFormat(CultureInfo.InvariantCulture, condition, Add(value));
        }

        string Add(object value)
        {
            parameters.Add(new() { Value = value });
            return string.Create(CultureInfo.InvariantCulture, $"${parameters.Count}");
        }
    }

    private sealed record Row(Place Place, string Document);

    /// <summary>A row's place in the list's order, to the microsecond as PostgreSQL keeps it.</summary>
    private readonly record struct Place(DateTime PlacedAt, Guid Id)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PlacedAt.Ticks:x}.{Id:N}");

        internal static Place Parse(string text)
        {
            var dot = text.IndexOf('.', StringComparison.Ordinal);
            var ticks = long.Parse(text.AsSpan(0, dot), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            return new(new(ticks, DateTimeKind.Utc), Guid.ParseExact(text.AsSpan(dot + 1), "N"));
        }
    }
}
