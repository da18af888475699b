using PhoneNumbers;

namespace Notifications.Sms;

/// <summary>
/// A number that an SMS may go to, or why not. Only mobile numbers, and only of the countries that the merchant has
/// allowed: numbers exist that cost whoever writes to them dearly. By Google's libphonenumber.
/// </summary>
internal sealed record SmsNumber(string? E164, string? Fault)
{
    /// <param name="country">Whose national form it may have, where it has no country code.</param>
    /// <param name="allowed">The countries; null: all, where nothing is paid.</param>
    public static SmsNumber Of(string text, string? country, IReadOnlyCollection<string>? allowed)
    {
        var util = PhoneNumberUtil.GetInstance();
        PhoneNumber number;
        try
        {
            number = util.Parse(text, country);
        }
        catch (NumberParseException)
        {
            return new(null, "the phone number is not valid");
        }

        if (!util.IsValidNumber(number))
            return new(null, "the phone number is not valid");
        if (util.GetNumberType(number) is not (PhoneNumberType.MOBILE or PhoneNumberType.FIXED_LINE_OR_MOBILE))
            return new(null, $"no mobile number, but {Kind(util.GetNumberType(number))}");
        var region = util.GetRegionCodeForNumber(number);
        return region is not null && allowed?.Contains(region) != false
            ? new(util.Format(number, PhoneNumberFormat.E164), null)
            : new(null, $"SMS to numbers of {region ?? "no country"} are not allowed");
    }

    private static string Kind(PhoneNumberType type) => type switch
    {
        PhoneNumberType.PREMIUM_RATE => "a premium-rate one",
        PhoneNumberType.SHARED_COST => "a shared-cost one",
        PhoneNumberType.TOLL_FREE => "a toll-free one",
        PhoneNumberType.FIXED_LINE => "a fixed line",
        _ => "another kind",
    };
}
