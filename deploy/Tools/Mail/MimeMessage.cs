using System.Text;
using System.Text.RegularExpressions;

namespace Tools.Mail;

/// <summary>
/// What a reader sees of an e-mail (RFC 5322, 2045 to 2047): headers with encoded words decoded, and the first plain
/// text and HTML parts. Headers are looked up by name in any case; an absent one is empty.
/// </summary>
public sealed partial class MimeMessage
{
    private MimeMessage(IReadOnlyList<KeyValuePair<string, string>> headers) => Headers = headers;

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    public string? Text { get; private set; }

    public string? Html { get; private set; }

    public string Header(string name) => ValueOf(Headers, name);

    public static MimeMessage Parse(byte[] bytes)
    {
        // Latin-1 keeps every byte as one character, so that each part can be decoded by its own character set.
        var (headers, body) = Split(Encoding.Latin1.GetString(bytes));
        var readable = headers.Select(header => KeyValuePair.Create(header.Key, Words(header.Value)));
        var message = new MimeMessage([.. readable]);
        message.Take(headers, body);
        return message;
    }

    private void Take(IReadOnlyList<KeyValuePair<string, string>> headers, string body)
    {
        var type = ValueOf(headers, "Content-Type");
        if (Is(type, "multipart/") && Parameter(type, "boundary") is { } boundary)
        {
            // What stands before the first and after the closing boundary is not part of the message.
            foreach (var part in $"\r\n{body}".Split($"\r\n--{boundary}").Skip(1).TakeWhile(part => !Is(part, "--")))
            {
                var (partHeaders, partBody) = Split(part[(part.IndexOf('\n') + 1)..]);
                Take(partHeaders, partBody);
            }
        }
        else if (Is(type, "text/html"))
        {
            Html ??= Decode(headers, type, body);
        }
        else if (type.Length == 0 || Is(type, "text/plain"))
        {
            Text ??= Decode(headers, type, body);
        }
    }

    private static string Decode(IReadOnlyList<KeyValuePair<string, string>> headers, string type, string body)
    {
        var bytes = ValueOf(headers, "Content-Transfer-Encoding").Trim().ToUpperInvariant() switch
        {
            "BASE64" => Base64(body),
            "QUOTED-PRINTABLE" => QuotedPrintable(SoftBreak().Replace(body, "")),
            _ => Encoding.Latin1.GetBytes(body),
        };
        return CharacterSet(Parameter(type, "charset")).GetString(bytes);
    }

    private static (IReadOnlyList<KeyValuePair<string, string>> Headers, string Body) Split(string part)
    {
        // The body begins after an empty line, which comes first when there are no headers at all.
        var end = Is(part, "\r\n") ? -2 : part.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var (head, body) = end switch
        {
            -2 => ("", part[2..]),
            -1 => (part, ""),
            _ => (part[..end], part[(end + 4)..]),
        };
        var headers = Folding().Replace(head, " ").Split("\r\n")
            .Select(line => line.Split(':', 2))
            .Where(pair => pair.Length == 2)
            .Select(pair => KeyValuePair.Create(pair[0].Trim(), pair[1].Trim()));
        return ([.. headers], body);
    }

    private static bool Is(string text, string start) => text.StartsWith(start, StringComparison.OrdinalIgnoreCase);

    private static string ValueOf(IEnumerable<KeyValuePair<string, string>> headers, string name) =>
        headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "";

    private static string? Parameter(string header, string name) =>
        Regex.Match(header, $"""(?i);\s*{name}\s*=\s*(?:"([^"]*)"|([^;\s]+))""") is { Success: true } found
            ? found.Groups[1].Value + found.Groups[2].Value
            : null;

    // =?utf-8?B?…?= and =?utf-8?Q?…?=; white space between two of them is not part of the text.
    private static string Words(string value) =>
        EncodedWord().Replace(BetweenWords().Replace(value, "$1"), word => CharacterSet(word.Groups[1].Value).GetString(
            word.Groups[2].Value is "B" or "b"
                ? Base64(word.Groups[3].Value)
                : QuotedPrintable(word.Groups[3].Value.Replace('_', ' '))));

    private static byte[] Base64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            ? bytes[..length]
            : Encoding.Latin1.GetBytes(text);
    }

    private static byte[] QuotedPrintable(string text) => Encoding.Latin1.GetBytes(
        Escape().Replace(text, escape => ((char)Convert.ToByte(escape.Groups[1].Value, 16)).ToString()));

    private static Encoding CharacterSet(string? name)
    {
        try
        {
            return Encoding.GetEncoding(name ?? "utf-8");
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8;
        }
    }

    [GeneratedRegex(@"\r\n[ \t]+")]
    private static partial Regex Folding();

    [GeneratedRegex(@"=[ \t]*\r\n")]
    private static partial Regex SoftBreak();

    [GeneratedRegex("=([0-9A-Fa-f]{2})")]
    private static partial Regex Escape();

    [GeneratedRegex(@"=\?([^?*]+)(?:\*[^?]*)?\?([BbQq])\?([^?]*)\?=")]
    private static partial Regex EncodedWord();

    [GeneratedRegex(@"(=\?[^?]+\?[BbQq]\?[^?]*\?=)\s+(?==\?)")]
    private static partial Regex BetweenWords();
}
