using System.Text;
using Contracts;
using Payments.Providers;
using ServiceDefaults;
using Testing;
using static Payments.Tests.Given;

namespace Payments.Tests;

/// <summary>Calls to Stripe's and Razorpay's APIs, over real HTTP to stand-ins that speak their protocols.</summary>
public sealed class ProviderCallTests : IAsyncLifetime
{
    private readonly StripeStandIn stripeApi = new();
    private readonly RazorpayStandIn razorpayApi = new();
    private readonly Stripe stripe = new(new(new Plain(), TimeProvider.System));
    private readonly Razorpay razorpay = new(new(new Plain(), TimeProvider.System));

    public async ValueTask InitializeAsync()
    {
        await stripeApi.Start();
        await razorpayApi.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await stripeApi.DisposeAsync();
        await razorpayApi.DisposeAsync();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stripe_holds_the_money_takes_a_part_and_gives_some_of_it_back()
    {
        var held = (await stripe.Authorize(Call(1, 1299m, token: "pm_card_visa"), Ct)).Done();
        held.Fact.ShouldBe(new ProviderFact($"{held.Reference}:authorized:129900", FactKind.Authorized, Inr(1299m),
            held.Fact.OccurredAt));
        var asked = stripeApi.Requests.Single();
        Encoding.UTF8.GetBytes(Uri.UnescapeDataString(asked.Body)).ShouldBe(Encoding.UTF8.GetBytes(
            "amount=129900&currency=inr&capture_method=manual&payment_method_types[0]=card"
            + $"&metadata[payment_id]={Id(99):D}&metadata[order_id]={Order:D}"
            + "&confirm=true&payment_method=pm_card_visa"));
        asked.Headers["Idempotency-Key"].ToString().ShouldBe(Id(1).ToString("D"));

        var taken = (await stripe.Capture(Call(2, 1000m, held.Reference), Ct)).Done().Fact;
        (taken.Kind, taken.Amount, taken.IsTotal, taken.IsFinal, taken.RequestId)
            .ShouldBe((FactKind.Captured, Inr(1000m), true, true, Id(2)));
        (await stripe.Capture(Call(3, 1m, held.Reference), Ct)).Refusal()
            .ShouldStartWith("payment_intent_unexpected_state");

        var back = (await stripe.Refund(Call(4, 250.50m, held.Reference), Ct)).Done().Fact;
        (back.Kind, back.Amount, back.RequestId).ShouldBe((FactKind.Refunded, Inr(250.50m), Id(4)));
        (await stripe.Refund(Call(5, 750m, held.Reference), Ct)).Refusal().ShouldStartWith("amount_too_large");
        stripeApi.Events.SelectMany(body => stripe.Parse(Encoding.UTF8.GetBytes(body))).Select(told => told.Fact.Id)
            .ShouldBe([held.Fact.Id, $"{held.Reference}:captured:100000", taken.Id, back.Id]);
    }

    [Theory]
    [InlineData("pm_card_multicapture", true)]
    [InlineData("pm_card_visa", false)]
    public async Task Stripe_captures_several_times_where_the_account_and_the_card_may(string token, bool may)
    {
        var settings = new Dictionary<string, string> { ["multicapture"] = "true" };
        var held = (await stripe.Authorize(Call(1, 100m, token: token, settings: settings), Ct)).Done();
        stripeApi.Requests.Single().Body.ShouldContain("request_multicapture");
        var first = Call(2, 40m, held.Reference, isLast: false, settings: settings);
        var taken = (await stripe.Capture(first, Ct)).Done().Fact;
        (taken.Amount, taken.IsTotal, taken.IsFinal).ShouldBe((Inr(40m), true, !may));
        var rest = await stripe.Capture(Call(3, 60m, held.Reference, settings: settings), Ct);
        if (!may)
            rest.Refusal().ShouldStartWith("payment_intent_unexpected_state");
        else
            (rest.Done().Fact.Amount, rest.Done().Fact.IsFinal).ShouldBe((Inr(100m), true));
    }

    [Fact]
    public async Task A_declined_card_is_a_failure_that_webhooks_tell_under_the_same_name()
    {
        var failed = (await stripe.Authorize(Call(1, 10m, token: "pm_card_chargeDeclined"), Ct)).Done();
        failed.Fact.Reason.ShouldBe("insufficient_funds: Your card has insufficient funds.");
        var told = stripe.Parse(Encoding.UTF8.GetBytes(stripeApi.Events.Single())).Single();
        (told.Reference, told.Fact.Id, told.Fact.Reason)
            .ShouldBe((failed.Reference, failed.Fact.Id, failed.Fact.Reason));
    }

    [Fact]
    public async Task What_is_held_is_let_go_once()
    {
        var held = (await stripe.Authorize(Call(1, 10m, token: "pm_card_visa"), Ct)).Done();
        var first = (await stripe.Void(Call(2, 10m, held.Reference), Ct)).Done().Fact;
        (await stripe.Void(Call(3, 10m, held.Reference), Ct)).Done().Fact.Id.ShouldBe(first.Id);
        var paid = (await stripe.Authorize(Call(4, 10m, token: "pm_card_visa", isManual: false), Ct)).Done();
        paid.Fact.Kind.ShouldBe(FactKind.Captured);
        (await stripe.Void(Call(5, 10m, paid.Reference), Ct)).Refusal()
            .ShouldStartWith("payment_intent_unexpected_state");
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_told_again_and_nothing_is_done_twice()
    {
        stripeApi.LostAnswers = 1;
        await Should.ThrowAsync<HttpRequestException>(stripe.Authorize(Call(1, 10m, token: "pm_card_visa"), Ct));
        var again = (await stripe.Authorize(Call(1, 10m, token: "pm_card_visa"), Ct)).Done();
        stripeApi.Events.Count.ShouldBe(1);
        (await stripe.Capture(Call(2, 10m, again.Reference), Ct)).Done();
    }

    [Theory]
    [InlineData(409, "Stripe-Version", "x", true)]
    [InlineData(429, "Retry-After", "120", true)]
    [InlineData(503, "Retry-After", "120", true)]
    [InlineData(401, "Retry-After", "120", true)]
    [InlineData(400, "Stripe-Should-Retry", "true", true)]
    [InlineData(500, "Stripe-Should-Retry", "false", false)]
    [InlineData(404, "Retry-After", "120", false)]
    public async Task Who_is_busy_is_asked_again_later(int status, string header, string value, bool isPassing)
    {
        stripeApi.Troubles.Enqueue((status, header, value));
        razorpayApi.Troubles.Enqueue((status, header, value));
        Task<ProviderAnswer>[] calls =
            [stripe.Authorize(Call(1, 10m, token: "pm_card_visa"), Ct), razorpay.Authorize(ToRazorpay(2, 10m), Ct)];
        foreach (var call in calls)
        {
            var later = await Record.ExceptionAsync(() => call) as TryLaterException;
            (later is not null).ShouldBe(isPassing);
            if (isPassing)
                later!.After.ShouldBe(TimeSpan.FromSeconds(header == "Retry-After" ? 120 : 0));
            else
                (await call).ShouldBeOfType<ProviderAnswer.Refused>();
        }
    }

    [Theory]
    [InlineData("JPY", "500", "500")]
    [InlineData("KWD", "5.120", "5120")]
    [InlineData("ISK", "5", "500")]
    [InlineData("UGX", "5", "500")]
    [InlineData("MGA", "5.00", "5")]
    [InlineData("USD", "10.01", "1001")]
    [InlineData("KWD", "5.124", null)]
    [InlineData("MGA", "5.20", null)]
    public async Task Stripe_counts_in_its_own_minor_units_and_never_rounds(
        string currency, string amount, string? minor)
    {
        var money = new Money(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), currency);
        var answer = await stripe.Authorize(Call(1, 0, token: "pm_card_visa") with { Amount = money }, Ct);
        if (minor is null)
        {
            answer.Refusal().ShouldStartWith("Stripe cannot take");
            stripeApi.Requests.ShouldBeEmpty();
            return;
        }

        stripeApi.Requests.Single().Body.ShouldStartWith($"amount={minor}&currency={currency.ToLowerInvariant()}&");
        answer.Done().Fact.Amount.ShouldBe(money);
    }

    [Fact]
    public async Task What_Stripe_cannot_start_from_here_says_so()
    {
        (await stripe.Authorize(Call(1, 10m) with { Method = "voucher" }, Ct)).Refusal().ShouldContain("storefront");
        (await stripe.Authorize(Call(2, 10m), Ct)).ShouldBeOfType<ProviderAnswer.Accepted>();
        await Should.ThrowAsync<InvalidOperationException>(stripe.Authorize(
            Call(3, 10m) with { Connection = Call(3, 10m).Connection! with { Credentials = Nothing } }, Ct));
    }

    [Fact]
    public async Task Razorpay_takes_all_of_an_order_and_gives_parts_of_it_back()
    {
        var order = (await razorpay.Authorize(ToRazorpay(1, 1299m), Ct)).Accepted();
        order.ShouldStartWith("order_");
        razorpayApi.Pay(order, fails: true);
        var payment = razorpayApi.Pay(order);

        var capture = ToRazorpay(2, 1299m, order) with { Authorized = Inr(1299m) };
        (await razorpay.Capture(capture with { Amount = Inr(1000m), IsLast = false }, Ct)).Refusal()
            .ShouldStartWith("Razorpay captures all of the 1299.00 INR");
        razorpayApi.LostAnswers = 0;
        var taken = (await razorpay.Capture(capture, Ct)).Done().Fact;
        (taken.Id, taken.Amount, taken.Transaction, taken.RequestId)
            .ShouldBe(($"{payment}:captured", Inr(1299m), payment, Id(2)));
        // Captured already: the answer is the same.
        (await razorpay.Capture(capture, Ct)).Done().Fact.Id.ShouldBe(taken.Id);

        var refund = ToRazorpay(3, 300m, order) with { Transaction = payment };
        razorpayApi.LostAnswers = 1;
        await Should.ThrowAsync<HttpRequestException>(razorpay.Refund(refund, Ct));
        var back = (await razorpay.Refund(refund, Ct)).Done().Fact;
        (back.Kind, back.Amount, back.RequestId).ShouldBe((FactKind.Refunded, Inr(300m), Id(3)));
        razorpayApi.Requests.Last().Headers["X-Refund-Idempotency"].ToString().ShouldBe(Id(3).ToString("D"));
        (await razorpay.Refund(refund with { Key = Id(4), Amount = Inr(1000m) }, Ct)).Refusal()
            .ShouldContain("greater than the refund payment amount");
        (await razorpay.Void(refund with { Key = Id(5) }, Ct)).Refusal().ShouldContain("refunded");
    }

    [Fact]
    public async Task What_an_order_was_reduced_by_is_captured_with_the_rest_and_refunded_by_the_payment()
    {
        var order = (await razorpay.Authorize(ToRazorpay(1, 100m), Ct)).Accepted();
        razorpayApi.Pay(order);
        var rest = ToRazorpay(2, 70m, order) with { Authorized = Inr(100m), IsLast = true };
        (await razorpay.Capture(rest, Ct)).Done().Fact.Amount.ShouldBe(Inr(100m));
    }

    [Fact]
    public async Task An_order_whose_answer_was_lost_is_found_by_its_receipt()
    {
        razorpayApi.LostAnswers = 1;
        await Should.ThrowAsync<HttpRequestException>(razorpay.Authorize(ToRazorpay(1, 10m), Ct));
        var found = await razorpay.Authorize(ToRazorpay(1, 10m) with { Attempt = 2 }, Ct);
        found.ShouldBeOfType<ProviderAnswer.Accepted>().Reference.ShouldStartWith("order_");
        razorpayApi.Requests.Count(request => request.Method == "POST").ShouldBe(1);
    }

    private static readonly Dictionary<string, string> Nothing = [];

    private ProviderCall Call(
        int key, decimal amount, string? reference = null, string? token = null, bool isManual = true,
        bool isLast = true, Dictionary<string, string>? settings = null, string? api = null) => new()
        {
            Key = Id(key),
            PaymentId = Id(99),
            OrderId = Order,
            Method = "card",
            Amount = Inr(amount),
            RequestedAt = Noon,
            Reference = reference,
            Token = token,
            IsManual = isManual,
            IsLast = isLast,
            Connection = new("demo", "any", "live", ["whsec"], null, settings ?? Nothing, Noon)
            {
                BaseUrl = new(api ?? stripeApi.Url),
                Credentials = new Dictionary<string, string>
                {
                    ["secretKey"] = StripeStandIn.SecretKey,
                    ["keyId"] = RazorpayStandIn.KeyId,
                    ["keySecret"] = RazorpayStandIn.KeySecret,
                },
            },
        };

    private ProviderCall ToRazorpay(int key, decimal amount, string? reference = null) =>
        Call(key, amount, reference, api: razorpayApi.Url);

    private sealed class Plain : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new();
    }
}

internal static class Answers
{
    public static ProviderAnswer.Done Done(this ProviderAnswer answer) => answer.ShouldBeOfType<ProviderAnswer.Done>();

    public static string Accepted(this ProviderAnswer answer) =>
        answer.ShouldBeOfType<ProviderAnswer.Accepted>().Reference;

    public static string Refusal(this ProviderAnswer answer) =>
        answer.ShouldBeOfType<ProviderAnswer.Refused>().Reason;
}
