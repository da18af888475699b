using System.Globalization;
using System.Text.Json;
using Contracts;

namespace Payments.Providers;

/// <summary>
/// Stripe: PaymentIntents with form-encoded calls under a pinned version, each with the request's id as its
/// <c>Idempotency-Key</c>; webhooks signed by <c>Stripe-Signature</c>. Credentials: <c>secretKey</c>. Settings:
/// <c>multicapture: "true"</c> for accounts that may capture an authorization several times.
/// Source: Stripe's API reference (PaymentIntents, Refunds, Events, Errors, Idempotent requests), "Supported
/// currencies", "Capture a payment multiple times", "Verify webhook signatures manually".
/// </summary>
internal sealed class Stripe(ProviderApi api) : IPaymentProvider
{
    public const string ApiVersion = "2024-10-28.acacia";

    private const string PaymentMetadata = "payment_id";
    private const string CaptureMetadata = "capture_id";
    private const string RefundMetadata = "refund_id";

    public string Name => "stripe";

    public Uri? BaseUrl { get; } = new("https://api.stripe.com");

    public IReadOnlyList<string> Credentials { get; } = ["secretKey"];

    /// <summary>
    /// Creates the PaymentIntent, and confirms it where the order brought a payment method. Without one it waits for
    /// the storefront to confirm it.
    /// </summary>
    public async Task<ProviderAnswer> Authorize(ProviderCall call, CancellationToken ct)
    {
        // Wallets hand in cards; other methods need more than a token, so the storefront starts them.
        if (call.Method switch { "card" or "wallet" => "card", "upi" => "upi", _ => null } is not { } type)
            return new ProviderAnswer.Refused(
                $"Stripe starts no {call.Method} from here: start it in the storefront and give its reference.");
        if (MinorOf(call.Amount) is not { } amount)
            return NotPayable(call.Amount);
        var form = new Dictionary<string, string>
        {
            ["amount"] = Text(amount),
            ["currency"] = CodeOf(call.Amount),
            ["capture_method"] = call.IsManual ? "manual" : "automatic",
            ["payment_method_types[0]"] = type,
            [$"metadata[{PaymentMetadata}]"] = call.PaymentId.ToString("D"),
            ["metadata[order_id]"] = call.OrderId.ToString("D"),
        };
        if (call.IsManual && type == "card" && CapturesOften(call))
            form["payment_method_options[card][request_multicapture]"] = "if_available";
        if (call.Token is { } token)
        {
            form["confirm"] = "true";
            var isCardToken = token.StartsWith("tok_", StringComparison.Ordinal);
            if (isCardToken)
                form["payment_method_data[type]"] = "card";
            form[isCardToken ? "payment_method_data[card][token]" : "payment_method"] = token;
        }

        var answer = await Post(call, "/v1/payment_intents", form, ct);
        if (!answer.IsRefusal)
            return IntentAnswer(answer.Json, answer.At);
        // A declined card leaves a PaymentIntent behind, of which webhooks tell too.
        var intent = answer.Json.At("error", "payment_intent");
        return intent.Text("id") is { } id
            ? new ProviderAnswer.Done(id, Failed(id, intent.Text("last_payment_error", "charge")
                ?? answer.Json.Text("error", "charge"), answer.Json.At("error"), answer.At))
            : new ProviderAnswer.Refused(ReasonOf(answer.Json.At("error")) ?? $"Stripe answers {answer.Status}.");
    }

    /// <summary>
    /// What is not captured is let go by Stripe, unless this is not the last capture and there may be several.
    /// </summary>
    public async Task<ProviderAnswer> Capture(ProviderCall call, CancellationToken ct)
    {
        if (MinorOf(call.Amount) is not { } amount)
            return NotPayable(call.Amount);
        var path = $"/v1/payment_intents/{Uri.EscapeDataString(call.Reference!)}";
        var form = new Dictionary<string, string>
        {
            ["amount_to_capture"] = Text(amount),
            [$"metadata[{CaptureMetadata}]"] = call.Key.ToString("D"),
        };
        if (!call.IsLast && CapturesOften(call))
        {
            var known = await Send(call, HttpMethod.Get, path + "?expand[]=latest_charge", content: null, ct);
            if (known.Json.Text("latest_charge", "payment_method_details", "card", "multicapture", "status")
                == "available")
                form["final_capture"] = "false";
        }

        var answer = await Post(call, path + "/capture", form, ct);
        return answer.IsRefusal
            ? new ProviderAnswer.Refused(ReasonOf(answer.Json.At("error")) ?? $"Stripe answers {answer.Status}.")
            : IntentAnswer(answer.Json, answer.At);
    }

