namespace Tools.Platform;

/// <summary>What a program reads of an order's answer; the API says more.</summary>
public sealed record OrderAnswer
{
    public required Guid Id { get; init; }
    public required string OrderNumber { get; init; }
    public required string Status { get; init; }
    public required long Version { get; init; }
    public required string TrackingUrl { get; init; }
    public FeedbackAnswer? Feedback { get; init; }

    /// <summary>The last part of the tracking page's URL: what opens the order without a key.</summary>
    public string TrackingToken => TrackingUrl[(TrackingUrl.LastIndexOf('/') + 1)..];
}

public sealed record FeedbackAnswer(int Score, string? Comment);

/// <summary>An order's timeline, the merchant's or the public one.</summary>
public sealed record TimelineAnswer
{
    public required Guid OrderId { get; init; }
    public required string OrderNumber { get; init; }
    public required long Version { get; init; }
    public required string Status { get; init; }
    public required double DeliveryProgress { get; init; }
    public required PaymentSummaryAnswer Payment { get; init; }
    public required IReadOnlyList<ParcelAnswer> Shipments { get; init; }
    public required IReadOnlyList<EntryAnswer> Entries { get; init; }
}

public sealed record PaymentSummaryAnswer(string Status, Price Captured, Price Refunded);

public sealed record ParcelAnswer
{
    public required Guid Id { get; init; }
    public required string Status { get; init; }
    public DateTimeOffset? HandedOverAt { get; init; }
    public DateTimeOffset? DeliveredAt { get; init; }
    public required IReadOnlyList<ScanAnswer> Scans { get; init; }
}

public sealed record ScanAnswer(string Id, string Status, DateTimeOffset OccurredAt);

public sealed record EntryAnswer
{
    public required string Id { get; init; }
    public required string Kind { get; init; }
    public required string Code { get; init; }
    public required string Title { get; init; }
    public string? Detail { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
    public string? TraceId { get; init; }
}

public sealed record ShipmentAnswer(Guid Id, Guid OrderId, string Status);

public sealed record PaymentAnswer(Guid Id, string Method, string Status, Price Amount);

public sealed record ListAnswer<T>(IReadOnlyList<T> Data, string? NextCursor);

/// <summary>An e-mail in the local sink.</summary>
public sealed record MailAnswer(string Id, string? MessageId, IReadOnlyList<string> To, string Subject, int Deliveries);
