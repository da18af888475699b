using System.Text;

namespace Tidy.Tests;

/// <summary>
/// C# with comments, strings and characters blanked out, so that words and braces in them do not count.
/// </summary>
internal static class Blank
{
    public static string StringsAndComments(string code)
    {
        var blanked = new StringBuilder(code.Length);
        for (var at = 0; at < code.Length;)
        {
            var end = Math.Min(EndOfText(code, at), code.Length);
            if (end == at)
            {
                blanked.Append(code[at++]);
                continue;
            }

            for (; at < end; at++)
            {
                blanked.Append(code[at] == '\n' ? '\n' : ' ');
            }
        }

        return blanked.ToString();
    }

    // Where the comment or literal that begins at this place ends; the place itself when none does.
    private static int EndOfText(string code, int at)
    {
        var rest = code.AsSpan(at);
        if (rest.StartsWith("//"))
        {
            return After(code, "\n", at + 2) - 1;
        }

        if (rest.StartsWith("/*"))
        {
            return After(code, "*/", at + 2);
        }

        if (rest.StartsWith("\"\"\""))
        {
            var quotes = new string('"', rest.Length - rest.TrimStart('"').Length);
            return After(code, quotes, at + quotes.Length);
        }

        if (rest[0] is '"')
        {
            var verbatim = at > 0 && (code[at - 1] is '@' || (code[at - 1] is '$' && at > 1 && code[at - 2] is '@'));
            return verbatim ? Closing(code, at + 1, '"', escape: '\0') : Closing(code, at + 1, '"', escape: '\\');
        }

        return rest[0] is '\'' ? Closing(code, at + 1, '\'', escape: '\\') : at;
    }

    private static int After(string code, string end, int from)
    {
        var found = code.IndexOf(end, from, StringComparison.Ordinal);
        return found < 0 ? code.Length + 1 : found + end.Length;
    }

    private static int Closing(string code, int from, char quote, char escape)
    {
        for (var at = from; at < code.Length; at++)
        {
            if (code[at] == escape && escape != '\0')
            {
                at++;
            }
            else if (code[at] == quote)
            {
                return at + 1;
            }
        }

        return code.Length;
    }
}
