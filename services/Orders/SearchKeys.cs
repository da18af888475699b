namespace Orders;

/// <summary>How orders are searched by what people write differently; null when there is nothing.</summary>
internal static class SearchKeys
{
    private const int PhoneDigits = 9;

    internal static string? Email(string? email) => Key(email?.Trim().ToLowerInvariant());

    /// <summary>The last digits, since a country code or a leading zero may or may not be there.</summary>
    internal static string? Phone(string? phone)
    {
        var digits = string.Concat((phone ?? "").Where(char.IsAsciiDigit));
        return Key(digits.Length > PhoneDigits ? digits[^PhoneDigits..] : digits);
    }

    internal static string? PostalCode(string? postalCode) => Compact(postalCode);

    internal static string? TrackingNumber(string? number) => Compact(number);

    private static string? Compact(string? text) =>
        Key(string.Concat((text ?? "").Where(char.IsLetterOrDigit)).ToUpperInvariant());

    private static string? Key(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
