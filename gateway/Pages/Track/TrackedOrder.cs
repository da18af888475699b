using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceDefaults.Languages;

namespace Gateway.Pages.Track;

/// <summary>
/// What Orders tells whoever holds a tracking token (<c>GET /v1/track/{token}</c>), as far as the page shows it. Any
/// field may be missing and codes may be new: the page says less then, it does not fail. (The generated reader assigns
/// null to what is missing, hence the setters.)
/// </summary>
public sealed record TrackedOrder
{
    public Guid OrderId { get; init; }
    public string? OrderNumber { get; init; }
    public long Version { get; init; }
    public DateTimeOffset? AsOf { get; init; }
    public DateTimeOffset? PlacedAt { get; init; }
    public string Status { get; init => field = value ?? "placed"; } = "placed";
    public TrackedPayment? Payment { get; init; }
    public TrackedReturn? Return { get; init; }
    public string? PromisedDeliveryDate { get; init; }
    public TrackedEstimate? EstimatedDelivery { get; init; }
    public IReadOnlyList<TrackedParcel> Shipments { get; init => field = value ?? []; } = [];
    public IReadOnlyList<TrackedEntry> Entries { get; init => field = value ?? []; } = [];
    public IReadOnlyList<TrackedItem> Items { get; init => field = value ?? []; } = [];
    public TrackedAmount? Total { get; init; }

    /// <summary>BCP 47: the language in which the customer ordered.</summary>
    public string? Locale { get; init; }
    public TrackedActions Actions { get; init => field = value ?? new(); } = new();

    public TrackedPlace? Origin { get; init; }
    public TrackedPlace? Destination { get; init; }

    /// <summary>Something is still to arrive.</summary>
    [JsonIgnore]
    public bool IsComing => Status is "placed" or "confirmed" or "processing" or "partially_shipped" or "shipped"
        or "out_for_delivery" or "partially_delivered" or "attention";

    /// <summary>What is lost or destroyed does not come.</summary>
    [JsonIgnore]
    public bool IsExpected => IsComing && (Status is not "attention" || Shipments.Any(parcel => parcel.IsComing));

    [JsonIgnore]
    public bool Arrived => Status is "delivered" or "completed" or "partially_delivered";
}

public sealed record TrackedAmount(string? Amount, string? Currency)
{
    private decimal? Size =>
        decimal.TryParse(Amount, NumberStyles.Float, CultureInfo.InvariantCulture, out var size) ? size : null;

    [JsonIgnore]
    public bool IsNothing => Size is null or 0;

    public string In(Language language) =>
        Size is { } size && Currency is { Length: 3 } ? language.Money(size, Currency) : $"{Currency} {Amount}";
}

/// <summary>Some units of one thing; in a parcel only its SKU is told.</summary>
public sealed record TrackedItem(string? Sku, string? Name, int Quantity);

public sealed record TrackedPayment(
    string? Status, string? Method, TrackedAmount? Authorized, TrackedAmount? Captured, TrackedAmount? Refunded);

public sealed record TrackedReturn(string? Status);

/// <summary>What the customer may do now. Cancel: at_once or on_request; null where it is not possible.</summary>
public sealed record TrackedActions
{
    public string? Cancel { get; init; }
    public TrackedReturnChance? Return { get; init; }
    public IReadOnlyList<TrackedInstructionChance> Instructions { get; init => field = value ?? []; } = [];
    public bool Feedback { get; init; }
}

/// <summary>What may be sent back, and until when it may be asked for.</summary>
public sealed record TrackedReturnChance
{
    public DateTimeOffset? Until { get; init; }
    public IReadOnlyList<TrackedItem> Items { get; init => field = value ?? []; } = [];
}

/// <summary>What the carrier may be asked for a parcel: reattempt, new_slot, new_address, return.</summary>
public sealed record TrackedInstructionChance
{
    public Guid ShipmentId { get; init; }
    public IReadOnlyList<string> Kinds { get; init => field = value ?? []; } = [];
}

public sealed record TrackedInstruction(Guid Id, string? Kind, string? Date, string? State, string? Reason);

public sealed record TrackedCash(TrackedAmount? ToCollect, TrackedAmount? Collected);

/// <summary>Where the carrier shows the signature and its courier's picture.</summary>
public sealed record TrackedProof(string? SignatureUrl, string? PhotoUrl);

/// <summary>
/// When the order is expected, and from whom: carrier, model, merchant. First: what was promised before any change.
/// </summary>
public sealed record TrackedEstimate
{
    public DateTimeOffset? From { get; init; }
    public DateTimeOffset? To { get; init; }
    public string? Source { get; init; }

    /// <summary>0 to 1, where a model said how sure it is.</summary>
    public double? Confidence { get; init; }
    public TrackedEstimate? First { get; init; }
}

public sealed record TrackedReason(string? Code, string? Party, bool ActionRequired, string? Text);