    public async Task<ProviderAnswer> Refund(ProviderCall call, CancellationToken ct)
    {
        if (MinorOf(call.Amount) is not { } amount)
            return NotPayable(call.Amount);
        var answer = await Post(call, "/v1/refunds", new()
        {
            ["payment_intent"] = call.Reference!,
            ["amount"] = Text(amount),
            [$"metadata[{RefundMetadata}]"] = call.Key.ToString("D"),
            [$"metadata[{PaymentMetadata}]"] = call.PaymentId.ToString("D"),
        }, ct);
        if (answer.IsRefusal)
            return new ProviderAnswer.Refused(
                ReasonOf(answer.Json.At("error")) ?? $"Stripe answers {answer.Status}.");
        return RefundFact(answer.Json, answer.At) switch
        {
            { Kind: FactKind.Refunded } done =>
                new ProviderAnswer.Done(call.Reference!, done with { RequestId = call.Key }),
            { Kind: FactKind.RefundFailed } failed => new ProviderAnswer.Refused(failed.Reason!),
            _ => new ProviderAnswer.Accepted(call.Reference!),
        };
    }

    public async Task<ProviderAnswer> Void(ProviderCall call, CancellationToken ct)
    {
        var path = $"/v1/payment_intents/{Uri.EscapeDataString(call.Reference!)}/cancel";
        var answer = await Post(call, path, new() { ["cancellation_reason"] = "requested_by_customer" }, ct);
        var intent = answer.IsRefusal ? answer.Json.At("error", "payment_intent") : answer.Json;
        return intent.Text("status") == "canceled"
            ? new ProviderAnswer.Done(call.Reference!, Voided(call.Reference!, call.Reason, answer.At))
            : new ProviderAnswer.Refused(ReasonOf(answer.Json.At("error")) ?? $"Stripe answers {answer.Status}.");
    }

    public bool IsAuthentic(
        ReadOnlySpan<byte> body, Func<string, string?> header, IReadOnlyList<string> secrets, DateTimeOffset now) =>
        TimedSignature.IsAuthentic(body, header("Stripe-Signature"), secrets, now);

    /// <summary>
    /// Several events tell of one thing, in any order: the facts are called after the objects they are about, and sums
    /// are told as sums.
    /// </summary>
    public IReadOnlyList<ReportedFact> Parse(ReadOnlySpan<byte> body)
    {
        var told = ProviderJson.Webhook(body);
        var (type, about) = (told.Text("type"), told.At("data", "object"));
        if (type is null || told.Instant("created") is not { } at || about.ValueKind != JsonValueKind.Object)
            throw new FormatException("'type', 'created' or 'data.object' is missing: it is no event of Stripe's.");
        IEnumerable<ProviderFact?> facts = type switch
        {
            "payment_intent.amount_capturable_updated" => [IntentFact(about, "requires_capture", at)],
            "payment_intent.succeeded" => [IntentFact(about, "succeeded", at)],
            "payment_intent.canceled" => [IntentFact(about, "canceled", at)],
            "payment_intent.payment_failed" =>
            [
                Failed(Required(about, "id"), about.Text("last_payment_error", "charge"),
                    about.At("last_payment_error"), at),
            ],
            "charge.succeeded" or "charge.captured" => [ChargeFact(about, at)],
            "charge.failed" => [Failed(ReferenceOf(about), about.Text("id"), ChargeFailure(about), at)],
            "charge.expired" => [Voided(ReferenceOf(about), "the authorization has expired", at)],
            "charge.refunded" => RefundFacts(about, at),
            "refund.created" or "refund.updated" or "refund.failed" or "charge.refund.updated" =>
                [RefundFact(about, at)],
            "charge.dispute.created" or "charge.dispute.updated" or "charge.dispute.closed"
                or "charge.dispute.funds_withdrawn" or "charge.dispute.funds_reinstated" => [DisputeFact(about, at)],
            _ => [],
        };
        return [.. facts.OfType<ProviderFact>().Select(fact => new ReportedFact(type.StartsWith("payment_intent.",
            StringComparison.Ordinal) ? Required(about, "id") : ReferenceOf(about), fact))];
    }

