using System.Globalization;
using System.Text.RegularExpressions;
using Contracts;
using FluentValidation;
using ServiceDefaults;

namespace Gateway.Merchants;

/// <summary>What settings must be. Every text and every list has a largest size.</summary>
internal sealed partial class SettingsRules : AbstractValidator<MerchantSettings>
{
    private const int AddressMax = 2000;
    private const int ReturnDaysMax = 365;
    private const int RetentionDaysMax = 3650;

    public SettingsRules()
    {
        RuleFor(s => s.Name).Must(name => IsText(name, 200)).WithMessage(Text(200));
        RuleFor(s => s.TimeZone).Must(IsZone).WithMessage("must be an IANA time zone such as Asia/Kolkata");
        RuleFor(s => s.Brand.Name).Must(name => name is null || IsText(name, 100)).WithMessage(Text(100));
        RuleFor(s => s.Brand.LogoUrl).Must(IsHttps).WithMessage(HttpsUrl);
        RuleFor(s => s.Brand.SupportUrl).Must(IsHttps).WithMessage(HttpsUrl);
        RuleFor(s => s.Brand.Locale).Must(tag => tag is null || Locales.Supported.Contains(tag))
            .WithMessage($"must be one of {string.Join(", ", Locales.Supported)}");
        RuleFor(s => s.Brand.SupportEmail).Must(address => address is null || EmailAddress().IsMatch(address))
            .WithMessage("must be an e-mail address");
        RuleFor(s => s.Brand.Domain).Must(name => name is null || HostName().IsMatch(name))
            .WithMessage("must be a host name such as shop.example, in lower case");
        RuleFor(s => s.Brand.Colors!.Primary).Must(IsColor).When(s => s.Brand.Colors is not null).WithMessage(Color);
        RuleFor(s => s.Brand.Colors!.OnPrimary).Must(color => color is null || IsColor(color))
            .When(s => s.Brand.Colors is not null).WithMessage(Color);
        RuleFor(s => s).Custom((settings, context) => CheckContrast(settings.Brand.Colors, context.AddFailure));
        RuleFor(s => s.Policies.Cancellation.Customer)
            .Must(until => until is null or "never" or "confirmed" or "packed" or "shipped")
            .WithMessage("must be never, confirmed, packed or shipped");
        RuleFor(s => s.Policies.Instructions.Customer)
            .Must(kinds => kinds is null || kinds.Distinct().Intersect(NextSteps.All).Count() == kinds.Count)
            .WithMessage($"must be some of {string.Join(", ", NextSteps.All)}, each once");
        RuleFor(s => s).Custom((settings, context) => OwnTexts.Check(settings.Texts, context.AddFailure));
        RuleFor(s => s.Policies.Returns.WindowDays).InclusiveBetween(0, ReturnDaysMax)
            .WithMessage($"must be from 0 to {ReturnDaysMax}");
        RuleFor(s => s.Retention.PersonalDataDays).InclusiveBetween(1, RetentionDaysMax)
            .WithMessage($"must be from 1 to {RetentionDaysMax}");
        RuleFor(s => s.Retention.InboxDays).InclusiveBetween(1, RetentionDaysMax)
            .WithMessage($"must be from 1 to {RetentionDaysMax}");
    }

    private const string HttpsUrl = "must be an https URL of at most 2000 characters, without a user or a fragment";
    private const string Color = "must be a colour such as #1d4fd8";

    private static string Text(int max) => $"must be a text of 1 to {max} characters without control characters";

    private static bool IsText(string text, int max) =>
        text.Length <= max && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl);

    private static bool IsZone(string? name) =>
        name is null || (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId);

    /// <summary>Its host stands in the page's Content-Security-Policy, so it is a host name and nothing else.</summary>
    private static bool IsHttps(string? text) => text is null || (text.Length <= AddressMax
        && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps
        && url.UserInfo.Length == 0 && url.Fragment.Length == 0 && HostName().IsMatch(url.IdnHost));

    private static bool IsColor(string text) => HexColor().IsMatch(text);

    private static void CheckContrast(BrandColors? colors, Action<string, string> fail)
    {
        if (colors?.OnPrimary is not { } text || !IsColor(text) || !IsColor(colors.Primary))
            return;
        if (Contrast.Between(colors.Primary, text) is var ratio && ratio < Contrast.TextMin)
            fail("Brand.Colors.OnPrimary", string.Create(CultureInfo.InvariantCulture,
                $"cannot be read on {colors.Primary}: the contrast is {Math.Floor(ratio * 10) / 10}:1 " +
                $"and WCAG AA asks for {Contrast.TextMin}:1. {Contrast.TextOn(colors.Primary)} can, or null"));
    }

    [GeneratedRegex(@"^#[0-9A-Fa-f]{6}\z")]
    private static partial Regex HexColor();

    [GeneratedRegex(@"^(?=.{5,254}$)[^\s@,;<>""]{1,64}@[^\s@,;<>""]+\.[^\s@,;<>"".]{2,}\z")]
    private static partial Regex EmailAddress();

    [GeneratedRegex(@"^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])\z")]
    private static partial Regex HostName();
}
