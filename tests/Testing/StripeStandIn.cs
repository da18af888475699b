using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Testing;

/// <summary>
/// Stripe's PaymentIntents and Refunds as its API reference has them. <c>pm_card_chargeDeclined</c> is declined,
/// every other payment method pays; only <c>pm_card_multicapture</c> can be captured several times.
/// </summary>
public sealed class StripeStandIn : ProviderStandIn
{
    public const string SecretKey = "sk_test_of_the_stand_in";
    public const string ApiVersion = "2024-10-28.acacia";

    private readonly Dictionary<string, JsonObject> intents = [];
    private readonly Dictionary<string, long> refunded = [];

    /// <summary>As Stripe-Signature is made.</summary>
    public static string Sign(string body, string secret, DateTimeOffset at)
    {
        var time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{body}"));
        return $"t={time},v1={Convert.ToHexStringLower(mac)},v0=6ffbb59b2300aae63f272406069a9788598b792a";
    }

    /// <summary>The customer's bank takes the money back, and later the dispute ends.</summary>
    public void Dispute(string intentId, string status)
    {
        var intent = intents[intentId];
        Tell(status is "needs_response" ? "charge.dispute.created" : "charge.dispute.closed", Node(new
        {
            id = "dp_" + intentId,
            @object = "dispute",
            amount = Number(intent, "amount_received"),
            currency = Text(intent, "currency"),
            charge = Text(intent, "latest_charge"),
            payment_intent = intentId,
            reason = "fraudulent",
            status,
        }));
    }

    protected override string? KeyOf(ProviderRequest request) => request.Headers["Idempotency-Key"];

    protected override (int Status, JsonNode Body)? WhyNot(ProviderRequest request)
    {
        if (request.Headers.Authorization != $"Bearer {SecretKey}")
            return Error(401, "invalid_request_error", null, "Invalid API Key provided");
        if (request.Headers["Stripe-Version"] != ApiVersion)
            return Error(400, "invalid_request_error", null, "Invalid Stripe API version");
        return request.Method == "POST" && (KeyOf(request) is null
            || request.Headers.ContentType != "application/x-www-form-urlencoded")
            ? Error(400, "invalid_request_error", null, "No key, or no form") : null;
    }

    protected override (int Status, JsonNode Body) Answer(ProviderRequest request)
    {
        var form = QueryHelpers.ParseQuery(request.Body).ToDictionary(f => f.Key, f => f.Value.ToString());
        var path = request.Path.Split('?')[0].Split('/')[2..];
        return (request.Method, path) switch
        {
            ("POST", ["payment_intents"]) => Create(form),
            ("GET", ["payment_intents", var id]) => (200, Expanded(intents[id])),
            ("POST", ["payment_intents", var id, "capture"]) => Capture(intents[id], form),
            ("POST", ["payment_intents", var id, "cancel"]) => Cancel(intents[id], form),
            ("POST", ["refunds"]) => Refund(form),
            _ => Error(404, "invalid_request_error", null, "Unrecognized request URL"),
        };
    }

    private (int, JsonNode) Create(Dictionary<string, string> form)
    {
        var id = NewId("pi");
        var intent = intents[id] = (JsonObject)Node(new
        {
            id,
            @object = "payment_intent",
            amount = Number(form["amount"]),
            amount_capturable = 0,
            amount_received = 0,
            currency = form["currency"],
            capture_method = form["capture_method"],
            latest_charge = (string?)null,
            metadata = Metadata(form),
            status = "requires_payment_method",
            created = Now,
        });
        if (!form.ContainsKey("confirm"))
            return (200, intent);
        intent["latest_charge"] = NewId("ch");
        if (form["payment_method"] == "pm_card_chargeDeclined")
        {
            intent["last_payment_error"] = Node(new
            {
                charge = Text(intent, "latest_charge"),
                code = "card_declined",
                decline_code = "insufficient_funds",
                message = "Your card has insufficient funds.",
            });
            Tell("payment_intent.payment_failed", intent);
            var declined = intent["last_payment_error"]!.DeepClone();
            declined["payment_intent"] = intent.DeepClone();
            return (402, new JsonObject { ["error"] = declined });
        }

        intent["payment_method"] = form["payment_method"];
        if (form["capture_method"] == "manual")
        {
            intent["status"] = "requires_capture";
            intent["amount_capturable"] = Number(intent, "amount");
            Tell("payment_intent.amount_capturable_updated", intent);
            return (200, intent);
        }

        Received(intent, Number(intent, "amount"), isFinal: true);
        return (200, intent);
    }

