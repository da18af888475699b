using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Contracts;

namespace Payments.Providers;

/// <summary>
/// Razorpay: an order which the storefront's checkout pays, its payments captured (always in full) and refunded by
/// JSON calls with the key's id and secret; webhooks signed by <c>X-Razorpay-Signature</c>. Credentials:
/// <c>keyId</c>, <c>keySecret</c>. A payment goes by the order's id (<c>order_…</c>), or <c>pay_…</c> where the
/// storefront told that.
/// Source: Razorpay's API reference (Orders, Payments, Refunds, Refund idempotency), "Webhooks: validate and test",
/// "Payments", "Refunds" and "Disputes webhook events".
/// </summary>
internal sealed class Razorpay(ProviderApi api) : IPaymentProvider
{
    private const string PaymentNote = "payment_id";
    private const string RefundNote = "refund_id";

    public string Name => "razorpay";

    public Uri? BaseUrl { get; } = new("https://api.razorpay.com");

    public IReadOnlyList<string> Credentials { get; } = ["keyId", "keySecret"];

    /// <summary>
    /// Creates the order. Orders know no idempotency keys: should the first answer have been lost, the order is found
    /// again by its receipt, which is the payment's id.
    /// </summary>
    public async Task<ProviderAnswer> Authorize(ProviderCall call, CancellationToken ct)
    {
        if (MinorOf(call.Amount) is not { } amount)
            return NotPayable(call.Amount);
        var receipt = call.PaymentId.ToString("N");
        if (call.Attempt > 1)
        {
            var found = await Get(call, $"/v1/orders?receipt={receipt}", ct);
            if (Items(found.Json).Select(order => order.Text("id")).FirstOrDefault(id => id is not null) is { } known)
                return new ProviderAnswer.Accepted(known);
        }

        var answer = await Post(call, "/v1/orders", new
        {
            amount,
            currency = call.Amount.Currency,
            receipt,
            payment_capture = !call.IsManual,
            notes = new Dictionary<string, string> { [PaymentNote] = call.PaymentId.ToString("D") },
        }, idempotencyKey: null, ct);
        return answer.Json.Text("id") is { } id && !answer.IsRefusal
            ? new ProviderAnswer.Accepted(id) : Refused(answer);
    }

    /// <summary>
    /// All that was authorized, as Razorpay wants it. What the order was reduced by is refunded then; any other part is
    /// refused.
    /// </summary>
    public async Task<ProviderAnswer> Capture(ProviderCall call, CancellationToken ct)
    {
        var all = call.Authorized!;
        if (call.Amount.Amount != all.Amount && !call.IsLast)
            return new ProviderAnswer.Refused(
                $"Razorpay captures all of the {Payment.Text(all)} at once: capture it and refund the rest.");
        if (await Transaction(call, ct) is not { } payment || MinorOf(all) is not { } amount)
            return new ProviderAnswer.Refused("Razorpay knows of no authorized payment of this order.");
        var answer = await Post(call, $"/v1/payments/{payment}/capture",
            new { amount, currency = all.Currency }, idempotencyKey: null, ct);
        // It may have been captured by the call before this one, whose answer was lost.
        var now = answer.IsRefusal ? await Get(call, $"/v1/payments/{payment}", ct) : answer;
        return PaymentFact(now.Json, FactKind.Captured, now.At) is { } fact && now.Json.Text("status") == "captured"
            ? new ProviderAnswer.Done(call.Reference!, fact with { RequestId = call.Key }) : Refused(answer);
    }

    public async Task<ProviderAnswer> Refund(ProviderCall call, CancellationToken ct)
    {
        if (MinorOf(call.Amount) is not { } amount)
            return NotPayable(call.Amount);
        if (await Transaction(call, ct) is not { } payment)
            return new ProviderAnswer.Refused("Razorpay knows of no captured payment of this order.");
        var answer = await Post(call, $"/v1/payments/{payment}/refund", new
        {
            amount,
            notes = new Dictionary<string, string> { [RefundNote] = call.Key.ToString("D") },
        }, idempotencyKey: call.Key.ToString("D"), ct);
        if (answer.IsRefusal)
            return Refused(answer);
        return RefundFact(answer.Json, answer.At) switch
        {
            { Kind: FactKind.Refunded } done =>
                new ProviderAnswer.Done(call.Reference!, done with { RequestId = call.Key }),
            { Kind: FactKind.RefundFailed } failed => new ProviderAnswer.Refused(failed.Reason!),
            _ => new ProviderAnswer.Accepted(call.Reference!),
        };
    }

