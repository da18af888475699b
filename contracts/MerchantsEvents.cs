namespace Contracts;

/// <summary>
/// A merchant has changed its settings: all of them, as they are from then on. Sent by the gateway.
/// <c>Version</c> orders them.
/// </summary>
public sealed record MerchantChanged
{
    public required string MerchantId { get; init; }
    public required long Version { get; init; }
    public required MerchantSettings Settings { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
}

/// <summary>What a merchant settles for itself; null where it leaves it to the platform. TimeZone is an IANA name.
/// </summary>
public sealed record MerchantSettings
{
    public string Name { get; init => field = value ?? ""; } = "";
    public MerchantBrand Brand { get; init => field = value ?? new(); } = new();
    public string? TimeZone { get; init; }
    public MerchantPolicies Policies { get; init => field = value ?? new(); } = new();
    public MerchantRetention Retention { get; init => field = value ?? new(); } = new();

    /// <summary>The merchant's own words on the page.</summary>
    public IReadOnlyList<MerchantText>? Texts { get; init; }
}

/// <summary>
/// How a merchant appears to its customers. Name: where it is another than the merchant's. LogoUrl and SupportUrl are
/// https, Locale is BCP 47, Domain the host name of the store.
/// </summary>
public sealed record MerchantBrand
{
    public string? Name { get; init; }
    public string? LogoUrl { get; init; }
    public BrandColors? Colors { get; init; }
    public string? Locale { get; init; }
    public string? SupportEmail { get; init; }
    public string? SupportUrl { get; init; }
    public string? Domain { get; init; }
}

/// <summary>
/// Primary is a background such as a button's, OnPrimary the text on it (null: black or white, whichever is read
/// better). Both are #rrggbb.
/// </summary>
public sealed record BrandColors
{
    public string Primary { get; init => field = value ?? ""; } = "";
    public string? OnPrimary { get; init; }
}

/// <summary>
/// A text of the merchant's in place of the platform's. Language: en, hi, es, pt-BR, de, fr, ar. Key: as in the
/// platform's texts, such as headline.delivered or intro.placed.
/// </summary>
public sealed record MerchantText(string Language, string Key, string Text);

public sealed record MerchantPolicies
{
    public CancellationPolicy Cancellation { get; init => field = value ?? new(); } = new();
    public ReturnPolicy Returns { get; init => field = value ?? new(); } = new();
    public InstructionPolicy Instructions { get; init => field = value ?? new(); } = new();
}

/// <summary>
/// What customers may ask the carrier of a parcel that could not be delivered: reattempt, new_slot, new_address,
/// return.
/// </summary>
public sealed record InstructionPolicy
{
    public IReadOnlyList<string>? Customer { get; init; }
}

/// <summary>
/// Until when a wish to cancel is granted by itself. Customer: never, confirmed, packed, shipped (not any more once the
/// order is so far).
/// </summary>
public sealed record CancellationPolicy
{
    public string? Customer { get; init; }
}

/// <summary>How many days after the delivery a customer may ask for a return, and whether it is granted by itself.
/// </summary>
public sealed record ReturnPolicy
{
    public int? WindowDays { get; init; }
    public bool? AutoApprove { get; init; }
}

/// <summary>After how many days what is personal is made unreadable, and webhooks as they came are thrown away.
/// </summary>
public sealed record MerchantRetention
{
    public int? PersonalDataDays { get; init; }
    public int? InboxDays { get; init; }
}
