using System.Text.Json.Nodes;
using Npgsql;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Stripe and Razorpay from the order to the refund: real HTTP to stand-ins, real webhooks back.</summary>
public sealed class PaymentProviderTests(Platform platform) : IAsyncLifetime
{
    private const string StripeSecret = "whsec_of_the_tests";
    private const string RazorpaySecret = "razorpay-secret-of-the-tests";

    private readonly StripeStandIn stripe = new();
    private readonly RazorpayStandIn razorpay = new();

    public async ValueTask InitializeAsync()
    {
        await stripe.Start(platform.StripeApi);
        await razorpay.Start(platform.RazorpayApi);
        await Connect("stripe", platform.StripeApi, StripeSecret, new { secretKey = StripeStandIn.SecretKey });
        await Connect("razorpay", platform.RazorpayApi, RazorpaySecret,
            new { keyId = RazorpayStandIn.KeyId, keySecret = RazorpayStandIn.KeySecret });
    }

    public async ValueTask DisposeAsync()
    {
        await stripe.DisposeAsync();
        await razorpay.DisposeAsync();
    }

    [Fact]
    public async Task Stripe_from_the_order_to_two_refunds_with_its_webhooks_late_twice_and_out_of_order()
    {
        stripe.Troubles.Enqueue((503, "Retry-After", "1"));
        stripe.LostAnswers = 1;
        var order = await Place("stripe", token: "pm_card_visa");
        var payment = await platform.PaymentOf(order, "authorized");
        var path = $"/v1/payments/{payment["id"]!.GetValue<string>()}";
        stripe.Requests.Last().Body.ShouldContain($"metadata%5Bpayment_id%5D={payment["id"]!.GetValue<string>()}");
        stripe.Requests.Count.ShouldBe(3);

        (await platform.Storefront.Post(path + "/capture", new { })).Is(202);
        await platform.PaymentOf(order, "captured");
        foreach (var amount in (string[])["300.00", "200.50"])
            (await platform.Storefront.Post(path + "/refunds", new { amount = Shop.Inr(amount), reason = "damaged" }))
                .Is(202);
        await platform.Payments(order, p => Amount(p[0]!, "refunded") == "500.50");
        await Deliver([.. stripe.Events.Reverse(), .. stripe.Events]);
        stripe.Dispute(payment["reference"]!.GetValue<string>(), "needs_response");
        await Deliver([stripe.Events.Last()]);

        payment = (await platform.Payments(order, p => p[0]!["dispute"] is not null))[0]!;
        (Amount(payment, "captured"), Amount(payment, "refunded"), payment["status"]!.GetValue<string>())
            .ShouldBe(("1299.00", "500.50", "partially_refunded"));
        payment["refunds"]!.AsArray().ShouldAllBe(refund => refund!["status"]!.GetValue<string>() == "succeeded");
        (await platform.Storefront.Post(path + "/refunds", new { amount = Shop.Inr("1.00"), reason = "more" }))
            .IsProblem(409).Json["type"]!.GetValue<string>().ShouldEndWith("disputed");
        var timeline = await platform.TimelineWhen(order, t => t.Codes().Contains("payment.dispute_opened"));
        timeline.Codes().Where(code => code.StartsWith("payment.", StringComparison.Ordinal)).Order().ShouldBe(
        [
            "payment.authorized", "payment.captured", "payment.dispute_opened", "payment.refund_requested",
            "payment.refund_requested", "payment.refunded", "payment.refunded", "payment.requested",
        ]);
        var seen = (await platform.Anybody.Get($"/v1/track/{order.Token}")).Is(200).Json;
        seen.Codes().ShouldNotContain("payment.dispute_opened");
    }

    [Fact]
    public async Task A_card_that_Stripe_declines_is_tried_again()
    {
        var order = await Place("stripe", token: "pm_card_chargeDeclined");
        var failed = await platform.PaymentOf(order, "failed");
        failed["failureReason"]!.GetValue<string>().ShouldStartWith("insufficient_funds");
        (await platform.Storefront.Post(order.Path + "/payments", new
        {
            method = "card",
            amount = Shop.Inr("1299.00"),
            provider = "stripe",
            account = "demo",
            token = "pm_card_visa",
            captureMethod = "automatic",
        })).Is(201);
        await platform.TimelineWhen(order, t => t["payment"]!["status"]!.GetValue<string>() == "captured");
        await Deliver([.. stripe.Events]);
        (await platform.Timeline(order)).Codes().Count(code => code == "payment.failed").ShouldBe(1);
    }

    [Fact]
    public async Task Razorpay_from_the_order_to_the_refund_of_what_was_cancelled()
    {
        var order = await Place("razorpay");
        var payment = (await platform.Payments(order, p => p[0]!["reference"] is not null))[0]!;
        var bought = payment["reference"]!.GetValue<string>();
        razorpay.Pay(bought, fails: true);
        var paid = razorpay.Pay(bought);
        await Deliver([.. razorpay.Events.Reverse()]);
        await platform.PaymentOf(order, "authorized");

        await platform.Reduce(order, Guid.NewGuid(), 299);
        await platform.Payments(order, p => p[0]!["reduced"] is not null);
        var path = $"/v1/payments/{payment["id"]!.GetValue<string>()}";
        (await platform.Storefront.Post(path + "/capture", new { amount = Shop.Inr("1200.00") })).IsProblem(409);
        (await platform.Storefront.Post(path + "/capture", new { })).Is(202);
        payment = (await platform.Payments(order, p => Amount(p[0]!, "refunded") == "299.00"))[0]!;
        Amount(payment, "captured").ShouldBe("1299.00");
        await Deliver([.. razorpay.Events, .. razorpay.Events]);
        razorpay.Dispute(paid, "created");
        razorpay.Dispute(paid, "won");
        await Deliver([.. razorpay.Events.TakeLast(2).Reverse()]);
        payment = (await platform.Payments(order, p => p[0]!["dispute"]?.GetValue<string>() == "won"))[0]!;
        (Amount(payment, "refunded"), payment["status"]!.GetValue<string>())
            .ShouldBe(("299.00", "partially_refunded"));
    }