    /// <summary>
    /// Razorpay has no call for it: what is not captured it gives back by itself. So it is void, unless it is
    /// captured.
    /// </summary>
    public async Task<ProviderAnswer> Void(ProviderCall call, CancellationToken ct)
    {
        var payment = await Transaction(call, ct);
        var now = payment is null ? null : await Get(call, $"/v1/payments/{payment}", ct);
        return now?.Json.Text("status") is "captured" or "refunded"
            ? new ProviderAnswer.Refused("The payment is captured: it can only be refunded.")
            : new ProviderAnswer.Done(call.Reference!, Voided(call.Reference!, call.Reason, call.RequestedAt));
    }

    /// <summary>Hex HMAC-SHA256 of the body. It tells no time: a replay is known by its facts.</summary>
    public bool IsAuthentic(
        ReadOnlySpan<byte> body, Func<string, string?> header, IReadOnlyList<string> secrets, DateTimeOffset now)
    {
        var told = Encoding.UTF8.GetBytes(header("X-Razorpay-Signature") ?? "");
        var authentic = false;
        foreach (var secret in secrets)
            authentic |= CryptographicOperations.FixedTimeEquals(told, Encoding.ASCII.GetBytes(
                Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))));
        return authentic;
    }

    public IReadOnlyList<ReportedFact> Parse(ReadOnlySpan<byte> body)
    {
        var told = ProviderJson.Webhook(body);
        var (type, payload) = (told.Text("event"), told.At("payload"));
        if (type is null || told.Instant("created_at") is not { } at || payload.ValueKind != JsonValueKind.Object)
            throw new FormatException("'event', 'created_at' or 'payload' is missing: it is no event of Razorpay's.");
        var payment = payload.At("payment", "entity");
        var fact = type switch
        {
            "payment.authorized" => PaymentFact(payment, FactKind.Authorized, at),
            "payment.captured" or "order.paid" => PaymentFact(payment, FactKind.Captured, at),
            "payment.failed" => PaymentFact(payment, FactKind.Failed, at),
            // Razorpay's own, of what was never captured.
            "refund.created" or "refund.processed" or "refund.failed" when payment.At("captured").ValueKind
                == JsonValueKind.False => Voided(ReferenceOf(payment), "not captured in time", at),
            "refund.created" or "refund.processed" or "refund.failed" =>
                RefundFact(payload.At("refund", "entity"), at),
            "payment.dispute.created" or "payment.dispute.under_review" or "payment.dispute.action_required" =>
                DisputeFact(payload.At("dispute", "entity"), Disputes.Opened, at),
            "payment.dispute.won" => DisputeFact(payload.At("dispute", "entity"), Disputes.Won, at),
            "payment.dispute.lost" => DisputeFact(payload.At("dispute", "entity"), Disputes.Lost, at),
            "payment.dispute.closed" => DisputeFact(payload.At("dispute", "entity"), Disputes.Closed, at),
            _ => null,
        };
        if (fact is null)
            return [];
        var transaction = payment.Text("id") ?? payload.Text("refund", "entity", "payment_id")
            ?? payload.Text("dispute", "entity", "payment_id");
        var order = payment.Text("order_id");
        return [new(order ?? transaction ?? throw new FormatException("It names no payment."), fact,
            order is null ? null : transaction)];
    }

    private static ProviderFact PaymentFact(JsonElement payment, FactKind kind, DateTimeOffset at)
    {
        var id = payment.Text("id") ?? throw new FormatException("The payment has no id.");
        if (kind == FactKind.Failed)
            return new($"{id}:failed", kind, null, at, ReasonOf(payment, "error_reason", "error_description"));
        var amount = payment.Number("amount") ?? throw new FormatException("The payment has no amount.");
        return new($"{id}:{(kind == FactKind.Captured ? "captured" : "authorized")}", kind,
            Read(amount, payment.Text("currency") ?? ""), at)
        {
            IsFinal = kind == FactKind.Captured,
            Transaction = id,
        };
    }

    /// <summary>Null while it is pending.</summary>
    private static ProviderFact? RefundFact(JsonElement refund, DateTimeOffset at)
    {
        var id = refund.Text("id") ?? throw new FormatException("The refund has no id.");
        var amount = Read(refund.Number("amount") ?? throw new FormatException("The refund has no amount."),
            refund.Text("currency") ?? "");
        var requestId = refund.Key("notes", RefundNote);
        return refund.Text("status") switch
        {
            "processed" => new(id, FactKind.Refunded, amount, at, RequestId: requestId),
            "failed" => new(ProviderFact.FailureOf(id), FactKind.RefundFailed, amount, at,
                "Razorpay could not pay it out", requestId),
            _ => null,
        };
    }

    private static ProviderFact DisputeFact(JsonElement dispute, string state, DateTimeOffset at)
    {
        var id = dispute.Text("id") ?? throw new FormatException("The dispute has no id.");
        return new($"{id}:{state}", FactKind.Disputed,
            dispute.Number("amount") is { } amount ? Read(amount, dispute.Text("currency") ?? "") : null, at,
            ReasonOf(dispute, "reason_code", "reason_description")) { Dispute = new(id, state) };
    }

    private static ProviderFact Voided(string reference, string? reason, DateTimeOffset at) =>
        new($"{reference}:voided", FactKind.Voided, null, at, reason);

    private static string ReferenceOf(JsonElement payment) => payment.Text("order_id") ?? payment.Text("id")
        ?? throw new FormatException("The payment has no id.");

    /// <summary>What holds the money: as webhooks told, else asked for.</summary>
    private async Task<string?> Transaction(ProviderCall call, CancellationToken ct)
    {
        if (call.Transaction is not null || call.Reference!.StartsWith("pay_", StringComparison.Ordinal))
            return Uri.EscapeDataString(call.Transaction ?? call.Reference!);
        var known = await Get(call, $"/v1/orders/{Uri.EscapeDataString(call.Reference)}/payments", ct);
        return Items(known.Json).FirstOrDefault(payment =>
            payment.Text("status") is "authorized" or "captured" or "refunded").Text("id");
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement list) =>
        list.At("items") is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : default;

    private Task<ApiAnswer> Get(ProviderCall call, string path, CancellationToken ct) =>
        Send(call, new(HttpMethod.Get, call.At(this, path)), ct);

    private Task<ApiAnswer> Post(
        ProviderCall call, string path, object body, string? idempotencyKey, CancellationToken ct)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, call.At(this, path))
        {
            Content = JsonContent.Create(body),
        };
        if (idempotencyKey is not null)
            request.Headers.Add("X-Refund-Idempotency", idempotencyKey);
        return Send(call, request, ct);
    }

    private async Task<ApiAnswer> Send(ProviderCall call, HttpRequestMessage request, CancellationToken ct)
    {
        using (request)
        {
            var (id, secret) = (call.Connection!.Credential("keyId"), call.Connection.Credential("keySecret"));
            request.Headers.Authorization =
                new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}")));
            return await api.Send(request, ct);
        }
    }

    private static ProviderAnswer.Refused Refused(ApiAnswer answer) => new(
        ReasonOf(answer.Json.At("error"), "reason", "description") ?? string.Create(
            CultureInfo.InvariantCulture, $"Razorpay answers {answer.Status}."));

    private static string? ReasonOf(JsonElement about, string codeName, string textName)
    {
        var (code, text) = (about.Text(codeName) ?? about.Text("code"), about.Text(textName));
        return code is null || text is null ? code ?? text : $"{code}: {text}";
    }

    private static ProviderAnswer.Refused NotPayable(Money amount) =>
        new($"Razorpay cannot take {Payment.Text(amount)}: {amount.Currency} has no such unit there.");

    private static long? MinorOf(Money money) => MinorUnits.Of(money, MinorUnits.DecimalsOf(money.Currency));

    private static Money Read(long minor, string currency) =>
        MinorUnits.Read(minor, currency, MinorUnits.DecimalsOf(currency));
}
