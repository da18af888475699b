using Contracts;
using ServiceDefaults.Languages;

namespace ServiceDefaults;

/// <summary>
/// A merchant as it appears to its customers, on the page and in letters. What it has not settled is null. Colours are
/// #rrggbb, addresses https.
/// </summary>
public sealed record Appearance
{
    public string? Name { get; init; }
    public string? LogoUrl { get; init; }
    public (string Background, string Text)? Colors { get; init; }
    public string Language { get; init; } = "en";
    public string? SupportEmail { get; init; }
    public string? SupportUrl { get; init; }
    public string? StoreUrl { get; init; }
    /// <summary>For times of which neither the place's zone is known nor the customer's.</summary>
    public string? TimeZone { get; init; }
    public IReadOnlyList<MerchantText> Texts { get; init; } = [];

    public static Appearance Of(MerchantSettings merchant)
    {
        var brand = merchant.Brand;
        return new()
        {
            Name = brand.Name ?? (merchant.Name.Length > 0 ? merchant.Name : null),
            LogoUrl = brand.LogoUrl,
            Colors = brand.Colors is { } colors
                ? (colors.Primary, colors.OnPrimary ?? Contrast.TextOn(colors.Primary)) : null,
            Language = brand.Locale ?? "en",
            SupportEmail = brand.SupportEmail,
            SupportUrl = brand.SupportUrl,
            StoreUrl = brand.Domain is null ? null : $"https://{brand.Domain}/",
            TimeZone = merchant.TimeZone,
            Texts = merchant.Texts ?? [],
        };
    }

    /// <summary>The language with the merchant's own words in it.</summary>
    public Language In(Language language) => language.With(Texts.Where(own => own.Language == language.Texts)
        .DistinctBy(own => own.Key).ToDictionary(own => own.Key, own => own.Text));

    /// <summary>Where customers find the merchant, in the order in which it helps.</summary>
    public IEnumerable<(string Text, string Href)> Addresses
    {
        get
        {
            if (SupportEmail is not null)
                yield return (SupportEmail, $"mailto:{SupportEmail}");
            foreach (var url in (string?[])[SupportUrl, StoreUrl])
                if (url is not null)
                    yield return (url, url);
        }
    }
}
