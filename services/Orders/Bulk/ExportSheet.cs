using System.Globalization;
using System.Text.Json.Nodes;
using CsvHelper;
using CsvHelper.Configuration;

namespace Orders.Bulk;

/// <summary>Writes what is exported as CSV (RFC 4180). No cell is a formula to a spreadsheet.</summary>
internal sealed class ExportSheet : IDisposable
{
    private static readonly string[] ShipmentColumns =
    [
        "orderId", "orderNumber", "id", "carrier", "trackingNumber", "service", "status", "leg", "detail", "reason",
        "attempts", "handedOverAt", "lastScanAt", "deliveredAt", "items",
    ];

    private static readonly string[] TimelineColumns =
    [
        "orderId", "orderNumber", "id", "kind", "code", "title", "detail", "occurredAt", "recordedAt", "shipmentId",
        "location",
    ];

    private readonly CsvWriter csv;
    private readonly bool isTimeline;

    internal ExportSheet(string what, TextWriter text)
    {
        csv = new(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n" }, leaveOpen: true);
        isTimeline = what == "timelines";
        Row(isTimeline ? TimelineColumns : what == "shipments" ? ShipmentColumns
            : [.. OrderColumns.ReadOnly, .. OrderColumns.Writable]);
    }

    public void Dispose() => csv.Dispose();

    /// <summary>A row an item, as an import reads it; what belongs to the order stands in the first.</summary>
    internal void Order(string document)
    {
        var order = JsonNode.Parse(document)!;
        var payment = order["payments"]?.AsArray().FirstOrDefault();
        var isFirst = true;
        foreach (var item in order["items"]!.AsArray())
        {
            string?[] own =
            [
                Text(order, "id"), Text(order, "status"), Text(order, "createdAt"), Text(order, "totals.total.amount"),
                Text(order, "payment.status"),
                string.Join(' ', order["shipments"]!.AsArray().Select(shipment => Text(shipment, "trackingNumber"))),
                Text(order, "trackingUrl"),
            ];
            var written = OrderColumns.Writable.Select(name => name switch
            {
                "orderNumber" => Text(order, name),
                "currency" => Text(order, "totals.total.currency"),
                "shippingPrice" when isFirst => Text(order, "totals.shipping.amount"),
                "item.unitPrice" => Text(item, "unitPrice.amount"),
                "payment.amount" when isFirst => Text(payment, "amount.amount"),
                _ when name.StartsWith("item.", StringComparison.Ordinal) => Text(item, name[5..]),
                _ when !isFirst => null,
                _ when name.StartsWith("payment.", StringComparison.Ordinal) => Text(payment, name[8..]),
                _ => Text(order, name),
            });
            Row([.. isFirst ? own : new string?[own.Length], .. written]);
            isFirst = false;
        }
    }

    /// <summary>In place of an order's rows.</summary>
    internal void Unreadable(Guid orderId, string why) =>
        Row([$"{orderId:D}", why, .. new string?[(isTimeline ? TimelineColumns : ShipmentColumns).Length - 2]]);

    /// <summary>What it is going to open of a timeline.</summary>
    internal IEnumerable<string> Opened(TimelineView timeline) =>
        isTimeline ? timeline.Entries.Select(entry => entry.Detail).OfType<string>() : [];

    internal void Write(TimelineView timeline, Func<string, string> open)
    {
        if (isTimeline)
            foreach (var entry in timeline.Entries)
                Row($"{timeline.OrderId:D}", timeline.OrderNumber, entry.Id, entry.Kind, entry.Code, entry.Title,
                    Opened(entry.Detail), Text(entry.OccurredAt), Text(entry.RecordedAt), $"{entry.ShipmentId:D}",
                    entry.Location?.Text);
        else
            foreach (var shipment in timeline.Shipments)
                Row($"{timeline.OrderId:D}", timeline.OrderNumber, $"{shipment.Id:D}", shipment.Carrier,
                    shipment.TrackingNumber, shipment.Service, shipment.Status, shipment.Leg, shipment.Detail,
                    shipment.Reason?.Code, shipment.Attempts.ToString(CultureInfo.InvariantCulture),
                    Text(shipment.HandedOverAt), Text(shipment.LastScanAt), Text(shipment.DeliveredAt),
                    string.Join(' ', shipment.Items.Select(item => $"{item.Quantity}×{item.Sku}")));

        string? Opened(string? text) => text is null ? null : open(text);
    }

    private void Row(params IEnumerable<string?> cells)
    {
        foreach (var cell in cells)
            csv.WriteField(CsvCells.Safe(cell));
        csv.NextRecord();
        csv.Flush();
    }

    private static string? Text(JsonNode? node, string path)
    {
        foreach (var part in path.Split('.'))
            node = node?[part];
        return node?.ToString();
    }

    private static string? Text(DateTimeOffset? at) => at?.ToString("O", CultureInfo.InvariantCulture);
}
