using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Testing;

/// <summary>Razorpay's orders, payments and refunds as its API reference has them.</summary>
public sealed class RazorpayStandIn : ProviderStandIn
{
    public const string KeyId = "rzp_test_stand_in";
    public const string KeySecret = "secret-of-the-stand-in";

    private readonly Dictionary<string, JsonObject> orders = [];
    private readonly Dictionary<string, JsonObject> payments = [];

    /// <summary>As X-Razorpay-Signature is made.</summary>
    public static string Sign(string body, string secret) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));

    /// <summary>The customer pays at the checkout, or tries to; gives the payment's id.</summary>
    public string Pay(string orderId, bool fails = false)
    {
        lock (Gate)
        {
            var order = orders[orderId];
            var id = NewId("pay");
            var captures = order["payment_capture"]!.GetValue<bool>();
            var payment = payments[id] = (JsonObject)Node(new
            {
                id,
                entity = "payment",
                amount = Number(order, "amount"),
                currency = Text(order, "currency"),
                status = fails ? "failed" : captures ? "captured" : "authorized",
                order_id = orderId,
                amount_refunded = 0,
                captured = captures && !fails,
                error_reason = fails ? "payment_cancelled" : null,
                error_description = fails ? "The customer left the page." : null,
                notes = Array.Empty<string>(),
                created_at = Now,
            });
            Tell(fails ? "payment.failed" : "payment.authorized", payment);
            if (captures && !fails)
                Captured(payment);
            return id;
        }
    }

    public void Dispute(string paymentId, string state) => Tell($"payment.dispute.{state}", payments[paymentId],
        ("dispute", Node(new
        {
            id = "disp_" + paymentId,
            entity = "dispute",
            payment_id = paymentId,
            amount = Number(payments[paymentId], "amount"),
            currency = "INR",
            reason_code = "goods_not_received",
            status = state,
        })));

    protected override string? KeyOf(ProviderRequest request) => request.Headers["X-Refund-Idempotency"];

    protected override (int Status, JsonNode Body)? WhyNot(ProviderRequest request) =>
        request.Headers.Authorization
            != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{KeyId}:{KeySecret}"))
            ? Error(401, "Authentication failed") : null;

    protected override (int Status, JsonNode Body) Answer(ProviderRequest request)
    {
        var body = request.Body.Length == 0 ? [] : (JsonObject)JsonNode.Parse(request.Body)!;
        var path = request.Path.Split('?')[0].Split('/')[2..];
        return (request.Method, path) switch
        {
            ("POST", ["orders"]) => Create(body),
            ("GET", ["orders"]) => List(orders.Values.Where(order =>
                request.Path.EndsWith("receipt=" + Text(order, "receipt"), StringComparison.Ordinal))),
            ("GET", ["orders", var id, "payments"]) =>
                List(payments.Values.Where(payment => Text(payment, "order_id") == id)),
            ("GET", ["payments", var id]) => (200, payments[id]),
            ("POST", ["payments", var id, "capture"]) => Capture(payments[id], body),
            ("POST", ["payments", var id, "refund"]) => Refund(payments[id], body),
            _ => Error(404, "The requested URL was not found on the server."),
        };
    }

    private (int, JsonNode) Create(JsonObject body)
    {
        var order = body.DeepClone();
        order["id"] = NewId("order");
        order["status"] = "created";
        orders[order["id"]!.GetValue<string>()] = (JsonObject)order;
        return (200, order);
    }

    private (int, JsonNode) Capture(JsonObject payment, JsonObject body)
    {
        if (Text(payment, "status") != "authorized")
            return Error(400, "This payment has already been captured");
        if (Number(body, "amount") != Number(payment, "amount"))
            return Error(400, "Capture amount must be equal to the amount authorized");
        payment["status"] = "captured";
        payment["captured"] = true;
        Captured(payment);
        return (200, payment);
    }

    private (int, JsonNode) Refund(JsonObject payment, JsonObject body)
    {
        var sum = Number(payment, "amount_refunded") + Number(body, "amount");
        if (Text(payment, "status") != "captured" || sum > Number(payment, "amount"))
            return Error(400, "The total refund amount is greater than the refund payment amount");
        payment["amount_refunded"] = sum;
        var refund = Node(new
        {
            id = NewId("rfnd"),
            entity = "refund",
            amount = Number(body, "amount"),
            currency = Text(payment, "currency"),
            payment_id = Text(payment, "id"),
            notes = body["notes"],
            status = "processed",
            created_at = Now,
        });
        Tell("refund.created", payment, ("refund", refund));
        Tell("refund.processed", payment, ("refund", refund));
        return (200, refund);
    }

    private void Captured(JsonObject payment)
    {
        Tell("payment.captured", payment);
        Tell("order.paid", payment, ("order", orders[Text(payment, "order_id")]));
    }

    private void Tell(string type, JsonObject payment, params (string Name, JsonNode Entity)[] more)
    {
        var payload = new JsonObject();
        foreach (var (name, entity) in more.Append(("payment", payment)))
            payload[name] = new JsonObject { ["entity"] = entity.DeepClone() };
        Events.Enqueue(new JsonObject
        {
            ["entity"] = "event",
            ["account_id"] = "acc_stand_in",
            ["event"] = type,
            ["contains"] = new JsonArray([.. payload.Select(part => JsonValue.Create(part.Key))]),
            ["payload"] = payload,
            ["created_at"] = Now,
        }.ToJsonString());
    }

    private static (int, JsonNode) List(IEnumerable<JsonObject> items)
    {
        var all = items.Select(item => item.DeepClone()).ToArray();
        return (200, new JsonObject
        {
            ["entity"] = "collection",
            ["count"] = all.Length,
            ["items"] = new JsonArray(all),
        });
    }

    private static (int Status, JsonNode Body) Error(int status, string description) => (status, Node(new
    {
        error = new
        {
            code = "BAD_REQUEST_ERROR",
            description,
            source = "business",
            reason = "input_validation_failed",
        },
    }));

    private static string Text(JsonObject about, string name) => about[name]!.GetValue<string>();

    private static long Number(JsonObject about, string name) => about[name]!.GetValue<long>();
}
