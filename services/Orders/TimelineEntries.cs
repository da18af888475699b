using System.Globalization;
using Contracts;
using Streams;

namespace Orders;

/// <summary>Each event of an order as a line that a person reads.</summary>
internal static class TimelineEntries
{
    /// <summary>
    /// The event's line. Null for what only other services care about, and for a parcel's new estimate: which ones were
    /// heard depends on the order of arrival, and the timeline shows the one that holds anyway.
    /// </summary>
    internal static TimelineEntry? Of(Recorded<OrderEvent> recorded)
    {
        TimelineEntry Line(string code, string id, DateTimeOffset at, string title, string? detail) => new()
        {
            Id = id,
            Kind = code[..code.IndexOf('.', StringComparison.Ordinal)],
            Code = code,
            Title = title,
            Detail = detail,
            OccurredAt = at,
            RecordedAt = recorded.RecordedAt,
            Amount = AmountOf(recorded.Event),
            Note = NoteOf(recorded.Event),
            TraceId = recorded.TraceId,
        };
        TimelineEntry Step(string code, DateTimeOffset at, string title, string? detail = null) =>
            Line(code, code, at, title, detail);

        return recorded.Event switch
        {
            OrderEvent.Placed e =>
                Step("order.placed", e.PlacedAt, "Order placed", $"Order {e.OrderNumber}, {Texts.Of(e.Total)}"),
            OrderEvent.ShipmentRegistered { Heard: var heard } => Line(
                "shipment.registered", $"{heard.ShipmentId}.registered", heard.RegisteredAt,
                heard.ReturnId is null ? "Shipment prepared" : "Shipment for the way back prepared",
                Texts.Parcel(heard.Carrier, heard.TrackingNumber)) with
            { ShipmentId = heard.ShipmentId },
            OrderEvent.ShipmentCorrected { Heard: var heard } => Line(
                $"shipment.{heard.Change ?? "corrected"}",
                $"{heard.ShipmentId}.{heard.Change ?? "corrected"}.{Stamp(heard.CorrectedAt)}", heard.CorrectedAt,
                Texts.Numbers(heard), Texts.Detail(heard)) with
            { ShipmentId = heard.ShipmentId },
            OrderEvent.ShipmentInstructed { Heard: var heard } => Line(
                $"shipment.instruction_{heard.State}", $"{heard.ShipmentId}.{heard.InstructionId}.{heard.State}",
                heard.OccurredAt, Texts.Instruction(heard), heard.Reason) with
            { ShipmentId = heard.ShipmentId },
            OrderEvent.ShipmentProgressed { Heard: { Scan: { } scan } heard } => Line(
                $"shipment.{scan.Status}", $"{heard.ShipmentId}.{scan.Id}", scan.OccurredAt,
                Texts.Scan(scan.Status), Texts.Detail(scan)) with
            {
                ShipmentId = heard.ShipmentId,
                Location = scan.Location,
                Zone = scan.Zone,
                SortsAt = TimeInOrder(scan.OccurredAt, scan.Suspect),
            },
            OrderEvent.ShipmentProgressed { Heard: { Standing: { Status: "cancelled", Detail: "recalled" } } heard } =>
                Line(
                "shipment.cancelled", $"{heard.ShipmentId}.cancelled", heard.OccurredAt,
                Texts.Scan("cancelled"), heard.Standing.Reason?.Text) with
            { ShipmentId = heard.ShipmentId },
            OrderEvent.ShipmentProgressed { Heard: { Standing: { Status: "expired", Detail: "silent" } } heard } =>
                Line(
                "shipment.expired", $"{heard.ShipmentId}.silent.{heard.Standing.LastScanAt:O}", heard.OccurredAt,
                Texts.Scan("expired"), null) with
            { ShipmentId = heard.ShipmentId },
            OrderEvent.PaymentProgressed { Heard: var heard } => Line(
                $"payment.{heard.Change}", $"{heard.PaymentId}.{heard.Version}", heard.OccurredAt,
                Texts.Payment(heard.Change), Texts.Detail(heard)),
            OrderEvent.NotificationSettled { Heard: var heard } => Line(
                $"notification.{heard.State}", $"{heard.NotificationId}.{heard.State}", heard.OccurredAt,
                Texts.Notification(heard.Channel, heard.State), Texts.Detail(heard)) with
            { ShipmentId = heard.ShipmentId },
            OrderEvent.FeedbackGiven e => Line("feedback.given", $"feedback.{Stamp(e.OccurredAt)}", e.OccurredAt,
                $"Feedback: {e.Score} of 5", e.Comment),
            OrderEvent.IssueReported e => Line("issue.reported", $"issue.{e.Kind}.{Stamp(e.OccurredAt)}", e.OccurredAt,
                $"Problem reported: {Texts.Words(e.Kind)}", e.Message),
            var other => StepTexts.Of(other) is { } line
                ? Line(line.Code, line.Id, line.At, line.Title, line.Detail) : null,
        };
    }

    private static Money? AmountOf(OrderEvent happened) => happened switch
    {
        OrderEvent.Placed e => e.Total,
        OrderEvent.PaymentProgressed e => Texts.Amount(e.Heard),
        OrderEvent.ItemsCancelled e => e.Amount,
        OrderEvent.ReturnProgressed e => e.Heard.Amount,
        _ => null,
    };

    private static string? NoteOf(OrderEvent happened) => happened switch
    {
        OrderEvent.Cancelled e => e.Reason,
        OrderEvent.ItemsCancelled e => e.Reason,
        OrderEvent.CancellationRequested e => e.Reason,
        OrderEvent.CancellationRejected e => e.Reason,
        OrderEvent.ReturnProgressed { Heard: { Step: "rejected" or "cancelled" } heard } => heard.Reason,
        OrderEvent.ShipmentInstructed e => e.Heard.Reason,
        OrderEvent.PaymentProgressed e => e.Heard.Reason,
        _ => null,
    };

    /// <summary>
    /// Where a time stands among others: one that lies in the future and cannot be true is the latest of nothing.
    /// </summary>
    internal static DateTimeOffset TimeInOrder(DateTimeOffset occurredAt, string? suspect) =>
        suspect == "time_in_future" ? DateTimeOffset.MinValue : occurredAt;

    /// <summary>
    /// By when things happened, then by when they were written down; scans of one moment by how far along they are,
    /// since when they arrived says nothing.
    /// </summary>
    internal static IReadOnlyList<TimelineEntry> InOrder(this IEnumerable<TimelineEntry> byVersion) =>
    [
        .. byVersion
            .DistinctBy(entry => entry.Id)
            .OrderBy(entry => entry.SortsAt ?? entry.OccurredAt)
            .ThenBy(IsScan)
            .ThenBy(entry => IsScan(entry) ? default : entry.RecordedAt)
            .ThenBy(entry => IsScan(entry) ? Texts.Rank(StatusOf(entry)) : 0)
            .ThenBy(entry => IsScan(entry) ? entry.Id : "", StringComparer.Ordinal),
    ];

    private static bool IsScan(TimelineEntry entry) => entry.Zone is not null;

    private static string StatusOf(TimelineEntry entry) => entry.Code["shipment.".Length..];

    private static string Stamp(DateTimeOffset at) =>
        at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
