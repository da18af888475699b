using System.Globalization;

namespace EndToEnd.Tests;

/// <summary>One scan as Delhivery pushes it; times are India's, without an offset, as theirs are.</summary>
public sealed record DelhiveryScan(
    string Status, string Type, string Code, string Text, DateTime LocalTime,
    string Place = "Bengaluru_Hub (Karnataka)")
{
    public object Push(string awb) => new
    {
        Shipment = new
        {
            Status = new
            {
                Status,
                StatusDateTime = LocalTime.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture),
                StatusType = Type,
                StatusLocation = Place,
                Instructions = Text,
            },
            PickUpDate = LocalTime.Date.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            NSLCode = Code,
            Sortcode = "BLR/KOR",
            ReferenceNo = "1001",
            AWB = awb,
        },
    };
}

/// <summary>A parcel's journey with Delhivery, and the carrier's side of the webhook.</summary>
public static class Delhivery
{
    /// <summary>From label to doorstep, in the order in which it happens; it ended an hour ago.</summary>
    public static DelhiveryScan[] Delivered()
    {
        var end = DateTime.UtcNow.AddMinutes(330 - 60);
        return
        [
            new("Manifested", "UD", "X-UCI", "Manifest uploaded", end.AddHours(-50)),
            new("In Transit", "UD", "X-PPOM", "Shipment picked up", end.AddHours(-48)),
            new("In Transit", "UD", "X-DLL2F", "Bag Added To Trip", end.AddHours(-40)),
            new("In Transit", "UD", "X-ILL2F", "Trip Arrived", end.AddHours(-20)),
            new("Dispatched", "UD", "X-DDD3FD", "Out for delivery", end.AddHours(-4)),
            new("Delivered", "DL", "EOD-38", "Delivered to consignee", end),
        ];
    }

    public static Task<Answer> Post(this Platform platform, string awb, DelhiveryScan scan, string? secret = null) =>
        platform.Anybody.Post("/webhooks/carriers/delhivery/demo", scan.Push(awb),
            ("X-Api-Key", secret ?? Platform.DelhiverySecret));
}
