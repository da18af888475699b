using Contracts;
using ServiceDefaults;

namespace Notifications.Templates;

/// <summary>
/// Whose letter it is: the merchant as it appears to its customers. What it has not settled is null or the platform's.
/// Colours are #rrggbb, addresses https.
/// </summary>
public sealed record Sender
{
    /// <summary>A letter of which nobody has said whose it is.</summary>
    public static readonly Sender Nobody = new();

    public string? Name { get; init; }
    public string? LogoUrl { get; init; }
    public string Primary { get; init; } = "#1d4ed8";
    public string OnPrimary { get; init; } = "#ffffff";
    public string Language { get; init; } = "en";
    public string? SupportEmail { get; init; }
    public string? SupportUrl { get; init; }
    public string? StoreUrl { get; init; }
    /// <summary>For times of which neither the place's zone is known nor the customer's.</summary>
    public string? TimeZone { get; init; }

    public static Sender Of(MerchantSettings merchant)
    {
        var (brand, colors) = (merchant.Brand, merchant.Brand.Colors);
        return new()
        {
            Name = Letter.OneLine(brand.Name ?? merchant.Name) is { Length: > 0 } name ? name : null,
            LogoUrl = brand.LogoUrl,
            Primary = colors?.Primary ?? Nobody.Primary,
            OnPrimary = colors is null ? Nobody.OnPrimary : colors.OnPrimary ?? Contrast.TextOn(colors.Primary),
            Language = brand.Locale ?? Nobody.Language,
            SupportEmail = brand.SupportEmail,
            SupportUrl = brand.SupportUrl,
            StoreUrl = brand.Domain is null ? null : $"https://{brand.Domain}/",
            TimeZone = merchant.TimeZone,
        };
    }

    /// <summary>Where the customer finds the merchant, in the order in which it helps.</summary>
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