    private static ProviderAnswer IntentAnswer(JsonElement intent, DateTimeOffset at)
    {
        var id = Required(intent, "id");
        return IntentFact(intent, intent.Text("status"), at) is { } fact
            ? new ProviderAnswer.Done(id, fact) : new ProviderAnswer.Accepted(id);
    }

    /// <summary>Between two captures it is <c>requires_capture</c> with something received already.</summary>
    private static ProviderFact? IntentFact(JsonElement intent, string? status, DateTimeOffset at)
    {
        var (id, currency) = (Required(intent, "id"), intent.Text("currency") ?? "");
        var amount = intent.Number("amount") ?? 0;
        var received = intent.Number("amount_received");
        var captureId = intent.Key("metadata", CaptureMetadata);
        return status switch
        {
            "succeeded" => CapturedInAll(id, received ?? amount, currency, at) with
            {
                Id = $"{id}:captured:{received ?? amount}:final",
                IsFinal = true,
                RequestId = captureId,
            },
            "requires_capture" when received > 0 =>
                CapturedInAll(id, received.Value, currency, at) with { RequestId = captureId },
            "requires_capture" => Authorized(id, intent.Number("amount_capturable") ?? amount, currency, at),
            "canceled" => Voided(id, intent.Text("cancellation_reason"), at),
            _ => null,
        };
    }

    private static ProviderFact ChargeFact(JsonElement charge, DateTimeOffset at)
    {
        var (reference, currency) = (ReferenceOf(charge), charge.Text("currency") ?? "");
        var amount = charge.Number("amount") ?? throw new FormatException("The charge has no amount.");
        // Older versions say what was captured by what was let go.
        var captured = charge.Number("amount_captured") ?? amount - (charge.Number("amount_refunded") ?? 0);
        return charge.IsTrue("captured") || charge.Number("amount_captured") > 0
            ? CapturedInAll(reference, captured, currency, at)
            : Authorized(reference, amount, currency, at);
    }

    /// <summary>
    /// The refunds where they are listed (versions before 2022-11-15), else their sum. Of a charge that was captured in
    /// part the sum may hold what was let go, so it tells nothing: the refunds' own events do.
    /// </summary>
    private static IEnumerable<ProviderFact?> RefundFacts(JsonElement charge, DateTimeOffset at)
    {
        if (charge.Number("amount_captured") < charge.Number("amount"))
            return [];
        if (charge.At("refunds", "data") is { ValueKind: JsonValueKind.Array } listed && listed.GetArrayLength() > 0)
            return listed.EnumerateArray().Select(refund => RefundFact(refund, refund.Instant("created") ?? at));
        var sum = charge.Number("amount_refunded") ?? throw new FormatException("The charge has no amount_refunded.");
        return
        [
            new ProviderFact($"{ReferenceOf(charge)}:refunded:{sum}:{at.ToUnixTimeSeconds()}", FactKind.Refunded,
                Read(sum, charge.Text("currency") ?? ""), at) { IsTotal = true },
        ];
    }

    /// <summary>Null while it is pending, or waits for somebody to act.</summary>
    private static ProviderFact? RefundFact(JsonElement refund, DateTimeOffset at)
    {
        var id = Required(refund, "id");
        var amount = Read(refund.Number("amount") ?? throw new FormatException("The refund has no amount."),
            refund.Text("currency") ?? "");
        var requestId = refund.Key("metadata", RefundMetadata);
        return refund.Text("status") switch
        {
            "succeeded" => new(id, FactKind.Refunded, amount, at, RequestId: requestId),
            var how and ("failed" or "canceled") => new(ProviderFact.FailureOf(id), FactKind.RefundFailed, amount, at,
                refund.Text("failure_reason") ?? how, requestId),
            _ => null,
        };
    }

