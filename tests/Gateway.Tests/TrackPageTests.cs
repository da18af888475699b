using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gateway.Tests;

public sealed partial class TrackPageTests(Platform platform)
{
    /// <summary>As long as a real token: 22 characters at random, 22 of the order, then the merchant.</summary>
    private static readonly string Token = new string('r', 22) + new string('o', 22) + "demo";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_says_everything_without_a_script()
    {
        var (answer, page) = await Get(Token, Samples.OutForDelivery);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var text = Text(page);
        text.ShouldContain("Lumen & Loom");
        text.ShouldContain("Order 1001");
        page.ShouldContain("<h1 id=\"headline\">Out for delivery</h1>");
        text.ShouldContain("Fri, Nov 20, 12:00 PM – 6:00 PM");
        text.ShouldContain("Last seen in Bengaluru Koramangala (Karnataka) Last told by Delhivery, 4 hours ago");
        text.ShouldContain("Told by Delhivery");
        text.ShouldContain("First promised for Thu, Nov 19: now 1 day later.");
        text.ShouldContain("1490819283746");
        page.ShouldContain("href=\"https://www.delhivery.com/track-v2/package/1490819283746\"");
        text.ShouldContain("Paid");
        text.ShouldContain("₹1,299.00");
        text.ShouldContain("Reading lamp, oak");
        text.ShouldContain("Told by Delhivery, received 1 minute later");
        text.ShouldContain("All times are Kolkata time.");
        page.ShouldContain("aria-current=\"step\"");
        page.ShouldContain("action=\"/track/" + Token + "/issues\"");
        page.ShouldContain("data-version=\"17\"");
        page.ShouldNotContain("/feedback");
    }

    [Theory]
    [InlineData("out_for_delivery", "out_for_delivery", "carrier", true)]
    [InlineData("attention", "exception", "weather", true)]
    [InlineData("attention", "exception", "customs", false)]
    public async Task Cash_is_to_be_ready_unless_customs_hold_the_parcel(
        string order, string parcel, string party, bool isReady)
    {
        var (_, page) = await Get(Token, Samples.With(shown =>
        {
            shown["status"] = order;
            var held = shown["shipments"]![0]!;
            held["status"] = parcel;
            held["reason"] = new JsonObject { ["code"] = "held", ["party"] = party };
            held["cod"] = new JsonObject
            {
                ["toCollect"] = new JsonObject { ["amount"] = "1299.00", ["currency"] = "INR" },
            };
        }));
        Text(page).Contains("Have ₹1,299.00 ready").ShouldBe(isReady);
    }

    [Fact]
    public async Task What_was_delivered_can_be_scored_and_what_was_scored_cannot_be_again()
    {
        var delivered = Samples.With(order =>
        {
            order["status"] = "delivered";
            order["actions"]!["feedback"] = true;
        });
        var (_, page) = await Get(Token, delivered);
        page.ShouldContain("action=\"/track/" + Token + "/feedback\"");
        page.ShouldNotContain("Expected</dt>");

        var scored = Samples.With(order =>
        {
            order["status"] = "delivered";
            order["actions"]!["feedback"] = false;
        });
        (_, page) = await Get(Token, scored);
        page.ShouldNotContain("/feedback");
    }

    [Fact]
    public async Task Hostile_text_stays_text_and_a_hostile_address_no_link()
    {
        var (_, page) = await Get(Token, Samples.With(order =>
        {
            order["orderNumber"] = "<script>alert(1)</script>";
            order["items"]![0]!["name"] = "\"><img src=x onerror=alert(2)>";
            order["entries"]![1]!["note"] = "<script>alert(3)</script>";
            order["shipments"]![0]!["carrierUrl"] = "javascript:alert(4)";
            order["shipments"]![0]!["trackingNumber"] = "<svg onload=alert(5)>";
            order["status"] = "<b>new</b>";
        }));
        page.ShouldNotContain("<script>alert");
        page.ShouldNotContain("<img");
        page.ShouldNotContain("<svg onload");
        page.ShouldNotContain("javascript:");
        page.ShouldContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    }

