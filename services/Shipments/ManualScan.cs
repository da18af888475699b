using System.Linq.Expressions;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Contracts;
using FluentValidation;
using ServiceDefaults;
using Shipments.Carriers;

namespace Shipments;

/// <summary>
/// An update by hand. <c>OccurredAt</c> is RFC 3339 with an offset. <c>Location</c> and <c>Reason</c> may be a text
/// alone: { "text": "…" } and { "code": "other", "text": "…" }.
/// </summary>
internal sealed record ManualScan
{
    public string? Status { get; init; }
    public string? OccurredAt { get; init; }

    [JsonConverter(typeof(TextOr<PlaceRequest>))]
    public PlaceRequest? Location { get; init; }

    public string? Description { get; init; }

    [JsonConverter(typeof(TextOr<ReasonRequest>))]
    public ReasonRequest? Reason { get; init; }

    /// <summary>Cash on delivery as it stands after this.</summary>
    public CashRequest? Cod { get; init; }

    /// <summary>What shows that the parcel was handed over.</summary>
    public ProofRequest? ProofOfDelivery { get; init; }

    /// <summary>Call it on a valid one.</summary>
    public Scan ToScan(Guid shipmentId, DateTimeOffset now) => Scans.Of("manual", shipmentId.ToString("D"), new Reading
    {
        Meaning = new Meaning(Status!, Detail, Reason?.ToReason() ?? Reasons.DefaultOf(Status!),
            Status is Statuses.Returning or Statuses.Returned ? Legs.Return : Legs.Forward),
        Code = Status,
        Text = Description,
        TimeText = OccurredAt,
        Zone = new ZoneGuess(TimeZoneInfo.Utc, "assumed"),
        Location = Location?.ToLocation(),
        Cod = Cod is null ? null : new CashOnDelivery { ToCollect = Cod.ToCollect, Collected = Cod.Collected },
        Proof = ProofOfDelivery?.ToProof(),
        Source = ScanSource.Manual,
    }, new CarrierContext(now, AccountZone: null));

    // A person who says "delivered" means the customer.
    private string? Detail =>
        Status == Statuses.Delivered ? Details.ToConsignee
        : Status == Statuses.Exception && Reason?.Code is Details.Lost or Details.Damaged ? Reason.Code
        : null;
}

internal sealed record CashRequest(Money? ToCollect, Money? Collected);

/// <summary>Links are https or http.</summary>
internal sealed record ProofRequest(
    string? SignedBy, string? Relation, string? SignatureUrl, string? PhotoUrl, string? Code)
{
    public DeliveryProof ToProof() => new()
    {
        SignedBy = SignedBy,
        Relation = Relation,
        SignatureUrl = SignatureUrl,
        PhotoUrl = PhotoUrl,
        Code = Code,
    };
}

/// <summary>What may be written as a text alone.</summary>
internal interface ITextual<out T>
{
    static abstract T Of(string text);
}

internal sealed record PlaceRequest : ITextual<PlaceRequest>
{
    public string? Text { get; init; }
    public string? City { get; init; }
    public string? Region { get; init; }
    public string? PostalCode { get; init; }
    public string? Country { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }

    public static PlaceRequest Of(string text) => new() { Text = text };

    public ScanLocation ToLocation() => new()
    {
        Text = Text ?? string.Join(", ", ((string?[])[City, Region, PostalCode, Country]).OfType<string>()),
        City = City,
        Region = Region,
        PostalCode = PostalCode,
        Country = Country,
        Latitude = Latitude,
        Longitude = Longitude,
    };
}

/// <summary><c>Party</c>: carrier, retailer, consignee, customs, weather, other.</summary>
internal sealed record ReasonRequest : ITextual<ReasonRequest>
{
    public string? Code { get; init; }
    public string? Party { get; init; }
    public bool? ActionRequired { get; init; }
    public string? Text { get; init; }

    public static ReasonRequest Of(string text) => new() { Text = text };

    /// <summary>What is not said is as the reason's code usually has it.</summary>
    public StatusReason ToReason()
    {
        var usual = Reasons.Find(Code ?? "");
        return new(Code ?? "other", Party ?? usual?.Party ?? "other",
            ActionRequired ?? usual?.ActionRequired ?? false, Text);
    }
}

