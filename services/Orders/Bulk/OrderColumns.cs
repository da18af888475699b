using System.Globalization;
using System.Text.Json.Nodes;
using ServiceDefaults;

namespace Orders.Bulk;

/// <summary>
/// Orders as CSV: a row an item, an order's rows one below the other under the same <c>orderNumber</c>. The columns are
/// the request's fields by their paths; what belongs to the order stands in its first row.
/// </summary>
internal static class OrderColumns
{
    private const int ItemsMax = 500;

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
        string[]? header = null;
        CsvOrder? order = null;
        await foreach (var row in CsvRows.Read(body, ct))
        {
            if (header is null)
            {
                Check(header = row.Wrong is null ? row.Cells : throw row.Wrong);
                continue;
            }

            var cells = RowOf(header, row.Cells);
            if (row.Wrong is null && (cells.Count == 0 || order?.Took(row, cells) == true))
                continue;
            if (order is not null)
                yield return order.Line;
            order = row.Wrong is null ? new(row, cells) : null;
            if (row.Wrong is not null)
                yield return new(row.First, row.Last, [], row.Wrong);
        }

        if (order is not null)
            yield return order.Line;
    }

    /// <summary>Undoes what <see cref="CsvCells.Safe"/> does: an exported file can be imported.</summary>
    private static Dictionary<string, string> RowOf(string[] header, string[] cells) => header
        .Zip(cells, (name, cell) => (name, cell: CsvCells.Plain(cell)))
        .Where(one => one.cell.Length > 0 && !ReadOnly.Contains(one.name))
        .ToDictionary(one => one.name, one => one.cell);

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

    private static JsonObject ItemOf(Dictionary<string, string> row, string? currency)
    {
        var item = new JsonObject();
        foreach (var name in OfItem.Where(name => row.ContainsKey($"item.{name}")))
            item[name] = ValueOf($"item.{name}", row[$"item.{name}"], currency);
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

    /// <summary>An order whose rows are being read.</summary>
    private sealed class CsvOrder
    {
        private readonly Dictionary<string, string> cells;
        private readonly JsonObject order = [];
        private readonly JsonArray items = [];
        private readonly int first;
        private int last;
        private ProblemException? wrong;

        internal CsvOrder(CsvRow row, Dictionary<string, string> cells)
        {
            (this.cells, first, last) = (cells, row.First, row.Last);
            foreach (var name in OfOrder.Where(name => name != "currency" && cells.ContainsKey(name)))
                Set(order, name.Split('.'), ValueOf(name, cells[name], Currency));
            items.Add(ItemOf(cells, Currency));
            order["items"] = items;
        }

        internal OrderLine Line =>
            new(first, last, System.Text.Encoding.UTF8.GetBytes(order.ToJsonString()), wrong);

        private string? Currency => Cell("currency");

        /// <summary>A row under the same number is one more item; what it says of the order must be the same.</summary>
        internal bool Took(CsvRow row, Dictionary<string, string> more)
        {
            if (more.GetValueOrDefault("orderNumber") is not { } number || number != Cell("orderNumber"))
                return false;
            // One too many is enough to be refused, however many follow.
            if (items.Count <= ItemsMax)
                items.Add(ItemOf(more, Currency));
            last = row.Last;
            if (OfOrder.FirstOrDefault(name => more.TryGetValue(name, out var cell)
                && cell != Cell(name)) is { } other)
                wrong ??= ProblemException.Invalid(new FieldError("/" + other.Replace('.', '/'),
                    $"is something else in line {row.First} than in the order's first row"));
            return true;
        }

        private string? Cell(string name) => cells.GetValueOrDefault(name);
    }
}