    [Fact]
    public async Task A_page_is_private_framed_by_nobody_and_runs_only_its_own_files()
    {
        var (answer, page) = await Get(Token, Samples.OutForDelivery);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldNotContain("unsafe");
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        answer.Headers.GetValues("X-Robots-Tag").Single().ShouldContain("noindex");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        // The policy would block these, so none may be there.
        page.ShouldNotMatch("<style|style=|<script(?! src=\"/assets/)| on[a-z]+=");
        Address().Matches(page).Select(match => match.Groups[1].Value)
            .Where(address => !address.StartsWith('/') && !address.StartsWith('#'))
            .ShouldBe(["https://www.delhivery.com/track-v2/package/1490819283746"]);
        page.ShouldStartWith("<!DOCTYPE html>");
        page.ShouldContain("<html lang=\"en\" dir=\"ltr\">");
        answer.Headers.Vary.ShouldContain("Accept-Language");
        answer.Content.Headers.ContentLanguage.ShouldBe(["en"]);
    }

    [Fact]
    public async Task A_merchants_page_shows_its_brand_and_loads_its_logo_from_there_and_nothing_else()
    {
        var (admin, id, _) = await platform.NewMerchant("Lumen");
        var token = Token[..44] + id;
        (await Get(token, Samples.OutForDelivery)).Page.ShouldContain("<bdi>Lumen</bdi></p>");
        using var changed = await admin.PatchAsJsonAsync("/v1/merchants/me", new
        {
            brand = new
            {
                name = "Lumen <&> Loom",
                logoUrl = "https://cdn.lumen.example/logo.svg?a=\"'&b",
                colors = new { primary = "#FFCC00" },
                supportEmail = "help@lumen.example",
                domain = "lumen.example",
                locale = "en-IN",
            },
        }, Stop);
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = await Eventually.Get(
            async () => (await Get(token, Samples.OutForDelivery)).Page, page => page.Contains("<img"));
        page.ShouldContain("<html lang=\"en-IN\" dir=\"ltr\">");
        page.ShouldContain(
            "<img src=\"https://cdn.lumen.example/logo.svg?a=&quot;&#x27;&amp;b\" alt=\"Lumen &lt;&amp;&gt; Loom\"");
        page.ShouldContain("href=\"mailto:help@lumen.example\"");
        page.ShouldContain("href=\"https://lumen.example/\"");
        var (answer, _) = await Get(token, Samples.OutForDelivery);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("img-src 'self' https://cdn.lumen.example;");
        policy.ShouldContain("default-src 'none'");

        var colors = Regex.Match(page, "\"(/assets/brand-[^\"]+)\"").Groups[1].Value;
        using var client = platform.Gateway.Client();
        (await client.GetStringAsync(colors, Stop)).ShouldBe(":root { --brand: #ffcc00; --on-brand: #000000; }\n");
        (await client.GetAsync("/assets/brand-ffcc00-red.css", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // Another merchant's page is as it was.
        (await Get(Token, Samples.OutForDelivery)).Answer.Headers.GetValues("Content-Security-Policy").Single()
            .ShouldNotContain("lumen");
    }

    [Fact]
    public async Task A_merchants_own_words_stand_in_place_of_ours_and_no_others_can()
    {
        var (admin, id, _) = await platform.NewMerchant("Lumen");
        using var changed = await admin.PatchAsJsonAsync("/v1/merchants/me", new
        {
            texts = new[] { new { language = "en", key = "headline.out_for_delivery", text = "Nearly <there>" } },
        }, Stop);
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = await Eventually.Get(
            async () => (await Get(Token[..44] + id, Samples.OutForDelivery)).Page, page => page.Contains("Nearly"));
        page.ShouldContain("<h1 id=\"headline\">Nearly &lt;there&gt;</h1>");
        (await Get(Token[..44] + id, Samples.OutForDelivery, "?lang=de")).Page.ShouldContain("Wird heute zugestellt");

        foreach (var (language, key, text) in new[]
        {
            ("xx", "headline.shipped", "a"), ("en", "payment.title", "a"), ("en", "headline.nothing", "a"),
            ("en", "headline.shipped", ""), ("en", "headline.shipped", "{order}"),
            ("en", "letter.shipped.body", "a"),
            ("en", "headline.shipped", new string('a', 501)),
        })
        {
            using var refused = await admin.PatchAsJsonAsync(
                "/v1/merchants/me", new { texts = new[] { new { language, key, text } } }, Stop);
            refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest, $"{language} {key} {text}");
        }
    }

    [Fact]
    public async Task Files_are_named_by_their_content_small_and_cached_for_ever()
    {
        var (_, page) = await Get(Token, Samples.OutForDelivery);
        using var client = platform.Gateway.Client();
        foreach (var (kind, most) in new[] { ("css", 16_000), ("js", 10_000), ("svg", 1_000) })
        {
            var path = Regex.Match(page, $"\"(/assets/[a-z]+\\.[0-9a-f]{{12}}\\.{kind})\"").Groups[1].Value;
            using var file = await client.GetAsync(path, Stop);
            file.StatusCode.ShouldBe(HttpStatusCode.OK);
            file.Headers.CacheControl!.ToString().ShouldBe("public, max-age=31536000, immutable");
            (await file.Content.ReadAsByteArrayAsync(Stop)).Length.ShouldBeInRange(100, most);
        }

        (await client.GetAsync("/assets/track.css", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_unknown_token_is_a_404_page_that_gives_nothing_away()
    {
        using var client = platform.Gateway.Client();
        foreach (var token in new[] { "nobody-has-this", new string('x', 300), "..%2f..%2fv1%2forders" })
        {
            using var answer = await client.GetAsync($"/track/{token}", Stop);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            var text = Text(await answer.Content.ReadAsStringAsync(Stop));
            text.ShouldContain("This link does not lead to an order.");
            text.ShouldNotContain("Lumen");
        }
    }

    [Fact]
    public async Task When_orders_is_away_the_page_says_so_kindly_and_when_to_come_back()
    {
        await using var alone = platform.Start(
            ("ReverseProxy:Clusters:orders:Destinations:r1:Address", Platform.Nowhere()));
        using var client = alone.Client();
        using var answer = await client.GetAsync($"/track/{Token}", Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter.ShouldNotBeNull();
        Text(await answer.Content.ReadAsStringAsync(Stop)).ShouldContain("Back in a moment");
    }

    [Fact]
    public async Task Looking_an_order_up_leads_to_its_page_on_this_host()
    {
        using var found = await Post("/track", ("orderNumber", "1001"), ("contact", "someone@example.com"));
        found.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        found.Headers.Location!.ToString().ShouldBe("/track/the-token");

        using var wrong = await Post("/track", ("orderNumber", "1001"), ("contact", "<other@example.com>"));
        wrong.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var page = await wrong.Content.ReadAsStringAsync(Stop);
        page.ShouldContain("We find no order with these details.");
        page.ShouldContain("value=\"&lt;other@example.com&gt;\"");
        (await Post("/track")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_score_and_a_problem_reach_orders_and_the_page_says_thank_you()
    {
        platform.Orders.Orders[Token] = Samples.OutForDelivery;
        using var scored = await Post($"/track/{Token}/feedback", ("score", "5"), ("comment", " Lovely "));
        scored.Headers.Location!.ToString().ShouldBe($"/track/{Token}?said=feedback");
        platform.Orders.Last($"/v1/track/{Token}/feedback").Body.ShouldBe("""{"score":5,"comment":"Lovely"}""");

        using var told = await Post($"/track/{Token}/issues", ("kind", "damaged"), ("message", "The lamp is bent"));
        told.Headers.Location!.ToString().ShouldBe($"/track/{Token}?said=issue");
        platform.Orders.Last($"/v1/track/{Token}/issues").Body
            .ShouldBe("""{"kind":"damaged","message":"The lamp is bent"}""");

        using var client = platform.Gateway.Client();
        (await client.GetStringAsync($"/track/{Token}?said=issue", Stop)).ShouldContain("Thank you.");
        using var refused = await Post($"/track/{Token}/issues", ("kind", "damaged"));
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync(Stop)).ShouldContain("This could not be sent.");
    }

    private async Task<(HttpResponseMessage Answer, string Page)> Get(
        string token, string order, string query = "", string? accepts = null)
    {
        // Each test runs with its own order under the same token: they are one class, so one after the other.
        platform.Orders.Orders[token] = order;
        using var client = platform.Gateway.Client();
        if (accepts is not null)
            client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(accepts);
        var answer = await client.GetAsync($"/track/{token}{query}", Stop);
        return (answer, await answer.Content.ReadAsStringAsync(Stop));
    }

    private async Task<HttpResponseMessage> Post(string path, params (string Name, string Value)[] fields)
    {
        using var client = platform.Gateway.Client();
        using var form = new FormUrlEncodedContent(
            fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await client.PostAsync(path, form, Stop);
    }

    private static string Text(string page) => Spaces().Replace(WebUtility.HtmlDecode(Tags().Replace(page, " ")), " ");

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tags();

    [GeneratedRegex("\\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("(?:href|src|action)=\"([^\"]*)\"")]
    private static partial Regex Address();
}