    private (int, JsonNode) Capture(JsonObject intent, Dictionary<string, string> form)
    {
        var amount = Number(form["amount_to_capture"]);
        if (Text(intent, "status") != "requires_capture")
            return Unexpected(intent);
        if (amount > Number(intent, "amount_capturable"))
            return Error(400, "invalid_request_error", "amount_too_large", "More than is capturable.");
        if (form.GetValueOrDefault("final_capture") == "false" && !CapturesOften(intent))
            return Error(400, "invalid_request_error", null, "Multicapture is not available for this PaymentIntent.");
        foreach (var (name, value) in Metadata(form))
            intent["metadata"]![name] = value;
        Received(intent, amount, isFinal: form.GetValueOrDefault("final_capture") != "false");
        return (200, intent);
    }

    private (int, JsonNode) Cancel(JsonObject intent, Dictionary<string, string> form)
    {
        if (Text(intent, "status") is "succeeded" or "canceled")
            return Unexpected(intent);
        intent["status"] = "canceled";
        intent["amount_capturable"] = 0;
        intent["cancellation_reason"] = form.GetValueOrDefault("cancellation_reason");
        Tell("payment_intent.canceled", intent);
        return (200, intent);
    }

    private (int, JsonNode) Refund(Dictionary<string, string> form)
    {
        var intent = intents[form["payment_intent"]];
        var (id, amount) = (Text(intent, "id"), Number(form["amount"]));
        var sum = refunded.GetValueOrDefault(id) + amount;
        if (sum > Number(intent, "amount_received"))
            return Error(400, "invalid_request_error", "amount_too_large", "More than is left of the charge.");
        refunded[id] = sum;
        var refund = Node(new
        {
            id = NewId("re"),
            @object = "refund",
            amount,
            currency = Text(intent, "currency"),
            charge = Text(intent, "latest_charge"),
            payment_intent = id,
            metadata = Metadata(form),
            status = "succeeded",
            created = Now,
        });
        Tell("refund.created", refund);
        Tell("charge.refunded", Charge(intent));
        return (200, refund);
    }

    private void Received(JsonObject intent, long amount, bool isFinal)
    {
        var sum = Number(intent, "amount_received") + amount;
        intent["amount_received"] = sum;
        intent["amount_capturable"] = isFinal ? 0 : Number(intent, "amount") - sum;
        intent["status"] = isFinal ? "succeeded" : "requires_capture";
        Tell("charge.captured", Charge(intent));
        if (isFinal)
            Tell("payment_intent.succeeded", intent);
    }

    private JsonNode Charge(JsonObject intent) => Node(new
    {
        id = Text(intent, "latest_charge"),
        @object = "charge",
        amount = Number(intent, "amount"),
        amount_captured = Number(intent, "amount_received"),
        amount_refunded = refunded.GetValueOrDefault(Text(intent, "id")),
        captured = true,
        currency = Text(intent, "currency"),
        payment_intent = Text(intent, "id"),
    });

    private void Tell(string type, JsonNode about) => Events.Enqueue(new JsonObject
    {
        ["id"] = NewId("evt"),
        ["object"] = "event",
        ["api_version"] = ApiVersion,
        ["created"] = Now,
        ["type"] = type,
        ["data"] = new JsonObject { ["object"] = about.DeepClone() },
    }.ToJsonString());

    private static bool CapturesOften(JsonObject intent) => Text(intent, "payment_method") == "pm_card_multicapture";

    private static JsonNode Expanded(JsonObject intent)
    {
        var expanded = intent.DeepClone();
        var status = CapturesOften(intent) ? "available" : "unavailable";
        expanded["latest_charge"] = Node(new
        {
            id = Text(intent, "latest_charge"),
            payment_method_details = new { card = new { multicapture = new { status } } },
        });
        return expanded;
    }

    private static (int, JsonNode) Unexpected(JsonObject intent)
    {
        var (status, error) = Error(400, "invalid_request_error", "payment_intent_unexpected_state",
            $"This PaymentIntent has a status of {Text(intent, "status")}.");
        error["error"]!["payment_intent"] = intent.DeepClone();
        return (status, error);
    }

    private static (int Status, JsonNode Body) Error(int status, string type, string? code, string message) =>
        (status, Node(new { error = new { type, code, message } }));

    private static Dictionary<string, string> Metadata(Dictionary<string, string> form) => form
        .Where(field => field.Key.StartsWith("metadata[", StringComparison.Ordinal))
        .ToDictionary(field => field.Key[9..^1], field => field.Value);

    private static string Text(JsonObject about, string name) => about[name]!.GetValue<string>();

    private static long Number(JsonObject about, string name) => about[name]!.GetValue<long>();

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
