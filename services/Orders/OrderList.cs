using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Npgsql;
using ServiceDefaults;

namespace Orders;

/// <summary>
/// <c>GET /v1/orders</c>: the newest first. The cursor is the place after which to go on, so that orders placed or
/// changed meanwhile neither repeat nor hide others.
/// </summary>
internal static class OrderList
{
    private const int LimitMax = 100;
    private const int LimitDefault = 20;

    internal static async Task<IResult> Get(
        Caller caller, HttpContext http, NpgsqlDataSource database, PersonalKeys keys)
    {
        var limit = Limit(http.Request.Query["limit"]);
        await using var command = database.CreateCommand();
        command.CommandText = Sql(command.Parameters, caller.MerchantId, http.Request.Query, keys, limit);
        var documents = new List<string>(limit);
        Place? last = null;
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        while (await reader.ReadAsync(http.RequestAborted))
        {
            if (documents.Count == limit)
                return Answer(documents, last!.Cursor);
            last = new(reader.GetDateTime(0), reader.GetGuid(1));
            documents.Add(keys.OpenJson(reader.GetString(2)));
        }

        return Answer(documents, null);
    }

    /// <summary>One row more than asked for tells whether there is a next page.</summary>
    private static string Sql(
        NpgsqlParameterCollection parameters, string merchant, IQueryCollection query, PersonalKeys keys, int limit)
    {
        var sql = new StringBuilder("select placed_at, order_id, document from orders.orders_view where ");
        sql.Append(CultureInfo.InvariantCulture, $"merchant_id = {Add(merchant)}");
        Where("status", "status = {0}", Status);
        Where("orderNumber", "order_number = {0}", text => text);
        Where("email", "email = {0}", text => keys.Index(SearchKeys.Email(text) ?? ""));
        Where("trackingNumber", "tracking_numbers @> array[{0}]", text => SearchKeys.TrackingNumber(text) ?? "");
        Where("placedAfter", "placed_at > {0}", text => Instant("placedAfter", text));
        Where("placedBefore", "placed_at < {0}", text => Instant("placedBefore", text));
        if (query["cursor"] is [{ Length: > 0 } cursor])
        {
            var (placedAt, id) = Place.Read(cursor);
            sql.Append(CultureInfo.InvariantCulture, $" and (placed_at, order_id) < ({Add(placedAt)}, {Add(id)})");
        }

        return sql.Append(CultureInfo.InvariantCulture, $" order by placed_at desc, order_id desc limit {limit + 1}")
            .ToString();

        void Where(string field, string condition, Func<string, object> value)
        {
            if (query[field] is [{ Length: > 0 } text])
                sql.Append(" and ").AppendFormat(CultureInfo.InvariantCulture, condition, Add(value(text)));
        }

        string Add(object value)
        {
            parameters.Add(new() { Value = value });
            return string.Create(CultureInfo.InvariantCulture, $"${parameters.Count}");
        }
    }

    /// <summary>The documents are answered as they were stored: they are JSON already.</summary>
    private static IResult Answer(List<string> documents, string? nextCursor)
    {
        var next = nextCursor is null ? "null" : $"\"{nextCursor}\"";
        var answer = $$"""{"data":[{{string.Join(',', documents)}}],"nextCursor":{{next}}}""";
        return Results.Text(answer, "application/json", Encoding.UTF8);
    }

    private static int Limit(string? text)
    {
        if (text is null)
            return LimitDefault;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit is >= 1 and <= LimitMax
                ? limit
                : throw Bad($"limit must be 1 to {LimitMax}.");
    }

    private static string Status(string status) => OrderStatus.All.Concat(OrderStatus.Later).Contains(status)
        ? status
        : throw Bad($"status must be one of {string.Join(", ", OrderStatus.All)}.");

    private static DateTime Instant(string name, string text) => Rules.ToInstant(text)?.UtcDateTime
        ?? throw Bad($"{name} must be an RFC 3339 time with an offset.");

    private static ProblemException Bad(string detail) =>
        new(400, "bad-query", "The query cannot be understood.", detail);

    /// <summary>A row's place in the list's order.</summary>
    private sealed record Place(DateTime PlacedAt, Guid Id)
    {
        private const int Length = 24;

        internal string Cursor
        {
            get
            {
                Span<byte> bytes = stackalloc byte[Length];
                BitConverter.TryWriteBytes(bytes, PlacedAt.Ticks);
                Id.TryWriteBytes(bytes[sizeof(long)..]);
                return Base64Url.EncodeToString(bytes);
            }
        }

        internal static Place Read(string cursor)
        {
            Span<byte> bytes = stackalloc byte[Length];
            if (!Base64Url.IsValid(cursor, out var length) || length != Length
                || !Base64Url.TryDecodeFromChars(cursor, bytes, out _)
                || BitConverter.ToInt64(bytes) is var ticks && (ticks < 0 || ticks > DateTime.MaxValue.Ticks))
                throw Bad("cursor must be a nextCursor of this list.");
            return new(new(ticks, DateTimeKind.Utc), new Guid(bytes[sizeof(long)..]));
        }
    }
}