    /// <summary>An inquiry ("warning_…") takes no money yet, but may become a chargeback.</summary>
    private static ProviderFact? DisputeFact(JsonElement dispute, DateTimeOffset at)
    {
        var id = Required(dispute, "id");
        var state = dispute.Text("status") switch
        {
            "needs_response" or "under_review" or "warning_needs_response" or "warning_under_review" =>
                Disputes.Opened,
            "won" => Disputes.Won,
            "lost" => Disputes.Lost,
            "warning_closed" or "prevented" => Disputes.Closed,
            _ => null,
        };
        return state is null ? null : new ProviderFact($"{id}:{state}", FactKind.Disputed,
            dispute.Number("amount") is { } amount ? Read(amount, dispute.Text("currency") ?? "") : null, at,
            dispute.Text("reason")) { Dispute = new(id, state) };
    }

    private static ProviderFact Authorized(string reference, long amount, string currency, DateTimeOffset at) =>
        new($"{reference}:authorized:{amount}", FactKind.Authorized, Read(amount, currency), at);

    private static ProviderFact CapturedInAll(string reference, long sum, string currency, DateTimeOffset at) =>
        new($"{reference}:captured:{sum}", FactKind.Captured, Read(sum, currency), at) { IsTotal = true };

    private static ProviderFact Voided(string reference, string? reason, DateTimeOffset at) =>
        new($"{reference}:voided", FactKind.Voided, null, at, reason);

    private static ProviderFact Failed(string reference, string? charge, JsonElement error, DateTimeOffset at) =>
        new($"{reference}:failed:{charge}", FactKind.Failed, null, at, ReasonOf(error));

    /// <summary>"insufficient_funds: Your card has insufficient funds."</summary>
    private static string? ReasonOf(JsonElement error)
    {
        var code = error.Text("decline_code") ?? error.Text("code") ?? error.Text("type");
        var message = error.Text("message");
        return code is null || message is null ? code ?? message : $"{code}: {message}";
    }

    /// <summary>A charge has its failure in fields of its own.</summary>
    private static JsonElement ChargeFailure(JsonElement charge) => JsonSerializer.SerializeToElement(new
    {
        code = charge.Text("failure_code"),
        message = charge.Text("failure_message"),
    });

    /// <summary>The PaymentIntent's id; of charges made without one their own.</summary>
    private static string ReferenceOf(JsonElement about) => about.Id("payment_intent") ?? about.Id("charge")
        ?? Required(about, "id");

    private static string Required(JsonElement about, string name) =>
        about.Text(name) ?? throw new FormatException($"'{name}' is missing.");

    private static bool CapturesOften(ProviderCall call) =>
        call.Connection!.Settings.GetValueOrDefault("multicapture") == "true";

    private Task<ApiAnswer> Post(
        ProviderCall call, string path, Dictionary<string, string> form, CancellationToken ct) =>
        Send(call, HttpMethod.Post, path, new FormUrlEncodedContent(form), ct);

    private async Task<ApiAnswer> Send(
        ProviderCall call, HttpMethod method, string path, HttpContent? content, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, call.At(this, path)) { Content = content };
        request.Headers.Authorization = new("Bearer", call.Connection!.Credential("secretKey"));
        request.Headers.Add("Stripe-Version", ApiVersion);
        if (content is not null)
            request.Headers.Add("Idempotency-Key", call.Key.ToString("D"));
        return await api.Send(request, ct);
    }

    private static ProviderAnswer.Refused NotPayable(Money amount) =>
        new($"Stripe cannot take {Payment.Text(amount)}: {amount.Currency} has no such unit there.");

    private static long? MinorOf(Money money) => MinorUnits.Of(money, DecimalsOf(money.Currency));

    private static Money Read(long minor, string currency) =>
        MinorUnits.Read(minor, currency.ToUpperInvariant(), DecimalsOf(currency.ToUpperInvariant()));

    /// <summary>
    /// Stripe counts ariary whole, and kronur and Ugandan shillings in hundredths although they have none any more.
    /// </summary>
    private static int DecimalsOf(string currency) => currency switch
    {
        "MGA" => 0,
        "ISK" or "UGX" => 2,
        _ => MinorUnits.DecimalsOf(currency),
    };

    private static string CodeOf(Money money) => money.Currency.ToLowerInvariant();

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
