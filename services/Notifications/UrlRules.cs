using FluentValidation;
using ServiceDefaults;

namespace Notifications;

/// <summary>
/// What can be told of an address that somebody else has chosen before it is asked. Where its name leads is checked
/// when it is connected to, since that can change.
/// </summary>
internal static class UrlRules
{
    private const int UrlMax = 2000;

    public static IRuleBuilderOptionsConditions<T, string?> Url<T>(
        this IRuleBuilder<T, string?> rule, PlatformOptions options, bool mayHaveFragment = false) =>
        rule.Custom((text, context) =>
        {
            if (text is not { Length: > 0 })
                return;
            if (text.Length > UrlMax || !Uri.TryCreate(text, UriKind.Absolute, out var url)
                || url.Scheme is not ("https" or "http") || url.UserInfo.Length > 0
                || (url.Fragment.Length > 0 && !mayHaveFragment))
                context.AddFailure($"must be a URL of at most {UrlMax} characters, without user"
                    + (mayHaveFragment ? "" : " and fragment"));
            else if (Outbound.WhyNot(options, url) is { } why)
                context.AddFailure(why);
        });
}
