using System.Globalization;
using System.Text.Json;
using FluentValidation;
using Npgsql;
using NpgsqlTypes;
using ServiceDefaults;
using Streams;

namespace Orders.Bulk;

/// <summary>
/// <c>GET /v1/exports/orders</c>, <c>/shipments</c>, <c>/timelines</c>, each with <c>format</c> (ndjson, csv),
/// <c>status</c>, <c>placedAfter</c>, <c>placedBefore</c>: everything, the oldest order first, written as it is read.
/// Orders placed meanwhile come last.
/// </summary>
internal sealed class ExportApi(
    NpgsqlDataSource database, EventStore store, PersonalKeys keys, ApiJson json, TimeProvider clock)
{
    private const int PageMax = 200;

    private static readonly DateTime Begin = new(1, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime End = new(9999, 12, 31, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>After all that were placed in one instant.</summary>
    private static readonly Guid LastId = new([.. Enumerable.Repeat((byte)255, 16)]);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/exports/{what}", (
        string what, Caller caller, Query<ExportQuery> query, HttpContext http, ExportApi export) =>
            export.Write(what, query.Value, caller, http))
        .RequireScope("storefront")
        .DescribeAs("application/x-ndjson", "exportAll", "Export all orders, shipments or timelines, as they are read")
        .AlsoAs("text/csv");

    internal async Task Write(string what, ExportQuery query, Caller caller, HttpContext http)
    {
        if (what is not ("orders" or "shipments" or "timelines"))
            throw ProblemException.NotFound("export: it is orders, shipments or timelines");
        var isCsv = query.Format == "csv";
        var ct = http.RequestAborted;
        http.Response.ContentType = isCsv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson";
        var extension = isCsv ? "csv" : "ndjson";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{what}.{extension}\"";
        await using var text = new StringWriter(CultureInfo.InvariantCulture);
        using var sheet = isCsv ? new ExportSheet(what, text) : null;
        var after = (At: query.PlacedAfter?.UtcDateTime ?? Begin, Id: LastId);
        while (await Page(what, caller.MerchantId, query, after, ct) is { Count: > 0 } page)
        {
            if (what == "orders")
                await WriteOrders(page, sheet, text, ct);
            else
                await WriteTimelines(what, caller.MerchantId, page, sheet, text, http);

            // What is written so far goes out before more is read: a slow reader takes no memory.
            await Send(http, text, ct);
            after = (page[^1].PlacedAt, page[^1].Id);
        }

        // The columns' names, where there is nothing else.
        await Send(http, text, ct);
    }

    private static async Task Send(HttpContext http, StringWriter text, CancellationToken ct)
    {
        await http.Response.WriteAsync(text.ToString(), ct);
        await http.Response.Body.FlushAsync(ct);
        text.GetStringBuilder().Clear();
    }

    private async Task WriteOrders(
        List<ExportRow> page, ExportSheet? sheet, StringWriter text, CancellationToken ct)
    {
        if (sheet is null)
        {
            await WriteLines([.. page.Select(row => row.Document)], text, ct);
            return;
        }

        await keys.Fetch(page.Select(row => row.Document), ct);
        foreach (var row in page)
            sheet.Order(keys.OpenJson(row.Document));
    }

    private async Task WriteTimelines(
        string what, string merchantId, List<ExportRow> page, ExportSheet? sheet, StringWriter text, HttpContext http)
    {
        var (orders, ct) = (new List<ExportedOrder>(page.Count), http.RequestAborted);
        await foreach (var order in store.ReadEach(Order.Stream, merchantId, [.. page.Select(row => row.Id)], ct))
            orders.Add(Read(order, http));
        if (sheet is null)
        {
            await WriteLines([.. orders.SelectMany(order => order.Lines(what))
                .Select(line => JsonSerializer.Serialize(line, line.GetType(), json.Options))], text, ct);
            return;
        }

        await keys.Fetch(orders.SelectMany(order => order.Timeline is { } read ? sheet.Opened(read) : []), ct);
        foreach (var order in orders)
            if (order.Timeline is { } timeline)
                sheet.Write(timeline, keys.Open);
            else
                sheet.Unreadable(order.Id, order.Problem!.Title);
    }

    private async Task WriteLines(List<string> lines, StringWriter text, CancellationToken ct)
    {
        await keys.Fetch(lines, ct);
        foreach (var line in lines)
            text.Write(keys.OpenJson(line) + "\n");
    }

    private ExportedOrder Read(ReadStream<OrderEvent> order, HttpContext http)
    {
        try
        {
            return new(order.Id, Timeline.Of(order.Id, order.Events(), clock.GetUtcNow()), Problem: null);
        }
        catch (Exception unreadable) when (unreadable is JsonException or UnknownEventTypeException)
        {
            // One order that cannot be read must not cost the others their lines.
            return new(order.Id, Timeline: null, Problems.Describe(unreadable, http));
        }
    }

    /// <summary>
    /// What is asked of PostgreSQL for a page, and the values of its parameters. For parcels only orders that have
    /// some: most of a shop's orders may have none yet, and each costs the reading of its stream.
    /// </summary>
    internal static (string Sql, NpgsqlParameter[] Parameters) Asked(
        string what, string merchantId, ExportQuery query, (DateTime At, Guid Id) after) => ($"""
            select placed_at, order_id, {(what == "orders" ? "document" : "''")} from orders.orders_view
            where merchant_id = $1 and (placed_at, order_id) > ($2, $3) and placed_at < $4
                and ($5::text is null or status = $5){(what == "shipments" ? $" and {OrdersView.HasParcels}" : "")}
            order by placed_at, order_id limit $6
            """,
        [
            new() { Value = merchantId },
            new() { Value = after.At },
            new() { Value = after.Id },
            new() { Value = query.PlacedBefore?.UtcDateTime ?? End },
            new() { Value = (object?)query.Status ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            new() { Value = PageMax },
        ]);

    private async Task<List<ExportRow>> Page(
        string what, string merchantId, ExportQuery query, (DateTime At, Guid Id) after, CancellationToken ct)
    {
        var (sql, parameters) = Asked(what, merchantId, query, after);
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        var rows = new List<ExportRow>(PageMax);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            rows.Add(new(reader.GetDateTime(0), reader.GetGuid(1), reader.GetString(2)));
        return rows;
    }

    /// <summary>The document is read where it is what goes out.</summary>
    private sealed record ExportRow(DateTime PlacedAt, Guid Id, string Document);

    /// <summary>Its timeline, or why there is none.</summary>
    private sealed record ExportedOrder(Guid Id, TimelineView? Timeline, Problem? Problem)
    {
        internal IEnumerable<object> Lines(string what) =>
            Timeline is null ? [new UnreadableOrder(Id, Problem!)]
            : what == "timelines" ? [Timeline]
            : Timeline.Shipments.Select(shipment => new ExportedShipment(Id, Timeline.OrderNumber, shipment));
    }
}

/// <summary>
/// Which orders, none placed in the two instants themselves, and how they are written: ndjson if not told.
/// </summary>
internal sealed record ExportQuery
{
    [OneOf("ndjson", "csv")]
    public string? Format { get; init; }
    [OneOf(typeof(OrderStatus))]
    public string? Status { get; init; }
    public DateTimeOffset? PlacedAfter { get; init; }
    public DateTimeOffset? PlacedBefore { get; init; }
}

internal sealed class ExportQueryRules : AbstractValidator<ExportQuery>
{
    public ExportQueryRules()
    {
        RuleFor(q => q.Format).Must(format => format is null or "ndjson" or "csv").WithMessage("must be ndjson or csv");
        RuleFor(q => q.Status).Must(OrderStatus.IsKnown).WithMessage(OrderStatus.Help);
    }
}

/// <summary>In place of an order's lines: it has an event that this build cannot read.</summary>
internal sealed record UnreadableOrder(Guid OrderId, Problem Problem);

/// <summary>A parcel and the order it is of.</summary>
internal sealed record ExportedShipment(Guid OrderId, string OrderNumber, ShipmentView Shipment);
