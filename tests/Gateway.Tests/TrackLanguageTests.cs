using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gateway.Tests;

/// <summary>The page as readers of each language have it.</summary>
public sealed partial class TrackLanguageTests(Platform platform)
{
    private static readonly string Token = new string('l', 22) + new string('o', 22) + "demo";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Every state with everything in it, for whoever looks for a text left out.</summary>
    public static TheoryData<string> States =>
        ["placed", "shipped", "out_for_delivery", "attention", "delivered", "returning", "cancelled"];

    [Theory]
    [InlineData("en", "ltr", "Out for delivery")]
    [InlineData("hi", "ltr", "डिलीवरी के लिए निकल चुका है")]
    [InlineData("es", "ltr", "En reparto")]
    [InlineData("pt-BR", "ltr", "Saiu para entrega")]
    [InlineData("de", "ltr", "Wird heute zugestellt")]
    [InlineData("fr", "ltr", "En cours de livraison")]
    [InlineData("ar", "rtl", "خرج للتوصيل")]
    public async Task The_page_speaks_each_language(string tag, string direction, string headline)
    {
        var page = await Get(Samples.OutForDelivery, $"?lang={tag}");
        page.ShouldContain($"<html lang=\"{tag}\" dir=\"{direction}\">");
        WebUtility.HtmlDecode(page).ShouldContain($"<h1 id=\"headline\">{headline}</h1>");
        page.ShouldContain($"hreflang=\"{tag}\" aria-current=\"true\"");
        // Every link and form of the page keeps the language.
        page.ShouldContain($"action=\"/track/{Token}/issues?lang={tag}\"");
    }

    [Fact]
    public async Task The_order_chooses_the_language_then_the_browser()
    {
        (await Get(Samples.With(order => order["locale"] = "hi-IN"), accepts: "de")).ShouldContain("lang=\"hi-IN\"");
        (await Get(Samples.OutForDelivery, accepts: "zh, de-AT;q=0.8")).ShouldContain("<html lang=\"de-AT\"");
        (await Get(Samples.With(order => order["locale"] = "hi-IN"), "?lang=fr")).ShouldContain("<html lang=\"fr\"");
        (await Get(Samples.OutForDelivery, "?lang=<script>")).ShouldContain("<html lang=\"en\"");
    }

    /// <summary>What a reader sees or hears is a text of ours, in brackets, or comes from the order's data.</summary>
    [Theory, MemberData(nameof(States))]
    public async Task No_text_of_a_page_is_left_out_of_the_languages(string status)
    {
        var page = await Get(Full(status), "?lang=qps-ploc");
        Outside(page).ShouldBeEmpty();
    }

