using System.Text.Json.Serialization;

namespace Orders;

/// <summary>How this service's events are stored; tests/Orders.Tests/Approved/events.json holds it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OrderEvent.Placed))]
[JsonSerializable(typeof(OrderEvent.Confirmed))]
[JsonSerializable(typeof(OrderEvent.Packed))]
[JsonSerializable(typeof(OrderEvent.Cancelled))]
[JsonSerializable(typeof(OrderEvent.MilestoneReached))]
[JsonSerializable(typeof(OrderEvent.ShipmentRegistered), TypeInfoPropertyName = "StoredShipmentRegistered")]
[JsonSerializable(typeof(OrderEvent.ShipmentCorrected), TypeInfoPropertyName = "StoredShipmentCorrected")]
[JsonSerializable(typeof(OrderEvent.ShipmentProgressed), TypeInfoPropertyName = "StoredShipmentProgressed")]
[JsonSerializable(typeof(OrderEvent.ShipmentInstructed), TypeInfoPropertyName = "StoredShipmentInstructed")]
[JsonSerializable(typeof(OrderEvent.ShipmentRemapped), TypeInfoPropertyName = "StoredShipmentRemapped")]
[JsonSerializable(typeof(OrderEvent.PaymentProgressed), TypeInfoPropertyName = "StoredPaymentProgressed")]
[JsonSerializable(typeof(OrderEvent.NotificationSettled), TypeInfoPropertyName = "StoredNotificationSettled")]
[JsonSerializable(typeof(OrderEvent.FeedbackGiven))]
[JsonSerializable(typeof(OrderEvent.IssueReported))]
[JsonSerializable(typeof(OrderEvent.PersonalDataErased))]
[JsonSerializable(typeof(ErasureEvent.Requested))]
[JsonSerializable(typeof(ErasureEvent.KeyDestroyed))]
[JsonSerializable(typeof(ErasureEvent.Removed))]
[JsonSerializable(typeof(ErasureEvent.Verified))]
internal sealed partial class OrderJson : JsonSerializerContext;
