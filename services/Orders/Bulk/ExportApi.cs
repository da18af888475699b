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

    private async Task Write(string what, ExportQuery query, Caller caller, HttpContext http)
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
            foreach (var row in page)
            {
                if (what == "orders")
                    WriteOrder(row, sheet, text);
                else
                    await WriteOrder(what, caller.MerchantId, row, sheet, text, http);
            }

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

    private void WriteOrder(ExportRow row, ExportSheet? sheet, StringWriter text)
    {
        var document = keys.OpenJson(row.Document);
        if (sheet is null)
            text.Write(document + "\n");
        else
            sheet.Order(document);
    }

    private async Task WriteOrder(
        string what, string merchantId, ExportRow row, ExportSheet? sheet, StringWriter text, HttpContext http)
    {
        TimelineView timeline;
        try
        {
            var events = await store.Read(Order.Stream, merchantId, row.Id, ct: http.RequestAborted);
            timeline = Timeline.Of(row.Id, events, clock.GetUtcNow());
        }
        catch (Exception unreadable) when (unreadable is JsonException or UnreadableEventException)
        {
            // One order that cannot be read must not cost the others their lines.
            var problem = Problems.Describe(unreadable, http);
            sheet?.Unreadable(row.Id, problem.Title);
            if (sheet is null)
                await Line(new UnreadableOrder(row.Id, problem));
            return;
        }

        if (sheet is not null)
            sheet.Write(timeline, keys.Open);
        else if (what == "timelines")
            await Line(timeline);
        else
            foreach (var shipment in timeline.Shipments)
                await Line(new ExportedShipment(row.Id, timeline.OrderNumber, shipment));

        Task Line(object document) => text.WriteAsync(
            keys.OpenJson(JsonSerializer.Serialize(document, document.GetType(), json.Options)) + "\n");
    }

    /// <summary>
    /// What is asked of PostgreSQL for a page, and the values of its parameters. For parcels only orders that have
    /// some: most of a shop's orders may have none yet, and each costs the reading of its stream.
    /// </summary>
    internal static (string Sql, NpgsqlParameter[] Parameters) Asked(
        string what, string merchantId, ExportQuery query, (DateTime At, Guid Id) after) => ($"""
            select placed_at, order_id, document from orders.orders_view
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

    private sealed record ExportRow(DateTime PlacedAt, Guid Id, string Document);
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
