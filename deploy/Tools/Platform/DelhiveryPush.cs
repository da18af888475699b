using System.Globalization;
using System.Text.Json;

namespace Tools.Platform;

/// <summary>
/// One scan in Delhivery's default push: times are India's wall clock without an offset, the code stands beside the
/// status. Source: Delhivery's Webhook Requirement Document, default payload.
/// </summary>
public sealed record DelhiveryPush(string Waybill, string Reference, DateTimeOffset At)
{
    private static readonly TimeZoneInfo India = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");

    public required string Status { get; init; }
    public required string NslCode { get; init; }
    public string StatusType { get; init; } = "UD";
    public required string Location { get; init; }
    public required string Instructions { get; init; }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(new
    {
        Shipment = new
        {
            Status = new
            {
                Status,
                StatusDateTime = WallClock(At),
                StatusType,
                StatusLocation = Location,
                Instructions,
            },
            PickUpDate = WallClock(At),
            NSLCode = NslCode,
            Sortcode = "BLR/KOR",
            ReferenceNo = Reference,
            AWB = Waybill,
        },
    });

    private static string WallClock(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, India).ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture);
}
