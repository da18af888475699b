using System.Globalization;
using Notifications.Templates;

namespace Notifications.Sms;

/// <summary>
/// A letter in a line: who writes, what is new, and the tracking link. Never more than three segments, as they are
/// paid one by one: 160 septets of GSM 03.38 alone or 153 each, 70 UTF-16 units or 67 each where a character is not
/// in it (3GPP TS 23.038, TS 23.040).
/// </summary>
internal static class SmsText
{
    public const int SegmentsMax = 3;

    private const string Basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
        + "¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private const string Extended = "\f^{}\\[~]|€";

    public static string Of(Letter letter)
    {
        var link = letter.Link is null ? "" : " " + letter.Link;
        var store = letter.Sender.Name is { Length: > 0 } name ? name + ": " : "";
        return Segments(store + letter.Subject + link) <= SegmentsMax ? store + letter.Subject + link
            : Cut(store, letter.Subject, link);
    }

    /// <summary>How many segments it takes.</summary>
    public static int Segments(string text)
    {
        var (length, single, part) = text.All(c => Basic.Contains(c) || Extended.Contains(c))
            ? (text.Sum(c => Extended.Contains(c) ? 2 : 1), 160, 153)
            : (text.Length, 70, 67);
        return length <= single ? 1 : (length + part - 1) / part;
    }

    /// <summary>What is new gets shorter, by what people see as a character; then the store's name is left out.
    /// </summary>
    private static string Cut(string store, string subject, string link)
    {
        var letters = StringInfo.ParseCombiningCharacters(subject);
        for (var n = letters.Length - 1; n > 0; n--)
            if (store + subject[..letters[n]].TrimEnd() + "…" + link is var text && Segments(text) <= SegmentsMax)
                return text;
        return store.Length > 0 ? Cut("", subject, link)
            : throw new InvalidOperationException("The tracking link alone is longer than an SMS may be.");
    }
}
