namespace EndToEnd.Tests;

/// <summary>
/// A merchant's things, one of each kind that a path of the API names by <c>{id}</c>, by the part of the path before.
/// </summary>
internal static class OneOfEach
{
    /// <summary>
    /// Not made here: an endpoint would be sent all that the other tests do (<see cref="MerchantWebhookTests"/> have
    /// one, and its events), a returned letter and a remap have tests of their own too.
    /// </summary>
    internal static readonly string[] Without = ["webhook-endpoints", "events", "undeliverable-addresses", "remaps"];

    internal static async Task<Dictionary<string, string>> Of(Platform platform)
    {
        var (order, gone) = (await platform.Place(), await platform.Place());
        var (shipment, number) = await platform.Ship(order);
        (await platform.Post(number, Delhivery.Delivered()[^1])).Is(200);
        await platform.TimelineWhen(order, "delivered");
        var erasure = await platform.Storefront.Delete($"/v1/customers/{await Customer(gone)}/personal-data");
        return new()
        {
            ["orders"] = order.Id,
            ["shipments"] = shipment,
            ["customers"] = await Customer(order),
            ["erasures"] = erasure.Is(202)["Location"]!.Split('/')[^1],
            ["payments"] = await First(order.Path + "/payments"),
            ["returns"] = Id(await platform.Storefront.Post(order.Path + "/returns", new
            {
                items = new[] { new { sku = "LAMP-1", quantity = 1 } },
                reason = "too dark",
            })),
            ["keys"] = await First("/v1/keys"),
            ["inbox"] = await First("/v1/ops/webhooks/inbox?limit=1"),
        };

        async Task<string> Customer(Order of) =>
            (string)(await platform.Storefront.Get(of.Path)).Is(200).Json["customer"]!["id"]!;

        async Task<string> First(string path) =>
            (string)(await platform.Admin.Get(path)).Is(200).Json["data"]![0]!["id"]!;

        static string Id(Answer made) => (string)made.Is(201).Json["id"]!;
    }
}
