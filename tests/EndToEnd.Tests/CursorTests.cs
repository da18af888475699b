using Testing;

namespace EndToEnd.Tests;

/// <summary>Lists, page by page, while what they show changes, and with cursors that nobody gave.</summary>
public sealed class CursorTests(Platform platform)
{
    private const string Waiting = "/v1/orders?status=placed&limit=2";

    [Fact]
    public async Task Rows_that_come_and_go_between_pages_neither_repeat_nor_hide_others()
    {
        var shop = await Shopkeeper();
        var orders = new List<string>();
        for (var number = 0; number < 7; number++)
            orders.Insert(0, await Place(shop));
        await Eventually.True(async () => (await Ids(shop, "/v1/orders?status=placed")).Count == 7);

        var (first, cursor) = await Page(shop, Waiting);
        first.ShouldBe(orders[..2]);
        // One comes before the place, one of the page seen goes, one of those to come goes.
        await Place(shop);
        await Leave(shop, orders[1]);
        await Leave(shop, orders[3]);
        await Eventually.True(async () => (await Ids(shop, "/v1/orders?status=placed")).Count == 6);

        var rest = new List<string>();
        while (cursor is not null)
        {
            (var page, cursor) = await Page(shop, $"{Waiting}&cursor={cursor}");
            rest.AddRange(page);
        }

        rest.ShouldBe([orders[2], orders[4], orders[5], orders[6]]);
    }

    [Fact]
    public async Task A_cursor_that_was_not_given_for_this_list_to_this_merchant_is_refused()
    {
        var shop = await Shopkeeper();
        for (var number = 0; number < 3; number++)
            await Place(shop);
        await Eventually.True(async () => (await Ids(shop, "/v1/orders?status=placed")).Count == 3);
        var (_, cursor) = await Page(shop, Waiting);
        cursor.ShouldNotBeNull();

        (await shop.Get($"{Waiting}&cursor={cursor}")).Is(200);
        (await (await Shopkeeper()).Get($"{Waiting}&cursor={cursor}")).IsProblem(400, "cursor");
        (await shop.Get($"/v1/returns?cursor={cursor}")).IsProblem(400, "cursor");
        foreach (var at in (int[])[0, 8, 15, 16, cursor.Length / 2])
        {
            var forged = cursor.ToCharArray();
            forged[at] = forged[at] == 'A' ? 'B' : 'A';
            (await shop.Get($"{Waiting}&cursor={new string(forged)}")).IsProblem(400, "cursor");
        }

        foreach (var invented in (string[])["0", "MQ", cursor[..^4], cursor + "AAAA", "%00", "eyJhIjoxfQ=="])
            (await shop.Get($"{Waiting}&cursor={invented}")).IsProblem(400, "cursor");
        (await shop.Get($"{Waiting}&cursor={cursor}&cursor={cursor}")).IsProblem(400, "cursor");
        (await Ids(shop, $"{Waiting}&cursor=")).ShouldBe(await Ids(shop, Waiting), "an empty one is none");
        (await shop.Get("/v1/orders?limit=0")).IsProblem(400, "limit");
        (await shop.Get("/v1/orders?limit=101")).IsProblem(400, "limit");
    }

    private async Task<Api> Shopkeeper()
    {
        var made = (await platform.Admin.Post("/v1/merchants", new { name = "Lamps" })).Is(201).Json;
        return platform.With(made["keys"]!["storefront"]!.GetValue<string>());
    }

    private static async Task<string> Place(Api shop) =>
        Shop.Read((await shop.Post("/v1/orders", Shop.Request(Shop.NewNumber(), "cod"))).Is(201)).Id;

    private static async Task Leave(Api shop, string order) => (await shop.Post($"/v1/orders/{order}/confirm")).Is(200);

    private static async Task<List<string>> Ids(Api shop, string path) => (await Page(shop, path)).Ids;

    private static async Task<(List<string> Ids, string? Next)> Page(Api shop, string path)
    {
        var page = (await shop.Get(path)).Is(200).Json;
        return ([.. page["data"]!.AsArray().Select(row => (string)row!["id"]!)], (string?)page["nextCursor"]);
    }
}
