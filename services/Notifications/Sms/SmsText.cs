using System.Globalization;
using Notifications.Templates;

namespace Notifications.Sms;

/// <summary>
/// A letter in a line, in the words of the catalogue (<c>letter.sms</c>) or the merchant's own. Never more than three
/// segments, as they are paid one by one: 160 septets of GSM 03.38 alone or 153 each, 70 UTF-16 units or 67 each where
/// a character is not in it (3GPP TS 23.038, TS 23.040).
/// </summary>
internal static class SmsText
{
    public const int SegmentsMax = 3;

    private const string Basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
        + "¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private const string Extended = "\f^{}\\[~]|€";

    /// <summary>Of GSM 03.38, unlike the character "…": it makes no other text longer.</summary>
    private const string Cut = "...";

    /// <summary>
    /// What is new gets shorter until it fits; where the store's name, the order's number or the merchant's own words
    /// take it all, it stands alone with the link.
    /// </summary>
    public static string Of(Letter letter) =>
        Fit(letter.Heading, heading => (letter with { Heading = heading }).Short)
        ?? Fit(letter.Heading, heading => $"{heading} {letter.Link}".TrimEnd())
        ?? throw new InvalidOperationException("The tracking link alone is longer than an SMS may be.");

    /// <summary>How many segments it takes.</summary>
    public static int Segments(string text)
    {
        var (length, single, part) = text.All(c => Basic.Contains(c) || Extended.Contains(c))
            ? (text.Sum(c => Extended.Contains(c) ? 2 : 1), 160, 153)
            : (text.Length, 70, 67);
        return length <= single ? 1 : (length + part - 1) / part;
    }

    /// <summary>The longest that fits, cut at what people see as a character; null: none.</summary>
    private static string? Fit(string heading, Func<string, string> line)
    {
        var letters = StringInfo.ParseCombiningCharacters(heading);
        return Enumerable.Range(0, letters.Length)
            .Select(left => left == 0 ? heading : heading[..letters[^left]].TrimEnd() + Cut)
            .Select(line)
            .FirstOrDefault(text => Segments(text) <= SegmentsMax);
    }
}
