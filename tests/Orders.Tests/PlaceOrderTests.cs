using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Contracts;
using ServiceDefaults;
using static Orders.Tests.Given;

namespace Orders.Tests;

public sealed class PlaceOrderTests
{
    private const string Valid = """
        {
          "orderNumber": "1001",
          "placedAt": "2026-03-02T12:00:00Z",
          "promisedDeliveryDate": "2026-03-09",
          "customer": {
            "name": "A customer", "email": "a@mail.example", "timeZone": "Europe/Budapest", "locale": "hu-HU" },
          "shippingAddress": { "line1": "Somestreet 12", "city": "Budapest", "postalCode": "1082", "country": "HU" },
          "items": [
            { "sku": "MUG", "name": "Mug", "quantity": 2, "unitPrice": { "amount": "10.00", "currency": "EUR" } },
            { "sku": "POT", "name": "Teapot", "quantity": 1, "unitPrice": { "amount": "25.00", "currency": "EUR" } }
          ],
          "shippingPrice": { "amount": "5.00", "currency": "EUR" },
          "payment": { "method": "card", "amount": { "amount": "50.00", "currency": "EUR" } }
        }
        """;

    private static readonly JsonSerializerOptions Json = new ApiJson(OrdersJson.Default).Options;

    [Fact]
    public void A_whole_request_is_an_order()
    {
        var order = Parsed(JsonNode.Parse(Valid)!).ToOrder(OrderId, "1001", Order1001.TrackingSecret, Noon);
        order.Total.ShouldBe(Euro(50));
        order.Items.Sum(item => item.Quantity).ShouldBe(3);
        order.Payments.Select(payment => (payment.PaymentId, payment.Amount)).ShouldBe([(CardId, Euro(50))]);
        Errors(_ => { }).ShouldBeEmpty();
    }

    [Fact]
    public void What_an_order_does_not_say_its_merchant_has_settled()
    {
        var merchant = new MerchantSettings { TimeZone = "Asia/Kolkata", Brand = new() { Locale = "en-IN" } };
        // Its language is the reader's to say before it is the merchant's.
        Order1001.For(merchant).Customer.Locale.ShouldBeNull();
        var silent = Order1001 with { Customer = Order1001.Customer with { TimeZone = null } };
        silent.For(merchant).Customer.TimeZone.ShouldBe("Asia/Kolkata");
        silent.For(new()).ShouldBe(silent);
    }

    [Theory]
    [InlineData("/customer", null)]
    [InlineData("/customer/name", null)]
    [InlineData("/customer/name", "\"\"")]
    [InlineData("/customer/email", "\"not an address\"")]
    [InlineData("/customer/email", "\"a@b\"")]
    [InlineData("/customer/email", "\"abc@shop.example\\n\"")]
    [InlineData("/customer/phone", "\"call me\"")]
    [InlineData("/customer/phone", "\"+36 1 555\\n0123\"")]
    [InlineData("/customer/timeZone", "\"Mars/Olympus\"")]
    [InlineData("/customer/locale", "\"hu_HU!\"")]
    [InlineData("/shippingAddress", null)]
    [InlineData("/shippingAddress/line1", null)]
    [InlineData("/shippingAddress/city", "\" \"")]
    [InlineData("/shippingAddress/postalCode", null)]
    [InlineData("/shippingAddress/country", "\"Hungary\"")]
    [InlineData("/shippingAddress/country", "\"ZZ\"")]
    [InlineData("/shippingAddress/latitude", "91")]
    [InlineData("/placedAt", "\"2026-03-03T12:00:00Z\"")]
    [InlineData("/placedAt", "\"1970-01-01T00:00:00Z\"")]
    [InlineData("/promisedDeliveryDate", "\"tomorrow\"")]
    [InlineData("/promisedDeliveryDate", "\"2026-03-09T10:00:00\"")]
    [InlineData("/promisedDeliveryDate", "\"2026-02-30\"")]
    [InlineData("/promisedDeliveryDate", "\"1850-01-01\"")]
    [InlineData("/promisedDeliveryDate", "\"9999-12-31\"")]
    [InlineData("/promisedDeliveryDate", "\"9999-12-31T23:59:59Z\"")]
    [InlineData("/orderNumber", "\"\"")]
    [InlineData("/items", null)]
    [InlineData("/items", "[]")]
    [InlineData("/items/1", "null")]
    [InlineData("/items/0/quantity", "0")]
    [InlineData("/items/0/quantity", "-2")]
    [InlineData("/items/0/quantity", "2000000000")]
    [InlineData("/items/0/sku", null)]
    [InlineData("/items/0/imageUrl", "\"javascript:alert(1)\"")]
    [InlineData("/items/1/unitPrice", """{ "amount": "25.00", "currency": "USD" }""")]
    [InlineData("/shippingPrice", """{ "amount": "5.00", "currency": "USD" }""")]
    [InlineData("/payment", null)]
    [InlineData("/payment/method", "\"barter\"")]
    [InlineData("/payment/installments", "0")]
    [InlineData("/payment/amount", null)]
    [InlineData("/payment/amount", """{ "amount": "49.99", "currency": "EUR" }""")]
    [InlineData("/payment/amount", """{ "amount": "50.00", "currency": "USD" }""")]
    public void What_is_wrong_is_said_where_it_is(string pointer, string? value) =>
        Errors(request => Set(request, pointer, value)).ShouldContain(pointer);

