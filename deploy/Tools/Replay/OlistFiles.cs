using System.Globalization;
using Row = System.Collections.Generic.IReadOnlyDictionary<string, string>;

namespace Tools.Replay;

/// <summary>
/// Reads the files of the Olist data set ("Brazilian E-Commerce Public Dataset", orders.csv and those beside it).
/// </summary>
internal sealed class OlistFiles
{
    private readonly string folder;
    private readonly Dictionary<string, Row> customers;
    private readonly Dictionary<string, Row> sellers;
    private readonly Dictionary<string, Row> places;
    private readonly ILookup<string, Row> items;
    private readonly ILookup<string, Row> payments;
    private readonly ILookup<string, Row> reviews;

    private OlistFiles(string folder)
    {
        this.folder = folder;
        customers = Rows("customers").ToDictionary(row => row["customer_id"]);
        sellers = Rows("sellers").ToDictionary(row => row["seller_id"]);
        places = Rows("places").ToDictionary(row => row["zip_code_prefix"]);
        items = Rows("order_items").ToLookup(row => row["order_id"]);
        payments = Rows("order_payments").ToLookup(row => row["order_id"]);
        reviews = Rows("order_reviews").ToLookup(row => row["order_id"]);
    }

    /// <summary>All orders of the folder, in the order in which they were placed.</summary>
    public static IReadOnlyList<OlistOrder> Read(string folder)
    {
        var files = new OlistFiles(folder);
        return [.. files.Rows("orders").Select(files.OrderOf).OrderBy(order => order.PurchasedAt)];
    }

    private IEnumerable<Row> Rows(string file) => Csv.Read(Path.Combine(folder, $"{file}.csv"));

    private OlistOrder OrderOf(Row row)
    {
        var id = row["order_id"];
        var customer = customers[row["customer_id"]];
        var seller = items[id].FirstOrDefault() is { } item ? sellers[item["seller_id"]] : null;
        return new()
        {
            Id = id,
            Status = row["order_status"],
            PurchasedAt = BrasiliaTime.Read(row["order_purchase_timestamp"])!.Value,
            ApprovedAt = BrasiliaTime.Read(row["order_approved_at"]),
            HandedOverAt = BrasiliaTime.Read(row["order_delivered_carrier_date"]),
            DeliveredAt = BrasiliaTime.Read(row["order_delivered_customer_date"]),
            PromisedDate = DateOnly.ParseExact(
                row["order_estimated_delivery_date"][..10], "yyyy-MM-dd", CultureInfo.InvariantCulture),
            CustomerId = customer["customer_unique_id"],
            ShipTo = PlaceOf(customer, "customer"),
            ShipFrom = seller is null ? null : PlaceOf(seller, "seller"),
            Items = [.. items[id].Select(line => new OlistOrder.Item(
                line["product_id"], Number(line["price"]), Number(line["freight_value"])))],
            Payments = [.. payments[id].Select(PaymentOf).OrderBy(payment => payment.Number)],
            Reviews = [.. reviews[id].Select(line => new OlistOrder.Review(
                Whole(line["review_score"]), BrasiliaTime.Read(line["review_answer_timestamp"])!.Value))
                .OrderBy(review => review.AnsweredAt)],
        };
    }

    private static OlistOrder.Payment PaymentOf(Row row) => new(
        Whole(row["payment_sequential"]), row["payment_type"], Whole(row["payment_installments"]),
        Number(row["payment_value"]));

    private OlistOrder.Place PlaceOf(Row row, string whose)
    {
        var zip = row[$"{whose}_zip_code_prefix"];
        var known = places.GetValueOrDefault(zip);
        double? Degrees(string column) =>
            known is null ? null : double.Parse(known[column], CultureInfo.InvariantCulture);
        return new(zip, row[$"{whose}_city"], row[$"{whose}_state"], Degrees("lat"), Degrees("lng"));
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