internal sealed class TextOr<T> : JsonConverter<T>, IDescribedJson where T : class, ITextual<T>
{
    public static JsonObject Schema(Func<Type, JsonObject> schemaOf) => new()
    {
        ["anyOf"] = new JsonArray(schemaOf(typeof(T)), schemaOf(typeof(string))),
    };

    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? T.Of(reader.GetString()!)
            : JsonSerializer.Deserialize<T>(ref reader, options);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, options);
}

internal sealed class ManualScanRules : AbstractValidator<ManualScan>
{
    private const int TextMax = 500;

    // The clocks of two machines differ by this much at the most.
    private static readonly TimeSpan AheadMax = TimeSpan.FromMinutes(5);

    public static readonly string[] Parties = ["carrier", "retailer", "consignee", "customs", "weather", "other"];

    public ManualScanRules(TimeProvider clock)
    {
        RuleFor(s => s.Status).NotEmpty().WithMessage("is required")
            .Must(Statuses.IsReportable)
            .WithMessage("is no status of a parcel: use info_received, picked_up, "
                + "in_transit, out_for_delivery, delivery_attempted, available_for_pickup, delivered, exception, "
                + "returning, returned, cancelled or expired");
        RuleFor(s => s.OccurredAt).NotEmpty().WithMessage("is required")
            .Must(text => At(text) is not null).WithMessage("must be a date-time with an offset")
            .Must(text => At(text) is not { } at || at <= clock.GetUtcNow() + AheadMax)
            .WithMessage("lies in the future")
            .Must(text => At(text) is not { } at || at >= clock.GetUtcNow() - Scans.AgeMax)
            .WithMessage("lies too far in the past");
        RuleFor(s => s.Cod!.ToCollect).Must(CashRules.IsAmount).When(s => s.Cod is not null)
            .WithMessage(CashRules.Help);
        RuleFor(s => s.Cod!.Collected).Must(CashRules.IsAmount).When(s => s.Cod is not null)
            .WithMessage(CashRules.Help);
        When(s => s.ProofOfDelivery is not null, () => RuleFor(s => s.ProofOfDelivery!).ChildRules(proof =>
        {
            foreach (var text in (Expression<Func<ProofRequest, string?>>[])
                [p => p.SignedBy, p => p.Relation, p => p.SignatureUrl, p => p.PhotoUrl, p => p.Code])
                proof.RuleFor(text).MaximumLength(TextMax).WithMessage($"has at most {TextMax} characters");
            proof.RuleFor(p => p.SignatureUrl).Must(IsLink).WithMessage("must be an http link");
            proof.RuleFor(p => p.PhotoUrl).Must(IsLink).WithMessage("must be an http link");
        }));
        RuleFor(s => s.Description).MaximumLength(TextMax).WithMessage($"has at most {TextMax} characters");
        RuleFor(s => s.Location!.Text).MaximumLength(TextMax).When(s => s.Location is not null)
            .WithMessage($"has at most {TextMax} characters");
        RuleFor(s => s.Location!.Latitude).InclusiveBetween(-90, 90).When(s => s.Location is not null)
            .WithMessage("must be from -90 to 90");
        RuleFor(s => s.Location!.Longitude).InclusiveBetween(-180, 180).When(s => s.Location is not null)
            .WithMessage("must be from -180 to 180");
        RuleFor(s => s.Reason!.Party).Must(party => party is null || Parties.Contains(party))
            .When(s => s.Reason is not null).WithMessage($"must be one of {string.Join(", ", Parties)}");
        RuleFor(s => s.Reason!.Code).Like("^[a-z][a-z0-9_]{0,63}$").When(s => s.Reason?.Code is not null)
            .WithMessage("must be lower-case letters, digits and underscores");
    }

    private static bool IsLink(string? text) => text is null
        || (Uri.TryCreate(text, UriKind.Absolute, out var link) && link.Scheme is "https" or "http");

    private static DateTimeOffset? At(string? text) =>
        LocalTimes.Read(text, new ZoneGuess(TimeZoneInfo.Utc, "assumed")) is { ZoneSource: "text" } moment
            ? moment.At : null;
}
