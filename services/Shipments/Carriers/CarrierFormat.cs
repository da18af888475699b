using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ServiceDefaults;

namespace Shipments.Carriers;

/// <summary>
/// A carrier that is configuration and not code: where in its payloads things are, how it writes times, what its codes
/// mean. Each path is a <see cref="JsonPath"/>; of several the first that holds something counts. <c>Parcels</c> is
/// looked for in the payload; <c>TrackingNumber</c>, <c>Reference</c>, <c>EstimatedDelivery</c>, <c>CodAmount</c> and
/// <c>Scans</c> in a parcel; all others in a scan, <c>Leg</c> and <c>Receiver</c> then in its parcel. Without
/// <c>Parcels</c>, or where it is empty, every object with a tracking number is a parcel; without <c>Scans</c> a parcel
/// is its one scan.
/// </summary>
internal sealed record CarrierFormat
{
    public string? Parcels { get; init; }
    public Paths? TrackingNumber { get; init; }
    public Paths? Reference { get; init; }
    public Paths? EstimatedDelivery { get; init; }
    public string? Scans { get; init; }

    /// <summary>
    /// What the table of codes is asked for: <c>code_reason</c>, and if it does not say, <c>code</c>.
    /// </summary>
    public Paths? Code { get; init; }

    /// <summary>Refines the code, for example why an attempt failed.</summary>
    public Paths? Reason { get; init; }

    /// <summary>The words for the reason; without them it is the text's.</summary>
    public Paths? ReasonText { get; init; }

    public Paths? Text { get; init; }

    /// <summary>The day, where it stands apart from the time.</summary>
    public Paths? Date { get; init; }

    public Paths? Time { get; init; }

    /// <summary>
    /// .NET custom formats, such as <c>dd-MM-yyyy HHmm</c> (<c>Date</c>, a blank, <c>Time</c>), or <c>unix</c> and
    /// <c>unix-ms</c>; needed where the usual ones (<see cref="LocalTimes"/>) do not fit.
    /// </summary>
    public IReadOnlyList<string>? TimeFormats { get; init; }

    /// <summary>The IANA zone of times without an offset. Without it they are taken for UTC.</summary>
    public string? TimeZone { get; init; }

    public Paths? Place { get; init; }
    public Paths? City { get; init; }
    public Paths? Region { get; init; }
    public Paths? PostalCode { get; init; }
    public Paths? Country { get; init; }
    public Paths? Latitude { get; init; }
    public Paths? Longitude { get; init; }
    public Paths? Receiver { get; init; }

    /// <summary>A link to a photo or a signature.</summary>
    public Paths? ProofUrl { get; init; }

    /// <summary>What is to be collected at the door, in <c>Currency</c> (ISO 4217).</summary>
    public Paths? CodAmount { get; init; }

    public string? Currency { get; init; }
    public LegFormat? Leg { get; init; }
    public IReadOnlyList<CodeRow>? Codes { get; init; }

    /// <summary>What this says, and where it says nothing what the other does; codes are those of both.</summary>
    public CarrierFormat Over(CarrierFormat other)
    {
        var both = JsonSerializer.SerializeToNode(other, CarrierFormatJson.Default.CarrierFormat)!.AsObject();
        foreach (var (name, value) in JsonSerializer.SerializeToNode(this, CarrierFormatJson.Default.CarrierFormat)!
            .AsObject())
            both[name] = value?.DeepClone();
        return both.Deserialize(CarrierFormatJson.Default.CarrierFormat)! with
        {
            Codes = [.. other.Codes ?? [], .. Codes ?? []],
        };
    }
}

/// <summary>
/// Which way a parcel goes, where a field of its own tells. With <c>Forward</c>, the end of a journey is told from its
/// return only by one of the values listed; any other leaves a delivery unknown.
/// </summary>
internal sealed record LegFormat
{
    public Paths? Path { get; init; }
    public IReadOnlyList<string>? Return { get; init; }
    public IReadOnlyList<string>? Forward { get; init; }
}

/// <summary>One path, or several in the order in which they are tried.</summary>
[JsonConverter(typeof(PathsJson))]
internal sealed record Paths(IReadOnlyList<string> All);

internal sealed class PathsJson : JsonConverter<Paths>, IDescribedJson
{
    public static JsonObject Schema(Func<Type, JsonObject> schemaOf) => new()
    {
        ["anyOf"] = new JsonArray(schemaOf(typeof(string)), schemaOf(typeof(IReadOnlyList<string>))),
    };

    public override Paths Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return new Paths([reader.GetString()!]);
        var all = new List<string>();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException();
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
            all.Add(reader.GetString()!);
        return reader.TokenType == JsonTokenType.EndArray ? new Paths(all) : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, Paths value, JsonSerializerOptions options)
    {
        if (value.All.Count == 1)
        {
            writer.WriteStringValue(value.All[0]);
            return;
        }

        writer.WriteStartArray();
        foreach (var path in value.All)
            writer.WriteStringValue(path);
        writer.WriteEndArray();
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CarrierFormat))]
internal sealed partial class CarrierFormatJson : JsonSerializerContext;