    [Theory]
    [InlineData("/items/0/unitPrice", """{ "amount": "10.001", "currency": "EUR" }""", "decimals")]
    [InlineData("/items/0/unitPrice", """{ "amount": "10.5", "currency": "JPY" }""", "decimals")]
    [InlineData("/items/0/unitPrice", """{ "amount": "10.00", "currency": "XYZ" }""", "currency")]
    [InlineData("/items/0/unitPrice", """{ "amount": "-10.00", "currency": "EUR" }""", "decimal")]
    [InlineData("/items/0/unitPrice", """{ "amount": 10, "currency": "EUR" }""", "string")]
    [InlineData("/items/0/unitPrice", """{ "amount": "10.00\n", "currency": "EUR" }""", "decimal")]
    [InlineData("/items/0/unitPrice", """{ "amount": "١٠.٠٠", "currency": "EUR" }""", "decimal")]
    [InlineData("/items/0/unitPrice", """{ "amount": "1e1", "currency": "EUR" }""", "decimal")]
    [InlineData("/items/0/quantity", "1.5", "")]
    [InlineData("/items/0/quantity", "\"2\"", "")]
    [InlineData("/customer/surname", "\"Q\"", "")]
    [InlineData("/placedAt", "\"yesterday\"", "RFC 3339")]
    [InlineData("/placedAt", "\"2026-03-02T12:00:00\"", "offset")]
    [InlineData("/placedAt", "\"2026-03-02\"", "offset")]
    public void What_cannot_be_read_is_refused(string pointer, string value, string why)
    {
        var request = JsonNode.Parse(Valid)!;
        Set(request, pointer, value);
        Should.Throw<JsonException>(() => Parsed(request)).Message.ShouldContain(why);
    }

    [Fact]
    public void Several_payments_must_add_up_and_stand_alone()
    {
        Errors(request => Split(request, Paid("20.00"), Paid("30.00"))).ShouldBeEmpty();
        Errors(request => Split(request, Paid("0.00"), Paid("50.00"))).ShouldBeEmpty();
        Errors(request => Split(request, Paid("20.00"), Paid("30.01"))).ShouldBe(["/payments"]);
        Errors(request => Set(request, "/payments", $"[{Paid("50.00")}]")).ShouldContain("/payment");
        Errors(request => Split(request)).ShouldContain("/payments");

        static string Paid(string amount) =>
            $$"""{ "method": "voucher", "amount": { "amount": "{{amount}}", "currency": "EUR" } }""";

        static void Split(JsonNode request, params string[] payments)
        {
            Set(request, "/payment", null);
            Set(request, "/payments", $"[{string.Join(',', payments)}]");
        }
    }

    [Fact]
    public void Two_lines_of_one_SKU_stay_two_lines_and_their_units_are_counted_together()
    {
        var request = JsonNode.Parse(Valid)!;
        Set(request, "/items/1/sku", "\"MUG\"");
        Errors(same => Set(same, "/items/1/sku", "\"MUG\"")).ShouldBeEmpty();
        var placed = Parsed(request).ToOrder(OrderId, "1001", Order1001.TrackingSecret, Noon);
        placed.Items.Select(item => (item.Sku, item.Quantity, item.UnitPrice))
            .ShouldBe([("MUG", 2, Euro(10)), ("MUG", 1, Euro(25))]);
        var state = Order.Evolve(OrderState.Initial, placed);
        Units.Of(state)["MUG"].Ordered.ShouldBe(3);
        Units.Prices(state, "MUG", skipped: 1, count: 2).Select(priced => (priced.Quantity, priced.UnitPrice))
            .ShouldBe([(1, Euro(10)), (1, Euro(25))]);
    }

    [Fact]
    public void Our_own_numbers_are_found_again_by_the_key_of_the_request()
    {
        OrderIds.NumberFor("demo", "key-1").ShouldBe(OrderIds.NumberFor("demo", "key-1"));
        OrderIds.NumberFor("demo", "key-1").ShouldNotBe(OrderIds.NumberFor("other", "key-1"));
        OrderIds.NumberFor("demo", null).ShouldNotBe(OrderIds.NumberFor("demo", null));
        OrderIds.NumberFor("demo", null).ShouldMatch("^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$");
    }

    private static IEnumerable<string> Errors(Action<JsonNode> change)
    {
        var request = JsonNode.Parse(Valid)!;
        change(request);
        return new PlaceOrderValidator(new Clock()).Validate(Parsed(request)).Errors
            .Select(error => "/" + string.Join('/', error.PropertyName.Replace("[", ".").Replace("]", "").Split('.')
                .Select(JsonNamingPolicy.CamelCase.ConvertName)));
    }

    private static PlaceOrder Parsed(JsonNode request) => request.Deserialize<PlaceOrder>(Json)!;

    private static void Set(JsonNode request, string pointer, string? value)
    {
        var parts = pointer[1..].Split('/');
        var at = parts[..^1].Aggregate(request, (node, part) =>
            node is JsonArray items ? items[Index(part)]! : node[part]!);
        if (at is JsonArray array)
            array[Index(parts[^1])] = JsonNode.Parse(value!);
        else if (value is null)
            at.AsObject().Remove(parts[^1]);
        else
            at[parts[^1]] = JsonNode.Parse(value);

        static int Index(string part) => int.Parse(part, CultureInfo.InvariantCulture);
    }

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Noon.AddMinutes(1);
    }
}
