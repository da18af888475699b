using System.Text.Json.Nodes;
using Testing;

namespace EndToEnd.Tests;

/// <summary>What a merchant settles, as its customers and its orders come to know it.</summary>
public sealed class MerchantTests(Platform platform)
{
    [Fact]
    public async Task A_changed_brand_is_on_the_page_and_in_the_next_letter_and_its_zone_in_the_next_order()
    {
        var shop = await NewMerchant("Lumen");
        // Orders and Notifications know the merchant as it was: from here on they learn by message.
        var before = await shop.Place();
        before.Zone.ShouldBeNull();
        (await shop.Letter(before)).Text.ShouldContain("Lumen");

        (await shop.Admin.Send(HttpMethod.Patch, "/v1/merchants/me", new
        {
            brand = new
            {
                name = "Lumen & Loom",
                logoUrl = "https://cdn.lumen.example/logo.svg",
                colors = new { primary = "#ffcc00" },
                supportEmail = "help@lumen.example",
            },
            timeZone = "Asia/Kolkata",
        })).Is(200);

        var after = await Eventually.Get(shop.Place, order => order.Zone is not null);
        after.Zone.ShouldBe("Asia/Kolkata");
        var page = await Eventually.Get(
            () => platform.Anybody.Get(new Uri(after.TrackingUrl).PathAndQuery),
            page => page.Is(200).Text.Contains("Lumen &amp; Loom", StringComparison.Ordinal));
        page.Text.ShouldContain("<img src=\"https://cdn.lumen.example/logo.svg\"");
        page.Text.ShouldContain("/assets/brand-ffcc00-000000.css");
        page["Content-Security-Policy"]!.ShouldContain("img-src 'self' https://cdn.lumen.example;");

        var letter = await Eventually.Get(
            async () => await shop.Letter(await shop.Place()), letter => letter.Html.Contains("Lumen &amp; Loom"));
        letter.Html.ShouldContain("src=\"https://cdn.lumen.example/logo.svg\"");
        letter.Html.ShouldContain("background: #ffcc00; color: #000000;");
        letter.Text.ShouldContain("help@lumen.example");
    }

    private async Task<Merchant> NewMerchant(string name)
    {
        var made = (await platform.Admin.Post("/v1/merchants", new { name })).Is(201).Json["keys"]!;
        return new(platform, platform.With(made["admin"]!.GetValue<string>()));
    }

    private sealed record Placed(string Id, string Number, string TrackingUrl, string? Zone);

    private sealed record Letter(string Text, string Html);

    private sealed record Merchant(Platform Platform, Api Admin)
    {
        /// <summary>An order that says nothing of its customer's zone.</summary>
        public async Task<Placed> Place()
        {
            var request = Shop.Request(Shop.NewNumber(), "cod");
            request["customer"]!.AsObject().Remove("timeZone");
            var order = (await Admin.Post("/v1/orders", request)).Is(201).Json;
            return new(Text(order, "id")!, Text(order, "orderNumber")!, Text(order, "trackingUrl")!,
                Text(order["customer"]!, "timeZone"));
        }

        public async Task<Letter> Letter(Placed order)
        {
            (await Admin.Post($"/v1/orders/{order.Id}/confirm", new { })).Is(200);
            var to = Shop.Email(order.Number);
            var mails = await Eventually.Get(
                async () => JsonNode.Parse(await Platform.Mail.GetStringAsync($"/api/messages?to={to}"))!.AsArray(),
                mails => mails.Count > 0);
            return new(Text(mails[0]!, "text")!, Text(mails[0]!, "html")!);
        }

        private static string? Text(JsonNode node, string name) => node[name]?.GetValue<string>();
    }
}
