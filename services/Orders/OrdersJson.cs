using System.Text.Json.Serialization;

namespace Orders;

/// <summary>The bodies and answers of this service's routes, written as ServiceDefaults' ApiJson says.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(PlaceOrder))]
[JsonSerializable(typeof(OrderStep))]
[JsonSerializable(typeof(CancelOrder))]
[JsonSerializable(typeof(VerifyOrder))]
[JsonSerializable(typeof(HoldOrder))]
[JsonSerializable(typeof(CorrectOrder))]
[JsonSerializable(typeof(RejectCancellation))]
[JsonSerializable(typeof(AllocateUnits))]
[JsonSerializable(typeof(RequestReturn))]
[JsonSerializable(typeof(RejectReturn))]
[JsonSerializable(typeof(CancelReturn))]
[JsonSerializable(typeof(ReceiveReturn))]
[JsonSerializable(typeof(InspectReturn))]
[JsonSerializable(typeof(RefundReturn))]
[JsonSerializable(typeof(ExchangeReturn))]
[JsonSerializable(typeof(ReturnDetails))]
[JsonSerializable(typeof(ReturnList))]
[JsonSerializable(typeof(OrderStanding))]
[JsonSerializable(typeof(OrderReturnView))]
[JsonSerializable(typeof(FeedbackFields))]
[JsonSerializable(typeof(GiveFeedback))]
[JsonSerializable(typeof(IssueFields))]
[JsonSerializable(typeof(ReportIssue))]
[JsonSerializable(typeof(LookUp))]
[JsonSerializable(typeof(OrderView))]
[JsonSerializable(typeof(OrderFeedback))]
[JsonSerializable(typeof(OrderIssue))]
[JsonSerializable(typeof(TimelineView))]
[JsonSerializable(typeof(PublicView))]
[JsonSerializable(typeof(TrackingLink))]
[JsonSerializable(typeof(ErasureReport))]
internal sealed partial class OrdersJson : JsonSerializerContext;
