using System.Text.Json.Serialization;

namespace Payments;

/// <summary>How events are written down.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PaymentEvent.Requested))]
[JsonSerializable(typeof(PaymentEvent.Accepted))]
[JsonSerializable(typeof(PaymentEvent.Authorized))]
[JsonSerializable(typeof(PaymentEvent.CaptureRequested))]
[JsonSerializable(typeof(PaymentEvent.Captured))]
[JsonSerializable(typeof(PaymentEvent.CaptureRefused))]
[JsonSerializable(typeof(PaymentEvent.RefundRequested))]
[JsonSerializable(typeof(PaymentEvent.Refunded))]
[JsonSerializable(typeof(PaymentEvent.RefundRefused))]
[JsonSerializable(typeof(PaymentEvent.VoidRequested))]
[JsonSerializable(typeof(PaymentEvent.Voided))]
[JsonSerializable(typeof(PaymentEvent.VoidRefused))]
[JsonSerializable(typeof(PaymentEvent.Failed))]
[JsonSerializable(typeof(PaymentEvent.Collected))]
[JsonSerializable(typeof(PaymentEvent.OrderCancelled))]
[JsonSerializable(typeof(PaymentEvent.RefundReturned))]
[JsonSerializable(typeof(PaymentEvent.Remitted))]
[JsonSerializable(typeof(PaymentEvent.Reduced))]
[JsonSerializable(typeof(PaymentEvent.Disputed))]
internal sealed partial class PaymentJson : JsonSerializerContext;