    [Fact]
    public async Task No_text_of_the_other_pages_is_left_out_of_the_languages()
    {
        using var client = platform.Gateway.Client();
        Outside(await client.GetStringAsync("/track?lang=qps-ploc", Stop)).ShouldBeEmpty();
        using var unknown = await client.GetAsync("/track/nobody?lang=qps-ploc", Stop);
        Outside(await unknown.Content.ReadAsStringAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_delivery_can_be_put_into_a_calendar()
    {
        platform.Orders.Orders[Token] = Samples.OutForDelivery;
        using var client = platform.Gateway.Client();
        using var answer = await client.GetAsync($"/track/{Token}/delivery.ics?lang=de", Stop);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/calendar");
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain("Lieferung der Bestellung 1001");
        (await client.GetAsync("/track/nobody/delivery.ics", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Forms_are_shown_where_something_may_be_done_and_reach_orders()
    {
        var page = await Get(Full("attention"), "?act=instruct");
        page.ShouldContain("<details id=\"instruct\" open>");
        page.ShouldContain("<details id=\"cancel\">");
        page.ShouldContain($"action=\"/track/{Token}/returns\"");
        (await Get(Samples.With(order => order["actions"] = null))).ShouldNotContain("/cancel\"");

        (await Post("cancel", ("reason", "changed_mind"))).Headers.Location!.ToString()
            .ShouldBe($"/track/{Token}?said=cancel");
        platform.Orders.Last($"/v1/track/{Token}/cancel").Body.ShouldBe("""{"reason":"changed_mind"}""");
        await Post("returns", ("sku", "LAMP-1"), ("quantity", "1"), ("sku", "X"), ("quantity", "0"),
            ("reason", "damaged"), ("resolution", "refund"), ("comment", "bent"));
        platform.Orders.Last($"/v1/track/{Token}/returns").Body.ShouldBe(
            """{"items":[{"sku":"LAMP-1","quantity":1}],"reason":"damaged","comment":"bent","resolution":"refund"}""");
        await Post("instructions", ("shipmentId", "s"), ("kind", "new_slot"), ("date", "2026-11-23"), ("slot", "9-12"),
            ("line1", "is of another kind"), ("phone", "1"), ("note", "n"));
        platform.Orders.Last($"/v1/track/{Token}/instructions").Body.ShouldBe(
            """{"shipmentId":"s","kind":"new_slot","phone":"1","note":"n","date":"2026-11-23","slot":"9-12"}""");
    }

    private static string Full(string status) => Samples.With(order =>
    {
        order["status"] = status;
        order["estimatedDelivery"]!["confidence"] = 0.6;
        order["return"]!["status"] = "requested";
        order["payment"]!["status"] = "partially_refunded";
        order["actions"] = JsonNode.Parse("""
            { "cancel": "at_once", "feedback": true,
              "return": { "until": "2026-12-20T00:00:00Z", "items": [{ "sku": "LAMP-1", "quantity": 1 }] },
              "instructions": [{ "shipmentId": "019aa9d5-0001-7000-8000-000000000001",
                                 "kinds": ["reattempt", "new_slot", "new_address", "return"] }] }
            """);
        var parcel = order["shipments"]![0]!;
        parcel["status"] = status switch
        {
            "attention" => "delivery_attempted",
            "placed" => "pending",
            "shipped" => "in_transit",
            _ => status,
        };
        parcel["attempts"] = 1;
        parcel["cod"] = JsonNode.Parse("""{ "toCollect": { "amount": "1299.00", "currency": "INR" } }""");
        parcel["reason"] = JsonNode.Parse(
            """{ "code": "payment_not_ready", "party": "consignee", "actionRequired": true, "text": null }""");
        parcel["scans"]![3]!["reason"] = parcel["reason"]!.DeepClone();
        parcel["scans"]![3]!["detail"] = "notice_left";
        parcel["scans"]![2]!["suspect"] = "time_in_future";
        parcel["scans"]![1]!["formerStatus"] = "exception";
        parcel["scans"]![1]!["discounted"] = "number_corrected";
    });

    /// <summary>What is seen or read out, without brackets and what is in them, and without data.</summary>
    internal static List<string> Outside(string page)
    {
        var seen = Said().Matches(page).Select(match => match.Groups[1].Value)
            .Concat(Tags().Split(Head().Replace(page, "")))
            .Select(WebUtility.HtmlDecode).Select(text => Unbracketed(text!));
        string[] data =
        [
            "1001", "Lumen & Loom", "Delhivery", "1490819283746", "Reading lamp, oak", "Picked up", "In Transit",
            "Reached destination", "Dispatched", "Bengaluru", "Karnataka", "Koramangala",
            "Nelamangala Hub", "Pune Hinjewadi", "Maharashtra", "English", "Deutsch",
            "Español", "Français", "हिन्दी", "العربية", "Português (Brasil)", "UPI",
        ];
        return [.. seen.Select(text => data.Aggregate(text, (left, known) =>
                left.Replace(known, "", StringComparison.OrdinalIgnoreCase)))
            .Where(text => text.Any(char.IsLetter)).Distinct()];
    }

    private static string Unbracketed(string text)
    {
        var depth = 0;
        return string.Concat(text.Where(c =>
        {
            depth += c is '⟦' ? 1 : 0;
            var outside = depth == 0;
            depth -= c is '⟧' ? 1 : 0;
            return outside;
        }));
    }

    private async Task<string> Get(string order, string query = "", string? accepts = null)
    {
        platform.Orders.Orders[Token] = order;
        using var client = platform.Gateway.Client();
        if (accepts is not null)
            client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(accepts);
        return await client.GetStringAsync($"/track/{Token}{query}", Stop);
    }

    private async Task<HttpResponseMessage> Post(string what, params (string Name, string Value)[] fields)
    {
        using var client = platform.Gateway.Client();
        using var form = new FormUrlEncodedContent(
            fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await client.PostAsync($"/track/{Token}/{what}", form, Stop);
    }

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tags();

    [GeneratedRegex("(?s)<!DOCTYPE.*?<title>")]
    private static partial Regex Head();

    [GeneratedRegex("(?:aria-label|alt|title|placeholder|data-updated)=\"([^\"]*)\"")]
    private static partial Regex Said();
}
