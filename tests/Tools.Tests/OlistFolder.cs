namespace Tools.Tests;

/// <summary>A data set of a few orders, made up in the form of the real files, in a folder that goes with it.</summary>
internal sealed class OlistFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("olist").FullName;

    public OlistFolder(params ReadOnlySpan<string> orders)
    {
        Write("customers", "customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,customer_state",
            "c1,person1,01005,sao paulo,SP");
        Write("sellers", "seller_id,seller_zip_code_prefix,seller_city,seller_state", "s1,70740,brasilia,DF");
        Write("places", "zip_code_prefix,lat,lng,city,state", "01005,-23.5497,-46.6363,sao paulo,SP");
        Write("orders", "order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at," +
            "order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date", orders);
        Items();
        Payments("a,1,credit_card,3,31.00");
        Reviews();
    }

    public OlistFolder Items(params ReadOnlySpan<string> lines) => Write("order_items",
        "order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value", lines);

    public OlistFolder Payments(params ReadOnlySpan<string> lines) => Write("order_payments",
        "order_id,payment_sequential,payment_type,payment_installments,payment_value", lines);

    public OlistFolder Reviews(params ReadOnlySpan<string> lines) => Write("order_reviews",
        "review_id,order_id,review_score,review_creation_date,review_answer_timestamp", lines);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private OlistFolder Write(string file, string columns, params ReadOnlySpan<string> lines)
    {
        File.WriteAllLines(System.IO.Path.Combine(Path, $"{file}.csv"), [columns, .. lines]);
        return this;
    }
}