public sealed record TrackedParcel
{
    public Guid Id { get; init; }
    public string? Carrier { get; init; }
    public string? TrackingNumber { get; init; }
    public string? CarrierUrl { get; init; }
    public string Status { get; init => field = value ?? "pending"; } = "pending";
    public string? Leg { get; init; }
    public string? Detail { get; init; }
    public TrackedReason? Reason { get; init; }
    public int Attempts { get; init; }
    public DateTimeOffset? LastScanAt { get; init; }
    public TrackedCash? Cod { get; init; }
    public TrackedProof? ProofOfDelivery { get; init; }
    public TrackedPosition? Position { get; init; }

    /// <summary>Only where the parcel is shown by itself.</summary>
    public TrackedEstimate? EstimatedDelivery { get; init; }
    public IReadOnlyList<TrackedInstruction> Instructions { get; init => field = value ?? []; } = [];
    public IReadOnlyList<TrackedScan> Scans { get; init => field = value ?? []; } = [];
    public IReadOnlyList<TrackedItem> Items { get; init => field = value ?? []; } = [];

    /// <summary>It may still be handed over: neither at its end nor on its way back nor lost.</summary>
    [JsonIgnore]
    public bool IsComing => Status is not ("delivered" or "cancelled" or "returning" or "returned")
        && Detail is not ("lost" or "destroyed");
}

public sealed record TrackedScan
{
    public string? Id { get; init; }
    public string? Status { get; init; }
    public string? Leg { get; init; }
    public string? Detail { get; init; }
    public TrackedReason? Reason { get; init; }
    public string? Carrier { get; init; }
    public string? CarrierText { get; init; }
    public TrackedPlace? Location { get; init; }
    public DateTimeOffset OccurredAt { get; init; }
    public DateTimeOffset? RecordedAt { get; init; }
    public string? Zone { get; init; }
    public string? Suspect { get; init; }
    public string? Discounted { get; init; }
    public string? FormerStatus { get; init; }
}

public sealed record TrackedEntry
{
    public string? Id { get; init; }
    public string? Kind { get; init; }
    public string? Code { get; init; }
    public string? Title { get; init; }
    public TrackedAmount? Amount { get; init; }

    /// <summary>What somebody wrote or a carrier answered, as it was told.</summary>
    public string? Note { get; init; }
    public DateTimeOffset OccurredAt { get; init; }
    public DateTimeOffset? RecordedAt { get; init; }
    public Guid? ShipmentId { get; init; }
    public string? Zone { get; init; }

    [JsonConverter(typeof(PlaceText))]
    public string? Location { get; init; }
}

/// <summary>Where the courier is, to about a hundred metres.</summary>
public sealed record TrackedPosition(double? Latitude, double? Longitude, DateTimeOffset? At);

/// <summary>A place: its name in one line, and where it is, if that is known (degrees).</summary>
[JsonConverter(typeof(PlaceJson))]
public sealed record TrackedPlace(string? Name, double? Latitude, double? Longitude);

internal sealed class PlaceJson : JsonConverter<TrackedPlace>
{
    public override TrackedPlace? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var told = JsonDocument.ParseValue(ref reader);
        var place = told.RootElement;
        return place.ValueKind is JsonValueKind.Null ? null
            : new(PlaceText.Of(place), Degrees(place, "latitude"), Degrees(place, "longitude"));
    }

    public override void Write(Utf8JsonWriter writer, TrackedPlace value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Name);

    private static double? Degrees(JsonElement place, string name) => place.ValueKind is JsonValueKind.Object
        && place.TryGetProperty(name, out var part) && part.ValueKind is JsonValueKind.Number ? part.GetDouble() : null;
}

/// <summary>A place as one line of text, whether it is told as text or as an object of its parts.</summary>
internal sealed class PlaceText : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var told = JsonDocument.ParseValue(ref reader);
        return Of(told.RootElement);
    }

    public static string? Of(JsonElement place)
    {
        if (place.ValueKind is JsonValueKind.String)
            return place.GetString();
        if (place.ValueKind is not JsonValueKind.Object)
            return null;
        if (Part("text") is { Length: > 0 } text)
            return text;
        // The country's code says nothing that the town does not; alone it is better than nothing.
        return (Part("city"), Part("region")) switch
        {
            ({ Length: > 0 } city, { Length: > 0 } region) => $"{city}, {region}",
            ({ Length: > 0 } city, _) => city,
            (_, { Length: > 0 } region) => region,
            _ => Part("country"),
        };

        string? Part(string name) =>
            place.TryGetProperty(name, out var part) && part.ValueKind is JsonValueKind.String
                ? part.GetString()
                : null;
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(TrackedOrder))]
[JsonSerializable(typeof(TrackedPreferences))]
internal sealed partial class TrackJson : JsonSerializerContext;
