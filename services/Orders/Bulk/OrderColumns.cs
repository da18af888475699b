using System.Globalization;
using System.Text.Json.Nodes;
using CsvHelper;
using CsvHelper.Configuration;
using ServiceDefaults;

namespace Orders.Bulk;

/// <summary>
/// Orders as CSV: a row an item, an order's rows one below the other under the same <c>orderNumber</c>. The columns are
/// the request's fields by their paths; what belongs to the order stands in its first row.
/// </summary>
internal static class OrderColumns
{
    private const int CellMax = 10_000;

    private static readonly string[] OfOrder =
    [
        "orderNumber", "placedAt", "promisedDeliveryDate", "currency", "shippingPrice",
        "customer.id", "customer.name", "customer.email", "customer.phone", "customer.locale", "customer.timeZone",
        "shippingAddress.name", "shippingAddress.line1", "shippingAddress.line2", "shippingAddress.city",
        "shippingAddress.region", "shippingAddress.postalCode", "shippingAddress.country",
        "shippingAddress.latitude", "shippingAddress.longitude",
        "payment.method", "payment.amount", "payment.provider", "payment.account", "payment.reference",
        "payment.token", "payment.installments",
    ];

    private static readonly string[] OfItem = ["sku", "name", "quantity", "unitPrice", "imageUrl"];

    private static readonly string[] Numbers =
        ["shippingAddress.latitude", "shippingAddress.longitude", "payment.installments", "item.quantity"];

    private static readonly string[] Amounts = ["shippingPrice", "payment.amount", "item.unitPrice"];

    /// <summary>All that an export writes; an import passes over those that are not a request's.</summary>
    internal static IReadOnlyList<string> ReadOnly { get; } =
        ["id", "status", "createdAt", "total", "paymentStatus", "trackingNumbers", "trackingUrl"];

    internal static IReadOnlyList<string> Writable { get; } = [.. OfOrder, .. OfItem.Select(name => $"item.{name}")];

    /// <exception cref="ProblemException">400: a header that does not fit.</exception>
    internal static async IAsyncEnumerable<OrderLine> Csv(
        Stream body, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        using var text = new StreamReader(body);
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            BadDataFound = null,
            MissingFieldFound = null,
            DetectColumnCountChanges = false,
            MaxFieldSize = CellMax,
            TrimOptions = TrimOptions.Trim,
        });
        if (!await ReadRow(csv, ct))
            yield break;
        var header = csv.Parser.Record!;
        Check(header);
        var (order, first, last) = (default(JsonObject), 0, 0);
        while (await ReadRow(csv, ct))
        {
            var row = RowOf(header, csv.Parser.Record!);
            var line = csv.Parser.Row;
            if (row.Count == 0)
                continue;
            if (order is not null && row.GetValueOrDefault("orderNumber") is { } number
                && number == order["orderNumber"]?.GetValue<string>())
            {
                order["items"]!.AsArray().Add(ItemOf(row, order["currency"]));
                last = line;
                continue;
            }

            if (order is not null)
                yield return LineOf(order, first, last);
            (order, first, last) = (OrderOf(row), line, line);
        }

        if (order is not null)
            yield return LineOf(order, first, last);
    }

    /// <summary>Undoes what <see cref="CsvCells.Safe"/> does: an exported file can be imported.</summary>
    private static Dictionary<string, string> RowOf(string[] header, string[] cells) => header
        .Zip(cells, (name, cell) => (name, cell: CsvCells.Plain(cell)))
        .Where(one => one.cell.Length > 0 && !ReadOnly.Contains(one.name))
        .ToDictionary(one => one.name, one => one.cell);

    private static async Task<bool> ReadRow(CsvReader csv, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            return await csv.ReadAsync();
        }
        catch (CsvHelperException wrong)
        {
            throw new ProblemException(400, "bad-csv", "The file is not CSV as RFC 4180 has it.",
                $"Around row {csv.Parser.Row}: {wrong.GetType().Name}. A cell has at most {CellMax} characters.");
        }
    }

    private static void Check(string[] header)
    {
        var unknown = header.Where(name => !Writable.Contains(name) && !ReadOnly.Contains(name)).ToList();
        var twice = header.GroupBy(name => name).Where(same => same.Count() > 1).Select(same => same.Key).ToList();
        if (unknown.Count + twice.Count > 0 || !header.Contains("orderNumber"))
            throw new ProblemException(400, "bad-header", "The first row must name the columns.",
                (unknown.Count > 0 ? $"Unknown: {string.Join(", ", unknown.Select(Shown))}. " : "")
                + (twice.Count > 0 ? $"Twice: {string.Join(", ", twice.Select(Shown))}. " : "")
                + $"Columns are {string.Join(", ", Writable)}; orderNumber must be among them.");
    }

    private static string Shown(string name) => name.Length <= 40 ? $"'{name}'" : $"'{name[..40]}…'";

    private static JsonObject OrderOf(Dictionary<string, string> row)
    {
        var order = new JsonObject();
        var currency = row.GetValueOrDefault("currency");
        // Kept until the order is complete, for the rows of its other items.
        order["currency"] = currency;
        foreach (var name in OfOrder.Where(name => name != "currency" && row.ContainsKey(name)))
            Set(order, name.Split('.'), ValueOf(name, row[name], currency));
        order["items"] = new JsonArray(ItemOf(row, currency));
        return order;
    }

    private static JsonObject ItemOf(Dictionary<string, string> row, JsonNode? currency)
    {
        var item = new JsonObject();
        foreach (var name in OfItem.Where(name => row.ContainsKey($"item.{name}")))
            item[name] = ValueOf($"item.{name}", row[$"item.{name}"], currency?.GetValue<string>());
        return item;
    }

    /// <summary>What is no number stays a text: then the request's own rules say what is wrong, and where.</summary>
    private static JsonNode ValueOf(string name, string cell, string? currency) =>
        Amounts.Contains(name) ? new JsonObject { ["amount"] = cell, ["currency"] = currency }
        : Numbers.Contains(name) && decimal.TryParse(
            cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var number) ? JsonValue.Create(number)
        : JsonValue.Create(cell);

    private static void Set(JsonObject order, string[] path, JsonNode value)
    {
        var holder = order;
        foreach (var part in path[..^1])
        {
            holder[part] ??= new JsonObject();
            holder = holder[part]!.AsObject();
        }

        holder[path[^1]] = value;
    }

    private static OrderLine LineOf(JsonObject order, int first, int last)
    {
        order.Remove("currency");
        return new(first, last, System.Text.Encoding.UTF8.GetBytes(order.ToJsonString()));
    }
}