    [Fact]
    public async Task Forged_and_old_webhooks_are_refused_and_secrets_are_never_told()
    {
        var body = """{"id":"evt_1","type":"payment_intent.succeeded","created":1,"data":{"object":{"id":"pi_x"}}}""";
        var now = DateTimeOffset.UtcNow;
        async Task<Answer> Post(string signature) => await platform.Anybody.Post(
            "/webhooks/payments/stripe/demo", body, ("Stripe-Signature", signature));
        (await Post(StripeStandIn.Sign(body, "another", now))).IsProblem(401);
        (await Post(StripeStandIn.Sign(body, StripeSecret, now.AddSeconds(-310)))).IsProblem(401);
        (await Post(StripeStandIn.Sign(body + " ", StripeSecret, now))).IsProblem(401);
        (await Post(StripeStandIn.Sign(body, StripeSecret, now))).Is(200);
        (await platform.Anybody.Post("/webhooks/payments/razorpay/demo", body,
            ("X-Razorpay-Signature", RazorpayStandIn.Sign(body, "another")))).IsProblem(401);
        (await platform.Anybody.Post("/webhooks/payments/razorpay/demo", body,
            ("X-Razorpay-Signature", RazorpayStandIn.Sign(body, RazorpaySecret)))).IsProblem(400);

        var accounts = (await platform.Admin.Get("/v1/payment-accounts")).Is(200).Text;
        foreach (var secret in (string[])[StripeSecret, StripeStandIn.SecretKey, RazorpayStandIn.KeySecret])
            accounts.ShouldNotContain(secret);
        accounts.ShouldContain("\"credentials\":[\"keyId\",\"keySecret\"]");
        await using var database = NpgsqlDataSource.Create(platform.PostgresConnection);
        await using var command = database.CreateCommand("""
            select string_agg(encode(credentials, 'escape') || encode(secrets[1], 'escape'), ' ')
            from payments.payment_accounts where provider = 'stripe'
            """);
        var stored = (string)(await command.ExecuteScalarAsync())!;
        stored.ShouldNotContain(StripeStandIn.SecretKey);
        stored.ShouldNotContain(StripeSecret);
        foreach (var url in (string[])["http://127.0.0.1:1", "file:///etc/passwd", "https://a:b@api.stripe.com", "x"])
            (await platform.Admin.Post("/v1/payment-accounts", Account(
                "stripe", url, "s", new { secretKey = "sk" }))).IsProblem(400, "/baseUrl");
        (await platform.Admin.Post("/v1/payment-accounts", Account(
            "stripe", platform.StripeApi, "s", new { key = "sk" }))).IsProblem(400, "/credentials");
    }

    [Fact]
    public async Task Another_merchants_account_is_never_charged()
    {
        var merchant = (await platform.Admin.Post("/v1/merchants", new { name = "Another shop" })).Is(201).Json;
        var other = platform.With(merchant["keys"]!["storefront"]!.GetValue<string>());
        var request = Request("stripe", "pm_card_visa");
        (await other.Post("/v1/orders", request)).Is(201);
        await using var database = NpgsqlDataSource.Create(platform.PostgresConnection);
        await using var command = database.CreateCommand(
            "select last_error from payments.work where tenant = $1 and last_error is not null");
        command.Parameters.Add(new() { Value = merchant["id"]!.GetValue<string>() });
        var error = await Eventually.Get(async () => (string?)await command.ExecuteScalarAsync(), e => e is not null);
        error.ShouldBe("No payment account is connected.");
        stripe.Requests.ShouldBeEmpty();
    }

    private static string Amount(JsonNode payment, string sum) => payment[sum]!["amount"]!.GetValue<string>();

    private async Task<Order> Place(string provider, string? token = null) =>
        Shop.Read((await platform.Storefront.Post("/v1/orders", Request(provider, token))).Is(201));

    private static JsonObject Request(string provider, string? token)
    {
        var request = Shop.Request(Shop.NewNumber());
        request["payment"]!["provider"] = provider;
        request["payment"]!["account"] = "demo";
        request["payment"]!["token"] = token;
        return request;
    }

    /// <summary>The provider's webhooks, as it signs them.</summary>
    private async Task Deliver(string[] events)
    {
        foreach (var body in events)
        {
            var isStripe = body.Contains("\"object\":\"event\"", StringComparison.Ordinal);
            (await platform.Anybody.Post($"/webhooks/payments/{(isStripe ? "stripe" : "razorpay")}/demo", body, isStripe
                ? ("Stripe-Signature", StripeStandIn.Sign(body, StripeSecret, DateTimeOffset.UtcNow))
                : ("X-Razorpay-Signature", RazorpayStandIn.Sign(body, RazorpaySecret)))).Is(200);
        }
    }

    /// <summary>Once for all tests of the class; whoever comes second finds it connected.</summary>
    private async Task Connect(string provider, string url, string secret, object credentials) =>
        (await platform.Admin.Post("/v1/payment-accounts", Account(provider, url, secret, credentials)))
            .Status.ShouldBeOneOf(201, 409);

    private static object Account(string provider, string url, string secret, object credentials) => new
    {
        provider,
        account = "demo",
        auth = new { scheme = "hmac", secret },
        baseUrl = url,
        credentials,
    };
}
